import Core
import ImageArchive
import RootFS
import Testing

/// A file system so simple that it can be seen to be right: a dictionary of paths.
private struct NaiveRoot {
  struct File: Equatable {
    var kind: String
    var mode: UInt16
    var layer: Int
    var link = ""
  }
  /// Path without a leading slash to file; the root is not in it.
  var files: [String: File] = [:]

  /// Applies a layer in which no whiteout meets an entry of the same path, and no directory is a link.
  mutating func apply(_ steps: [Step], layer: Int) {
    var added: Set<String> = []
    for step in steps {
      switch step.kind {
      case .whiteout:
        for path in files.keys where path == step.path || path.hasPrefix(step.path + "/") {
          if !added.contains(path), !added.contains(where: { $0.hasPrefix(path + "/") }) { files[path] = nil }
        }
      case .opaque:
        let prefix = step.path == "." ? "" : String(step.path.dropLast())
        for path in files.keys where path.hasPrefix(prefix) && path != prefix.dropLast() {
          if !added.contains(path), !added.contains(where: { $0.hasPrefix(path + "/") }) { files[path] = nil }
        }
      case .directory:
        parents(of: step.path, layer, &added)
        if files[step.path]?.kind != "directory" { removeTree(step.path, &added) }
        files[step.path] = File(kind: "directory", mode: step.mode, layer: layer)
        added.insert(step.path)
      default:
        parents(of: step.path, layer, &added)
        removeTree(step.path, &added)
        files[step.path] = File(kind: "\(step.kind)", mode: step.mode, layer: layer, link: step.link)
        added.insert(step.path)
      }
    }
  }

  private mutating func parents(of path: String, _ layer: Int, _ added: inout Set<String>) {
    let parts = path.split(separator: "/")
    for count in 1..<max(1, parts.count) {
      let parent = parts[..<count].joined(separator: "/")
      if files[parent]?.kind != "directory" {
        files[parent] = File(kind: "directory", mode: 0o755, layer: layer)
        added.insert(parent)
      }
    }
  }

  private mutating func removeTree(_ path: String, _ added: inout Set<String>) {
    for inner in files.keys where inner.hasPrefix(path + "/") {
      files[inner] = nil
      added.remove(inner)
    }
  }

  var lines: [String] {
    files.map { path, file in
      "/\(path) \(file.kind) \(String(file.mode, radix: 8)) @\(file.layer)"
        + (file.kind == "symlink" ? " -> \(file.link)" : "")
    }.sorted()
  }
}

/// SplitMix64, so that a failing seed can be run again.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct MergeModelTests {
  /// A path of one to four components out of three names, so that layers meet often.
  /// What random trees look like.
  private struct Shape {
    var names = ["a", "b", "c"]
    var depth = 1...4
    var marks = 0...2
    var entries = 1...8

    /// Directories so large that their names are found by the table, and some that become so.
    static let wide = Shape(names: (0..<70).map { "n\($0)" }, depth: 1...2, marks: 0...40, entries: 1...90)
  }

  private static func path(_ shape: Shape, _ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: shape.depth, using: &random)).map { _ in shape.names.randomElement(using: &random) ?? "a" }
      .joined(separator: "/")
  }

  private static func layer(_ shape: Shape, _ random: inout SeededGenerator) -> [Step] {
    let modes: [UInt16] = [0o644, 0o755, 0o4755, 0o2755]
    // Whiteouts first, as all writers do; opaque marks anywhere.
    var steps: [Step] = (0..<Int.random(in: shape.marks, using: &random)).map { _ in .gone(path(shape, &random)) }
    for _ in 0..<Int.random(in: shape.entries, using: &random) {
      let here = path(shape, &random)
      let mode = modes.randomElement(using: &random) ?? 0o644
      switch Int.random(in: 0...9, using: &random) {
      case 0...4: steps.append(.file(here, mode))
      case 5, 6: steps.append(.directory(here, mode))
      case 7: steps.append(Step(kind: .fifo, path: here, mode: mode, link: ""))
      default: steps.append(shape.depth.upperBound > 2 || mode == 0o755 ? .opaque(here) : .gone(here))
      }
    }
    return steps
  }

  /// Links lead to names that no entry uses as a directory: where runtimes differ is another test's matter.
  private static func withLinks(_ steps: [Step], _ random: inout SeededGenerator) -> [Step] {
    steps
      + (0..<Int.random(in: 0...2, using: &random)).map { _ in
        .symlink("links/" + String(Int.random(in: 0...3, using: &random)), "/a")
      }
  }

  @Test(arguments: 0..<8)
  func `random layers give the tree that a dictionary of paths gives`(_ block: Int) {
    for seed in (block * 500)..<(block * 500 + 500) where !MergeModelTests.agrees(seed, Shape(), layers: 1...4) {
      return
    }
  }

  @Test func `so they do with directories of many names`() {
    for seed in 0..<150 where !MergeModelTests.agrees(seed, .wide, layers: 2...7) { return }
  }

  private static func agrees(_ seed: Int, _ shape: Shape, layers: ClosedRange<Int>) -> Bool {
    var random = SeededGenerator(state: UInt64(seed))
    let layers = (0..<Int.random(in: layers, using: &random)).map { _ in
      MergeModelTests.withLinks(MergeModelTests.layer(shape, &random), &random)
    }
    var naive = NaiveRoot()
    for (index, steps) in layers.enumerated() { naive.apply(steps, layer: index) }
    let merged = Merged(layers)
    if merged.lines == naive.lines { return true }
    Issue.record("seed \(seed): \(merged.lines) instead of \(naive.lines) after \(layers)")
    return false
  }

  @Test func `the same seed gives the same layers`() {
    var (one, two) = (SeededGenerator(state: 7), SeededGenerator(state: 7))
    #expect(MergeModelTests.layer(Shape(), &one) == MergeModelTests.layer(Shape(), &two))
  }
}

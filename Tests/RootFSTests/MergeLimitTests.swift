import Core
import ImageArchive
import RootFS
import Testing

@Suite struct MergeLimitTests {
  @Test func `a path of a hundred thousand components is merged, walked and removed`() {
    let path = String(repeating: "d/", count: 100_000) + "su"
    let merged = Merged([[.file(path, 0o4755)]])
    var count = 0
    var files: [NodeID] = []
    merged.root.forEach {
      count += 1
      if merged.root.info($0).kind == .file { files.append($0) }
    }
    #expect(count == 100_002)
    #expect(files.map { merged.root.path(of: $0).description } == ["/" + path])
    let removed = Merged([[.file(path, 0o4755)], [.gone("d")]])
    #expect(removed.lines == [])
    #expect(removed.gone.count == 1)
    let kept = Merged([[.file(path, 0o4755)], [.file(path), .opaque("d")]])
    #expect(kept.gone.map(\.reason) == [.stripped])
  }

  @Test func `two hundred thousand set-id files in one directory are merged and removed`() {
    let steps = (0..<200_000).map { Step.file("d/f\($0)", 0o4755) }
    let merged = Merged([steps, [.opaque("d")]])
    #expect(merged.gone.count == 200_000)
    #expect(merged.root.children(of: .root).count == 1)
    #expect(merged.gone.first?.path.description == "/d/f0")
  }

  @Test func `many whiteouts of one large directory do not take the square of its size`() {
    let steps = (0..<50_000).map { Step.file("d/f\($0)") }
    let marks = (0..<50_000).flatMap { [Step.file("d/f\($0)/x"), .opaque("d"), .gone("d")] }
    let merged = Merged([steps, marks])
    #expect(merged.incidents == [])
  }

  @Test func `links in front of many entries are looked up once, as long as they stay`() {
    let steps = [Step.symlink("l", "x/y/z")] + (0..<50_000).map { Step.file("l/f\($0)") }
    let merged = Merged([steps])
    #expect(merged.files.count == 50_001)
  }

  @Test(arguments: [(3, false), (4, false), (5, true)])
  func `an image may have as many names as the limit`(_ count: Int, _ isOver: Bool) {
    var limits = MergeLimits()
    limits.nodes = 5
    let merged = Merged([(0..<count).map { .file("f\($0)") }], limits: limits)
    #expect(merged.incidents == (isOver ? ["too-many-entries"] : []))
  }

  @Test func `missing parents cannot exceed the limit of names either`() {
    var limits = MergeLimits()
    limits.nodes = 50
    let merged = Merged([[.file(String(repeating: "d/", count: 1000) + "x")]], limits: limits)
    #expect(!merged.incidents.isEmpty)
    var count = 0
    merged.root.forEach { _ in count += 1 }
    #expect(count <= 50)
  }

  @Test func `a merge that walks too far says which entries it left out`() {
    var limits = MergeLimits()
    limits.steps = 20
    let merged = Merged([(0..<10).map { .file("a\($0)/b/c/d/su", 0o4755) }], limits: limits)
    #expect(merged.incidents.first == "entry-unreachable")
    #expect(merged.lines.contains("/a0/b/c/d/su file 4755 @0"))
  }

  @Test func `problems of one kind are kept up to a number and counted beyond`() {
    let merged = Merged([(0..<50).map { .hardLink("h\($0)", "missing") }])
    #expect(merged.warnings.count == Problems.keptPerCode)
    #expect(merged.problems.dropped.map(\.count) == [30])
  }
}

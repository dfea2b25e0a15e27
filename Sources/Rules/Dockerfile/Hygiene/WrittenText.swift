import BuildModel
import Dockerfile
import ShellSyntax

/// A piece of text that a command writes into a file.
struct WrittenText {
  /// As written, with variables unexpanded.
  var path: String
  var text: String
  /// Where the text is in the script.
  var range: Range<Int>

  /// The lines with their places; a `\n` that echo or printf turns into a line feed ends one too.
  var lines: [(text: Substring, range: Range<Int>)] {
    let bytes = text.utf8
    let isExact = bytes.count == range.count
    var out: [(Substring, Range<Int>)] = []
    var (start, offset) = (bytes.startIndex, range.lowerBound)
    func add(_ end: String.Index) {
      guard start < end else { return }
      let count = bytes.distance(from: start, to: end)
      out.append((text[start..<end], isExact ? offset..<offset + count : range))
    }
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let next = bytes.index(after: at)
      let isEscape = bytes[at] == UInt8(ascii: "\\") && next < bytes.endIndex && bytes[next] == UInt8(ascii: "n")
      guard isEscape || bytes[at] == 0x0A else {
        at = next
        continue
      }
      add(at)
      let after = isEscape ? bytes.index(after: next) : next
      offset += bytes.distance(from: start, to: after)
      (start, at) = (after, after)
    }
    add(bytes.endIndex)
    return out
  }
}

/// Finds what echo, printf, here-documents and sed write into files.
struct WrittenTextReader {
  /// Most files that the output of one command is followed into.
  private static let mostPaths = 16

  /// The files that `tee` writes, by pipeline.
  private var tees: [Int: [String]] = [:]

  /// - Parameter commands: those of one script, all of them.
  init(_ commands: [StepCommand]) {
    for command in commands where command.name == "tee" && command.command.pipeline.count > 1 {
      let files = command.resolved.operands().prefix(Self.mostPaths).map(\.text)
      let known = tees[command.command.pipeline.id] ?? []
      tees[command.command.pipeline.id] = known + files.prefix(Self.mostPaths - known.count)
    }
  }

  /// What one command writes.
  func texts(of command: StepCommand) -> [WrittenText] {
    var out: [WrittenText] = []
    let name = command.name
    if name == "sed" || name == "perl" { return Self.replacements(command) }
    let isEcho = name == "echo" || name == "printf"
    let bodies = command.command.redirections.compactMap(\.body)
    guard isEcho || !bodies.isEmpty else { return [] }
    for path in paths(command) {
      if isEcho {
        out += Self.echoed(command.resolved.arguments, path)
      }
      for body in bodies {
        out.append(WrittenText(path: path, text: command.script.string(body.range), range: body.range))
      }
    }
    return out
  }

  /// The words one by one, as printf may write them, and all in one line.
  private static func echoed(_ words: ArraySlice<ShellWord>, _ path: String) -> [WrittenText] {
    var out = words.map { WrittenText(path: path, text: $0.text, range: $0.range) }
    if words.count > 1, let first = words.first, let last = words.last {
      let line = words.map(\.text).joined(separator: " ")
      let range = first.range.lowerBound..<max(first.range.lowerBound, last.range.upperBound)
      out.append(WrittenText(path: path, text: line, range: range))
    }
    return out
  }

  /// The files that the output of a command goes to.
  private func paths(_ command: StepCommand) -> [String] {
    let script = command.script.script
    var paths = Self.targets(command.command.redirections) + (tees[command.command.pipeline.id] ?? [])
    if command.name == "tee" { paths += command.resolved.operands().map(\.text) }
    for index in script.enclosing(command.command) {
      let scope = script.scopes[index]
      if case .substitution = scope.kind { break }
      paths += Self.targets(scope.redirections) + (tees[scope.pipeline.id] ?? [])
    }
    return Array(paths.prefix(Self.mostPaths))
  }

  private static func targets(_ redirections: [ShellRedirection]) -> [String] {
    redirections.filter { [">", ">>", ">|"].contains($0.operation) && ($0.descriptor == nil || $0.descriptor == "1") }
      .map(\.target.text)
  }

  /// What `sed -i` puts in place of something else.
  private static func replacements(_ command: StepCommand) -> [WrittenText] {
    let words = command.resolved.arguments
    let isInPlace = words.contains {
      $0.text.hasPrefix("-i") || $0.text.hasPrefix("--in-place") || $0.text.hasPrefix("-pi")
    }
    guard isInPlace, let file = words.last?.text else { return [] }
    return words.dropLast().compactMap { word in
      replacement(word.text).map { WrittenText(path: file, text: $0, range: word.range) }
    }
  }

  /// The last part of `s/pattern/replacement/`, or the text of `a` and `i`.
  private static func replacement(_ expression: String) -> String? {
    let bytes = Array(expression.utf8)
    guard bytes.count > 3 else { return nil }
    for start in bytes.indices.prefix(64) where bytes[start] == UInt8(ascii: "s") && start + 1 < bytes.count {
      let mark = bytes[start + 1]
      guard "/|#@,!%:~;".utf8.contains(mark) else { continue }
      let parts = bytes[(start + 2)...].split(separator: mark, maxSplits: 2, omittingEmptySubsequences: false)
      return parts.count == 3 ? String(decoding: parts[1], as: UTF8.self) : nil
    }
    return nil
  }
}

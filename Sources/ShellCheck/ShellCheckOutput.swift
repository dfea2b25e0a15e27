import Core
import JSONText

/// Reads what `shellcheck --format=json1` says.
///
/// Source: ShellCheck 0.9.0 and 0.11.0, measured.
struct ShellCheckOutput {
  /// The findings of each file, in the order of lines and columns.
  let findings: [[ShellCheckFinding]]

  /// - Parameters:
  ///   - files: the name under which each script was given.
  ///   - scripts: their bytes, in the same order.
  /// - Throws: `badOutput` when it is no such text, or names another file.
  init(_ output: [UInt8], files: [String], scripts: [[UInt8]], limit: Int) throws(ShellCheckError) {
    let value: JSONValue
    do {
      value = try JSONParser.parse(output, limits: JSONLimits(depth: 16, bytes: limit))
    } catch {
      throw ShellCheckError(.badOutput, "what it printed is not JSON: \(error)")
    }
    guard let comments = value["comments"]?.array else {
      throw ShellCheckError(.badOutput, "what it printed has no list of comments, expected that of --format=json1")
    }
    let indices = Dictionary(files.enumerated().map { ($1, $0) }) { $1 }
    var positions = [ScriptPositions?](repeating: nil, count: files.count)
    var findings = [[ShellCheckFinding]](repeating: [], count: files.count)
    for comment in comments {
      guard let file = comment["file"]?.string, let index = indices[file] else {
        throw ShellCheckError(.badOutput, "what it printed is about a file that it was not given")
      }
      let places = positions[index] ?? ScriptPositions(scripts[index])
      positions[index] = places
      guard let finding = ShellCheckOutput.finding(comment, places) else {
        throw ShellCheckError(.badOutput, "what it printed has a comment without code, level, message or place")
      }
      findings[index].append(finding)
    }
    self.findings = findings.map { $0.sorted(by: ShellCheckOutput.isBefore) }
  }

  private static func isBefore(_ left: ShellCheckFinding, _ right: ShellCheckFinding) -> Bool {
    (left.range.lowerBound, left.range.upperBound, left.code, left.message)
      < (right.range.lowerBound, right.range.upperBound, right.code, right.message)
  }

  private static func finding(_ comment: JSONValue, _ places: ScriptPositions) -> ShellCheckFinding? {
    guard let code = comment["code"]?.integer, (1...99_999).contains(code), let message = comment["message"]?.string,
      let level = comment["level"]?.string.flatMap({ LinterLevel(rawValue: $0) }), level != .ignore,
      let range = range(comment, places)
    else { return nil }
    let replacements = comment["fix"]?["replacements"]?.array ?? []
    return ShellCheckFinding(
      code: Int(code), level: level, message: message, range: range,
      replacements: ShellCheckOutput.replacements(replacements, places))
  }

  private static func range(_ value: JSONValue, _ places: ScriptPositions) -> Range<Int>? {
    guard let line = value["line"]?.integer, let column = value["column"]?.integer,
      let start = places.index(line: Int(line), column: Int(column))
    else { return nil }
    guard let endLine = value["endLine"]?.integer, let endColumn = value["endColumn"]?.integer,
      let end = places.index(line: Int(endLine), column: Int(endColumn))
    else { return start..<start }
    return start..<max(start, end)
  }

  /// Changes in the order of the text; none when two of them touch, since then their order would decide.
  private static func replacements(
    _ values: [JSONValue], _ places: ScriptPositions
  ) -> [ShellCheckFinding.Replacement] {
    var out: [ShellCheckFinding.Replacement] = []
    for value in values {
      guard let range = range(value, places), let text = value["replacement"]?.string else { return [] }
      out.append(.init(range: range, text: text))
    }
    out.sort { $0.range.lowerBound < $1.range.lowerBound }
    let touches = zip(out, out.dropFirst()).contains { $0.range.upperBound >= $1.range.lowerBound }
    return touches ? [] : out
  }
}

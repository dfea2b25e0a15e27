import BuildModel
import Core
import Dockerfile
import LintRules

/// Small Dockerfiles before the DL rules.
enum LintSnippet {
  /// Options of an exact judgement, with some more set.
  static func options(_ set: (inout LintOptions) -> Void) -> LintOptions {
    var options = exact
    set(&options)
    return options
  }

  static var exact: LintOptions {
    var options = LintOptions()
    options.isExact = true
    return options
  }

  /// What one rule finds, with what its pragmas silence.
  static func findings(_ rule: String, in dockerfile: String, _ options: LintOptions = exact) -> [Finding] {
    let text = dockerfile.utf8.last == 0x0A ? dockerfile : dockerfile + "\n"
    let build = BuildModel(DockerfileSyntax(Array(text.utf8)), file: "Dockerfile")
    return LintFile(build, options: options).findings { $0.id.description == rule }
  }

  /// The lines of what one rule finds, in order.
  static func lines(_ rule: String, in dockerfile: String, _ options: LintOptions = exact) -> [Int] {
    findings(rule, in: dockerfile, options).compactMap { finding in
      guard case .source(_, let range) = finding.place else { return nil }
      return range.start.line
    }.sorted()
  }

  /// The places of what one rule finds by default: `line:column`, and the text there.
  static func places(_ rule: String, in dockerfile: String, _ options: LintOptions = LintOptions()) -> [String] {
    let lines = dockerfile.split(separator: "\n", omittingEmptySubsequences: false)
    return findings(rule, in: dockerfile, options).compactMap { finding in
      guard case .source(_, let range) = finding.place else { return nil }
      let (start, end) = (range.start, range.end)
      let line = Array(lines[start.line - 1].utf8)
      let last = end.line == start.line ? end.column - 1 : line.count
      return "\(start.line):\(start.column) \(String(decoding: line[(start.column - 1)..<last], as: UTF8.self))"
    }
  }
}

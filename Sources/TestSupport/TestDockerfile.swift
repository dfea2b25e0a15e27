import BuildModel
import Core
import Dockerfile
import Rules

/// A Dockerfile for tests, with marks around the places where findings are expected: `RUN ⟦chmod 777 /srv⟧`.
public struct TestDockerfile {
  /// The text without marks.
  public let text: [UInt8]
  /// The marked ranges in order of their beginnings.
  public let marked: [SourceRange]

  public init(_ marked: String) {
    var text: [UInt8] = []
    var ranges: [(start: Int, end: Int)] = []
    var open: [Int] = []
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "⟦":
        open.append(ranges.count)
        ranges.append((text.count, text.count))
      case "⟧":
        guard let index = open.popLast() else { preconditionFailure("a closing mark without an opening one") }
        ranges[index].end = text.count
      default: text += Array(String(scalar).utf8)
      }
    }
    let source = SourceText(text)
    self.text = text
    self.marked = ranges.map { source.range(of: $0.start..<$0.end) }
  }

  /// The model of the text.
  public func model(target: String? = nil) -> BuildModel {
    BuildModel(DockerfileSyntax(text), file: "Dockerfile", targetStage: target)
  }

  /// What one rule finds in it, in order of place.
  public func findings(_ rule: any DockerfileRule.Type, target: String? = nil) -> [Finding] {
    rule.init().findings(in: model(target: target)).sorted { TestDockerfile.range($0) < TestDockerfile.range($1) }
  }

  /// What one rule finds in a text without marks.
  public static func findings(_ rule: any DockerfileRule.Type, _ text: String, target: String? = nil) -> [Finding] {
    TestDockerfile(text).findings(rule, target: target)
  }

  /// Where a finding is; a finding of a Dockerfile is always in its text.
  public static func range(_ finding: Finding) -> SourceRange {
    guard case .source(_, let range) = finding.place else {
      let start = SourcePosition(line: 0, column: 0)
      return SourceRange(start: start, end: start)
    }
    return range
  }
}

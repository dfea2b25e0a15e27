import BuildChecks
import Core
import Dockerfile
import Testing

/// A Dockerfile with the names and lines that BuildKit gives.
struct CheckCase: Sendable, CustomTestStringConvertible {
  var text: String
  /// Such as `UndefinedVar:2`, in any order.
  var expected: [String]
  var dockerignore: String?
  var arguments: [String: String] = [:]
  var target: String?
  var check: String?

  init(
    _ text: String, _ expected: [String] = [], dockerignore: String? = nil, arguments: [String: String] = [:],
    target: String? = nil, check: String? = nil
  ) {
    (self.text, self.expected, self.dockerignore) = (text, expected, dockerignore)
    (self.arguments, self.target, self.check) = (arguments, target, check)
  }

  var testDescription: String { text }

  /// What the checks say as BuildKit would be asked.
  func run(isStrict: Bool = true) -> BuildCheckRun {
    let options = BuildCheckOptions(
      buildArguments: arguments.map { ($0.key, $0.value) }, target: target, checkDirective: check,
      dockerignore: dockerignore.map { Array($0.utf8) }, isStrictlyBuildKit: isStrict)
    return BuildCheckRun(DockerfileSyntax(Array(text.utf8)), file: "Dockerfile", options: options)
  }

  /// Names and lines that are found, sorted; of one rule when it is given.
  func found(isStrict: Bool = true, rule: RuleID? = nil) -> [String] {
    run(isStrict: isStrict).findings.filter { rule == nil || $0.rule == rule }.map(CheckCase.line).sorted()
  }

  static func line(_ finding: Finding) -> String {
    guard case .source(_, let range) = finding.place else { return "\(finding.rule)" }
    return "\(finding.rule):\(range.start.line)"
  }
}

import Core
import Deployment
import RootFS
import Rules
import Testing

/// A compose file or manifest, and what one rule finds in it.
struct FileCase: Sendable, CustomTestStringConvertible {
  var title: String
  var text: String
  /// `severity pointer line:column`, in order.
  var found: [String]

  init(_ title: String, _ text: String, _ found: [String] = []) {
    (self.title, self.text, self.found) = (title, text, found)
  }

  var testDescription: String { title }

  static func findings(
    _ rule: any DeploymentRule.Type, _ text: String, images: [ImageModel] = []
  ) throws -> [Finding] {
    let file = try DeploymentReader.read(Array(text.utf8), name: "file.yaml")
    return rule.init().findings(in: DeploymentContext(file: file, images: images))
  }

  func check(_ rule: any DeploymentRule.Type, images: [ImageModel] = []) throws {
    let findings = try FileCase.findings(rule, text, images: images)
    let described = findings.map { finding in
      guard case .source(_, let range) = finding.place else { return "no place" }
      return "\(finding.severity.rawValue) \(finding.pointer ?? "-") \(range.start.line):\(range.start.column)"
    }
    #expect(described == found, "\(title): \(findings.map(\.message))")
    #expect(Set(findings.compactMap(\.identity)).count == findings.count, "\(title): identities differ")
  }
}

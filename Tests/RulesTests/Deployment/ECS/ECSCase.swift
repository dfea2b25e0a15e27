import Core

@testable import Rules

/// A definition and what a rule says of it.
struct ECSCase: Sendable, CustomStringConvertible {
  let description: String
  var text: String
  /// Severity and pointer: below the container, such as `high /user`, or with two slashes from the root.
  var expected: [String]
  var images: [ECSScan.Image] = []

  init(_ description: String, _ container: String = "", task: String = "", _ expected: [String] = []) {
    (self.description, self.expected) = (description, expected)
    text = ECSScan.task(container, task)
  }

  /// Of a container with nothing but its name and image.
  init(_ description: String, _ expected: [String]) { self.init(description, "", task: "", expected) }

  init(_ description: String, text: String, _ expected: [String] = []) {
    (self.description, self.text, self.expected) = (description, text, expected)
  }

  func with(_ image: ECSScan.Image) -> ECSCase {
    var copy = self
    copy.images.append(image)
    return copy
  }

  /// The findings of a rule in the spelling of `expected`.
  func found(_ rule: any DeploymentRule.Type) throws -> [String] {
    let start = "/containerDefinitions/0"
    return try ECSScan.findings(rule, text, images: images).map { finding in
      let pointer = finding.pointer ?? "-"
      let short = pointer.hasPrefix(start) ? String(pointer.dropFirst(start.count)) : "/" + pointer
      return "\(finding.severity.rawValue) \(short)"
    }
  }
}

import Core
import Deployment
import Engine
import RootFS
import TestSupport

@testable import Rules

/// Judges task definitions in tests.
enum ECSScan {
  static let rules: [any DeploymentRule.Type] = [
    ECSCapabilityAdd.self, ECSCapabilityDrop.self, ECSDevices.self, ECSEssential.self, ECSExecReadOnly.self,
    ECSHealthCheck.self, ECSImage.self, ECSLimits.self, ECSLog.self, ECSNetworkMode.self, ECSSharedProcesses.self,
    ECSPort.self, ECSPrivileged.self, ECSReadOnlyRoot.self, ECSReadOnlyMounts.self, ECSRole.self, ECSRuntime.self,
    ECSSecurityOptions.self, ECSSecretEnvironment.self, ECSSecretReference.self, ECSUser.self,
    ECSUserHostNetwork.self, ECSVolume.self,
  ]

  /// An image to judge together with the definition.
  struct Image: Sendable {
    var config = "{}"
    var layers: [[ExampleFile]] = []
    var reference: String?
    var platform: String?

    func model() -> ImageModel {
      var needs = ImageNeeds()
      for rule in ECSScan.rules {
        needs.programs.formUnion(rule.info.needs.programs)
        needs.contents.formUnion(rule.info.needs.contents)
      }
      var model = TestImage.model(config: config, layers: layers, needs: needs)
      if let reference { (model.reference, model.tags) = (reference, [reference]) }
      if let platform { model.platform = platform }
      return model
    }
  }

  static func file(_ text: String, name: String = "task.json") throws -> DeploymentFile {
    try DeploymentReader.read(Array(text.utf8), name: name)
  }

  static func findings(
    _ rule: any DeploymentRule.Type, _ text: String, name: String = "task.json", images: [Image] = []
  ) throws -> [Finding] {
    let context = DeploymentContext(file: try file(text, name: name), images: images.map { $0.model() })
    return rule.init().findings(in: context)
  }

  /// All rules' findings, in the order of the file.
  static func all(_ text: String, name: String = "task.json", images: [Image] = []) throws -> [Finding] {
    let context = DeploymentContext(file: try file(text, name: name), images: images.map { $0.model() })
    return rules.flatMap { $0.init().findings(in: context) }
  }

  /// Severity and pointer, such as `high /containerDefinitions/0/name`.
  static func short(_ finding: Finding) -> String { "\(finding.severity.rawValue) \(finding.pointer ?? "-")" }

  static func line(_ finding: Finding) -> Int {
    if case .source(_, let range) = finding.place { range.start.line } else { 0 }
  }

  /// A definition with one container, named `web`, with more members of it and of the task.
  static func task(_ container: String = "", _ task: String = "") -> String {
    let more = container.isEmpty ? "" : ",\n" + container
    let rest = task.isEmpty ? "" : ",\n" + task
    return
      "{\"family\": \"app\", \"containerDefinitions\": [\n{\"name\": \"web\", \"image\": \"web:1\"\(more)}]\(rest)}"
  }
}

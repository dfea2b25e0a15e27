import Core
import Deployment

/// An image that can change under its name, or that does not come from ECR.
///
/// Source: AWS ECS security runbook item 2; AWS ECS best practices (immutable tags); ECS API, versionConsistency.
struct ECSImage: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-IMAGE", title: "image can change or is not from ECR", severity: .medium, strictBelow: [.low: .medium],
    subject: .deployment,
    what: "Each image has a tag other than latest, better a digest, and comes from ECR.",
    why:
      "What runs tomorrow is another image when its name can move. Images of other registries are pulled over the "
      + "internet and scanned by nobody.",
    fix: "\"image\": \"ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG@sha256:DIGEST\"",
    controls: [.runbook(2), .nist("4.2.2")],
    examples: [
      .bad("no tag", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"nginx"}]}"#),
      .bad(
        "not from ECR",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"nginx:1.27@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}]}"#
      ),
      .good(
        "ECR and a digest",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}]}"#
      ),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard case .known(let text, let place) = container.image, !text.isEmpty else { return [] }
    // Filled in before use.
    guard !text.utf8.contains(where: { "<$%{".utf8.contains($0) }), text != "PLACEHOLDER", text != "IMAGE" else {
      return []
    }
    let shown = UserText.clipped(text)
    let name = TaskImageName(text)
    if name.isURL {
      return [
        finding(
          "image \"\(shown)\" of \(container.title) is a URL: the name alone is expected", about: container, of: task,
          at: place, in: context, fix: "the name without http:// or https://")
      ]
    }
    var faults: [String] = []
    var severity = Severity.low
    if name.isLatest {
      faults.append(name.tag == nil ? "has no tag (latest)" : "has the tag latest, which moves")
      severity = .medium
    } else if !name.hasDigest {
      let isResolved = container.value.text("versionConsistency").value != "disabled"
      faults.append(
        isResolved ? "has no digest" : "has no digest while versionConsistency is disabled (tasks may differ)")
    }
    if !name.isECR { faults.append("comes from \(UserText.clipped(name.registry)), not from ECR") }
    guard !faults.isEmpty else { return [] }
    let pin = name.hasDigest ? "" : " and pin it: NAME:TAG@sha256:DIGEST"
    return [
      finding(
        "image \"\(shown)\" of \(container.title) \(faults.joined(separator: " and "))", about: container, of: task,
        at: place, in: context, severity: severity,
        notes: name.isECR && !name.isLatest ? [Note("a tag is enough where the repository's tags are immutable")] : [],
        fix: name.isECR ? "pin it: NAME:TAG@sha256:DIGEST" : "copy it to ECR\(pin)")
    ]
  }
}

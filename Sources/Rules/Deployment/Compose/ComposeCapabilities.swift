import Core
import Deployment

/// A service with capabilities it has not by default, or that keeps all it has.
///
/// Source: Compose Specification, services `cap_add`, `cap_drop`; capabilities(7).
struct ComposeCapabilities: ComposeRule {
  static let info = RuleInfo(
    id: "CMP-CAP", title: "capabilities of the service", severity: .high, strictBelow: [.low: .medium],
    subject: .deployment,
    what:
      "A service to which capabilities are added beyond the runtime's default set, or that does not drop ALL. Adding "
      + "one of the default set after dropping ALL is the right way and no finding.",
    why: "Each capability is a part of root's rights; SYS_ADMIN, NET_ADMIN, SYS_MODULE and ALL lead out of the "
      + "container.",
    fix: "cap_drop: [ALL], and cap_add with what the program is known to need, such as NET_BIND_SERVICE",
    controls: [.cis("5.3"), .trivy("KSV-0003")],
    examples: [
      .bad(
        "added", deployment: "services:\n  vpn:\n    image: example:1\n    cap_add: [NET_ADMIN]\n    cap_drop: [ALL]\n"),
      .bad("none dropped", deployment: "services:\n  web:\n    image: example:1\n"),
      .good(
        "all dropped, one of the default set back",
        deployment: "services:\n  web:\n    image: example:1\n    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n"),
    ])

  func findings(in service: ComposeService, of project: ComposeProject, _ context: DeploymentContext) -> [Finding] {
    // With `privileged` it has them all whatever is listed.
    guard !service.isWindows, service.privileged.value != true else { return [] }
    return added(service, context) + kept(service, context)
  }

  private func added(_ service: ComposeService, _ context: DeploymentContext) -> [Finding] {
    let words = service.words("cap_add").map { ($0.text, $0.place) }
    guard let found = AddedCapabilities(words), let list = service.value["cap_add"] else { return [] }
    return [
      finding(
        "\(service.label) adds \(found.title)", at: found.place ?? list, in: context, identity: service.name + " add",
        severity: found.severity, label: "beyond the default set", evidence: found.evidence,
        fix: "take \(found.names) out of cap_add")
    ]
  }

  private func kept(_ service: ComposeService, _ context: DeploymentContext) -> [Finding] {
    let dropped = service.words("cap_drop").map { LinuxCapability.name($0.text) }
    let added = service.words("cap_add").map { LinuxCapability.name($0.text) }
    guard !dropped.contains("ALL"), !added.contains("ALL"), service.isWhole("cap_drop"),
      !service.items("cap_drop").isUnknown
    else { return [] }
    let place = service.items("cap_drop").place ?? service.anchor
    let what = dropped.isEmpty ? "keeps the default capabilities" : "keeps the default capabilities it does not list"
    return [
      finding(
        "\(service.label) \(what): cap_drop has no ALL", at: place, in: context, identity: service.name + " drop",
        severity: .low, label: "ALL is not dropped", fix: context.member("cap_drop", .list([.text("ALL")])))
    ]
  }
}

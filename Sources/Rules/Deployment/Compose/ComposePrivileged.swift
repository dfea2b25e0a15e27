import Core
import Deployment

/// A service with all rights of the host.
///
/// Source: Compose Specification, services `privileged`; CIS Docker Benchmark, 5.4.
struct ComposePrivileged: ComposeRule {
  static let info = RuleInfo(
    id: "CMP-PRIV", title: "service is privileged", severity: .critical, subject: .deployment,
    what: "A service with `privileged: true`.",
    why: "A privileged container has all capabilities and all devices of the host and no seccomp or AppArmor profile: "
      + "root in it is root on the host.",
    fix: "take out privileged: true; give the one capability (cap_add) or device (devices) that is needed",
    controls: [.cis("5.4"), .securityHub("ECS.4"), .trivy("KSV-0017")],
    examples: [
      .bad("privileged", deployment: "services:\n  ci:\n    image: example:1\n    privileged: true\n"),
      .good("not privileged", deployment: "services:\n  ci:\n    image: example:1\n    privileged: false\n"),
      .good("not said", deployment: "services:\n  ci:\n    image: example:1\n"),
    ])

  func findings(in service: ComposeService, of project: ComposeProject, _ context: DeploymentContext) -> [Finding] {
    guard case .known(true, let place) = service.privileged else { return [] }
    return [
      finding(
        "\(service.label) is privileged: root in it is root on the host", at: place, in: context,
        identity: service.name, label: "all rights of the host", fix: context.member("privileged", .flag(false)))
    ]
  }
}

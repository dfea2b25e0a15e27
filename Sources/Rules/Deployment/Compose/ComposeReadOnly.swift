import Core
import Deployment
import ReadOnlyRoot

/// A service whose root file system can be written, or lacks the mounts it needs to do without.
///
/// Source: AWS ECS security runbook item 12; Compose Specification, services `read_only`, `tmpfs`.
struct ComposeReadOnly: DeploymentRule {
  static let info = RuleInfo(
    id: "CMP-RO", title: "root file system of the service can be written", severity: .high, subject: .deployment,
    what:
      "A service of a compose file without `read_only: true`. With the image at hand: a read-only service without the "
      + "mounts the image needs.",
    why: "Whoever breaks in can change the program and put tools beside it, and what is written there is lost with the "
      + "container anyway.",
    fix: "read_only: true, and tmpfs or volumes for what is written; `imgscan rofs IMAGE --emit compose` lists it",
    controls: [.runbook(12), .cis("5.12"), .securityHub("ECS.5"), .trivy("KSV-0014")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad("not set", deployment: "services:\n  web:\n    image: example:1\n"),
      .bad("off", deployment: "services:\n  web:\n    image: example:1\n    read_only: false\n"),
      .bad(
        "read-only without a needed mount",
        deployment: "services:\n  web:\n    image: example:1\n    read_only: true\n",
        config: #"{"Cmd":["nginx","-g","daemon off;"]}"#,
        layers: [[.program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run")]]),
      .good("read-only", deployment: "services:\n  web:\n    image: example:1\n    read_only: true\n"),
      .good(
        "read-only with what is needed",
        deployment: "services:\n  web:\n    image: example:1\n    read_only: true\n"
          + "    tmpfs: [/run, /var/cache/nginx]\n",
        config: #"{"Cmd":["nginx","-g","daemon off;"]}"#,
        layers: [[.program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run")]]),
    ])

  func findings(in context: DeploymentContext) -> [Finding] {
    guard let project = context.file.compose else { return [] }
    var plans = DeploymentPlans()
    return project.services.flatMap { findings(in: $0, of: project, context, &plans) }
  }

  private func findings(
    in service: ComposeService, of project: ComposeProject, _ context: DeploymentContext,
    _ plans: inout DeploymentPlans
  ) -> [Finding] {
    guard !service.isWindows else { return [] }
    switch service.readOnly {
    case .known(true, let place): return missingMounts(service, project, place, context, &plans)
    case .known(false, let place): return [writable(service, project, place, "read_only is false", context, &plans)]
    case .absent: return [writable(service, project, service.anchor, "read_only is not set", context, &plans)]
    case .unknown(let place):
      return [
        finding(
          "whether \(service.label) has a read-only root file system could not be told", at: place, in: context,
          identity: service.name, severity: .info, evidence: [service.reason("read_only", at: place)])
      ]
    }
  }

  private func writable(
    _ service: ComposeService, _ project: ComposeProject, _ place: DocumentValue, _ why: String,
    _ context: DeploymentContext, _ plans: inout DeploymentPlans
  ) -> Finding {
    var entries: [MountPlan.Entry] = []
    if service.startsAsImage, let image = context.runImage(of: service, in: project) {
      entries = plans.mounts(of: image).missing(mounted: writableTargets(service))
    }
    let parts = [context.member("read_only", .flag(true))] + DeploymentMounts.compose(entries, context)
    return finding(
      "\(service.label) can write to its root file system: \(why)", at: place, in: context, identity: service.name,
      label: why, evidence: DeploymentMounts.evidence(entries), fix: parts.joined(separator: "; "))
  }

  private func missingMounts(
    _ service: ComposeService, _ project: ComposeProject, _ place: DocumentValue, _ context: DeploymentContext,
    _ plans: inout DeploymentPlans
  ) -> [Finding] {
    guard service.startsAsImage, !service.hasUnknownMounts, let image = context.runImage(of: service, in: project)
    else { return [] }
    let missing = plans.mounts(of: image).missing(mounted: writableTargets(service))
    guard !missing.isEmpty else { return [] }
    return [
      finding(
        "\(service.label) has a read-only root file system but writes to \(DeploymentMounts.paths(missing))",
        at: place, in: context, identity: service.name + " mounts", severity: .medium,
        label: "the image needs mounts", evidence: DeploymentMounts.evidence(missing),
        fix: DeploymentMounts.compose(missing, context).joined(separator: "; "))
    ]
  }

  private func writableTargets(_ service: ComposeService) -> [String] {
    service.mounts.filter { !$0.isReadOnly }.compactMap(\.target)
  }
}

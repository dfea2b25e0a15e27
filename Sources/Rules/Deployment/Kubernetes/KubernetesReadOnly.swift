import Core
import Deployment
import ReadOnlyRoot

/// A container whose root file system can be written, or that lacks the mounts it needs to do without.
///
/// Source: AWS ECS security runbook item 12; Kubernetes API, SecurityContext.readOnlyRootFilesystem.
struct KubernetesReadOnly: DeploymentRule {
  static let info = RuleInfo(
    id: "K8S-RO", title: "root file system of the container can be written", severity: .high, subject: .deployment,
    what:
      "A container, init container or ephemeral container without `readOnlyRootFilesystem: true`. With the image at "
      + "hand: a read-only container without the mounts the image needs.",
    why: "Whoever breaks in can change the program and put tools beside it, and what is written there is lost with the "
      + "container anyway.",
    fix: "securityContext: {readOnlyRootFilesystem: true} and emptyDir volumes for what is written; "
      + "`imgscan rofs IMAGE --emit k8s` lists it",
    controls: [.runbook(12), .securityHub("ECS.5"), .trivy("KSV-0014")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad("not set", deployment: KubernetesExample.pod("")),
      .bad("off", deployment: KubernetesExample.pod("securityContext: {readOnlyRootFilesystem: false}")),
      .bad(
        "read-only without a needed mount",
        deployment: KubernetesExample.pod("securityContext: {readOnlyRootFilesystem: true}"),
        config: #"{"Cmd":["nginx","-g","daemon off;"]}"#,
        layers: [[.program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run")]]),
      .good("read-only", deployment: KubernetesExample.pod("securityContext: {readOnlyRootFilesystem: true}")),
    ])

  func findings(in context: DeploymentContext) -> [Finding] {
    var plans = DeploymentPlans()
    return context.file.workloads.filter { !$0.isWindows }.flatMap { workload in
      workload.containers.flatMap { findings(in: $0, of: workload, context, &plans) }
    }
  }

  private func findings(
    in container: KubernetesContainer, of workload: KubernetesWorkload, _ context: DeploymentContext,
    _ plans: inout DeploymentPlans
  ) -> [Finding] {
    switch container.readOnlyRootFilesystem {
    case .known(true, let place): return missingMounts(container, workload, place, context, &plans)
    case .known(false, let place):
      return [writable(container, workload, place, "readOnlyRootFilesystem is false", context, &plans)]
    case .absent:
      return [writable(container, workload, container.anchor, "readOnlyRootFilesystem is not set", context, &plans)]
    case .unknown(let place):
      let why = container.isPatch ? "without image it is a part of another file's container" : "not a literal value"
      return [
        finding(
          "whether \(workload.label(container)) has a read-only root file system could not be told", at: place,
          in: context, identity: workload.identity(container), severity: .info, evidence: [why])
      ]
    }
  }

  private func writable(
    _ container: KubernetesContainer, _ workload: KubernetesWorkload, _ place: DocumentValue, _ why: String,
    _ context: DeploymentContext, _ plans: inout DeploymentPlans
  ) -> Finding {
    var entries: [MountPlan.Entry] = []
    if container.startsAsImage, let image = context.runImage(of: container, in: workload) {
      entries = plans.mounts(of: image).missing(mounted: KubernetesMounts(container, workload).writable)
    }
    let fix = context.securityFix(container, [("readOnlyRootFilesystem", .flag(true))])
    return finding(
      "\(workload.label(container)) can write to its root file system: \(why)", at: place, in: context,
      identity: workload.identity(container), label: why, evidence: DeploymentMounts.evidence(entries),
      fix: ([fix] + DeploymentMounts.kubernetes(entries, context)).joined(separator: "; "))
  }

  private func missingMounts(
    _ container: KubernetesContainer, _ workload: KubernetesWorkload, _ place: DocumentValue,
    _ context: DeploymentContext, _ plans: inout DeploymentPlans
  ) -> [Finding] {
    guard container.startsAsImage, let image = context.runImage(of: container, in: workload) else { return [] }
    let mounts = KubernetesMounts(container, workload)
    guard !mounts.hasUnknown else { return [] }
    let missing = plans.mounts(of: image).missing(mounted: mounts.writable)
    guard !missing.isEmpty else { return [] }
    return [
      finding(
        "\(workload.label(container)) has a read-only root file system but writes to \(DeploymentMounts.paths(missing))",
        at: place, in: context, identity: workload.identity(container) + " mounts", severity: .medium,
        label: "the image needs mounts", evidence: DeploymentMounts.evidence(missing),
        fix: DeploymentMounts.kubernetes(missing, context).joined(separator: "; "))
    ]
  }
}

import Core
import ReadOnlyRoot
import RootFS

/// The mounts an image needs for a read-only root file system, always as one remark.
///
/// Source: AWS ECS security runbook item 12; image-checks.md section 8; ecs.md sections 5 and 6.
struct ReadOnlyPlan: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-PLAN", title: "mounts for a read-only root file system", severity: .info,
    what:
      "Volumes of the config, the label imgscan.writable, and what the started service writes by its configuration, "
      + "its scripts and what is known of it, as one list of mounts with ready ECS JSON. imgscan rofs shows more of it.",
    why: "A read-only root file system is only switched on when somebody says which few places must stay writable.",
    fix: "\"readonlyRootFilesystem\": true in the container definition, with the mounts of the plan",
    controls: [.runbook(12), .securityHub("ECS.5"), .trivy("KSV-0014")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad("a program alone", config: #"{"Entrypoint":["/app"]}"#, layers: [[.program("/app")]]),
      .bad("nginx", config: #"{"Cmd":["nginx"]}"#, layers: [[.program("/usr/sbin/nginx"), .directory("/run")]]),
      .good("nothing to run: no files and no start command"),
    ])

  /// Notes of one kind; imgscan rofs lists all.
  private static let listed = 10

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, !image.layers.isEmpty || image.start.state != .nothing else { return [] }
    let plan = MountPlan(of: image)
    var notes = [Note("docker run " + plan.dockerFlags.joined(separator: " "))]
    if let volumes = plan.ecsVolumesJSON {
      notes.append(Note("task definition: \(volumes)"))
      notes.append(
        Note("a task volume has the image's owner only where VOLUME names the same path, else root:root 0755"))
    }
    notes += plan.blocked.prefix(ReadOnlyPlan.listed).map { entry in
      Note("no mount helps at \(entry.path) (\(entry.why)): \(entry.obstacle ?? "")")
    }
    let optional = plan.entries.filter { !$0.isProposed && !$0.isBlocked && $0.confidence > .hint }
    notes += optional.prefix(ReadOnlyPlan.listed).map { Note("only if needed: \($0.line)") }
    notes += plan.remarks.map { Note("unknown: \($0)") }
    return [
      finding(
        message(plan), at: .image,
        evidence: (plan.evidence.isEmpty ? [] : [plan.evidence]) + plan.proposed.map(\.line), notes: notes,
        fix: plan.ecsLine
      ).identified(by: "")
    ]
  }

  private func message(_ plan: MountPlan) -> String {
    switch plan.state {
    case .ready: return "ready for a read-only root file system, no mount is known to be needed"
    case .unknown(let reason): return "no mount is known to be needed for a read-only root file system, but \(reason)"
    case .mounts:
      let count = plan.proposed.count
      let mounts = count == 1 ? "1 mount" : "\(count) mounts"
      let doubt = plan.unknowns.first.map { ", but \($0)" } ?? ""
      let blocked = plan.blocked.first.map { ", but no mount helps at \($0.path)" }
      return "root file system can be read-only with \(mounts)\(blocked ?? doubt)"
    }
  }
}

import Core
import Deployment
import ImageArchive
import ReadOnlyRoot
import RootFS

/// A container whose mounts do not make writable what its image writes.
///
/// Source: AWS ECS security runbook item 12; AWS ECS developer guide, "Use bind mounts" (an empty volume is root's with
/// mode 0755 unless the image has VOLUME for the same path); ECS API, Tmpfs.
struct ECSReadOnlyMounts: TaskRule {
  static let info = RuleInfo(
    id: "ECS-RO-MOUNTS", title: "paths the image writes are not writable", severity: .medium,
    strictBelow: [.low: .medium], subject: .deployment,
    what:
      "With the image at hand: the paths that it is known to write are on a tmpfs or a volume when the root file system "
      + "is read-only, and the container's user may write to what is mounted.",
    why:
      "The container fails at its first write, often only in production. Then somebody makes the root file system "
      + "writable again.",
    fix: "add the mounts that imgscan rofs IMAGE --emit ecs prints",
    controls: [.runbook(12), .securityHub("ECS.5")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad(
        "nginx without a place for its files",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","readonlyRootFilesystem":true}]}"#,
        config: #"{"Cmd":["nginx"]}"#,
        layers: [[.program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run")]]),
      .bad(
        "a volume that is root's",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","mountPoints":[{"sourceVolume":"d","containerPath":"/data"}]}],"volumes":[{"name":"d"}]}"#,
        config: #"{"User":"1000:1000","Cmd":["/app"]}"#, layers: [[.program("/app")]]),
      .good(
        "nothing is known to be written",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","readonlyRootFilesystem":true}]}"#,
        config: #"{"Cmd":["/app"],"User":"1000"}"#, layers: [[.program("/app")]]),
      .good(
        "without an image nothing is said",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","readonlyRootFilesystem":true}]}"#),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    guard !context.images.isEmpty else { return [] }
    let named = (task.volumes.value ?? []).compactMap { volume in volume["name"]?.text.map { ($0, volume) } }
    let volumes = Dictionary(named) { first, _ in first }
    return task.containers.flatMap { findings(in: $0, of: task, volumes, context) }
  }

  private func findings(
    in container: ContainerDefinition, of task: TaskDefinition, _ named: [String: DocumentValue],
    _ context: DeploymentContext
  ) -> [Finding] {
    guard !task.isWindows, let run = context.run(of: container, in: task), !run.image.isWindows else { return [] }
    let needs = run.plan.map { MountNeeds(of: $0, run, container) }
    let isReadOnly = container.readonlyRootFilesystem.value == true
    var out: [Finding] = []
    if isReadOnly, let needs {
      out += missing(needs, container, task, context) + declared(needs, container, task, context)
    }
    let volumes = WrittenMounts(
      needs: needs, isReadOnlyRoot: isReadOnly, run: run, container: container, task: task, volumes: named)
    for mount in ContainerMounts(of: container, in: run.image).mounts {
      guard let problem = volumes.problem(of: mount) else { continue }
      out.append(
        finding(
          "\(container.title): \(problem.message)", about: container, of: task, at: mount.value, in: context,
          fact: mount.path.description, severity: problem.severity, evidence: problem.evidence, fix: problem.fix))
    }
    return out
  }

  private func missing(
    _ needs: MountNeeds, _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    let all = needs.missing + needs.blocked
    guard !all.isEmpty else { return [] }
    let sure = all.filter { $0.confidence > .possible }
    let shown = sure.isEmpty ? all : sure
    let paths = shown.prefix(6).map(\.path.description).joined(separator: ", ")
    let more = shown.count > 6 ? " and \(shown.count - 6) more" : ""
    let verb = sure.isEmpty ? "may write" : "writes"
    let text = MountFix(needs.missing, for: container, of: task).text
    return [
      finding(
        "\(container.title) \(verb) to \(paths)\(more), and its root file system is read-only", about: container,
        of: task, at: container.readonlyRootFilesystem.place, in: context, severity: sure.isEmpty ? .low : .medium,
        evidence: all.map(\.line),
        notes: needs.blocked.map { Note("\($0.path): \($0.obstacle ?? ""); the image has to change") },
        fix: text.isEmpty ? "let the image write elsewhere" : text)
    ]
  }

  private func declared(
    _ needs: MountNeeds, _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    guard !needs.declared.isEmpty else { return [] }
    let paths = needs.declared.prefix(6).map(\.path.description).joined(separator: ", ")
    return [
      finding(
        "the image of \(container.title) declares \(paths) as volumes that the task does not mount: what is written there "
          + "is gone with the task", about: container, of: task, in: context, fact: "VOLUME", severity: .low,
        evidence: needs.declared.map(\.line), fix: MountFix(needs.declared, for: container, of: task).text)
    ]
  }
}

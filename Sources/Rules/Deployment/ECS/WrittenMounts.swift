import Core
import Deployment
import ImageArchive
import ReadOnlyRoot
import RootFS

/// Tells whether a container can use what it mounts as its image needs it.
struct WrittenMounts {
  struct Problem {
    var message: String
    var severity: Severity
    var evidence: [String] = []
    var fix: String
  }

  /// nil when it is not known what the container starts.
  let needs: MountNeeds?
  let isReadOnlyRoot: Bool
  let run: ContainerRun
  let container: ContainerDefinition
  let task: TaskDefinition
  /// The task's volumes by name.
  let volumes: [String: DocumentValue]

  /// What is wrong with a mount; nil when nothing is known to be.
  func problem(of mount: ContainerMounts.Mount) -> Problem? {
    let entries = (needs?.mounted ?? []).filter { $0.mount.value.path == mount.value.path }.map(\.entry)
    let sure = entries.filter { $0.confidence > .possible }
    if mount.isReadOnly {
      guard !sure.isEmpty else { return nil }
      return Problem(
        message: "\(mount.path) is mounted read-only, and \(words(sure)) written", severity: .medium,
        evidence: sure.map(\.line), fix: mount.isTmpfs ? "leave out \"ro\"" : readWrite)
    }
    if mount.isTmpfs, mount.options?.last(where: { $0 == "exec" || $0 == "noexec" }) == "noexec",
      let entry = entries.first(where: \.needsExec)
    {
      let isSure = entry.confidence > .possible
      return Problem(
        message: "the tmpfs at \(mount.path) is noexec, and programs \(isSure ? "are" : "may be") run from there",
        severity: isSure ? .medium : .low,
        evidence: [entry.execReason ?? entry.line], fix: "\"exec\" in place of \"noexec\" in its mountOptions")
    }
    guard let user = run.user, user.outcome == .resolved, user.uid != 0 else { return nil }
    return mount.isTmpfs ? ownerOfTmpfs(mount, user, sure) : ownerOfVolume(mount, user, sure)
  }

  private var readWrite: String { task.containerMember("readOnly", .flag(false)) }

  private func words(_ entries: [MountPlan.Entry]) -> String {
    entries.prefix(3).map(\.path.description).joined(separator: ", ") + (entries.count == 1 ? " is" : " are")
  }

  /// A tmpfs is root's with mode 1777 unless its options say otherwise.
  private func ownerOfTmpfs(
    _ mount: ContainerMounts.Mount, _ user: RunUser, _ entries: [MountPlan.Entry]
  ) -> Problem? {
    let given = (mount.option("uid"), mount.option("gid"), mount.option("mode"))
    guard let uid = Int(given.0 ?? "0"), let gid = Int(given.1 ?? "0"), let mode = Int(given.2 ?? "1777", radix: 8)
    else {
      return nil
    }
    let bits = uid == user.uid ? mode >> 6 : user.groups.contains(gid) ? mode >> 3 : mode
    guard bits & 0o2 == 0 else { return nil }
    let options = "\"uid=\(user.uid)\", \"gid=\(user.gid)\""
    return Problem(
      message: "the tmpfs at \(mount.path) is \(uid):\(gid) with mode \(given.2 ?? "1777"), "
        + "so \(user.uid):\(user.gid) cannot write to it", severity: entries.isEmpty ? .low : .medium,
      evidence: entries.map(\.line), fix: "mountOptions: \(options), \"mode=0755\"")
  }

  /// An empty volume is root's with mode 0755, but takes owner and mode of the image's directory where VOLUME names the
  /// same path.
  private func ownerOfVolume(
    _ mount: ContainerMounts.Mount, _ user: RunUser, _ entries: [MountPlan.Entry]
  ) -> Problem? {
    guard let name = mount.volume, let volume = volumes[name], isEmpty(volume) else { return nil }
    let image = run.image
    let place = mount.place
    let isDeclared = image.volumes.contains { $0 == mount.path || image.resolvedPath($0.description) == place }
    let node = image.root.lookup(place)
    if isDeclared, let node, image.runUserCanWrite(node) { return nil }
    let owner =
      isDeclared
      ? node.map { image.accounts.owner(uid: image.root.info($0).uid, gid: image.root.info($0).gid) } ?? "root:root"
      : "root:root with mode 0755"
    let reason = isDeclared ? "" : ": the image has no VOLUME \(mount.path)"
    let tmpfs = MountFix.tmpfs(
      at: mount.path.description,
      options: ["rw", "noexec", "nosuid", "nodev", "uid=\(user.uid)", "gid=\(user.gid)", "mode=0755"])
    return Problem(
      message: "volume \"\(name)\" at \(mount.path) starts as \(owner), so \(user.uid):\(user.gid) cannot write to it"
        + reason, severity: entries.isEmpty ? .low : .medium, evidence: entries.map(\.line),
      fix:
        "Dockerfile: RUN install -d -o \(user.uid) -g \(user.gid) \(mount.path) and VOLUME [\"\(mount.path)\"]; or in "
        + "place of the volume: " + MountFix.adding([tmpfs], toTmpfsOf: container, task))
  }

  /// Whether a volume of the task is sure to start empty and as root's: nothing of the host's, no file system of its own.
  private func isEmpty(_ volume: DocumentValue) -> Bool {
    guard let members = volume.members else { return false }
    return members.allSatisfy { member in
      guard member.name != "name", !member.value.isNull else { return true }
      guard member.name == "host" else { return false }
      return member.value.members.map { $0.allSatisfy { $0.name == "sourcePath" && $0.value.isNull } } ?? false
    }
  }
}

import BuildModel
import Core
import Dockerfile

/// Permissions that let every user of the image write a file or directory.
///
/// What a later command takes back, or removes, is silent; so is the sticky bit, with which /tmp is shared.
struct DockerfileWorldWritable: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-WORLD-WRITABLE", title: "path that everyone can write", severity: .medium, subject: .dockerfile,
    what: "chmod, install -m, mkdir -m or --chmod of COPY and ADD in the shipped stages lets others write, without the "
      + "sticky bit, and nothing later takes it back.",
    why: "Every process in the container, whatever user it runs as, can replace such a file, and what is run or loaded "
      + "from it afterwards is the attacker's.",
    fix: "chmod 755 for directories and programs, 644 for files, and chown to the one user that writes",
    controls: [.cwe(732)],
    examples: [
      .bad("a number", dockerfile: "FROM debian:12\nRUN chmod -R 777 /srv\n"),
      .bad("letters", dockerfile: "FROM debian:12\nRUN chmod a+rwx /srv/run.sh\n"),
      .bad("while it is copied", dockerfile: "FROM debian:12\nCOPY --chmod=0666 app.conf /etc/app.conf\n"),
      .bad("through find", dockerfile: "FROM debian:12\nRUN find /srv -type f -exec chmod o+w {} +\n"),
      .good("the sticky bit", dockerfile: "FROM debian:12\nRUN mkdir -m 1777 /scratch && chmod ugo+rwx,o+t /var/x\n"),
      .good("taken back", dockerfile: "FROM debian:12\nRUN chmod 777 /srv/x && make && chmod 755 /srv/x\n"),
      .good(
        "removed", dockerfile: "FROM debian:12\nRUN chmod 777 /tmp/setup.sh && /tmp/setup.sh && rm /tmp/setup.sh\n"),
      .good(
        "the group only", dockerfile: "FROM debian:12\nRUN chmod -R g+w /srv; chmod +w /srv/a; chmod 0775 /srv/b\n"),
      .good(
        "a stage that does not ship",
        dockerfile: "FROM debian:12 AS build\nRUN chmod 777 /src\nFROM debian:12\nCOPY --from=build /src/a /a\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows else { return [] }
    var later = TakenBack()
    var mounts: MountTargets?
    var out: [Finding] = []
    for change in ModeChangeReader.shipped(in: build).reversed() {
      if change.makesWorldWritable {
        let hidden = mounts.flatMap { $0.isOf(change.step) ? $0 : nil } ?? MountTargets(change.step)
        mounts = hidden
        let open = change.targets.filter { !later.covers($0) && !Self.isElsewhere($0) && !hidden.cover($0) }
        if !open.isEmpty || change.targets.isEmpty { out.append(finding(for: change, open)) }
      }
      later.take(change)
    }
    return out.reversed()
  }

  /// Kernel file systems and sockets: their modes are not the image's.
  private static func isElsewhere(_ path: String) -> Bool {
    ["/dev", "/proc", "/sys"].contains { BuildPath.isAtOrBelow(path, $0) } || path.hasSuffix(".sock")
  }

  private func finding(for change: ModeChange, _ targets: [String]) -> Finding {
    var names = targets.first.map { ClippedText.clipped($0) } ?? "what the pipe names"
    if targets.count > 1 { names += " and \(targets.count - 1) more" }
    let doer = change.doer == "COPY" || change.doer == "ADD" ? "\(change.doer) --chmod=" : "\(change.doer) "
    return finding(
      "\(doer)\(ClippedText.clipped(change.text)) lets every user write \(names)", at: change.place,
      label: "writable by others", fix: advice(change, targets))
  }

  private func advice(_ change: ModeChange, _ targets: [String]) -> String {
    let isTemporary = targets.contains { $0 == "/tmp" || $0 == "/var/tmp" || $0 == "/dev/shm" }
    if isTemporary { return "write 1777: the sticky bit keeps users from each other's files" }
    guard case .mode(let mode) = change.effect, mode.isNumeric else {
      return "take a+w or o+w out of the mode, and chown the path to the one user that writes it"
    }
    let wanted = String(mode.applied(to: 0) & ~0o022, radix: 8)
    return "write \(wanted) instead of \(change.text), and chown the path to the one user that writes it; "
      + "a directory that several users share takes 1777"
  }
}

/// Paths whose permission for others later changes end.
private struct TakenBack {
  private var exact: Set<String> = []
  private var trees: Set<String> = []

  mutating func take(_ change: ModeChange) {
    guard change.endsWorldWritable else { return }
    for target in change.targets {
      exact.insert(target)
      if target.hasSuffix("/*") {
        trees.insert(String(target.dropLast(2)))
      } else if change.isRecursive {
        trees.insert(target)
      }
    }
  }

  func covers(_ path: String) -> Bool {
    if exact.contains(path) { return true }
    return !trees.isEmpty && BuildPath.withParents(path).contains { trees.contains($0) }
  }
}

/// The paths at which a RUN has mounts, which do not ship.
private struct MountTargets {
  private let node: Int
  private let targets: Set<String>

  init(_ step: BuildStep) {
    node = step.node
    guard case .run(let run) = step.instruction.kind else {
      targets = []
      return
    }
    let directory = step.workdir?.known ?? "/"
    targets = Set(
      run.mounts.compactMap { $0.value("target", "dst", "destination") }.map { BuildPath.cleaned($0, in: directory) })
  }

  func isOf(_ step: BuildStep) -> Bool { node == step.node }

  func cover(_ path: String) -> Bool {
    !targets.isEmpty && BuildPath.withParents(path).contains { targets.contains($0) }
  }
}

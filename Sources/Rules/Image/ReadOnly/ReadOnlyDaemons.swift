import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// A container that starts a daemon made for a whole system, which expects to write to it.
///
/// Source: image-checks.md section 8; the manual pages of the daemons; s6-overlay's README (S6_READ_ONLY_ROOT).
struct ReadOnlyDaemons: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-DAEMONS", title: "system daemon needs a writable system", severity: .medium,
    strictBelow: [.low: .medium],
    what:
      "The start command, or a script it runs, starts cron, logrotate, sshd, rsyslog, supervisord, systemd, runit or s6. "
      + "Medium when it surely does and no other rule of the plan names its places, else low.",
    why:
      "These keep pid files, sockets, spools and state all over /run and /var, so a read-only root file system needs "
      + "several mounts more; one process a container needs none of them.",
    fix: "run the service itself and let the platform schedule, log and restart it",
    controls: [.runbook(12), .securityHub("ECS.5")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: ScriptFiles.contents),
    examples: [
      .bad(
        "systemd", config: #"{"Cmd":["/sbin/init"]}"#,
        layers: [[.program("/lib/systemd/systemd"), .symlink("/sbin/init", to: "/lib/systemd/systemd")]]),
      .bad(
        "cron beside the service", config: #"{"Entrypoint":["/entrypoint.sh"]}"#,
        layers: [
          [.script("/entrypoint.sh", "#!/bin/sh\ncron\nexec /app\n"), .program("/app"), .program("/usr/sbin/cron")]
        ]),
      .bad(
        "s6 without its switch", config: #"{"Entrypoint":["/init"]}"#,
        layers: [[.script("/init", "#!/bin/sh\n"), .directory("/etc/s6-overlay")]]),
      .good(
        "s6 told of it", config: #"{"Entrypoint":["/init"],"Env":["S6_READ_ONLY_ROOT=1"],"Volumes":{"/run":{}}}"#,
        layers: [[.script("/init", "#!/bin/sh\n"), .directory("/etc/s6-overlay")]]),
      .good(
        "installed, not started", config: #"{"Cmd":["/app"]}"#,
        layers: [[.program("/app"), .program("/usr/sbin/cron")]]),
      .good(
        "its places are volumes",
        config: #"{"Cmd":["cron","-f"],"Volumes":{"/run":{},"/var/spool/cron":{}}}"#,
        layers: [[.program("/usr/sbin/cron")]]),
    ])

  /// What a daemon writes to, and what to say of it.
  private struct Daemon {
    var name: String
    var programs: Set<String>
    var paths: [String]
    var note = ""
  }

  private static let daemons: [Daemon] = [
    Daemon(name: "cron", programs: ["cron", "crond", "anacron"], paths: ["/run", "/var/spool/cron"]),
    Daemon(name: "logrotate", programs: ["logrotate"], paths: ["/var/log", "/var/lib/logrotate"]),
    Daemon(name: "sshd", programs: ["sshd"], paths: ["/run"]),
    Daemon(name: "rsyslog", programs: ["rsyslogd", "syslog-ng", "syslogd"], paths: ["/run", "/var/log"]),
    Daemon(name: "supervisord", programs: ["supervisord"], paths: ["/run", "/var/log/supervisor"]),
    Daemon(name: "systemd", programs: ["systemd"], paths: ["/run", "/tmp", "/var/log"]),
    Daemon(name: "runit", programs: ["runsvdir", "runsv", "runit"], paths: ["/etc/service"]),
    Daemon(
      name: "s6", programs: ["s6-svscan", "s6-overlay-suexec"], paths: ["/run"],
      note: "set S6_READ_ONLY_ROOT=1 and mount a tmpfs with exec at /run"),
  ]

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, image.start.state == .found else { return [] }
    let service = StartedService(in: image)
    let scripts = ImageScripts(of: image)
    let cover = WritableCover(of: image)
    return Self.daemons.compactMap { daemon in
      guard let (evidence, isSure) = start(of: daemon, service, scripts, image) else { return nil }
      if daemon.name == "s6", image.config.environment("S6_READ_ONLY_ROOT") == "1" { return nil }
      let places = daemon.paths.filter { path in
        !cover.contains(RootPath(path)) && !cover.contains(image.resolvedPath(path))
      }
      guard !places.isEmpty else { return nil }
      let isTold = service.writer.map { !$0.programs.isDisjoint(with: daemon.programs) } ?? false
      return finding(
        "\(daemon.name) \(isSure ? "is" : "may be") started and writes to \(places.joined(separator: ", "))",
        at: image.start.real.map { image.place(of: $0) } ?? .image, severity: isSure && !isTold ? .medium : .low,
        evidence: [evidence], notes: daemon.note.isEmpty ? [] : [Note(daemon.note)]
      ).identified(by: daemon.name)
    }
  }

  /// What starts a daemon, and whether surely; nil when nothing does.
  private func start(
    of daemon: Daemon, _ service: StartedService, _ scripts: ImageScripts, _ image: ImageModel
  ) -> (evidence: String, isSure: Bool)? {
    let real = image.start.realPath.map { text(ofName: $0.lastComponent) } ?? ""
    if daemon.programs.contains(real) || (daemon.name == "s6" && isOverlay(image)) {
      return ("start command: \(image.start.argv.prefix(4).joined(separator: " "))", true)
    }
    if let program = service.program, daemon.programs.contains(program) {
      return (service.evidence.isEmpty ? "start command: \(program)" : service.evidence, true)
    }
    var found: (evidence: String, isSure: Bool)?
    for file in scripts.files {
      for program in daemon.programs.sorted() {
        guard let isSure = file.programs[program], found == nil || (isSure && found?.isSure == false) else { continue }
        found = ("\(file.name) runs \(program)", isSure)
      }
    }
    return found
  }

  /// Whether `/init` is that of s6-overlay.
  private func isOverlay(_ image: ImageModel) -> Bool {
    guard image.start.path?.description == "/init" else { return false }
    return image.directory("/etc/s6-overlay") != nil || image.directory("/etc/s6") != nil
      || image.directory("/package/admin/s6-overlay") != nil
  }
}

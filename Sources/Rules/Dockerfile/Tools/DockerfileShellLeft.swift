import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// An image that keeps a shell although what it starts needs none.
///
/// Source: AWS ECS security runbook item 10.
struct DockerfileShellLeft: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-SHELL-LEFT", title: "shell that nothing needs", severity: .info, strict: .medium, subject: .dockerfile,
    what: "A base image with a shell, an ENTRYPOINT or CMD in exec form that starts a program which is neither a shell "
      + "nor a script, and no HEALTHCHECK that needs a shell.",
    why: "A shell is the first thing an intruder looks for: without one, a hole that runs commands runs nothing.",
    fix:
      "build the final stage FROM a base without a shell, such as gcr.io/distroless, or remove the shell in the last RUN",
    controls: [.runbook(10), .nist("4.1.2")],
    examples: [
      .bad("a program alone", dockerfile: "FROM debian:12\nCOPY app /app\nENTRYPOINT [\"/app\"]\n"),
      .good("no shell", dockerfile: "FROM gcr.io/distroless/static-debian12\nENTRYPOINT [\"/app\"]\n"),
      .good("shell form", dockerfile: "FROM debian:12\nENTRYPOINT /app --port 80\n"),
      .good("a script", dockerfile: "FROM debian:12\nENTRYPOINT [\"/entrypoint.sh\"]\nCMD [\"app\"]\n"),
      .good(
        "the health check needs it", dockerfile: "FROM debian:12\nENTRYPOINT [\"/app\"]\nHEALTHCHECK CMD test -f /ok\n"),
      .good("removed", dockerfile: "FROM debian:12\nRUN rm /bin/sh /bin/bash /bin/dash\nENTRYPOINT [\"/app\"]\n"),
      .good("the base's own entrypoint", dockerfile: "FROM nginx:1.27\nCMD [\"nginx\"]\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows, build.baseImage.hasShell == true, let target = build.targetStage,
      let (step, program) = started(in: build), !healthcheckNeedsShell(build), !isShellRemoved(build)
    else { return [] }
    return [
      finding(
        "shell of the base image stays although the image starts \(program) directly",
        at: build.place(target.from.base.range, ofNode: target.node), label: "has a shell",
        notes: [Note("needs no shell", place: build.place(ofNode: step.node))],
        fix: "FROM a base without a shell for the final stage (gcr.io/distroless, scratch), or end its last RUN with "
          + "&& rm -f /bin/sh /bin/bash /bin/dash")
    ]
  }

  /// The instruction and name of the program that is started without a shell; nil when a shell is needed or it is not
  /// known what is started.
  private func started(in build: BuildModel) -> (BuildStep, String)? {
    let entrypoint = build.lastShipped(.entrypoint)
    let command = build.lastShipped(.cmd)
    for step in [entrypoint, command].compactMap({ $0 }) {
      // The text of a shell form, also as arguments of an ENTRYPOINT, is for /bin/sh.
      guard let script = step.script, script.isExec else { return nil }
      guard script.resolved.allSatisfy(isPlain) else { return nil }
    }
    if entrypoint == nil, !hasNoEntrypoint(build) { return nil }
    for step in [entrypoint, command].compactMap({ $0 }) {
      guard let script = step.script?.script, let first = script.commands.first, !first.words.isEmpty else { continue }
      let program = script.resolved(first)
      guard !program.name.isEmpty, !program.name.utf8.contains(UInt8(ascii: "$")) else { return nil }
      // An init or a change of user alone starts what CMD names.
      if Self.wrappers.contains(program.name) { continue }
      return (step, program.name)
    }
    return nil
  }

  /// Whether a program is neither a shell, nor a script, nor one that runs commands by a shell.
  private func isPlain(_ program: ResolvedCommand) -> Bool {
    ([program.name] + program.wrappers).allSatisfy { name in
      !ShellDialect.isShell(name) && !Self.usingShell.contains(name)
        && !Self.scriptEndings.contains(where: name.hasSuffix) && !Self.scriptWords.isIn(name)
    }
  }

  private static let wrappers: Set<String> = [
    "tini", "tini-static", "dumb-init", "catatonit", "docker-init", "gosu", "su-exec", "setpriv", "chpst", "nice",
  ]
  private static let scriptEndings = [".sh", ".bash", ".ksh", "-foreground", "ctl"]
  private static let scriptWords = BytePattern([
    "entrypoint", "entry-point", "start", "init", "launch", "bootstrap", "wrapper", "run",
  ])
  /// Programs that are scripts themselves or run their work by `sh -c`.
  private static let usingShell: Set<String> = [
    "busybox", "eval", "npm", "npx", "yarn", "pnpm", "make", "mvn", "mvnw", "gradle", "gradlew", "sbt", "rake", "cron",
    "crond", "watch", "script", "su", "login", "service", "supervisord", "s6-svscan", "tmux", "screen", "sshd",
    "dropbear", "bundle", "ansible", "ansible-playbook", "git", "env", "pm2", "catalina", "mongo", "elasticsearch",
    "kibana", "logstash", "zookeeper", "kafka", "cassandra", "rabbitmq-server", "mysqld_safe",
  ]

  /// Bases known to start nothing of their own in front of CMD.
  ///
  /// Source: the Dockerfiles of Docker's official images.
  private static let plainBases: Set<String> = [
    "debian", "ubuntu", "alpine", "busybox", "centos", "fedora", "rockylinux", "almalinux", "amazonlinux",
    "oraclelinux",
    "photon", "archlinux", "buildpack-deps", "python", "ruby", "golang", "rust", "perl", "gcc",
  ]

  private func hasNoEntrypoint(_ build: BuildModel) -> Bool {
    guard case .image(let reference)? = build.base else { return false }
    return reference.isOfficial && Self.plainBases.contains(reference.name)
  }

  private func healthcheckNeedsShell(_ build: BuildModel) -> Bool {
    guard let script = build.lastShipped(.healthcheck)?.script else { return false }
    return !script.isExec || !script.resolved.allSatisfy(isPlain)
  }

  private func isShellRemoved(_ build: BuildModel) -> Bool {
    build.shippedCommands.contains { command in
      if command.name == "rm" {
        return command.resolved.operands().contains { word in
          let name = ProgramPath.name(word.text)
          return ProgramPath.isInProgramDirectory(word.text) && (ShellDialect.isShell(name) || name == "busybox")
            || ["/bin", "/bin/*", "/usr/bin/*"].contains(word.text) || word.text.hasPrefix("/bin/{")
        }
      }
      return command.name == "apk" && command.resolved.arguments.contains { $0.text == "busybox" }
        && command.resolved.arguments.contains { $0.text == "del" }
    }
  }
}

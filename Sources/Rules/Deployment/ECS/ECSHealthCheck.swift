import Core
import Deployment
import ImageArchive
import RootFS
import ShellSyntax

/// An essential container without a health check, or with one that its image cannot run.
///
/// Source: ECS API, HealthCheck (the image's own HEALTHCHECK is not used; `CMD-SHELL` runs /bin/sh).
struct ECSHealthCheck: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-HEALTH", title: "no health check, or one that cannot run", severity: .low, strict: .medium,
    subject: .deployment,
    what:
      "Each essential container has a healthCheck whose command begins with CMD or CMD-SHELL. With the image at hand: "
      + "its program, and for CMD-SHELL a shell, is in the image.",
    why:
      "Without one a container that hangs stays in service. With one that cannot run the task never becomes healthy and "
      + "is stopped again and again.",
    fix:
      "\"healthCheck\": {\"command\": [\"CMD\", \"/app\", \"health\"], \"interval\": 30, \"timeout\": 5, \"retries\": 3}",
    controls: [.nist("4.4.3")],
    examples: [
      .bad("none", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .bad(
        "no shell in the image",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","healthCheck":{"command":["CMD-SHELL","curl -f http://localhost/ || exit 1"]}}]}"#,
        config: #"{"Cmd":["/app"]}"#, layers: [[.program("/app")]]),
      .good(
        "a program of the image",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","healthCheck":{"command":["CMD","/app","health"]}}]}"#,
        config: #"{"Cmd":["/app"]}"#, layers: [[.program("/app")]]),
      .good(
        "not essential",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","healthCheck":{"command":["CMD","/app"]}},{"name":"once","image":"web:1","essential":false}]}"#
      ),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    let check = container.value["healthCheck"].flatMap { $0.isNull ? nil : $0 }
    guard let check else {
      guard container.isEssential == true, !container.isLogRouter else { return [] }
      return [
        finding(
          "\(container.title) has no \(task.containerKey("healthCheck")); ECS does not use that of the image",
          about: container, of: task, in: context,
          fix: task.containerMember(
            "healthCheck", .object([("command", .list([.text("CMD"), .text("PROGRAM")])), ("interval", .number(30))])))
      ]
    }
    guard case .known(let words, let place) = check.texts("command") else { return [] }
    return judge(words, place, container, task, context).map { [$0] } ?? []
  }

  private func judge(
    _ words: [String], _ place: DocumentValue, _ container: ContainerDefinition, _ task: TaskDefinition,
    _ context: DeploymentContext
  ) -> Finding? {
    let kind = words.first ?? ""
    guard kind == "CMD" || kind == "CMD-SHELL" else {
      if kind == "NONE" {
        return finding(
          "the health check of \(container.title) is switched off", about: container, of: task, at: place, in: context,
          fix: task.containerMember("command", .list([.text("CMD"), .text("PROGRAM")])))
      }
      return finding(
        "the health check of \(container.title) begins with \"\(UserText.clipped(kind))\": CMD or CMD-SHELL is expected",
        about: container, of: task, at: place, in: context, severity: .medium,
        fix: "\"CMD-SHELL\" before the text, or \"CMD\" before the program")
    }
    guard let run = context.run(of: container, in: task), !run.image.isWindows, !task.isWindows else { return nil }
    let programs = StartWords(run.image)
    func missing(_ what: String) -> Finding {
      finding(
        "the health check of \(container.title) needs \(what), which is not in the image", about: container, of: task,
        at: place, in: context, severity: .high,
        fix: "a health check by a program of the image: "
          + task.containerMember("command", .list([.text("CMD"), .text("PROGRAM")])))
    }
    if kind == "CMD-SHELL" {
      guard has("/bin/sh", run, container, programs) else { return missing("a shell (/bin/sh)") }
      let command = CommandWords.withoutLaunchers(CommandWords.first(in: (words.dropFirst().first ?? "").utf8))
      guard let program = command.first, !Self.builtIns.contains(program) else { return nil }
      return has(program, run, container, programs) ? nil : missing("\"\(UserText.clipped(program))\"")
    }
    guard let program = words.dropFirst().first, !program.isEmpty else { return nil }
    return has(program, run, container, programs) ? nil : missing("\"\(UserText.clipped(program))\"")
  }

  /// Whether the image has a program, or it cannot be told.
  private func has(
    _ program: String, _ run: ContainerRun, _ container: ContainerDefinition, _ programs: StartWords
  ) -> Bool {
    guard CommandWords.isLiteral(program), program.utf8.count < 1_024 else { return true }
    if programs.program(program) != nil { return true }
    // What is mounted may bring it; a relative path depends on the working directory.
    guard program.utf8.contains(UInt8(ascii: "/")) else { return false }
    let mounts = ContainerMounts(of: container, in: run.image)
    let path = RootPath(HostPath.normalized(program))
    guard program.utf8.first == UInt8(ascii: "/"), mounts.isComplete else { return true }
    return mounts.holding(run.image.resolvedPath(path.description)) != nil || run.image.isInVolume(path)
  }

  private static let builtIns: Set<String> = [
    "exit", "test", "[", "[[", "true", "false", "echo", ":", "cd", "command", "type", "kill", "printf", "read", "exec",
    "set", "export", "if", "while", "until", "for", "case", "{", "(", "!", "eval", "trap", "wait", "ulimit", "umask",
    "hash", "alias", "return", "shift", "times", "unset", "local", ".", "source", "function",
  ]
}

import Core
import Deployment
import RootFS

/// A container that runs as root, or whose definition leaves it to the image.
///
/// Source: Security Hub ECS.20 (absent, `root` and `0` fail; the image is not looked at) and ECS.21 (Windows); AWS ECS
/// security runbook item 11; AWS Guard rules registry, ECS_TASK_DEFINITION_USER_FOR_HOST_MODE_CHECK (`0:…`, `root:…`).
struct ECSUser: ContainerRule {
  static let info = RuleInfo(
    id: "ECS-USER", title: "container runs as root", severity: .high, subject: .deployment,
    what:
      "Each container names a user other than root. Where it names none and the image is at hand, the image's own user "
      + "tells how bad that is; where it names one, the image's accounts tell who that is.",
    why:
      "Root in a container is root to the kernel: with it an escape is root on the host, and every file of the image can "
      + "be changed.",
    fix: "\"user\": \"UID:GID\" in the container definition, with numbers that the image's files are made for",
    controls: [
      .runbook(11), .securityHub("ECS.20"), .securityHub("ECS.21"), .controlTower("CT.ECS.PR.3"), .cis("4.1"),
    ],
    examples: [
      .bad("no user", deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#),
      .bad(
        "root in another spelling",
        deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","user":"0:1000"}]}"#),
      .bad(
        "no user, though the image has one: the control fails all the same",
        deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}]}"#,
        config: #"{"User":"1000:1000","Cmd":["/app"]}"#, layers: [[.program("/app")]]),
      .good(
        "a user",
        deployment: #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","user":"1000:1000"}]}"#),
    ])

  func findings(in container: ContainerDefinition, of task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    if task.isWindows { return windows(container, task, context) }
    switch container.user {
    case .unknown(let place):
      let what = place.unknown ?? "a value that is no text"
      return [
        finding(
          "the user of \(container.title) could not be told: \(what)", about: container, of: task, at: place,
          in: context, severity: .info)
      ]
    case .absent: return [absent(container, task, context)]
    case .known(let text, let place):
      let written = WrittenUser(text)
      if written.isRoot { return [root(text, written, place, container, task, context)] }
      return inImage(text, place, container, task, context)
    }
  }

  private func absent(_ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext) -> Finding
  {
    let example = container.isLogRouter ? Self.acceptance : task.containerMember("user", .text("1000:1000"))
    if let what = task.unknownSystem {
      return finding(
        "\(container.title) has no user; which is asked for could not be told: \(what)", about: container, of: task,
        in: context, severity: .info, fix: example)
    }
    guard let run = context.run(of: container, in: task) else {
      let router = container.isLogRouter
      return finding(
        "\(container.title) has no user, so it runs as the image says, and as root when the image says nothing",
        about: container, of: task, in: context, severity: router ? .low : nil,
        notes: [router ? Self.router : Note("imgscan IMAGE --task-definition FILE tells the image's user")],
        fix: example)
    }
    let user = run.original.runUser
    let name = user.raw.isEmpty ? "no USER" : "USER \(user.raw)"
    guard user.outcome == .resolved else {
      return finding(
        "\(container.title) has no user, and the image's \(name) cannot be resolved", about: container, of: task,
        in: context, fix: example)
    }
    guard user.isRoot else {
      let fix = task.containerMember("user", .text("\(user.uid):\(user.gid)"))
      return finding(
        "\(container.title) has no user, which fails ECS.20, though its image runs as \(user.uid):\(user.gid) (\(name))",
        about: container, of: task, in: context, severity: .low, fix: fix)
    }
    return finding(
      "\(container.title) has no user and its image has \(name): it runs as root", about: container, of: task,
      in: context, severity: container.isLogRouter ? .low : nil, notes: container.isLogRouter ? [Self.router] : [],
      fix: example)
  }

  private static let router = Note(
    "the log router of FireLens is documented to run as user 0; the control fails all the same")

  /// No other user is proposed for a router than the one that FireLens documents.
  private static let acceptance = "accept it for the router, with the reason written down"

  private func root(
    _ text: String, _ written: WrittenUser, _ place: DocumentValue, _ container: ContainerDefinition,
    _ task: TaskDefinition, _ context: DeploymentContext
  ) -> Finding {
    let blind = "the control ECS.20 looks for \"root\" and \"0\" alone and passes this spelling"
    let notes = (written.isSeenByControl ? [] : [Note(blind)]) + (container.isLogRouter ? [Self.router] : [])
    return finding(
      "\(container.title) runs as root: user is \"\(UserText.clipped(text))\"", about: container, of: task, at: place,
      in: context, severity: container.isLogRouter ? .low : nil, label: "uid 0", notes: notes,
      fix: container.isLogRouter
        ? Self.acceptance
        : task.containerMember("user", .text(imageUser(container, task, context) ?? "1000:1000")))
  }

  /// The image's own user as numbers; nil when that is root or not known.
  private func imageUser(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> String? {
    guard let user = context.run(of: container, in: task)?.original.runUser, user.outcome == .resolved, user.uid != 0
    else { return nil }
    return "\(user.uid):\(user.gid)"
  }

  /// A name or number that only the image's accounts explain.
  private func inImage(
    _ text: String, _ place: DocumentValue, _ container: ContainerDefinition, _ task: TaskDefinition,
    _ context: DeploymentContext
  ) -> [Finding] {
    guard let user = context.run(of: container, in: task)?.user else { return [] }
    let shown = UserText.clipped(text)
    let message: String
    switch user.outcome {
    case .resolved where user.isRoot:
      message = "\(container.title) runs as root: user \"\(shown)\" is uid 0 in the image"
    case .resolved, .unreadable: return []
    case .unknownUser(let name):
      message = "\(container.title) does not start: the image has no user \"\(UserText.clipped(name))\""
    case .unknownGroup(let name):
      message = "\(container.title) does not start: the image has no group \"\(UserText.clipped(name))\""
    case .outOfRange(let number):
      message = "\(container.title) does not start: \(UserText.clipped(number)) is no user or group id"
    }
    return [
      finding(
        message, about: container, of: task, at: place, in: context,
        fix: task.containerMember("user", .text("1000:1000")))
    ]
  }

  private func windows(
    _ container: ContainerDefinition, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> [Finding] {
    let fix = task.containerMember("user", .text("ContainerUser"))
    switch container.user {
    case .unknown: return []
    case .absent:
      return [
        finding(
          "\(container.title) has no user, which fails ECS.21", about: container, of: task, in: context, fix: fix)
      ]
    case .known(let text, let place):
      guard WrittenUser(text).isWindowsAdministrator else { return [] }
      return [
        finding(
          "\(container.title) runs as the administrator of Windows containers", about: container, of: task, at: place,
          in: context, fix: fix)
      ]
    }
  }
}

import Core
import RootFS

/// An image whose USER names a user or group that the image does not have.
///
/// Source: moby/sys/user `GetExecUser`: a name without a line is an error, and the container does not start.
struct UserUnresolved: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-UNRESOLVED", title: "USER is not in the image", severity: .high,
    what: "The name in USER is in no line of the image's final /etc/passwd, or the group in none of /etc/group.",
    why: "The runtime looks the name up in the image's own files and refuses to start the container when it is not "
      + "there. It often works in the build stage and fails in the final one, whose /etc/passwd is another.",
    fix: "USER 10001:10001 (numbers need no line), or create the user in the final stage",
    controls: [.runbook(11), .cis("4.1")],
    examples: [
      .bad(
        "a name that was never created", config: #"{"User":"app"}"#,
        layers: [
          [ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\napps:x:1000:1000::/:/bin/sh\n")]
        ]),
      .bad("a name in an image without accounts", config: #"{"User":"nobody"}"#),
      .bad(
        "a group that is not there", config: #"{"User":"1000:staff"}"#,
        layers: [
          [ExampleFile("/etc/group", content: "root:x:0:\n")]
        ]),
      .good(
        "a name with a line", config: #"{"User":"app"}"#,
        layers: [
          [ExampleFile("/etc/passwd", content: "app:x:1000:1000::/:/bin/sh\n")]
        ]),
      .good("a number without a line", config: #"{"User":"1000:1000"}"#),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    switch image.runUser.outcome {
    case .unknownUser(let name):
      return [report("user", name, "/etc/passwd", image.accounts.users?.map(\.name), image)]
    case .unknownGroup(let name):
      return [report("group", name, "/etc/group", image.accounts.groups?.map(\.name), image)]
    case .resolved, .outOfRange, .unreadable: return []
    }
  }

  private func report(_ kind: String, _ name: String, _ file: String, _ names: [String]?, _ image: ImageModel)
    -> Finding
  {
    let shown = UserText.clipped(name)
    var evidence = [UserText.value(image.runUser)]
    evidence.append(names.map { "\(file) has \($0.count) names, none is \"\(shown)\"" } ?? "the image has no \(file)")
    let nearest = names.flatMap { NearestName.to(name, among: $0) }
    if let nearest { evidence.append("nearest name: \(nearest)") }
    let hint = nearest.map { ", or correct the name to \"\($0)\"" } ?? ""
    return finding(
      "\(kind) \"\(shown)\" of USER is not in the image, so the container does not start", at: UserText.place,
      evidence: evidence + UserText.lastStep(image.config),
      fix: "USER \(SuggestedUser(image.accounts).numbers) (numbers need no line in \(file))\(hint)")
  }
}

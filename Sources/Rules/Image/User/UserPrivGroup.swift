import Core
import RootFS

/// An image whose run user is in a group with special rights.
struct UserPrivGroup: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-PRIVGROUP", title: "run user is in a privileged group", severity: .medium,
    what: "A group of the user the container starts as is one of "
      + PrivilegedGroups.reasons.keys.sorted().joined(separator: ", ") + ".",
    why: "These groups exist to hand out a part of root's rights: password hashes, disks, the Docker socket, sudo. A "
      + "process that has one is not an ordinary user.",
    fix: "USER UID:GID with a group of its own: with the group given, memberships in /etc/group do not count",
    controls: [.runbook(11), .cis("4.1")],
    examples: [
      .bad(
        "a member of docker", config: #"{"User":"app"}"#,
        layers: [
          [
            ExampleFile("/etc/passwd", content: "app:x:1000:1000::/:/bin/sh\n"),
            ExampleFile("/etc/group", content: "docker:x:999:bob,app\n"),
          ]
        ]),
      .bad(
        "shadow as the only group", config: #"{"User":"1000:42"}"#,
        layers: [
          [ExampleFile("/etc/group", content: "shadow:x:42:\n")]
        ]),
      .good(
        "the membership does not count", config: #"{"User":"app:1000"}"#,
        layers: [
          [
            ExampleFile("/etc/passwd", content: "app:x:1000:1000::/:/bin/sh\n"),
            ExampleFile("/etc/group", content: "docker:x:999:app\n"),
          ]
        ]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard let user = image.ordinaryRunUser else { return [] }
    let ids = Set(user.groups).subtracting([0])
    var lines: [String] = []
    var names: [String] = []
    for group in image.accounts.groups ?? [] where ids.contains(group.gid) {
      guard let reason = PrivilegedGroups.reasons[group.name], !names.contains(group.name) else { continue }
      names.append(group.name)
      let member = group.gid == user.gid ? nil : user.account?.name
      lines.append("\(UserText.line(of: group, member: member)): \(reason)")
    }
    guard !names.isEmpty else { return [] }
    let who = user.account.map { "user \"\(UserText.clipped($0.name))\"" } ?? "uid \(user.uid)"
    return [
      finding(
        "\(who) runs with the rights of group \(names.joined(separator: ", "))", at: UserText.place,
        evidence: [UserText.value(user)] + lines, fix: fix(user, names, image))
    ]
  }

  private func fix(_ user: RunUser, _ names: [String], _ image: ImageModel) -> String {
    let primary = image.accounts.groups?.contains { $0.gid == user.gid && names.contains($0.name) } ?? false
    if primary || user.gid == 0 { return "USER \(user.uid):\(user.uid), with a group of its own" }
    let leave = user.account.map { " (or RUN gpasswd -d \(UserText.clipped($0.name)) \(names.joined(separator: ",")))" }
    return "USER \(user.uid):\(user.gid), then memberships do not count" + (names.count == 1 ? leave ?? "" : "")
  }
}

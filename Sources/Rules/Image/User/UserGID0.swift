import Core
import ImageArchive
import RootFS

/// An image that runs as an ordinary user in group 0.
///
/// Source: moby/sys/user `GetExecUser`: a number without a passwd line has gid 0.
struct UserGID0: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-GID0", title: "run user is in group 0", severity: .medium,
    what: "The container starts as a uid other than 0, but one of its groups is gid 0.",
    why: "What only the group root may read or write is open to the process. A bare number such as USER 1000 that no "
      + "line of /etc/passwd has gets gid 0. OpenShift wants group 0 on purpose: there this is only a note.",
    fix: "USER 10001:10001, with the group named",
    controls: [.runbook(11), .cis("4.1")],
    examples: [
      .bad("a number without a line", config: #"{"User":"1000"}"#),
      .bad("group 0 named", config: #"{"User":"1000:0"}"#),
      .bad(
        "a member of root", config: #"{"User":"app"}"#,
        layers: [
          [
            ExampleFile("/etc/passwd", content: "app:x:1000:1000::/:/bin/sh\n"),
            ExampleFile("/etc/group", content: "root:x:0:app\n"),
          ]
        ]),
      .good("its own group", config: #"{"User":"1000:1000"}"#),
      .good(
        "a number whose line has a group", config: #"{"User":"1000"}"#,
        layers: [
          [ExampleFile("/etc/passwd", content: "app:x:1000:1000::/:/bin/sh\n")]
        ]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard let user = image.ordinaryRunUser, user.groups.contains(0) else { return [] }
    if user.account == nil, !user.hasExplicitGroup, image.passwdIsUnreadable { return [] }
    let isOpenShift = image.config.labels.contains { $0.key.hasPrefix("io.openshift.") }
    var notes = writable(image)
    if isOpenShift { notes.append(Note("the labels io.openshift.* say that OpenShift runs it, which uses group 0")) }
    return [
      finding(
        "image runs as uid \(user.uid) with group 0", at: UserText.place, severity: isOpenShift ? .info : nil,
        evidence: [UserText.value(user)] + reason(user, image) + UserText.lastStep(image.config), notes: notes,
        fix: fix(user))
    ]
  }

  private func reason(_ user: RunUser, _ image: ImageModel) -> [String] {
    if user.gid == 0 {
      if user.hasExplicitGroup { return ["the group is given and is gid 0"] }
      guard let account = user.account else { return ["/etc/passwd has no line for uid \(user.uid), so the gid is 0"] }
      return [UserText.line(of: account)]
    }
    let member = user.account?.name ?? ""
    return (image.accounts.groups ?? []).first { $0.gid == 0 && $0.members.contains(member) }
      .map { [UserText.line(of: $0, member: member)] } ?? []
  }

  private func fix(_ user: RunUser) -> String {
    let gid = user.gid != 0 ? user.gid : user.uid
    return "USER \(user.uid):\(gid), and give files that the application needs to that group "
      + "(COPY --chown=\(user.uid):\(gid))"
  }

  /// Directories that only the group lets the process write into.
  private func writable(_ image: ImageModel) -> [Note] {
    var found: [String] = []
    var count = 0
    for node in image.index.runUserWritableDirectories {
      let info = image.root.info(node)
      guard info.gid == 0, info.mode & 0o022 == 0o020, Int(info.uid) != image.runUser.uid else { continue }
      let path = image.root.path(of: node)
      guard !image.isInVolume(path) else { continue }
      count += 1
      if found.count < 5 { found.append(path.description) }
    }
    guard count > 0 else { return [] }
    let more = count > found.count ? " and \(count - found.count) more" : ""
    return [Note("group 0 may write into " + found.joined(separator: ", ") + more)]
  }
}

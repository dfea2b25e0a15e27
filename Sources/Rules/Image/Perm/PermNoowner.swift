import Core
import RootFS

/// Files whose user or group is in no line of passwd or group, as one finding a layer.
///
/// Source: CIS Distribution Independent Linux Benchmark, "Ensure no unowned files or directories exist", applied to an
/// image.
struct PermNoowner: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-NOOWNER", title: "files that belong to no known user or group", severity: .low,
    what:
      "Files whose uid or gid has no name in the image's passwd or group, outside volumes. Those of the run user are "
      + "left out, as is an image without passwd.",
    why: "Such numbers come along from a build machine; whoever is given the number later owns the files.",
    fix: "COPY --chown=root:root SOURCE PATH   or RUN chown -R root:root PATH",
    controls: [.cwe(732)],
    examples: [
      .bad(
        "a build machine's uid",
        layers: [
          [
            ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\n"),
            ExampleFile("/srv/app.js", uid: 501, gid: 20),
          ]
        ]),
      .good(
        "root's",
        layers: [
          [ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\n"), ExampleFile("/srv/app.js")]
        ]),
      .good(
        "the run user's", config: #"{"User":"10001:10001"}"#,
        layers: [
          [
            ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\n"),
            ExampleFile("/srv/app.js", uid: 10001, gid: 10001),
          ]
        ]),
    ])

  private struct Owner: Hashable {
    var uid: UInt32
    var gid: UInt32
  }
  private struct Owned {
    var first: NodeID
    var owner: Owner
    var count = 0
  }

  func findings(in image: ImageModel) -> [Finding] {
    guard image.hasPermissions, image.accounts.users != nil else { return [] }
    var byLayer: [Int: [Owner: Owned]] = [:]
    var runUsers: [Owner: Bool] = [:]
    for node in image.index.unowned {
      let info = image.root.info(node)
      let owner = Owner(uid: info.uid, gid: info.gid)
      let isRunUsers = runUsers[owner] ?? isRunUsers(owner, image)
      runUsers[owner] = isRunUsers
      if isRunUsers || image.isInVolume(image.root.path(of: node)) { continue }
      byLayer[image.root.layer(of: node), default: [:]][owner, default: Owned(first: node, owner: owner)].count += 1
    }
    return byLayer.sorted { $0.key < $1.key }.compactMap { finding(Array($0.value.values), image) }
  }

  /// Whether the run user itself accounts for every number that has no name.
  private func isRunUsers(_ owner: Owner, _ image: ImageModel) -> Bool {
    let user = image.runUser
    guard user.outcome == .resolved else { return false }
    let isUserFine = image.accounts.user(uid: Int(owner.uid)) != nil || user.uid == Int(owner.uid)
    let isGroupFine =
      image.accounts.groups == nil || image.accounts.group(gid: Int(owner.gid)) != nil
      || user.groups.contains(Int(owner.gid)) || (user.uid == Int(owner.uid) && owner.uid == owner.gid)
    return isUserFine && isGroupFine
  }

  private func finding(_ owned: [Owned], _ image: ImageModel) -> Finding? {
    let all = owned.sorted { ($1.count, $0.owner.uid, $0.owner.gid) < ($0.count, $1.owner.uid, $1.owner.gid) }
    guard let first = all.first else { return nil }
    let count = all.reduce(0) { $0 + $1.count }
    let path = image.root.path(of: first.first)
    let others = count == 1 ? "" : " and \(count - 1) more"
    let belongs = count == 1 ? "belongs" : "belong"
    let lines = all.prefix(20).map { item in
      "\(image.accounts.owner(uid: item.owner.uid, gid: item.owner.gid)): \(item.count) "
        + "\(item.count == 1 ? "file" : "files"), first \(image.root.path(of: item.first))"
    }
    return finding(
      "\(path)\(others) \(belongs) to ids without a name in passwd or group", at: image.place(of: first.first),
      evidence: lines + (all.count > 20 ? ["… and \(all.count - 20) more pairs of ids"] : []),
      fix: count == 1 ? path.run("chown root:root") : "", detail: image.detail(of: first.first)
    ).identified(by: path.description)
  }
}

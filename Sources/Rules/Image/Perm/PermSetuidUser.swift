import Core
import RootFS

/// Setuid files of users other than root and the run user.
///
/// Source: credentials(7), effective user id; CIS Docker Benchmark 1.6.0, 4.8.
struct PermSetuidUser: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-SETUID-USER", title: "setuid file of another user", severity: .high,
    what: "Regular files with setuid whose owner is neither root nor the user the container runs as.",
    why: "The run user becomes the owner by starting the file, and with it reads and writes all that is the owner's: "
      + "a move sideways that no USER instruction shows.",
    fix: PermissionAdvice.stripLast,
    controls: [.runbook(10), .cis("4.8"), .cwe(250), .cwe(732)],
    examples: [
      .bad(
        "owned by uid 33", config: #"{"User":"1000"}"#,
        layers: [
          [.program("/usr/bin/helper", mode: 0o4755, uid: 33)]
        ]),
      .good(
        "owned by the run user", config: #"{"User":"1000"}"#,
        layers: [
          [.program("/usr/bin/helper", mode: 0o4755, uid: 1000)]
        ]),
      .good("owned by root", config: #"{"User":"1000"}"#, layers: [[.program("/usr/bin/helper", mode: 0o4755)]]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    SetidFile.all(in: image).compactMap { file in
      let info = file.info
      guard info.isSetuid, info.uid != 0, info.isExecutable, !file.isScript else { return nil }
      if image.runUser.outcome == .resolved, image.runUser.uid == Int(info.uid) { return nil }
      return finding(
        "\(file.path) makes its caller \(image.ownerName(info.uid)), who is neither root nor the run user",
        at: image.place(of: file.node), evidence: [image.permissionLine(of: file.node)],
        fix: file.path.run("chmod a-s"), detail: image.detail(of: file.node))
    }
  }
}

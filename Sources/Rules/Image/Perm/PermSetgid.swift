import Core
import RootFS

/// Regular files with the setgid bit that are not a distribution's own.
///
/// Every name of a file counts. Scripts are left to `PermSetuidScript`, since Linux ignores the bit on them.
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.8; inode(7) for setgid without group execute.
struct PermSetgid: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-SETGID", title: "setgid file", severity: .high,
    what: "Regular files of the final file system with mode 02000, apart from those that a base layer ships as part of "
      + "its distribution (IMG-PERM-STOCK). Low without the group's execute bit, where setgid has no effect.",
    why: "Any process runs such a file with its group's rights: group shadow reads password hashes, group disk raw "
      + "disks, group docker starts containers.",
    fix: PermissionAdvice.stripLast,
    controls: [.runbook(10), .cis("4.8"), .dockle("CIS-DI-0008"), .cwe(250), .cwe(732)],
    examples: [
      .bad("a setgid program", layers: [[.program("/usr/bin/helper", mode: 0o2755, gid: 42)]]),
      .bad("without group execute", layers: [[ExampleFile("/var/lib/data", mode: 0o2644)]]),
      .good("a setgid directory", layers: [[.directory("/var/local", mode: 0o2775, gid: 50)]]),
      .good(
        "chage of the base",
        layers: [
          [
            ExampleFile("/etc/group", content: "root:x:0:\nshadow:x:42:\n"),
            .program("/usr/bin/chage", mode: 0o2755, gid: 42),
          ],
          [.program("/srv/a")],
        ], baseLayers: 1),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    SetidFile.all(in: image).compactMap { file in
      guard file.info.isSetgid, !file.isStock, !file.isScript else { return nil }
      let (severity, reason) = file.judgement(isRoot: file.info.gid == 0, executeBits: 0o010)
      let message =
        severity == .low
        ? "\(file.path) has setgid though its group cannot execute it"
        : "\(file.path) runs with the rights of group \(image.groupName(file.info.gid)) (setgid)"
      return finding(
        message, at: image.place(of: file.node), severity: severity,
        evidence: [image.permissionLine(of: file.node)] + (reason.map { [$0] } ?? []), fix: file.path.run("chmod a-s"),
        detail: image.detail(of: file.node))
    }
  }
}

import Core
import RootFS

/// Regular files with the setuid bit that are not a distribution's own.
///
/// Every name of a file counts. Scripts are left to `PermSetuidScript`, since Linux ignores the bit on them.
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.8.
struct PermSetuid: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-SETUID", title: "setuid file", severity: .high,
    what: "Regular files of the final file system with mode 04000, apart from those that a base layer ships as part of "
      + "its distribution (IMG-PERM-STOCK). Critical when the program hands its rights on, when others may write it, or "
      + "where no package puts one; low without any execute bit.",
    why: "Any process, whatever USER says, runs such a file with its owner's rights; one fault in it makes a foothold "
      + "root in the container. On Fargate no-new-privileges cannot be set, so the bit in the image is the only guard.",
    fix: PermissionAdvice.stripLast,
    controls: [.runbook(10), .cis("4.8"), .dockle("CIS-DI-0008"), .cwe(250), .cwe(732)],
    examples: [
      .bad("a setuid program", layers: [[.program("/usr/sbin/helper", mode: 0o4755)]]),
      .bad(
        "su of an own layer",
        layers: [
          [.program("/bin/true")], [.program("/usr/bin/su", mode: 0o4755)],
        ], baseLayers: 1),
      .good("no bit", layers: [[.program("/usr/bin/su")]]),
      .good("su of the base", layers: [[.program("/usr/bin/su", mode: 0o4755)], [.program("/srv/a")]], baseLayers: 1),
      .good(
        "cleared by the last layer",
        layers: [
          [.program("/usr/bin/su", mode: 0o4755)], [.program("/usr/bin/su")],
        ]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    SetidFile.all(in: image).compactMap { file in
      guard file.info.isSetuid, !file.isStock, !file.isScript else { return nil }
      let (severity, reason) = file.judgement(isRoot: file.info.uid == 0, executeBits: 0o111)
      let message =
        severity == .low
        ? "\(file.path) has setuid though it cannot be executed"
        : "\(file.path) runs with the rights of \(image.ownerName(file.info.uid)) (setuid)"
      return finding(
        message, at: image.place(of: file.node), severity: severity,
        evidence: [image.permissionLine(of: file.node)] + (reason.map { [$0] } ?? []), fix: file.path.run("chmod a-s"),
        detail: image.detail(of: file.node))
    }
  }
}

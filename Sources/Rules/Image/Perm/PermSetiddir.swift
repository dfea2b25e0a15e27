import Core
import RootFS

/// Directories with setgid that others can write into, and directories with setuid.
///
/// Source: inode(7): new files in a setgid directory get its group; setuid on a directory means nothing on Linux.
struct PermSetiddir: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-SETIDDIR", title: "setgid directory that others can write into", severity: .low,
    what: "Directories with setgid that anyone or the run user may write into; setuid directories as info.",
    why: "Whoever writes there makes files that belong to the directory's group, and members of that group may trust "
      + "them.",
    fix: "RUN chmod g-s PATH   or chmod o-w PATH",
    controls: [.runbook(10), .cwe(732)],
    examples: [
      .bad("anyone may write", layers: [[.directory("/srv/share", mode: 0o2777)]]),
      .bad("setuid", layers: [[.directory("/srv/share", mode: 0o4755)]]),
      .good("the distribution's", layers: [[.directory("/var/local", mode: 0o2775, gid: 50)]]),
      .good("crash reports", layers: [[.directory("/var/crash", mode: 0o3777)]]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard image.hasPermissions else { return [] }
    return image.index.setidDirectories.compactMap { node in
      let (path, info) = (image.root.path(of: node), image.root.info(node))
      guard !image.isInVolume(path), !image.isHiddenByMount(path) else { return nil }
      if info.isSetgid, let writer = writer(node, info, image), !isExpected(path, info) {
        return make(
          "\(writer) can make files of group \(image.groupName(info.gid)) in \(path) (setgid)", node, .low, "g-s", image
        )
      }
      guard info.isSetuid else { return nil }
      return make("\(path) has setuid, which means nothing on a directory", node, .info, "u-s", image)
    }
  }

  private func writer(_ node: NodeID, _ info: FileInfo, _ image: ImageModel) -> String? {
    if info.isWorldWritable { return "anyone" }
    return !image.runUser.isRoot && image.runUserCanWrite(node) ? "the run user" : nil
  }

  private func isExpected(_ path: RootPath, _ info: FileInfo) -> Bool {
    path == RootPath("/var/crash") && info.isSticky
  }

  private func make(
    _ message: String, _ node: NodeID, _ severity: Severity, _ change: String, _ image: ImageModel
  ) -> Finding {
    finding(
      message, at: image.place(of: node), severity: severity, evidence: [image.permissionLine(of: node)],
      fix: image.root.path(of: node).run("chmod \(change)"), detail: image.detail(of: node))
  }
}

import Core
import RootFS

/// Names that kept their set-id bit while a later layer cleared it on another name of the same file.
///
/// A layer that changes one hard link copies the file for this name only; the others keep the lower layer's mode.
/// Source: overlayfs documentation of the Linux kernel, "Non-standard behavior"; observed on Linux 6.18.
struct PermHardlinkSurvivor: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-HARDLINK-SURVIVOR", title: "setuid survives under another name", severity: .high,
    what:
      "Files with setuid or setgid that came in the same layer, with the same mode, owner and size, as one whose bit a "
      + "later layer cleared.",
    why: "A chmod in a later layer copies the file and changes the copy under that one name. The other hard link still "
      + "runs with its owner's rights, though the clean-up looks done.",
    fix: PermissionAdvice.stripLast,
    controls: [.runbook(10), .cis("4.8"), .cwe(732)],
    examples: [
      .bad(
        "one of two names",
        layers: [
          [
            .program("/usr/bin/su", mode: 0o4755),
            ExampleFile("/usr/bin/hard", kind: .hardLink("usr/bin/su"), mode: 0o4755, content: ""),
          ],
          [.program("/usr/bin/su")],
        ]),
      .good(
        "both names",
        layers: [
          [
            .program("/usr/bin/su", mode: 0o4755),
            ExampleFile("/usr/bin/hard", kind: .hardLink("usr/bin/su"), mode: 0o4755, content: ""),
          ],
          [.program("/usr/bin/su"), .program("/usr/bin/hard")],
        ]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard image.hasPermissions else { return [] }
    var cleared: [Int: SetidGone] = [:]
    for gone in image.index.setidGone where gone.reason == .stripped && cleared[gone.file] == nil {
      if let by = gone.byLayer, by > gone.layer { cleared[gone.file] = gone }
    }
    guard !cleared.isEmpty else { return [] }
    return image.index.setid.compactMap { node in
      guard let gone = cleared[image.root.fileNumber(node)] else { return nil }
      let path = image.root.path(of: node)
      let by = (gone.byLayer ?? 0) + 1
      return finding(
        "\(path) still has the bit that layer \(by) cleared on its other name \(gone.path)", at: image.place(of: node),
        evidence: [
          image.permissionLine(of: node),
          "\(gone.path) came with mode \(gone.info.octalMode) in layer \(gone.layer + 1); layer \(by) cleared it",
        ],
        fix: path.run("chmod a-s"), detail: image.detail(of: node))
    }
  }
}

import Core
import RootFS

/// Set-id files that a later layer cleared, replaced or deleted.
///
/// Source: OCI image specification, layer.md: a layer hides what is below it, it does not remove it.
struct PermLate: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-LATE", title: "set-id files gone in the final file system", severity: .info,
    what: "Files with setuid or setgid in a lower layer that the final file system has without the bit or not at all.",
    why:
      "Harmless when the container runs: nothing can reach a lower layer. The bytes still ship, and scanners that read "
      + "single layers report them.",
    fix: "COPY what is needed from a build stage into the final one, or change the file in the RUN that brings it",
    controls: [.runbook(10), .cis("4.8")],
    examples: [
      .bad("cleared later", layers: [[.program("/usr/bin/su", mode: 0o4755)], [.program("/usr/bin/su")]]),
      .bad("deleted later", layers: [[.program("/usr/bin/su", mode: 0o4755)], [.whiteout("/usr/bin/su")]]),
      .good("still there", layers: [[.program("/usr/bin/su", mode: 0o4755)]]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    let gone = image.index.setidGone
    guard image.hasPermissions, !gone.isEmpty else { return [] }
    let lines = gone.prefix(50).map { file in
      let by = file.byLayer.map { " by layer \($0 + 1)" } ?? ""
      let owner = image.accounts.owner(uid: file.info.uid, gid: file.info.gid)
      return "\(file.info.modeText) \(owner) \(file.path) (layer \(file.layer + 1)) \(verb(file.reason))\(by)"
    }
    let rest = gone.count > 50 ? ["… and \(gone.count - 50) more"] : []
    let what = gone.count == 1 ? "1 set-id file of a lower layer is" : "\(gone.count) set-id files of lower layers are"
    return [
      finding(
        "\(what) gone in the final file system", at: .image, evidence: lines + rest
      ).identified(by: "")
    ]
  }

  private func verb(_ reason: SetidGone.Reason) -> String {
    switch reason {
    case .deleted: "deleted"
    case .stripped: "cleared"
    case .replaced: "replaced"
    }
  }
}

import Core
import RootFS

/// Scripts with a set-id bit.
///
/// Source: execve(2): Linux ignores the set-user-ID and set-group-ID bits on scripts.
struct PermSetuidScript: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-SETUID-SCRIPT", title: "setuid or setgid script", severity: .medium,
    what: "Regular files that begin with #! and have setuid or setgid.",
    why: "Linux ignores the bit on scripts, so the script does not do what its author meant; where something else "
      + "honours it, whoever sets the environment decides what runs.",
    fix: PermissionAdvice.stripLast,
    controls: [.runbook(10), .cis("4.8"), .cwe(732)],
    examples: [
      .bad("a shell script", layers: [[.script("/usr/local/bin/fix", "#!/bin/sh\nid\n", mode: 0o4755)]]),
      .good("a plain script", layers: [[.script("/usr/local/bin/fix", "#!/bin/sh\nid\n")]]),
      .good("a setuid program", layers: [[.program("/usr/sbin/helper", mode: 0o4755)]]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    SetidFile.all(in: image).filter(\.isScript).map { file in
      let bits = [file.info.isSetuid ? "setuid" : nil, file.info.isSetgid ? "setgid" : nil]
      return finding(
        "\(file.path) is a script with \(bits.compactMap { $0 }.joined(separator: " and ")), which Linux ignores",
        at: image.place(of: file.node), evidence: [image.permissionLine(of: file.node)],
        fix: file.path.run("chmod a-s"), detail: image.detail(of: file.node))
    }
  }
}

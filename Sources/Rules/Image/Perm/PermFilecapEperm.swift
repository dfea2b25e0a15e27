import Core
import RootFS

/// Programs that cannot be started because they demand rights a container does not have.
///
/// Source: capabilities(7), "Safety checking for capability-dumb binaries"; moby 28, `oci/caps.DefaultCapabilities`.
struct PermFilecapEperm: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-FILECAP-EPERM", title: "capabilities a container does not have", severity: .medium,
    what: "Programs whose file capabilities are effective and go beyond Docker's default set.",
    why:
      "Starting such a program fails with \"operation not permitted\", for root too, until the right is added to the "
      + "container; Fargate can add SYS_PTRACE only. With drop: [\"ALL\"] any effective file capability has this effect.",
    fix: "RUN setcap -r PATH   or set the capability without e (setcap cap_x=p PATH) and let the program ask for it",
    controls: [.runbook(10)],
    examples: [
      .bad("beyond the default set", layers: [[.program("/usr/bin/dumper", permitted: ["net_admin", "net_raw"])]]),
      .good("within the default set", layers: [[.program("/usr/bin/ping", permitted: ["net_raw"])]]),
      .good(
        "not effective",
        layers: [
          [.program("/usr/bin/dumper", permitted: ["net_admin"], isEffective: false)]
        ]),
    ])

  private static let defaultSet = FileCapabilities.set(of: [
    "chown", "dac_override", "fsetid", "fowner", "mknod", "net_raw", "setgid", "setuid", "setfcap", "setpcap",
    "net_bind_service", "sys_chroot", "kill", "audit_write",
  ])

  func findings(in image: ImageModel) -> [Finding] {
    CapabilityFile.all(in: image).compactMap { file in
      let beyond = file.capabilities.permitted & ~Self.defaultSet
      guard file.capabilities.isEffective, beyond != 0, file.hindrance == nil else { return nil }
      let names = FileCapabilities.names(in: beyond).joined(separator: ", ")
      return finding(
        "\(file.path) cannot be started unless the container is given \(names)", at: image.place(of: file.node),
        evidence: [image.permissionLine(of: file.node), "security.capability \(file.capabilities.text)"],
        fix: file.path.run("setcap -r"), detail: image.detail(of: file.node))
    }
  }
}

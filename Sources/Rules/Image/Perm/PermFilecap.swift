import Core
import RootFS

/// Files that give capabilities to whoever runs them.
///
/// Source: capabilities(7), "File capabilities"; what each right allows from the same page.
struct PermFilecap: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-FILECAP", title: "file with capabilities", severity: .high,
    what:
      "Regular files with the attribute security.capability. Critical for rights that amount to root, high for those "
      + "over network, devices and roots, low for ports below 1024 and for files that cannot be executed, medium for the "
      + "rest; info when only inheritable or not taken by Linux.",
    why: "Like setuid, but find -perm does not show it: whoever runs the file gets the rights, whatever USER says.",
    fix: "RUN setcap -r PATH   as root, in the final stage; COPY --from drops nothing",
    controls: [.runbook(10), .cis("4.8"), .cwe(250)],
    examples: [
      .bad("raw sockets", layers: [[.program("/usr/bin/ping", permitted: ["net_raw"])]]),
      .bad("any user id", layers: [[.program("/usr/bin/newuidmap", permitted: ["setuid"])]]),
      .good("no attribute", layers: [[.program("/usr/bin/ping")]]),
      .good("no rights in it", layers: [[.program("/usr/bin/ping", permitted: [])]]),
    ])

  private static let critical = FileCapabilities.set(of: [
    "setuid", "setgid", "sys_admin", "dac_override", "dac_read_search", "setfcap", "sys_ptrace", "sys_module",
    "sys_rawio", "bpf", "chown", "fowner",
  ])
  private static let high = FileCapabilities.set(of: ["net_admin", "net_raw", "mknod", "sys_chroot", "setpcap"])
  private static let low = FileCapabilities.set(of: ["net_bind_service"])

  func findings(in image: ImageModel) -> [Finding] {
    CapabilityFile.all(in: image).compactMap { file in
      let capabilities = file.capabilities
      guard capabilities.permitted | capabilities.inheritable != 0 else { return nil }
      let hindrance = file.hindrance
      let gains = hindrance == nil ? "gives \(capabilities.text) to whoever runs it" : "has \(capabilities.text)"
      return finding(
        "\(file.path) \(gains)", at: image.place(of: file.node), severity: severity(file, isInert: hindrance != nil),
        evidence: [image.permissionLine(of: file.node), "security.capability \(capabilities.text)"]
          + (hindrance.map { [$0] } ?? []),
        fix: file.path.run("setcap -r"), detail: image.detail(of: file.node))
    }
  }

  private func severity(_ file: CapabilityFile, isInert: Bool) -> Severity {
    let capabilities = file.capabilities
    if isInert {
      let awaitsChmod = capabilities.isWellFormed && (capabilities.rootID ?? 0) == 0 && capabilities.permitted != 0
      return awaitsChmod ? .low : .info
    }
    if capabilities.permitted & Self.critical != 0 { return .critical }
    if capabilities.permitted & Self.high != 0 { return .high }
    return capabilities.permitted & ~Self.low == 0 ? .low : .medium
  }
}

import Core
import Deployment

/// A service whose processes can gain rights, or whose security profile is switched off.
///
/// Source: Compose Specification, services `security_opt`; CIS Docker Benchmark, 5.21 and 5.25.
struct ComposePrivileges: ComposeRule {
  static let info = RuleInfo(
    id: "CMP-NNP", title: "no-new-privileges is not set", severity: .low, strict: .medium, subject: .deployment,
    what: "A service without `no-new-privileges` in security_opt, or with a security profile that is switched off.",
    why:
      "With no-new-privileges setuid programs and file capabilities give no rights, so a user in the container cannot "
      + "become root by them. The default seccomp and AppArmor profiles keep kernel bugs out of reach.",
    fix: "security_opt: [\"no-new-privileges:true\"]",
    controls: [.cis("5.25"), .runbook(10), .trivy("KSV-0001")],
    examples: [
      .bad("not set", deployment: "services:\n  web:\n    image: example:1\n"),
      .bad(
        "seccomp is off",
        deployment: "services:\n  web:\n    image: example:1\n"
          + "    security_opt: [\"no-new-privileges\", \"seccomp:unconfined\"]\n"),
      .good(
        "set", deployment: "services:\n  web:\n    image: example:1\n    security_opt: [\"no-new-privileges:true\"]\n"),
    ])

  func findings(in service: ComposeService, of project: ComposeProject, _ context: DeploymentContext) -> [Finding] {
    // A privileged container has no profile, and all rights.
    guard !service.isWindows, service.privileged.value != true else { return [] }
    let options = service.words("security_opt").map { (option: ComposePrivileges.parts($0.text), place: $0.place) }
    var out: [Finding] = options.compactMap { option, place in
      guard let what = ComposePrivileges.switchedOff(option) else { return nil }
      return finding(
        "\(service.label) runs without \(what)", at: place, in: context, identity: service.name + " " + option.name,
        severity: .high, label: "protection is off", fix: "take \(option.name):\(option.value) out of security_opt")
    }
    let isOn = options.contains { $0.option.name == "no-new-privileges" && $0.option.value != "false" }
    guard !isOn, service.isWhole("security_opt"), !service.items("security_opt").isUnknown else { return out }
    let off = options.first { $0.option.name == "no-new-privileges" }?.place
    let place = off ?? service.items("security_opt").place ?? service.anchor
    out.append(
      finding(
        "processes of \(service.label) can gain rights: no-new-privileges is \(off == nil ? "not set" : "false")",
        at: place, in: context,
        identity: service.name, label: "setuid programs give rights",
        fix: context.member("security_opt", .list([.text("no-new-privileges:true")]))))
    return out
  }

  /// `name:value` or `name=value`.
  private static func parts(_ text: String) -> (name: String, value: String) {
    let bytes = text.utf8
    guard let mark = bytes.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }) else {
      return (text, "")
    }
    return (String(text[..<mark]), String(text[bytes.index(after: mark)...]))
  }

  private static func switchedOff(_ option: (name: String, value: String)) -> String? {
    switch (option.name, option.value) {
    case ("seccomp", "unconfined"): "a seccomp profile"
    case ("apparmor", "unconfined"): "an AppArmor profile"
    case ("systempaths", "unconfined"): "the masks of /proc and /sys"
    case ("label", "disable"): "SELinux separation"
    default: nil
    }
  }
}

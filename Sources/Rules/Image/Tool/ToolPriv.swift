import Core
import RootFS

/// Programs that change the user, accounts, mounts, the firewall or jobs.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3; NIST SP 800-190, 4.1.2.
struct ToolPriv: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-PRIV", title: "tool for rights and accounts in the image", severity: .low, strict: .medium,
    what: "Programs such as su, sudo, passwd, mount, iptables and cron, by the name of the file or of a link to it.",
    why: "In a container with one process under one user none of them has a use; for an intruder they are the way to "
      + "root or to staying.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.privilege.needs),
    examples: [
      .bad("su", layers: [[.program("/usr/bin/su")]]),
      .good("the start script of cron", layers: [[.script("/etc/init.d/cron", "#!/bin/sh\n")]]),
    ])

  private static let kind = ToolKind(
    names: .privilege, singular: "tool for rights and accounts", plural: "tools for rights and accounts",
    whenNeeded: .info)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}

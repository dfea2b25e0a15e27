import Core
import RootFS

/// Programs that open connections for anyone who asks, such as nc and socat.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3; NIST SP 800-190, 4.1.2.
struct ToolNet: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-NET", title: "network tool in the image", severity: .high,
    what: "Programs such as nc, socat, telnet, ssh and rsync, by the name of the file or of a link to it.",
    why: "These turn one command into a shell over the network or a tunnel into the private network around the "
      + "container. The runbook names nc.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.network.needs),
    examples: [
      .bad(
        "netcat by its alternative",
        layers: [
          [.program("/bin/nc.openbsd"), .symlink("/etc/alternatives/nc", to: "/bin/nc.openbsd")]
        ]),
      .bad("nc of busybox", layers: [[.program("/bin/busybox"), .symlink("/usr/bin/nc", to: "/bin/busybox")]]),
      .good("methods of apt", layers: [[.program("/usr/lib/apt/methods/ftp"), .program("/app/server")]]),
      .good("a dangling link", layers: [[.symlink("/usr/bin/nc", to: "/bin/nc.openbsd")]]),
    ])

  private static let kind = ToolKind(
    names: .network, singular: "network tool", plural: "network tools",
    whenNeeded: .note)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}

import Core
import RootFS

/// Programs that explore networks and clusters, and clients that control them.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3; NIST SP 800-190, 4.1.2.
struct ToolRecon: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-RECON", title: "reconnaissance tool in the image", severity: .high,
    what: "Scanners, sniffers, name lookup, and clients of container and cloud interfaces, by name.",
    why: "Scanners and lookup tools map the network around the container; clients such as kubectl and aws use the "
      + "rights of the task role at once.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.recon.needs),
    examples: [
      .bad("nmap", layers: [[.program("/usr/bin/nmap")]]),
      .bad("the aws command, a script", layers: [[.script("/usr/local/bin/aws", "#!/usr/bin/python3\n")]]),
      .good(
        "an application called host", config: #"{"Entrypoint":["/usr/bin/host"]}"#,
        layers: [
          [.program("/usr/bin/host")]
        ]),
      .good("a script that is called dig", layers: [[.script("/usr/bin/dig", "#!/bin/sh\n")]]),
    ])

  private static let kind = ToolKind(
    names: .recon, singular: "reconnaissance tool", plural: "reconnaissance tools",
    whenNeeded: .note)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}

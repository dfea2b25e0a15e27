import Core
import RootFS

/// Package managers of distributions and of languages.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3; NIST SP 800-190, 4.1.2.
struct ToolPkg: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-PKG", title: "package manager in the image", severity: .low, strict: .medium,
    what: "Programs such as apt, apk, dnf, pip, npm and cargo, by the name of the file or of a link to it.",
    why: "A package manager installs whatever tool is missing, and lets containers drift from the image.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.packageManagers.needs),
    examples: [
      .bad("apk", layers: [[.program("/sbin/apk")]]),
      .bad(
        "npm",
        layers: [
          [
            .script("/usr/local/lib/node_modules/npm/bin/npm-cli.js", "#!/usr/bin/env node\n"),
            .symlink("/usr/local/bin/npm", to: "../lib/node_modules/npm/bin/npm-cli.js"),
          ]
        ]),
      .good("a job of cron", layers: [[.script("/etc/cron.daily/dpkg", "#!/bin/sh\n"), .program("/app/server")]]),
    ])

  private static let kind = ToolKind(
    names: .packageManagers, singular: "package manager", plural: "package managers",
    whenNeeded: .info)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}

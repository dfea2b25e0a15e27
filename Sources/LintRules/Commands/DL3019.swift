import Core

/// apk add that leaves its index behind.
struct DL3019: LintRule {
  static let info = RuleInfo(
    "DL3019", .info, title: "apk add without --no-cache",
    what: "each apk add without --no-cache, when no cache or tmpfs is mounted over /var/cache/apk",
    why: "the package index stays in the layer, of no use to who runs the image",
    fix: "write apk add --no-cache, without apk update before it",
    examples: [
      .bad("an index left behind", dockerfile: "FROM alpine:3.20\nRUN apk add curl=8.9.1-r1\n"),
      .good("no index", dockerfile: "FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r1\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "apk")
    where command.has("add") && !command.has(flags: "no-cache") && !run.mounts(over: "/var/cache/apk") {
      // Without the network no index is fetched.
      if !flow.isExact, command.has(flags: "no-network") { continue }
      report.note("apk leaves its index in the layer, expected apk add --no-cache", at: run, command)
    }
  }
}

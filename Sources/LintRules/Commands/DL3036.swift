import Core

/// zypper install that leaves its cache behind.
struct DL3036: LintRule {
  static let info = RuleInfo(
    "DL3036", .warning, title: "zypper cache is left in the layer",
    what: """
      each RUN with zypper install or in and no zypper clean behind it, when no cache or tmpfs is mounted over \
      /var/cache/zypp
      """,
    why: "the cache stays in the layer, of no use to who runs the image",
    fix: "write && zypper clean behind it, in the same RUN",
    examples: [
      .bad("a cache left behind", dockerfile: "FROM opensuse/leap:15.6\nRUN zypper -n install curl=8.6.0\n"),
      .good(
        "the cache cleaned",
        dockerfile: "FROM opensuse/leap:15.6\nRUN zypper -n install curl=8.6.0 && zypper clean\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.uses("zypper") else { return }
    for run in flow.runs where !run.mounts(over: "/var/cache/zypp") {
      let install = run.install(isExact: flow.isExact) {
        $0.name == "zypper" && $0.has("install", "in")
      } cleanedBy: {
        $0.name == "zypper" ? $0.has("clean", "cc") : !flow.isExact && $0.deletes(from: "/var/cache/zypp")
      }
      guard let install else { continue }
      report.note("zypper leaves its cache in the layer, expected && zypper clean", at: run, install)
    }
  }
}

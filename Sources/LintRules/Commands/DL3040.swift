import Core

/// dnf install that leaves its cache behind.
struct DL3040: LintRule {
  static let info = RuleInfo(
    "DL3040", .warning, title: "dnf cache is left in the layer",
    what: """
      each RUN in which dnf or microdnf installs or upgrades with no clean all behind it, when no cache or tmpfs \
      is mounted over /var/cache/libdnf5
      """,
    why: "the cache stays in the layer, of no use to who runs the image",
    fix: "write && dnf clean all behind it, in the same RUN",
    examples: [
      .bad("a cache left behind", dockerfile: "FROM fedora:40\nRUN dnf install -y httpd-2.4.58\n"),
      .good("the cache cleaned", dockerfile: "FROM fedora:40\nRUN dnf install -y httpd-2.4.58 && dnf clean all\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for tool in ["dnf", "microdnf"] where flow.uses(tool) {
      for run in flow.runs where !run.mounts(over: "/var/cache/libdnf5") && !run.mounts(over: ".cache/libdnf5") {
        guard let install = uncleaned(by: tool, in: run, isExact: flow.isExact) else { continue }
        report.note("\(tool) leaves its cache in the layer, expected && \(tool) clean all", at: run, install)
      }
    }
  }

  private func uncleaned(by tool: String, in run: LintInstruction, isExact: Bool) -> LintCommand? {
    run.install(isExact: isExact) {
      $0.name == tool && $0.has("install", "in", "upgrade", "up", "upgrade-minimal", "up-min", "reinstall", "rei")
    } cleanedBy: {
      guard isExact else {
        return ($0.name == tool && $0.has("clean")) || $0.deletes(from: "/var/cache/dnf")
          || $0.deletes(from: "/var/cache/libdnf5") || $0.deletes(from: "/var/cache/yum")
      }
      return $0.name == tool ? $0.has("clean", "all") : $0.name == "rm" && $0.has("-rf", "/var/cache/libdnf5*")
    }
  }
}

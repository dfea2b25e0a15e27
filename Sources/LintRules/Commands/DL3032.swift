import Core

/// yum install that leaves its cache behind.
struct DL3032: LintRule {
  static let info = RuleInfo(
    "DL3032", .warning, title: "yum cache is left in the layer",
    what: "each RUN with yum install and no yum clean all behind it",
    why: "the cache stays in the layer, of no use to who runs the image",
    fix: "write && yum clean all behind it, in the same RUN",
    examples: [
      .bad("a cache left behind", dockerfile: "FROM centos:7\nRUN yum install -y httpd-2.4.6\n"),
      .good("the cache cleaned", dockerfile: "FROM centos:7\nRUN yum install -y httpd-2.4.6 && yum clean all\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.uses("yum") else { return }
    for run in flow.runs {
      let install = run.install(isExact: flow.isExact) {
        $0.name == "yum" && $0.has("install")
      } cleanedBy: {
        guard flow.isExact else {
          return ($0.name == "yum" && $0.has("clean")) || $0.deletes(from: "/var/cache/yum")
        }
        return $0.name == "yum" ? $0.has("clean", "all") : $0.name == "rm" && $0.has("-rf", "/var/cache/yum/*")
      }
      guard let install else { continue }
      report.note("yum leaves its cache in the layer, expected && yum clean all", at: run, install)
    }
  }
}

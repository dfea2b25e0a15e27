import Core

/// yarn install that leaves its cache behind.
struct DL3060: LintRule {
  static let info = RuleInfo(
    "DL3060", .info, title: "yarn cache is left in the layer",
    what: """
      each RUN with yarn install and no yarn cache clean behind it, in a stage that an image is made of, when no \
      cache or tmpfs is mounted over .cache/yarn
      """,
    why: "the cache stays in the layer, of no use to who runs the image",
    fix: "write && yarn cache clean behind it, in the same RUN",
    examples: [
      .bad("a cache left behind", dockerfile: "FROM node:22\nRUN yarn install\n"),
      .good("the cache cleaned", dockerfile: "FROM node:22\nRUN yarn install && yarn cache clean\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.uses("yarn") else { return }
    let kept = KeptStages(flow)
    for run in flow.runs where kept.contains(run) && !run.mounts(over: ".cache/yarn") {
      let install = run.install(isExact: flow.isExact) {
        $0.name == "yarn" && $0.has("install") && !$0.has("cache", "clean")
      } cleanedBy: {
        $0.name == "yarn" && $0.has("cache", "clean")
      }
      guard let install else { continue }
      report.note("yarn leaves its cache in the layer, expected && yarn cache clean", at: run, install)
    }
  }
}

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
    for run in flow.runs where kept.contains(run) {
      let install = flow.isExact ? DL3060.exact(run) : DL3060.uncleaned(run)
      guard let install else { continue }
      report.note("yarn leaves its cache in the layer, expected && yarn cache clean", at: run, install)
    }
  }

  private static func uncleaned(_ run: LintInstruction) -> LintCommand? {
    guard !run.mounts(over: ".cache/yarn") else { return nil }
    return run.install(isExact: false) {
      $0.name == "yarn" && $0.has("install") && !cleans($0)
    } cleanedBy: {
      cleans($0)
    }
  }

  /// As hadolint judges: `yarn install cache` installs and cleans, and a mount counts only where nothing cleans.
  private static func exact(_ run: LintInstruction) -> LintCommand? {
    guard let install = run.commands.firstIndex(where: { $0.name == "yarn" && $0.has("install") }) else { return nil }
    let isDirty =
      run.commands.firstIndex(where: cleans).map { $0 < install } ?? !run.mounts(over: ".cache/yarn")
    return isDirty ? run.commands[install] : nil
  }

  private static func cleans(_ command: LintCommand) -> Bool { command.name == "yarn" && command.has("cache", "clean") }
}

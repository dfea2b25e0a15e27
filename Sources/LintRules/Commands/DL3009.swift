import Core

/// apt-get update that leaves the package lists behind.
struct DL3009: LintRule {
  static let info = RuleInfo(
    "DL3009", .info, title: "apt lists are left in the layer",
    what: """
      each RUN with apt-get update, apt update or aptitude update that does not delete /var/lib/apt/lists, in a \
      stage that an image is made of
      """,
    why: "the lists are tens of megabytes that are out of date when the image is used",
    fix: "end the RUN with && rm -rf /var/lib/apt/lists/*",
    examples: [
      .bad(
        "lists left behind",
        dockerfile: "FROM debian:12\nRUN apt-get update && apt-get install -y curl=8.5.0-2\n"),
      .good(
        "lists deleted",
        dockerfile:
          "FROM debian:12\nRUN apt-get update && apt-get install -y curl=8.5.0-2 && rm -rf /var/lib/apt/lists/*\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    guard flow.uses("apt-get", "apt", "aptitude") else { return }
    let kept = KeptStages(flow)
    for run in flow.runs where kept.contains(run) && !isMounted(run) {
      let update = run.commands.first { command in
        (command.name == "apt-get" || command.name == "apt" || command.name == "aptitude") && command.has("update")
      }
      guard let update else { continue }
      let isClean = run.commands.contains { command in
        flow.isExact
          ? command.name == "rm" && command.has("-rf", "/var/lib/apt/lists/*")
          : command.index > update.index && command.deletes(from: "/var/lib/apt/lists")
      }
      if isClean { continue }
      report.note(
        "\(update.name) update leaves its lists in the layer, expected && rm -rf /var/lib/apt/lists/*", at: run, update)
    }
  }

  private func isMounted(_ run: LintInstruction) -> Bool {
    run.mounts(over: "/var/lib/apt/lists")
      || (run.mounts(over: "/var/lib/apt") && run.mounts(over: "/var/cache/apt"))
  }
}

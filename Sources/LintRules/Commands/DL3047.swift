import Core

/// wget that fills the log with its progress.
struct DL3047: LintRule {
  static let info = RuleInfo(
    "DL3047", .info, title: "wget without --progress",
    what: """
      each wget that neither chooses how to show progress nor is quiet nor writes its messages to a file
      """,
    why: "the bar of a large download is thousands of lines in the log of a build",
    fix: "write wget -q, or where it is not that of busybox, as on Alpine, wget --progress=dot:giga",
    examples: [
      .bad("a bar in the log", dockerfile: "FROM debian:12\nRUN wget https://example.com/big.tgz\n"),
      .good(
        "some dots in the log",
        dockerfile: "FROM debian:12\nRUN wget --progress=dot:giga https://example.com/big.tgz\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "wget")
    where !command.has(flags: "progress", "q", "quiet", "o", "output-file", "a", "append-output", "no-verbose")
      && !command.has("-nv")
    {
      report.note("wget shows a progress bar, expected wget -q or --progress=dot:giga", at: run, command)
    }
  }
}

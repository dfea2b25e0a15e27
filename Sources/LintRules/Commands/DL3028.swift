import Core

/// gem install of a gem in any version.
struct DL3028: LintRule {
  static let info = RuleInfo(
    "DL3028", .warning, title: "gem install without a version",
    what: "each gem of gem install or i without :VERSION, when the command has no -v or --version",
    why: "each build takes the version of its day, so two images of one Dockerfile differ",
    fix: "write gem install NAME:VERSION",
    examples: [
      .bad("any version", dockerfile: "FROM ruby:3.3\nRUN gem install bundler\n"),
      .good("one version", dockerfile: "FROM ruby:3.3\nRUN gem install bundler:2.5.11\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "gem") where command.has("install", "i") {
      let hasVersion = command.arguments.contains {
        $0 == "-v" || $0 == "--version" || $0.hasPrefix("--version=")
      }
      guard !hasVersion else { continue }
      let open = gems(of: command).filter { !command.arguments[$0].utf8.contains(UInt8(ascii: ":")) }
      report.noteOpenVersions(of: open, command, at: run) { "\($0):VERSION" }
    }
  }

  /// The arguments up to `--` that are neither an option nor follow one.
  private func gems(of command: LintCommand) -> [Int] {
    var out: [Int] = []
    var skips = false
    for (index, argument) in command.arguments.enumerated() {
      if argument == "--" { break }
      let isOption = argument.utf8.first == UInt8(ascii: "-")
      if !skips, !isOption, argument != "install", argument != "i" { out.append(index) }
      skips = isOption && !skips
    }
    return out
  }
}

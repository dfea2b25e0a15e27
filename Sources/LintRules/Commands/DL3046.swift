import Core

/// useradd with a large uid and a log of that size.
struct DL3046: LintRule {
  static let info = RuleInfo(
    "DL3046", .warning, title: "useradd of a large uid without --no-log-init",
    what: "each useradd whose uid has more than five digits, without -l or --no-log-init",
    why: """
      useradd writes a record at uid times its size into /var/log/lastlog; the hole takes gigabytes of the layer
      """,
    fix: "write useradd --no-log-init",
    examples: [
      .bad("a large uid", dockerfile: "FROM debian:12\nRUN useradd -u 1234567 app\n"),
      .good("a large uid without a record", dockerfile: "FROM debian:12\nRUN useradd -l -u 1234567 app\n"),
    ])
  static let readsTriggers = true

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for (run, command) in flow.commands(named: "useradd")
    where command.has(flags: "u", "uid") && !command.has(flags: "l", "no-log-init") {
      guard let index = largeUser(of: command, isExact: flow.isExact) else { continue }
      report.note(
        "useradd of a uid of more than five digits writes a huge log, expected useradd --no-log-init", at: run, command,
        argument: index)
    }
  }

  /// The argument that holds a uid of more than five digits.
  ///
  /// An exact judgement knows none but that behind a short `-u`.
  private func largeUser(of command: LintCommand, isExact: Bool) -> Int? {
    for (index, argument) in command.arguments.enumerated() {
      if LintCommand.isFlag(argument), !argument.hasPrefix("--"), argument.utf8.contains(UInt8(ascii: "u")) {
        guard index + 1 < command.arguments.count else { continue }
        let user = command.arguments[index + 1].utf8[...]
        // What a variable holds cannot be told; hadolint counts its letters.
        if isExact ? user.count > 5 : isLarge(user) { return index + 1 }
      } else if !isExact, argument == "--uid" {
        if index + 1 < command.arguments.count, isLarge(command.arguments[index + 1].utf8[...]) { return index + 1 }
      } else if !isExact, argument.hasPrefix("--uid="), isLarge(argument.utf8.dropFirst(6)) {
        return index
      }
    }
    return nil
  }

  private func isLarge(_ number: Substring.UTF8View) -> Bool {
    number.count > 5 && number.allSatisfy { (0x30...0x39).contains($0) }
  }
}

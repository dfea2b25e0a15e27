import ShellSyntax

/// A command that goes on as another user.
struct ScriptDrop: Equatable {
  /// The program that changes the user, such as `gosu`.
  var tool: String
  /// 1-based line of the script; 1 for a command.
  var line: Int
  /// The command itself, shortened.
  var text: String

  /// Programs that change the user and then run another.
  static let tools: Set<String> = ["gosu", "su-exec", "setpriv", "runuser", "chpst", "s6-setuidgid", "su"]

  /// Bytes of a script that are read.
  private static let mostBytes = 256 << 10

  /// The first command in a shell script that drops root.
  static func first(inScript bytes: [UInt8]) -> ScriptDrop? {
    let text = Array(bytes.prefix(mostBytes))
    let script = ShellScript.parse(text, dialect: .bash)
    for command in script.commands {
      var words = command.words.map(\.text)[...]
      let isExec = words.first == "exec"
      while let first = words.first, ["exec", "command", "nohup", "time"].contains(first) { words = words.dropFirst() }
      guard let tool = tool(of: Array(words)), tool != "su" || isExec, !isInSubstitution(command, script) else {
        continue
      }
      var lines = LineCounter(text)
      let line = lines.number(at: command.range.lowerBound)
      let shown = String(decoding: text[command.range.clamped(to: 0..<text.count)], as: UTF8.self)
      return ScriptDrop(tool: tool, line: line, text: UserText.clipped(ShellWords.trimmed(shown)))
    }
    return nil
  }

  /// The first command in a line of shell text that drops root.
  static func first(inLine text: String) -> ScriptDrop? { first(inScript: Array(text.utf8)) }

  /// What runs in a substitution is not what the container goes on as.
  private static func isInSubstitution(_ command: ShellCommand, _ script: ShellScript) -> Bool {
    script.enclosing(command).contains { script.scopes[$0].kind == .substitution }
  }

  /// The tool that a command's words call to drop root; nil when they call none.
  static func tool(of command: [String]) -> String? {
    guard let first = command.first else { return nil }
    let name = CommandWords.baseName(first)
    guard tools.contains(name), command.count > 1 else { return nil }
    // setpriv also only narrows capabilities and runuser without a user goes on as root; -v and --version run nothing.
    if name == "setpriv" {
      let ids = ["--reuid", "--ruid", "--euid"]
      return command.contains { word in ids.contains { word == $0 || word.hasPrefix($0 + "=") } } ? name : nil
    }
    if name == "chpst" { return command.contains { $0.hasPrefix("-u") || $0.hasPrefix("-U") } ? name : nil }
    if command.count == 2, command[1].hasPrefix("-") { return nil }
    return name
  }
}

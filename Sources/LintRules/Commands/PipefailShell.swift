import Core
import ShellSyntax

/// Tells whether the shell that SHELL names stops at a failure inside of a pipe.
enum PipefailShell {
  private static let shells: Set<String> = ["bash", "zsh", "ash"]

  /// Source: hadolint 2.15.1, measured: the words are read as one shell text; those of Windows pass.
  ///
  /// - Parameter isExact: whether a shell has to be in /bin or without a path.
  static func isSafe(_ words: [String], isExact: Bool) -> Bool {
    let text = words.joined(separator: " ")
    if ["pwsh", "powershell", "cmd"].contains(where: text.hasPrefix) { return true }
    let script = ShellScript.parse(Array(text.utf8), dialect: .bash)
    guard script.isComplete || !isExact else { return false }
    let reader = LintWordReader(script, text: Array(text.utf8), isExact: isExact)
    return script.commands.indices.contains { index in
      let (words, range) = (script.commands[index].words, script.commands[index].range)
      guard let command = LintCommand(words[...], range, index: index, of: reader, isExact: isExact) else {
        return false
      }
      let directory = command.name.utf8.lastIndex(of: UInt8(ascii: "/")).map { command.name[...$0] } ?? ""
      let name = String(command.name.dropFirst(directory.count))
      guard shells.contains(name), !isExact || directory.isEmpty || directory == "/bin/" else { return false }
      return command.has(flags: "o") && command.has("pipefail")
    }
  }
}

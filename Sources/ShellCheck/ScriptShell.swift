import Dockerfile
import ShellSyntax

/// The shell that ShellCheck is told to think of.
struct ScriptShell: Sendable, Equatable {
  /// `#!` and what follows it, without a line feed; nil when ShellCheck cannot judge for it.
  let firstLine: String?

  /// What Docker uses unless told otherwise.
  static let standard = ScriptShell(firstLine: "#!/bin/sh")

  private init(firstLine: String?) { self.firstLine = firstLine }

  /// As hadolint does: the first word, whatever it is, unless the text speaks of a shell of Windows.
  ///
  /// Source: hadolint 2.15.1, measured: `powershell` anywhere in the text will do.
  init(exactly text: String) {
    let text = Array(text.utf8)
    let isWindows = ["pwsh", "powershell", "cmd"].contains { ScriptShell.holds(text, $0) }
    let words = text.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
    firstLine = isWindows ? nil : "#!" + (words.first.map { GoUTF8.string($0) } ?? "")
  }

  /// The shell that words start, by its name: behind `env` and the like, in whatever directory.
  init(program words: [String]) {
    guard let path = ScriptShell.path(words) else {
      firstLine = nil
      return
    }
    // ShellCheck knows of -e by the first line and then says nothing about commands that may fail.
    firstLine = "#!" + path + (ScriptShell.endsOnError(words) ? " -e" : "")
  }

  /// The shell that a script's first line names; nil when ShellCheck knows none by that name.
  init(shebang line: ArraySlice<UInt8>) {
    var words = line.dropFirst(2).split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }.map { GoUTF8.string($0) }
    if words.count > 1, words[1] == "-S" || words[1] == "--split-string" { words.remove(at: 1) }
    firstLine = ScriptShell.path(words) == nil ? nil : GoUTF8.string(line)
  }

  /// Whether hadolint gives a script with this beginning to ShellCheck.
  static func takesExactly(_ script: [UInt8]) -> Bool {
    guard script.starts(with: "#!".utf8) else { return true }
    let rest = script.dropFirst(2)
    return ["/bin/", "/usr/bin/env "].contains { directory in
      ["sh", "bash", "ksh"].contains { rest.starts(with: (directory + $0).utf8) }
    }
  }

  private static func path(_ words: [String]) -> String? {
    let name = ResolvedCommand(words.map { ShellWord(literal: $0) }[...]).name
    switch words.isEmpty ? "sh" : name {
    case "sh", "bash", "dash", "ash", "ksh": return "/bin/" + (words.isEmpty ? "sh" : name)
    case "rbash": return "/bin/bash"
    case "ksh93", "mksh", "lksh", "pdksh": return "/bin/ksh"
    default: return nil
    }
  }

  /// `-e` alone or among letters, or `-o errexit`, before the text.
  private static func endsOnError(_ words: [String]) -> Bool {
    for (index, word) in words.enumerated().dropFirst() {
      let letters = word.utf8
      if word == "errexit", words[index - 1].utf8.last == UInt8(ascii: "o") { return true }
      guard letters.first == UInt8(ascii: "-"), letters.dropFirst().first != UInt8(ascii: "-") else { continue }
      if letters.contains(UInt8(ascii: "e")) { return true }
    }
    return false
  }

  private static func holds(_ text: [UInt8], _ word: String) -> Bool {
    let word = Array(word.utf8)
    guard text.count >= word.count else { return false }
    return (0...(text.count - word.count)).contains { text[$0...].starts(with: word) }
  }
}

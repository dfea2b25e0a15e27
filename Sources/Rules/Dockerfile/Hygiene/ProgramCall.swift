import ShellSyntax

/// A program that a command runs: its own, or the one that `find -exec` or `xargs` starts for each file.
struct ProgramCall {
  /// What names the files it is run on besides its own words.
  enum Source {
    case none
    /// `find`: the directories it searches; none when they are not written.
    case find(roots: [ShellWord])
    /// The words that `xargs` reads.
    case input
  }

  var program: ResolvedCommand
  var source = Source.none

  /// The programs of a command, its own first.
  static func calls(of command: ResolvedCommand) -> [ProgramCall] {
    var calls = [ProgramCall(program: command)]
    switch command.name {
    case "find": calls += startedByFind(command)
    case "xargs":
      if let inner = startedByXargs(command) { calls.append(inner) }
    default: break
    }
    return calls
  }

  private static func startedByFind(_ command: ResolvedCommand) -> [ProgramCall] {
    let words = command.arguments
    let expression =
      words.firstIndex { word in
        let first = word.text.utf8.first
        return (first == UInt8(ascii: "-") && !["-H", "-L", "-P"].contains(word.text))
          || ["(", "!"].contains(word.text)
      } ?? words.endIndex
    let roots = words[..<expression].filter { $0.text.utf8.first != UInt8(ascii: "-") }
    var (calls, start): ([ProgramCall], Int?) = ([], nil)
    for index in words[expression...].indices {
      let text = words[index].text
      if let from = start {
        guard text == ";" || text == "+" else { continue }
        calls.append(ProgramCall(program: ResolvedCommand(words[from..<index]), source: .find(roots: roots)))
        start = nil
      } else if ["-exec", "-execdir", "-ok", "-okdir"].contains(text) {
        start = index + 1
      }
    }
    return calls
  }

  /// The program behind the options of `xargs`.
  ///
  /// Source: the manual page of GNU xargs 4.9.0.
  private static func startedByXargs(_ command: ResolvedCommand) -> ProgramCall? {
    let words = command.arguments
    var index = words.startIndex
    while index < words.endIndex, let text = words[index].literal, text.utf8.first == UInt8(ascii: "-") {
      index += 1
      if text == "--" { break }
      if text.utf8.count == 2, "ILnPsdEa".utf8.contains(text.utf8.last ?? 0) { index += 1 }
      if ["--max-args", "--max-procs", "--delimiter", "--arg-file", "--max-chars"].contains(text) { index += 1 }
    }
    guard index < words.endIndex else { return nil }
    return ProgramCall(program: ResolvedCommand(words[index...]), source: .input)
  }
}

/// A command that goes on as another user.
struct PrivilegeDrop: Equatable {
  /// The program that changes the user, such as `gosu`.
  var tool: String
  /// 1-based line of the script; 1 for a command.
  var line: Int
  /// The line itself, shortened.
  var text: String

  /// Programs that change the user and then run another.
  static let tools: Set<String> = ["gosu", "su-exec", "setpriv", "runuser", "chpst", "s6-setuidgid", "su"]

  /// The first command in a shell script that drops root; at most 10,000 lines are looked at.
  static func first(inScript bytes: [UInt8]) -> PrivilegeDrop? {
    var joined: [UInt8] = []
    var start = 1
    var number = 0
    for raw in bytes.split(separator: 10, maxSplits: 10_000, omittingEmptySubsequences: false).prefix(10_000) {
      number += 1
      if joined.isEmpty { start = number }
      if raw.last == UInt8(ascii: "\\"), joined.count < 65_536 {
        joined.append(contentsOf: raw.dropLast().prefix(4_096))
        joined.append(32)
        continue
      }
      joined.append(contentsOf: raw.prefix(4_096))
      if let found = first(inLine: String(decoding: joined, as: UTF8.self), number: start) { return found }
      joined = []
    }
    return joined.isEmpty ? nil : first(inLine: String(decoding: joined, as: UTF8.self), number: start)
  }

  /// The first command in a line of shell text that drops root.
  static func first(inLine text: String, number: Int = 1) -> PrivilegeDrop? {
    let words = text.utf8.split { $0 == 32 || $0 == 9 }
    let isExec = zip(words, words.dropFirst()).contains { $0.elementsEqual("exec".utf8) && isSu($1) }
    for command in ShellWords.commands(in: withoutSubstitutions(text)) {
      guard let tool = tool(of: command), tool != "su" || isExec else { continue }
      return PrivilegeDrop(tool: tool, line: number, text: UserText.clipped(ShellWords.trimmed(text)))
    }
    return nil
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

  /// The text with each `$(…)` replaced by `_`: what runs in a substitution is not what the container goes on as, and
  /// `ShellWords` would lose the quotes around it.
  private static func withoutSubstitutions(_ text: String) -> String {
    var out: [UInt8] = []
    // Where in `out` each open parenthesis is, and whether it opens a substitution.
    var open: [(at: Int, isSubstitution: Bool)] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: "(") { open.append((out.count, out.last == UInt8(ascii: "$"))) }
      if byte == UInt8(ascii: ")"), let last = open.popLast(), last.isSubstitution {
        out.removeSubrange((last.at - 1)...)
        out.append(UInt8(ascii: "_"))
      } else {
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func isSu(_ word: Substring.UTF8View.SubSequence) -> Bool {
    word.elementsEqual("su".utf8) || word.elementsEqual("/bin/su".utf8) || word.elementsEqual("/usr/bin/su".utf8)
  }
}

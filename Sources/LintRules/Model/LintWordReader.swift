import ShellSyntax

/// Renders the words of a script as hadolint does.
///
/// Source: hadolint 2.15.1, measured: `$X` and `${X}` are `${X}`, `$(a b)` is `${ab}`, backquotes and `$((…))` are
/// `${VAR}`, quotes are gone, and so are brace expansions, but for a judgement that is not exact.
struct LintWordReader {
  private let script: ShellScript
  private let isExact: Bool
  /// For each substitution the words of its commands without anything between them; nil for backquotes.
  private let substitutions: [String?]

  /// - Parameter text: what the script was read from.
  init(_ script: ShellScript, text: [UInt8], isExact: Bool) {
    (self.script, self.isExact) = (script, isExact)
    var substitutions: [String?] = []
    for (index, scope) in script.scopes.enumerated() where scope.kind == .substitution {
      if substitutions.isEmpty { substitutions = [String?](repeating: nil, count: script.scopes.count) }
      let start = scope.range.lowerBound
      if start < text.count, text[start] != UInt8(ascii: "`") { substitutions[index] = "" }
    }
    if !substitutions.isEmpty {
      for command in LintWordReader.lone(script.commands) where substitutions[command.scope] != nil {
        for word in command.words { substitutions[command.scope]?.append(word.text) }
      }
    }
    self.substitutions = substitutions
  }

  /// The commands that are joined to no other by a pipe, `&&` or `||`.
  private static func lone(_ commands: [ShellCommand]) -> [ShellCommand] {
    var isJoined = commands.map { $0.pipeline.count > 1 || $0.join != .always }
    var last: [Int: Int] = [:]
    for (index, command) in commands.enumerated() {
      if command.join != .always, let before = last[command.scope] { isJoined[before] = true }
      last[command.scope] = index
    }
    return zip(commands, isJoined).filter { !$0.1 }.map(\.0)
  }

  /// A word without its quotes, with `${…}` for what is expanded.
  func rendered(_ word: ShellWord) -> String {
    if word.literal != nil, !isExact || !word.text.utf8.contains(UInt8(ascii: "{")) { return word.text }
    var out = ""
    for part in word.parts {
      switch part {
      case .literal(let text, let isQuoted): out += isQuoted || !isExact ? text : LintWordReader.withoutBraces(text)
      case .parameter(let name, let operation, _): out += "${\(name)\(operation)}"
      case .arithmetic: out += "${VAR}"
      case .substitution(let scope, _): out += "${\(substitutions[scope] ?? "VAR")}"
      }
    }
    return out
  }

  /// A text without its brace expansions.
  private static func withoutBraces(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(of: UInt8(ascii: "{")) else { return text }
    var out = Array(bytes[..<first])
    // For each brace that is open its place in `out`, and whether a comma or dots were in it.
    var open: [(place: Int, isList: Bool)] = []
    for (index, byte) in bytes.enumerated().dropFirst(first) {
      switch byte {
      case UInt8(ascii: "{"):
        open.append((out.count, false))
        out.append(byte)
      case UInt8(ascii: "}"):
        guard let last = open.popLast(), last.isList else {
          out.append(byte)
          continue
        }
        out.removeSubrange(last.place...)
      default:
        let isDots = byte == UInt8(ascii: ".") && bytes[index - 1] == byte
        if byte == UInt8(ascii: ",") || isDots, !open.isEmpty { open[open.count - 1].isList = true }
        out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

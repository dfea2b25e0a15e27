import BuildModel
import Dockerfile
import ShellSyntax

/// Text of a RUN command that ends up in a sudoers file.
struct SudoersText {
  /// The path as written.
  var path: String
  /// What the text is, as a part of the step's shell text.
  var range: Range<Int>

  /// Most scopes and pipeline members looked at for a destination.
  private static let reach = 64

  /// The text by which a command lets sudo run without a password; nil when it writes none.
  static func grant(by command: StepCommand) -> SudoersText? {
    switch command.name {
    case "echo", "printf":
      guard let word = command.resolved.arguments.first(where: { grants(Array($0.text.utf8)) }),
        let path = destination(of: command)
      else { return nil }
      return SudoersText(path: path, range: word.range)
    case "cat", "tee":
      for redirection in command.command.redirections {
        guard let body = redirection.body?.range else { continue }
        let bytes = command.script.text.bytes
        let inside = body.clamped(to: 0..<bytes.count)
        guard let line = grantingLine(bytes[inside]), let path = destination(of: command) else { continue }
        return SudoersText(path: path, range: line)
      }
      return nil
    case "sed", "gsed", "perl": return edit(command)
    default: return nil
    }
  }

  /// Whether a text, also one with `\n` in it, has a line that lets sudo ask for no password.
  static func grants(_ bytes: [UInt8]) -> Bool {
    let escaped = Array("\\n".utf8)
    var line: [UInt8] = []
    var index = 0
    while index <= bytes.count {
      let isEscape = index + 1 < bytes.count && bytes[index] == escaped[0] && bytes[index + 1] == escaped[1]
      if index == bytes.count || bytes[index] == 0x0A || isEscape {
        if isGrant(line[...]) { return true }
        line = []
        index += isEscape ? 2 : 1
        continue
      }
      line.append(bytes[index])
      index += 1
    }
    return false
  }

  /// The first such line of a text.
  static func grantingLine(_ bytes: ArraySlice<UInt8>) -> Range<Int>? {
    for line in bytes.split(separator: 0x0A) where isGrant(line) { return line.startIndex..<line.endIndex }
    return nil
  }

  private static func isGrant(_ line: ArraySlice<UInt8>) -> Bool {
    let line = line.drop { $0 == 0x20 || $0 == 0x09 }
    guard line.first != UInt8(ascii: "#") else { return false }
    return contains(line, "NOPASSWD") || contains(line, "!authenticate")
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard let first = wanted.first else { return true }
    var rest = bytes
    while let found = rest.firstIndex(of: first) {
      rest = rest[found...]
      if rest.starts(with: wanted) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  private static func isSudoers(_ text: String) -> Bool { contains(Array(text.utf8)[...], "sudoers") }

  // MARK: destination

  /// The sudoers file that the output of a command is written to; nil when it is none, or not known.
  private static func destination(of command: StepCommand) -> String? {
    let script = command.script.script
    if let path = target(of: command.command.redirections) { return path }
    if let word = command.resolved.arguments.first(where: { command.name == "tee" && isSudoers($0.text) }) {
      return word.text
    }
    let commands = script.commands
    let pipeline = command.command.pipeline.id
    for next in commands[(command.index + 1)...].prefix(reach)
    where next.pipeline.id == pipeline || script.scopes[next.scope].pipeline.id == pipeline {
      if let path = target(of: next.redirections) { return path }
      if let word = next.words.first(where: { isSudoers($0.text) }) { return word.text }
      if next.words.contains(where: { $0.text == "visudo" }) { return "/etc/sudoers" }
    }
    for scope in script.enclosing(command.command).prefix(reach) {
      if let path = target(of: script.scopes[scope].redirections) { return path }
    }
    return nil
  }

  private static func target(of redirections: [ShellRedirection]) -> String? {
    redirections.last { [">", ">>", ">|"].contains($0.operation) && isSudoers($0.target.text) }?.target.text
  }

  // MARK: sed

  /// A change of a sudoers file in place whose new text has the mark: `s/ALL$/NOPASSWD: ALL/`, `$a … NOPASSWD: ALL`.
  private static func edit(_ command: StepCommand) -> SudoersText? {
    guard let file = command.resolved.arguments.last, isSudoers(file.text) else { return nil }
    for word in command.resolved.arguments.dropLast() where adds(Array(word.text.utf8)) {
      return SudoersText(path: file.text, range: word.range)
    }
    return nil
  }

  private static func adds(_ text: [UInt8]) -> Bool {
    guard contains(text[...], "NOPASSWD") else { return false }
    guard let start = substitution(in: text) else {
      // Deletion names the mark in its address; a text to add stands behind a, i or c.
      let rest = text.drop { $0 == UInt8(ascii: "$") || $0 == 0x20 || (48...57).contains($0) }
      return rest.first.map { Array("aic".utf8).contains($0) } ?? false
    }
    let parts = text[(start + 2)...].split(
      separator: text[start + 1], maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count > 1 else { return false }
    if contains(parts[1], "NOPASSWD") { return parts[1].first != UInt8(ascii: "#") }
    // A comment mark in front is taken away, the rest comes back by reference.
    let pattern = parts[0].drop { $0 == UInt8(ascii: "^") }
    return pattern.first == UInt8(ascii: "#") && parts[1].contains(UInt8(ascii: "\\"))
  }

  /// Where an `s` command begins whose delimiter follows.
  private static func substitution(in text: [UInt8]) -> Int? {
    let delimiters = Array("/|#,@:!%~+;".utf8)
    for index in text.indices.dropLast() where text[index] == UInt8(ascii: "s") && delimiters.contains(text[index + 1])
    {
      if index == 0 || [0x20, 0x2F, 0x24, 0x3B].contains(text[index - 1]) { return index }
    }
    return nil
  }
}

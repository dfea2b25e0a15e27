import ShellSyntax

/// A simple command as hadolint sees it.
///
/// Source: hadolint 2.15.1, measured: the path of a name is kept, `sudo` and `env` are not looked through, and behind
/// `command`, `builtin`, `busybox`, `run` and `exec` the name is the next word, while the arguments are those after the
/// first word.
public struct LintCommand: Sendable {
  /// The effective name.
  public let name: String
  /// The words after the first, without quotes, with `${X}` for a variable; redirections are none of them.
  public let arguments: [String]
  /// Where each argument is in the text.
  public let ranges: [Range<Int>]
  /// Where the command is in the text.
  public let range: Range<Int>
  /// Index in `ShellScript.commands`.
  public let index: Int

  /// nil when the first word is not literal, or the one that the name is taken from.
  ///
  /// - Parameter isExact: whether the arguments begin behind the first word though the name is another one.
  init?(_ words: ArraySlice<ShellWord>, _ range: Range<Int>, index: Int, of reader: LintWordReader, isExact: Bool) {
    guard let first = words.first, let word = first.literal else { return nil }
    (self.index, self.range) = (index, range)
    var rest = words.dropFirst()
    if let place = LintCommand.effective(word, rest) {
      guard let effective = rest[place].literal else { return nil }
      name = effective
      if !isExact { rest = rest[(place + 1)...] }
    } else {
      name = word
    }
    arguments = rest.map(reader.rendered)
    ranges = rest.map(\.range)
  }

  /// The index of the word that a command is about when its first word only runs another; nil when it is the first.
  private static func effective(_ first: String, _ rest: ArraySlice<ShellWord>) -> Int? {
    switch first {
    case "command", "builtin", "busybox", "run":
      guard let next = rest.first, next.text.utf8.first != UInt8(ascii: "-") else { return nil }
      return rest.startIndex
    case "exec": return executed(rest)
    default: return nil
    }
  }

  /// The index of what `exec` runs: behind `-c`, `-l` and `-a NAME`.
  private static func executed(_ words: ArraySlice<ShellWord>) -> Int? {
    var place = words.startIndex
    while place < words.endIndex {
      let option = words[place].text.utf8
      guard option.first == UInt8(ascii: "-"), option.count > 1 else { return place }
      place += 1
      if words[place - 1].text == "--" { break }
      for (index, letter) in option.dropFirst().enumerated() {
        guard "cla".utf8.contains(letter) else { return nil }
        guard letter == UInt8(ascii: "a") else { continue }
        if index == option.count - 2 { place += 1 }
        break
      }
    }
    return place < words.endIndex ? place : nil
  }
}

// MARK: arguments

extension LintCommand {
  /// Whether an argument is `-x…` or `--x…`.
  public static func isFlag(_ argument: String) -> Bool {
    let bytes = argument.utf8
    return bytes.first == UInt8(ascii: "-") && bytes.count > 1 && argument != "--"
  }

  /// Whether any argument is one of these words.
  public func has(_ words: String...) -> Bool { arguments.contains { words.contains($0) } }

  /// How often a flag is there: `--name`, `--name=v`, or the letter in a cluster of one dash.
  public func count(flag: String) -> Int {
    arguments.reduce(0) { $0 + LintCommand.count(of: flag, in: $1) }
  }

  /// Whether one of these flags is there.
  public func has(flags: String...) -> Bool { has(flags: flags) }

  /// Whether one of these flags is there.
  public func has(flags: [String]) -> Bool {
    arguments.contains { argument in
      argument.utf8.first == UInt8(ascii: "-") && flags.contains { LintCommand.count(of: $0, in: argument) > 0 }
    }
  }

  private static func count(of flag: String, in argument: String) -> Int {
    let bytes = argument.utf8
    guard bytes.first == UInt8(ascii: "-"), bytes.count > 1, argument != "--" else { return 0 }
    let rest = bytes.dropFirst()
    guard rest.first == UInt8(ascii: "-") else {
      guard let letter = flag.utf8.first, flag.utf8.count == 1 else { return 0 }
      return rest.count { $0 == letter }
    }
    return rest.dropFirst().prefix { $0 != UInt8(ascii: "=") }.elementsEqual(flag.utf8) ? 1 : 0
  }

  /// The indices of the arguments that are no flags.
  ///
  /// - Parameter valued: flags whose next argument is their value when they have no `=` in them; those are left out.
  public func operands(valued: Set<String> = []) -> [Int] {
    var out: [Int] = []
    var skips = false
    for (index, argument) in arguments.enumerated() {
      let isValue = skips
      let isFlag = LintCommand.isFlag(argument)
      skips = isFlag && !valued.isEmpty && LintCommand.takesNext(argument, valued)
      if !isValue, !isFlag { out.append(index) }
    }
    return out
  }

  /// Whether a flag is one of those whose value is the next argument.
  private static func takesNext(_ argument: String, _ valued: Set<String>) -> Bool {
    let bytes = argument.utf8
    guard !bytes.contains(UInt8(ascii: "=")) else { return false }
    if bytes.dropFirst().first == UInt8(ascii: "-") { return valued.contains(String(argument.dropFirst(2))) }
    return bytes.dropFirst().contains { valued.contains(String(UnicodeScalar($0))) }
  }
}

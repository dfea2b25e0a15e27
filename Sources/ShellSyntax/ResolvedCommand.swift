/// The program that a command runs behind `sudo`, `env` and other wrappers.
public struct ResolvedCommand: Sendable, Equatable {
  /// Base name of the program; empty when the command has no words or its name is not literal.
  public private(set) var name = ""
  /// The program's word and those after it.
  public private(set) var words: ArraySlice<ShellWord>
  /// Base names of the wrappers, outermost first.
  public private(set) var wrappers: [String] = []
  /// The user that a wrapper or `su` runs it as; nil when none is named, empty when the name is not literal.
  public private(set) var user: String?

  /// The words after the program's.
  public var arguments: ArraySlice<ShellWord> { words.dropFirst() }

  /// Looks through the wrappers at the beginning of `words`.
  ///
  /// A wrapper without a program behind it, such as `sudo -v`, is the program itself.
  public init(_ words: ArraySlice<ShellWord>) {
    self.words = words
    while let first = self.words.first {
      name = Self.baseName(first)
      guard let wrapper = CommandWrapper.named(name), let inner = program(behind: wrapper) else { break }
      wrappers.append(name)
      self.words = self.words[inner...]
    }
    if name == "su" || name == "runuser" { user = switchedUser ?? user }
  }

  /// The last component of a word that is a literal path.
  private static func baseName(_ word: ShellWord) -> String {
    guard let text = word.literal else { return "" }
    guard let slash = text.utf8.lastIndex(of: 0x2F) else { return text }
    return String(text[text.utf8.index(after: slash)...])
  }

  /// The index of the program's word behind a wrapper; nil when it starts none.
  private mutating func program(behind wrapper: CommandWrapper) -> Int? {
    var index = words.startIndex + 1
    var found: String?
    while index < words.endIndex {
      let text = words[index].text
      if text == "--" {
        index += 1
        break
      }
      guard text.utf8.first == Byte.dash, text.utf8.count > 1 else {
        guard text == "-" || (wrapper.takesAssignments && Self.isAssignment(text)) else { break }
        index += 1
        continue
      }
      if wrapper.endingOptions.contains(text) { return nil }
      index += 1
      let option = Self.option(text, of: wrapper)
      guard let option else { continue }
      var value = option.value
      if option.takesNext, index < words.endIndex {
        value = words[index].literal ?? ""
        index += 1
      }
      if wrapper.userOptions.contains(option.name) { found = value ?? "" }
    }
    if wrapper.takesAssignments {
      while index < words.endIndex, Self.isAssignment(words[index].text) { index += 1 }
    }
    if name == "runuser", found == nil { return nil }
    if wrapper.userIsOperand, index < words.endIndex { found = Self.userName(words[index].literal ?? "") }
    index += wrapper.operands
    guard index < words.endIndex else { return nil }
    user = found ?? user
    return index
  }

  /// The option with a value that a word is; `takesNext` when the value is the next word.
  private static func option(
    _ text: String, of wrapper: CommandWrapper
  ) -> (name: String, value: String?, takesNext: Bool)? {
    if text.hasPrefix("--") {
      if wrapper.valueNames.contains(text) { return (text, nil, true) }
      guard let equals = text.utf8.firstIndex(of: Byte.equals) else { return nil }
      return (String(text[..<equals]), String(text[text.utf8.index(after: equals)...]), false)
    }
    let letters = text.utf8.dropFirst()
    guard let place = letters.firstIndex(where: { wrapper.valueLetters.utf8.contains($0) }) else { return nil }
    let name = "-" + String(decoding: [letters[place]], as: UTF8.self)
    let rest = letters[letters.index(after: place)...]
    return (name, rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self), rest.isEmpty)
  }

  /// Without the group in `user:group`.
  private static func userName(_ text: String) -> String {
    String(decoding: text.utf8.prefix { $0 != 0x3A }, as: UTF8.self)
  }

  private static func isAssignment(_ text: String) -> Bool {
    guard let first = text.utf8.first, Byte.beginsName(first) else { return false }
    return text.utf8.drop { Byte.continuesName($0) }.first == Byte.equals
  }

  /// The user that `su` is given: its first operand.
  private var switchedUser: String? {
    operands(valueOptions: ["-c", "--command", "-s", "--shell", "-g", "--group", "-G", "--supp-group", "-w", "-T"])
      .first { $0.text != "-" }.map { $0.literal ?? "" }
  }
}

extension ShellScript {
  /// The program that `command` runs behind `sudo`, `env` and other wrappers.
  public func resolved(_ command: ShellCommand) -> ResolvedCommand { ResolvedCommand(command.words[...]) }
}

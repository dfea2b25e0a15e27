import ShellSyntax

/// A program that carries out a text: what it reads, or what its words say.
struct ScriptInterpreter {
  private let words: ArraySlice<ShellWord>
  private let name: String
  private let isShell: Bool

  /// nil when the program is none.
  init?(_ program: ResolvedCommand) {
    name = program.name
    words = program.arguments
    isShell = ShellDialect.isShell(name)
    guard isShell || name == "eval" || name == "." || name == "source" || Self.isLanguage(name) else { return nil }
  }

  /// `python3.11` and the like.
  private static func isLanguage(_ name: String) -> Bool {
    let letters = String(
      decoding: name.utf8.prefix { !(48...57).contains($0) && $0 != UInt8(ascii: ".") }, as: UTF8.self)
    let rest = name.utf8.dropFirst(letters.utf8.count)
    return ["python", "pypy", "perl", "ruby", "node", "nodejs", "php"].contains(letters)
      && rest.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
  }

  /// Whether it carries out its standard input, when that is a pipe.
  var runsInput: Bool {
    switch name {
    case "eval": return false
    case ".", "source": return words.first.map { Self.isInput($0.text) } ?? false
    default: break
    }
    var index = words.startIndex
    while index < words.endIndex {
      let text = words[index].text
      index += 1
      if Self.isInput(text) { return true }
      guard let first = text.utf8.first, first == UInt8(ascii: "-") || (isShell && first == UInt8(ascii: "+")) else {
        return false
      }
      // Behind `--` PHP takes arguments for the script that it reads, the others the script's name.
      if text == "--" { return name == "php" || index == words.endIndex || Self.isInput(words[index].text) }
      if text.hasPrefix("--") { continue }
      let letters = text.utf8.dropFirst()
      if isShell {
        if letters.contains(UInt8(ascii: "c")) { return false }
        if letters.contains(UInt8(ascii: "s")) { return true }
        if letters.last == UInt8(ascii: "o") || letters.last == UInt8(ascii: "O") { index += 1 }
      } else if letters.contains(where: { "ceEmnpr".utf8.contains($0) }) {
        return false
      }
    }
    return true
  }

  private static func isInput(_ text: String) -> Bool { text == "-" || text == "/dev/stdin" || text == "/dev/fd/0" }

  /// The word whose text, or file, it carries out; nil when it has none.
  var textWord: ShellWord? {
    switch name {
    case "eval", ".", "source": return words.first { $0.text != "--" }
    default: break
    }
    var index = words.startIndex
    while index < words.endIndex {
      let word = words[index]
      let isOption =
        word.literal?.utf8.first == UInt8(ascii: "-") || (isShell && word.literal?.utf8.first == UInt8(ascii: "+"))
      guard isOption else { return word }
      index += 1
      if isShell, word.text.utf8.last == UInt8(ascii: "o") || word.text.utf8.last == UInt8(ascii: "O") { index += 1 }
      if !isShell, word.text == "-m" || word.text == "-r" { return nil }
    }
    return nil
  }
}

extension ShellWord {
  /// The substitution that the word begins with; nil when it begins with something else.
  var leadingSubstitution: Int? {
    for part in parts {
      switch part {
      case .literal(let text, _) where text.isEmpty: continue
      case .substitution(let scope, _): return scope
      default: return nil
      }
    }
    return nil
  }
}

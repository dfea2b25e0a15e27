/// Which words of a command are shell texts that it runs.
struct CommandTexts {
  /// Most of `find -exec find -exec …` that is looked through.
  private static let depthLimit = 4

  /// The indices of the words that make up each text.
  private(set) var arguments: [[Int]] = []
  /// Whether it is a shell that reads commands from its input.
  private(set) var readsInput = false

  /// Whether a word could name a program that runs texts; cheap, for each command.
  static func areLikely(in words: [ShellWord]) -> Bool {
    words.contains { word in
      let text = word.text.utf8
      guard text.count <= 64, let last = text.last else { return false }
      switch last {
      case UInt8(ascii: "h"): return text.dropLast().last == UInt8(ascii: "s")
      case UInt8(ascii: "l"): return word.text == "eval"
      case UInt8(ascii: "u"): return word.text.hasSuffix("su")
      case UInt8(ascii: "r"): return word.text.hasSuffix("runuser")
      default: return false
      }
    }
  }

  /// Looks for texts in the words of a command.
  init(_ words: [ShellWord]) { look(at: words[...], depth: 0) }

  private mutating func look(at words: ArraySlice<ShellWord>, depth: Int) {
    guard depth < Self.depthLimit else { return }
    let resolved = ResolvedCommand(words)
    let program = resolved.words
    guard !program.isEmpty else { return }
    switch resolved.name {
    case _ where ShellDialect.isShell(resolved.name): lookAtShell(program)
    case "eval":
      let operands = program.dropFirst().drop { $0.text == "--" }
      if !operands.isEmpty { arguments.append(Array(operands.indices)) }
    case "su", "runuser": lookAtUserSwitch(program)
    case "xargs":
      var start = program.startIndex + 1
      while start < program.endIndex, let option = Self.option(program[start]) {
        start += 1
        if option.utf8.count == 2, "-ILnPsdEa".utf8.dropFirst().contains(option.utf8.last ?? 0) { start += 1 }
      }
      if start < program.endIndex { look(at: program[start...], depth: depth + 1) }
    case "find": lookAtFind(program, depth: depth)
    default: break
    }
  }

  private static func option(_ word: ShellWord) -> String? {
    guard let text = word.literal, text.utf8.count > 1, text.utf8.first == Byte.dash else { return nil }
    return text
  }

  private mutating func lookAtFind(_ words: ArraySlice<ShellWord>, depth: Int) {
    var start: Int?
    for index in words.indices.dropFirst() {
      let text = words[index].text
      if let from = start {
        guard text == ";" || text == "+" else { continue }
        look(at: words[from..<index], depth: depth + 1)
        start = nil
      } else if text == "-exec" || text == "-execdir" || text == "-ok" || text == "-okdir" {
        start = index + 1
      }
    }
    if let start, start < words.endIndex { look(at: words[start...], depth: depth + 1) }
  }

  private mutating func lookAtShell(_ words: ArraySlice<ShellWord>) {
    var (index, hasText, isForced) = (words.startIndex + 1, false, false)
    while index < words.endIndex, let text = words[index].literal {
      guard let first = text.utf8.first, first == Byte.dash || first == Byte.plus else { break }
      index += 1
      if text == "-" || text == "--" { break }
      if text.hasPrefix("--") {
        if text == "--rcfile" || text == "--init-file" { index += 1 }
        continue
      }
      for letter in text.utf8.dropFirst() {
        switch letter {
        case UInt8(ascii: "c") where first == Byte.dash: hasText = true
        case UInt8(ascii: "s") where first == Byte.dash: isForced = true
        case UInt8(ascii: "o"), UInt8(ascii: "O"): index += 1
        default: break
        }
      }
    }
    if hasText {
      if index < words.endIndex { arguments.append([index]) }
    } else if isForced || index >= words.endIndex {
      readsInput = true
    }
  }

  private mutating func lookAtUserSwitch(_ words: ArraySlice<ShellWord>) {
    for index in words.indices.dropFirst() {
      guard let text = words[index].literal else { continue }
      if text == "--" { return }
      let isJoined = text.utf8.first == Byte.dash && text.utf8.dropFirst().first != Byte.dash
      guard text == "--command" || (isJoined && text.utf8.last == UInt8(ascii: "c")) else { continue }
      if index + 1 < words.endIndex { arguments.append([index + 1]) }
      return
    }
  }
}

extension ShellCommand {
  /// Whether it is a shell that reads its commands from standard input.
  public var readsScriptFromInput: Bool {
    CommandTexts.areLikely(in: words) && CommandTexts(words).readsInput
  }
}

import Core

/// Which flags an instruction takes.
struct FlagReader {
  enum Kind { case text, list, boolean }

  static let known: [Keyword: [String: Kind]] = [
    .from: ["platform": .text],
    .run: ["mount": .list, "network": .text, "security": .text, "device": .list],
    .copy: [
      "from": .text, "chown": .text, "chmod": .text, "link": .boolean, "parents": .boolean, "exclude": .list,
    ],
    .add: [
      "chown": .text, "chmod": .text, "link": .boolean, "keep-git-dir": .boolean, "checksum": .text,
      "unpack": .boolean, "exclude": .list,
    ],
    .healthcheck: [
      "interval": .text, "timeout": .text, "start-period": .text, "start-interval": .text, "retries": .text,
    ],
  ]

  /// The flags of an instruction, checked against those it takes.
  ///
  /// - Throws: for one that it does not take, that is given twice, or whose value is missing or of the wrong kind.
  static func flags(of text: InstructionText, _ keyword: Keyword) throws(InstructionProblem) -> [Flag] {
    guard !text.flags.isEmpty else { return [] }
    var out: [Flag] = []
    let kinds = known[keyword] ?? [:]
    for argument in text.flags {
      let flag = split(argument)
      guard let kind = kinds[flag.name] else { throw unknown(flag, keyword, Array(kinds.keys)) }
      if kind != .list, out.contains(where: { $0.name == flag.name }) {
        throw InstructionProblem("flag-twice", "--\(flag.name) is given twice", flag.range)
      }
      switch (kind, flag.value) {
      case (.text, nil), (.list, nil), (.boolean, ""):
        throw InstructionProblem(
          "flag-without-value", "--\(flag.name) has no value", flag.range, help: "write --\(flag.name)=value")
      case (.boolean, let value?) where !["true", "false"].contains(value.lowercased()):
        throw InstructionProblem(
          "flag-not-boolean", "--\(flag.name) is \"\(value)\", expected true or false", flag.range)
      default: break
      }
      out.append(flag)
    }
    return out
  }

  /// The flags as they are, for instructions that ignore them.
  static func unchecked(_ text: InstructionText) -> [Flag] { text.flags.map(split) }

  private static func split(_ argument: Argument) -> Flag {
    let bytes = argument.bytes.dropFirst(2)
    guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
      return Flag(name: GoUTF8.string(bytes), value: nil, range: argument.range)
    }
    return Flag(
      name: GoUTF8.string(bytes[..<equals]), value: GoUTF8.string(bytes[(equals + 1)...]), range: argument.range)
  }

  private static func unknown(_ flag: Flag, _ keyword: Keyword, _ names: [String]) -> InstructionProblem {
    let help: String? =
      if let near = Nearest.word(to: flag.name, in: names) {
        "did you mean --\(near)?"
      } else if names.isEmpty {
        "\(keyword.name) takes no flags"
      } else {
        "\(keyword.name) takes " + names.sorted().map { "--\($0)" }.joined(separator: ", ")
      }
    return InstructionProblem("unknown-flag", "\(keyword.name) has no flag --\(flag.name)", flag.range, help: help)
  }
}

/// Why an instruction cannot be taken; its place in the logical line.
struct InstructionProblem: Error {
  var code: String
  var message: String
  var range: Range<Int>?
  var help: String?

  init(_ code: String, _ message: String, _ range: Range<Int>? = nil, help: String? = nil) {
    (self.code, self.message, self.range, self.help) = (code, message, range, help)
  }
}

/// Words that are near to one that was mistyped.
enum Nearest {
  /// The word with the fewest edits, at most a third of its length; nil when there is none.
  static func word(to text: String, in words: [String]) -> String? {
    let text = Array(text.lowercased().utf8)
    guard text.count <= 40 else { return nil }
    // The distance is never below the difference of the lengths, which costs nothing.
    return words.filter { abs($0.utf8.count - text.count) <= most(for: $0) }
      .map { ($0, EditDistance.between(text, Array($0.lowercased().utf8))) }
      .filter { $0.1 <= most(for: $0.0) }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// How far a word may be from the one that was meant.
  private static func most(for word: String) -> Int { max(1, word.utf8.count / 3) }
}

/// An `exec` command of a script.
struct ExecLine: Sendable {
  /// 1-based.
  var number: Int
  var words: [String]
  /// Whether nothing stands before it in its line.
  var isWholeLine: Bool

  /// Whether the script's own arguments are part of the command.
  var hasArguments: Bool { words.contains { $0 == "$@" || $0 == "$*" || $0 == "${@}" } }

  /// The first `exec` of each of the first 2000 lines, launchers removed; comments are passed over.
  static func all(in bytes: [UInt8]) -> [ExecLine] {
    var out: [ExecLine] = []
    var number = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2000, omittingEmptySubsequences: false) {
      number += 1
      let text = line.drop { $0 == 32 || $0 == 9 }
      guard text.first != UInt8(ascii: "#"), let at = position(in: text.prefix(8192)) else { continue }
      let words = CommandWords.withoutLaunchers(CommandWords.first(in: text[at...]))
      if !words.isEmpty { out.append(ExecLine(number: number, words: words, isWholeLine: at == text.startIndex)) }
    }
    return out
  }

  /// Where `exec` stands as a word of its own.
  private static func position(in line: ArraySlice<UInt8>) -> Int? {
    let word = Array("exec".utf8)
    for at in line.indices where line[at] == word[0] && line[at...].starts(with: word) {
      let after = at + word.count
      guard after < line.endIndex, line[after] == 32 || line[after] == 9 else { continue }
      if at == line.startIndex || [32, 9, 38, 59, 124, 123, 40].contains(line[at - 1]) { return at }
    }
    return nil
  }
}

/// The commands of a line for a shell, found without understanding the whole language.
///
/// Only meant to say which programs a health check or a start command names: at worst a command is overlooked.
enum ShellWords {
  /// Each simple command as its words, assignments and reserved words in front left out; at most 200 commands of the
  /// first 64 KiB.
  static func commands(in text: String) -> [[String]] {
    var scanner = Scanner()
    for byte in text.utf8.prefix(65_536) where scanner.out.count < 200 { scanner.take(byte) }
    scanner.endCommand()
    return scanner.out
  }

  /// The text without blanks at its ends.
  static func trimmed(_ text: String) -> String {
    var view = Substring(text)
    while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }

  private static let passedOver: Set<String> = [
    "if", "then", "else", "elif", "while", "until", "do", "time", "exec", "command", "nohup", "!", "{",
  ]

  private static func isAssignment(_ word: String) -> Bool {
    guard let equals = word.utf8.firstIndex(of: 61), equals != word.utf8.startIndex else { return false }
    return word.utf8[..<equals].allSatisfy { byte in
      byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
  }

  private struct Scanner {
    var out: [[String]] = []
    private var words: [String] = []
    private var word: [UInt8] = []
    private var hasWord = false
    private var quote: UInt8 = 0
    private var isEscaped = false
    private var isComment = false

    mutating func take(_ byte: UInt8) {
      if isComment {
        isComment = byte != 10
        return
      }
      if isEscaped {
        isEscaped = false
        if byte != 10 { append(byte) }
        return
      }
      if quote == 39 {
        if byte == 39 { quote = 0 } else { append(byte) }
        return
      }
      switch byte {
      case 92: isEscaped = true
      case 40 where word.last == 36:  // what stands in $( ) begins with a command
        (word, hasWord, quote) = ([], false, 0)
        endCommand()
      case 96:  // so does what stands between backquotes
        quote = 0
        endCommand()
      case 34: (quote, hasWord) = (quote == 34 ? 0 : 34, true)
      case _ where quote == 34: append(byte)
      case 39: (quote, hasWord) = (39, true)
      case 32, 9: endWord()
      case 35 where !hasWord: isComment = true
      case 10, 13, 38, 40, 41, 59, 124: endCommand()  // newline & ( ) ; |
      default: append(byte)
      }
    }

    private mutating func append(_ byte: UInt8) {
      word.append(byte)
      hasWord = true
    }

    private mutating func endWord() {
      if hasWord {
        let text = String(decoding: word, as: UTF8.self)
        if !(words.isEmpty && (ShellWords.passedOver.contains(text) || ShellWords.isAssignment(text))) {
          words.append(text)
        }
      }
      (word, hasWord) = ([], false)
    }

    mutating func endCommand() {
      endWord()
      if !words.isEmpty { out.append(words) }
      words = []
    }
  }
}

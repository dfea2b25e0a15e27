/// The words of a line or statement of a configuration file.
struct ConfigLine: Sendable, Equatable {
  /// Quotes removed; at most `mostWords`.
  var words: [String]
  /// 1-based.
  var line: Int
  /// The file it is from; empty for the command.
  var file = ""

  /// Words of a line that are kept.
  static let mostWords = 24
  /// Bytes of a word; what is longer is no path of a file system (Linux: PATH_MAX is 4096).
  static let mostBytes = 4096
  /// Lines of a file that are kept.
  static let mostLines = 50_000

  var name: String { words.first ?? "" }
  /// The first word after the name; empty when there is none.
  var value: String { words.count > 1 ? words[1] : "" }
}

/// Collects the words of one line.
struct ConfigWords {
  private(set) var words: [String] = []
  private var word: [UInt8] = []
  private var isOpen = false

  var isEmpty: Bool { words.isEmpty && !isOpen }
  /// Whether a word is being collected.
  var isInWord: Bool { isOpen }

  mutating func append(_ byte: UInt8) {
    isOpen = true
    if word.count <= ConfigLine.mostBytes { word.append(byte) }
  }

  /// Begins a word that may stay empty, as a quote does.
  mutating func open() { isOpen = true }

  mutating func endWord() {
    guard isOpen else { return }
    if words.count < ConfigLine.mostWords {
      words.append(word.count > ConfigLine.mostBytes ? "" : String(decoding: word, as: UTF8.self))
    }
    word.removeAll(keepingCapacity: true)
    isOpen = false
  }

  /// The finished words; empty again afterwards.
  mutating func take() -> [String] {
    endWord()
    defer { words = [] }
    return words
  }
}

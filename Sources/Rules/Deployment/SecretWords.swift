import Core

/// Finds secrets in the words of a command.
struct SecretWords {
  /// A secret in one of the texts of a list.
  struct Found: Equatable {
    /// Of the text in the list.
    var index: Int
    var secret: SecretText
  }

  /// A word, with its bytes in the text it is from.
  private struct Word {
    var text: String
    var index: Int
    var range: Range<Int>
  }

  /// As many are told of one command.
  private static let limit = 100

  private var words: [Word] = []
  private var found: [Found] = []

  /// Secrets in a command's list; a text with blanks in it is taken for a script.
  ///
  /// - Complexity: O(bytes).
  static func found(in texts: [String]) -> [Found] {
    var finder = SecretWords()
    for (index, text) in texts.enumerated() {
      for word in split(text) { finder.words.append(Word(text: word.text, index: index, range: word.range)) }
    }
    finder.readNames()
    // A token, or a URL with a password, tells itself; where a name told it already, once is enough.
    for (index, text) in texts.enumerated() where finder.found.count < limit {
      for hit in SecretScanner.hits(in: Array(text.utf8)) {
        guard finder.found.count < limit else { break }
        let isToken = hit.password == nil && !hit.isPlaceholder
        let known = finder.found.firstIndex { $0.index == index && $0.secret.secret.overlaps(hit.secret) }
        if let known {
          if isToken { finder.found[known].secret.kind = .token(hit.kind) }
        } else {
          finder.add("", SecretText.kind(of: hit), index, hit.secret)
        }
      }
    }
    return finder.found.sorted { ($0.index, $0.secret.secret.lowerBound) < ($1.index, $1.secret.secret.lowerBound) }
  }

  private mutating func add(_ name: String, _ kind: SecretText.Kind?, _ index: Int, _ range: Range<Int>) {
    guard let kind else { return }
    found.append(Found(index: index, secret: SecretText(kind: kind, name: SecretText.safe(name), secret: range)))
  }

  /// `--password=value`, `--requirepass value`, `PASSWORD=value`, and `-pvalue` of MySQL's programs.
  private mutating func readNames() {
    var isMySQL = false
    for at in words.indices where found.count < SecretWords.limit {
      let word = words[at]
      let bytes = word.text.utf8
      let isOption = bytes.first == UInt8(ascii: "-")
      if !isOption, let name = bytes.split(separator: UInt8(ascii: "/")).last.map({ String(Substring($0)) }),
        ["mysql", "mysqldump", "mysqladmin", "mariadb", "mariadb-admin", "mariadb-dump"].contains(name)
      {
        isMySQL = true
      }
      if let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(word.text[..<equals])
        guard SecretName.isSecret(name) else { continue }
        let value = String(word.text[bytes.index(after: equals)...])
        let start = word.range.lowerBound + bytes.distance(from: bytes.startIndex, to: equals) + 1
        add(name, SecretText.kind(of: value, name), word.index, start..<max(start, word.range.upperBound))
      } else if bytes.starts(with: "--".utf8), SecretName.isSecret(word.text), at + 1 < words.count {
        let next = words[at + 1]
        guard next.text.utf8.first != UInt8(ascii: "-") else { continue }
        add(word.text, SecretText.kind(of: next.text, word.text), next.index, next.range)
      } else if isMySQL, bytes.starts(with: "-p".utf8), bytes.count > 2 {
        let value = String(word.text.utf8.dropFirst(2)) ?? ""
        add("-p", SecretText.kind(of: value, "password"), word.index, word.range.lowerBound + 2..<word.range.upperBound)
      }
    }
  }

  /// The words of a script as far as quotes and blanks tell them; quotes at their ends are left out.
  private static func split(_ text: String) -> [(text: String, range: Range<Int>)] {
    var out: [(String, Range<Int>)] = []
    let bytes = Array(text.utf8)
    var (word, start, quote): ([UInt8], Int?, UInt8?) = ([], nil, nil)
    func isEnd(_ byte: UInt8) -> Bool { byte <= 0x20 || ";|&()<>".utf8.contains(byte) }
    for (index, byte) in bytes.enumerated() {
      if quote == nil, isEnd(byte) {
        if let first = start { out.append((String(decoding: word, as: UTF8.self), first..<index)) }
        (word, start) = ([], nil)
        continue
      }
      if start == nil { start = index }
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else {
        word.append(byte)
      }
    }
    if let first = start { out.append((String(decoding: word, as: UTF8.self), first..<bytes.count)) }
    return out
  }
}

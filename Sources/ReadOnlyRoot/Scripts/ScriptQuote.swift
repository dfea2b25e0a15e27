/// A command of a script as evidence shows it: one line, short, without control characters and without passwords.
enum ScriptQuote {
  private static let most = 80
  /// Bytes of a command that are looked at; more are never shown.
  private static let mostRead = 512
  private static let mask = Array("***".utf8)
  /// Parts of the names that secrets have.
  private static let names = [
    "passw", "passphrase", "secret", "token", "credential", "api_key", "apikey", "api-key", "access_key", "access-key",
    "private_key", "authorization",
  ].map { Array($0.utf8) }
  /// Beginnings that only tokens have.
  private static let tokens = ["ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk_live_", "AKIA", "eyJ"]
    .map { Array($0.utf8) }

  /// - Parameter bytes: the command, of which the first line is shown.
  static func text(of bytes: ArraySlice<UInt8>) -> String {
    let first = bytes.prefix(mostRead).prefix { $0 != 0x0A }.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
    let isCut = first.count < bytes.count
    var line = hidingSecrets(in: first)
    let isLong = line.count > most
    line = Array(line.prefix(most))
    while line.last == 0x20 || line.last == UInt8(ascii: "\\") { line.removeLast() }
    while let last = line.last, last & 0xC0 == 0x80, String(validating: line, as: UTF8.self) == nil {
      line.removeLast()
    }
    if let last = line.last, last >= 0xC0 { line.removeLast() }
    return String(decoding: line, as: UTF8.self) + (isCut || isLong ? " …" : "")
  }

  private static func hidingSecrets(in line: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    let program = line.prefix { $0 != 0x20 }
    let base = program[(program.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
    let isDatabase = base.starts(with: "mysql".utf8) || base.starts(with: "mariadb".utf8)
    let isFetcher = base.elementsEqual("curl".utf8) || base.elementsEqual("wget".utf8)
    /// Whether the word before says that a secret follows.
    var isAwaited = false
    var mayBeUser = false
    var at = 0
    while at < line.count {
      let end = line[at...].firstIndex(of: 0x20) ?? line.count
      let word = line[at..<end]
      if !word.isEmpty {
        let isOption = word.first == UInt8(ascii: "-")
        let secret =
          isAwaited ? whole(word) : secretStart(word, isDatabase: isDatabase, isUser: isFetcher && mayBeUser)
        out += secret.map { line[at..<$0] + mask + tail(line[$0..<end]) } ?? line[at..<end]
        let isName = secret == nil && (isOption || word.last == UInt8(ascii: ":")) && nameEnd(word) != nil
        isAwaited = isName || (isAwaited && word.elementsEqual("Bearer".utf8))
        mayBeUser = word.elementsEqual("-u".utf8) || word.elementsEqual("--user".utf8)
      }
      if end < line.count { out.append(0x20) }
      at = end + 1
    }
    return out
  }

  /// Quotes and signs that end a secret are shown.
  private static func tail(_ secret: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var start = secret.endIndex
    while start > secret.startIndex, "\"';)".utf8.contains(secret[start - 1]) { start -= 1 }
    return secret[start...]
  }

  /// Where the secret in a word begins; nil when none is seen.
  private static func secretStart(_ word: ArraySlice<UInt8>, isDatabase: Bool, isUser: Bool) -> Int? {
    if isDatabase, word.starts(with: "-p".utf8), word.count > 2 { return literal(word[(word.startIndex + 2)...]) }
    if isUser, let colon = word.firstIndex(of: UInt8(ascii: ":")) { return literal(word[(colon + 1)...]) }
    let bare = word.drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    if tokens.contains(where: { bare.starts(with: $0) }), bare.count >= 16 { return bare.startIndex }
    if let start = password(inURL: word) { return start }
    guard let end = nameEnd(word) else { return nil }
    let value = word[end...].drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    guard let sign = value.first, sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":") else { return nil }
    return literal(value.dropFirst())
  }

  /// `://user:password@`.
  private static func password(inURL word: ArraySlice<UInt8>) -> Int? {
    guard let scheme = word.firstIndex(of: UInt8(ascii: ":")), word[scheme...].starts(with: "://".utf8) else {
      return nil
    }
    let authority = word[(scheme + 3)...].prefix { $0 != UInt8(ascii: "/") }
    guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
      let colon = authority[..<at].firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    return literal(authority[(colon + 1)..<at])
  }

  /// Where a name that secrets have ends.
  private static func nameEnd(_ word: ArraySlice<UInt8>) -> Int? {
    let small = word.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    for start in small.indices {
      guard let name = names.first(where: { small[start...].starts(with: $0) }) else { continue }
      var end = word.startIndex + start + name.count
      while end < word.endIndex, isNamePart(word[end]) { end += 1 }
      return end
    }
    return nil
  }

  /// Where a value begins that is written out: no variable, no file and not nothing.
  private static func literal(_ value: ArraySlice<UInt8>) -> Int? {
    let bare = value.drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    guard let first = bare.first, !"$`/<>|;&)".utf8.contains(first) else { return nil }
    return bare.startIndex
  }

  private static func whole(_ word: ArraySlice<UInt8>) -> Int? {
    word.first == UInt8(ascii: "-") || word.elementsEqual("Bearer".utf8) ? nil : literal(word)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }
}

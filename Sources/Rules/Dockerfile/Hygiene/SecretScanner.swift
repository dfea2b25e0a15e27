/// Finds tokens of known form and URLs with a password in a text.
struct SecretScanner {
  struct Hit: Equatable {
    /// Such as `GitHub token`.
    var kind: String
    /// What may be shown: the token's prefix, or the URL up to its password.
    var shown: Range<Int>
    /// What must not.
    var secret: Range<Int>
    /// What the text after a `user:` in a URL is; nil for a token of known form.
    var password: SecretValue?
    /// Whether a token is made up, as in documentation.
    var isPlaceholder = false
  }

  /// The shapes by their first byte.
  private static let byFirst: [[TokenShape]] = (0..<256).map { byte in
    TokenShape.all.filter { Int($0.prefix[0]) == byte }
  }
  /// Whether something may begin, or have its middle, at a byte: most bytes of a file need no closer look.
  private static let isMark: [Bool] = (0..<256).map { byte in
    !byFirst[byte].isEmpty || ":=-e".utf8.contains(UInt8(byte))
  }
  private static let keyStart = Array("-----BEGIN ".utf8)
  private static let keyEnd = Array("PRIVATE KEY-----".utf8)

  /// - Complexity: O(bytes).
  static func hits(in bytes: [UInt8]) -> [Hit] {
    var hits: [Hit] = []
    let (isMark, byFirst) = (SecretScanner.isMark, SecretScanner.byFirst)
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      // A letter in the midst of a word begins nothing.
      guard isMark[Int(byte)], at == 0 || !continuesWord(byte) || !continuesWord(bytes[at - 1]) else {
        at += 1
        continue
      }
      var hit: Hit?
      let shapes = byFirst[Int(byte)]
      if !shapes.isEmpty, at == 0 || !continuesWord(bytes[at - 1]) {
        for index in shapes.indices where hit == nil && begins(shapes[index].prefix, bytes, at) {
          hit = token(shapes[index], bytes, at)
        }
      } else if byte == UInt8(ascii: ":") {
        hit = url(bytes, at)
      } else if byte == UInt8(ascii: "="), at > 0 {
        hit = setting(bytes, at)
      } else if byte == UInt8(ascii: "-"), at == 0 || bytes[at - 1] != byte {
        hit = privateKey(bytes, at)
      }
      if hit == nil, byte == UInt8(ascii: "e"), at == 0 || !isTokenByte(bytes[at - 1]) { hit = webToken(bytes, at) }
      if let hit {
        hits.append(hit)
        at = max(at + 1, hit.secret.upperBound)
      } else {
        at += 1
      }
    }
    return hits
  }

  private static func continuesWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool { continuesWord(byte) || byte == UInt8(ascii: "-") }

  private static func begins(_ prefix: [UInt8], _ bytes: [UInt8], _ start: Int) -> Bool {
    guard start + 1 < bytes.count, bytes[start + 1] == prefix[1] else { return false }
    return bytes[start...].starts(with: prefix)
  }

  /// What a token's prefix, found at `start`, begins.
  private static func token(_ shape: TokenShape, _ bytes: [UInt8], _ start: Int) -> Hit? {
    let first = start + shape.prefix.count
    // One letter more than allowed is looked at: then it is something else.
    let limit = shape.most.map { min(bytes.count, first + $0 + 1) } ?? bytes.count
    var end = first
    while end < limit, shape.allows(bytes[end]) { end += 1 }
    guard end - first >= shape.least, shape.most.map({ end - first <= $0 }) ?? true else { return nil }
    if shape.most != nil, end < bytes.count, continuesWord(bytes[end]) { return nil }
    return Hit(
      kind: shape.kind, shown: start..<first, secret: first..<end, isPlaceholder: isMadeUp(bytes[first..<end]))
  }

  private static let examples = BytePattern(["example", "xxxx", "1234567890", "abcdefgh", "dummy", "your", "fake"])

  /// Whether a token has few different letters, or says that it is an example.
  private static func isMadeUp(_ bytes: ArraySlice<UInt8>) -> Bool {
    if Set(bytes).count < 6 { return true }
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    return examples.isIn(text)
  }

  /// `-----BEGIN … PRIVATE KEY-----` and what follows up to its end.
  private static func privateKey(_ bytes: [UInt8], _ start: Int) -> Hit? {
    guard bytes[start...].starts(with: keyStart) else { return nil }
    var at = start + keyStart.count
    let limit = min(bytes.count, at + 40)
    while at < limit, !bytes[at...].starts(with: keyEnd) { at += 1 }
    guard at < limit else { return nil }
    let head = at + keyEnd.count
    let mark = Array("-----END".utf8)
    var end = head
    while end < bytes.count, end - head < 8_000, !bytes[end...].starts(with: mark) { end += 1 }
    // A pattern that looks for keys has no key behind it.
    let body = bytes[head..<end].prefix(200).filter {
      continuesWord($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/")
    }
    guard body.count >= 40 else { return nil }
    return Hit(kind: "private key", shown: start..<head, secret: head..<end)
  }

  /// Three parts of base64url with points between them; the first two are JSON objects.
  private static func webToken(_ bytes: [UInt8], _ start: Int) -> Hit? {
    guard bytes[start...].starts(with: "eyJ".utf8) else { return nil }
    var (at, parts, length) = (start, 1, 0)
    var second = 0
    while at < bytes.count {
      if isTokenByte(bytes[at]) {
        length += 1
      } else if bytes[at] == UInt8(ascii: "."), length >= 10, parts < 3 {
        (parts, length) = (parts + 1, 0)
        if parts == 2 { second = at + 1 }
      } else {
        break
      }
      at += 1
    }
    guard parts == 3, length >= 10, bytes[second...].starts(with: "eyJ".utf8) else { return nil }
    return Hit(kind: "JSON web token", shown: start..<start + 3, secret: start + 3..<at)
  }

  /// `scheme://user:password@host`, from its colon.
  private static func url(_ bytes: [UInt8], _ colon: Int) -> Hit? {
    guard bytes[colon...].starts(with: "://".utf8), colon > 0, continuesWord(bytes[colon - 1]) else { return nil }
    var at = colon + 3
    let limit = min(bytes.count, at + 256)
    while at < limit, isUserByte(bytes[at]) { at += 1 }
    guard at < limit, bytes[at] == UInt8(ascii: ":") else { return nil }
    let first = at + 1
    at = first
    while at < limit, isUserByte(bytes[at]) || "!*=&,;^#".utf8.contains(bytes[at]) { at += 1 }
    guard at < limit, bytes[at] == UInt8(ascii: "@"), at > first, at + 1 < bytes.count, continuesWord(bytes[at + 1])
    else {
      return nil
    }
    let user = String(decoding: bytes[colon + 3..<first - 1], as: UTF8.self)
    let text = String(decoding: bytes[first..<at], as: UTF8.self)
    var value = SecretValue(text, name: user)
    if value == .harmless { value = .wellKnown }
    var start = colon
    while start > 0, colon - start < 16, continuesWord(bytes[start - 1]) { start -= 1 }
    return Hit(kind: "password in a URL", shown: start..<first - 1, secret: first..<at, password: value)
  }

  /// `password=value` in the middle of a connection string or a query, from its `=`.
  private static func setting(_ bytes: [UInt8], _ equals: Int) -> Hit? {
    // All three names end in a `d`; nearly every `=` stands behind another letter.
    guard bytes[equals - 1] | 0x20 == UInt8(ascii: "d") else { return nil }
    var start = equals
    while start > 0, equals - start < 9, continuesWord(bytes[start - 1]) { start -= 1 }
    let name = String(decoding: bytes[start..<equals], as: UTF8.self)
    guard ["password", "passwd", "pwd"].contains(name.lowercased()), start > 0 else { return nil }
    let before = bytes[start - 1]
    guard ";&?".utf8.contains(before) || (before == 0x20 && name.lowercased() == "password") else { return nil }
    var end = equals + 1
    let limit = min(bytes.count, equals + 257)
    while end < limit, isUserByte(bytes[end]) || "!*@#^/".utf8.contains(bytes[end]) { end += 1 }
    guard end == bytes.count || (end < limit && "; &\"',\n".utf8.contains(bytes[end])) else { return nil }
    let value = SecretValue(String(decoding: bytes[equals + 1..<end], as: UTF8.self), name: name)
    guard value != .harmless else { return nil }
    return Hit(kind: "password in a text", shown: start..<equals, secret: equals + 1..<end, password: value)
  }

  private static func isUserByte(_ byte: UInt8) -> Bool {
    continuesWord(byte) || "-.~%+".utf8.contains(byte)
  }
}

import Core

/// Parts of a text that are filled in before a deployment file is used.
///
/// Source: envsubst and Terraform (`${NAME}`), Jinja, Helm and CloudFormation's dynamic references (`{{ … }}`), EJS and
/// ERB (`<% … %>`), the placeholders that pipelines fill in (`<IMAGE1_NAME>`, `%IMAGE%`).
enum Placeholder {
  private static let longestName = 64

  /// The first one; nil when the text is what it says.
  static func first(in text: String) -> String? {
    let bytes = text.utf8.span
    var isSpecial = false
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "<")
        || byte == UInt8(ascii: "%")
      {
        isSpecial = true
        break
      }
    }
    return isSpecial ? first(in: Array(text.utf8)) : nil
  }

  private static func first(in bytes: [UInt8]) -> String? {
    // What is never closed behind one place is not closed behind a later one either.
    var (hasBraces, hasStatement, hasMark) = (true, true, true)
    for at in bytes.indices {
      let next = at + 1 < bytes.count ? bytes[at + 1] : 0
      var end: Int?
      switch (bytes[at], next) {
      case (UInt8(ascii: "$"), UInt8(ascii: "{")):
        end = bytes[at...].firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 } ?? bytes.count
      case (UInt8(ascii: "$"), _): end = variable(bytes, at)
      case (UInt8(ascii: "{"), UInt8(ascii: "{")) where hasBraces:
        end = close("}}", bytes, at)
        hasBraces = end != nil
      case (UInt8(ascii: "{"), UInt8(ascii: "%")) where hasStatement:
        end = close("%}", bytes, at)
        hasStatement = end != nil
      case (UInt8(ascii: "<"), UInt8(ascii: "%")) where hasMark:
        end = close("%>", bytes, at)
        hasMark = end != nil
      case (UInt8(ascii: "<"), _): end = bracketed(bytes, at)
      case (UInt8(ascii: "%"), _): end = percent(bytes, at)
      default: break
      }
      if let end { return DocumentWords.bare(String(decoding: bytes[at..<end], as: UTF8.self)) }
    }
    return nil
  }

  private static func close(_ mark: String, _ bytes: [UInt8], _ start: Int) -> Int? {
    let mark = Array(mark.utf8)
    var at = start + 2
    while at + 1 < bytes.count {
      if bytes[at] == mark[0], bytes[at + 1] == mark[1] { return at + 2 }
      at += 1
    }
    return nil
  }

  /// `$NAME` as a whole text or a part set off by a mark; `pa$Word` and `$$NAME` are none.
  private static func variable(_ bytes: [UInt8], _ start: Int) -> Int? {
    let marks = Array("/:@.-=, ".utf8)
    guard start == 0 || marks.contains(bytes[start - 1]) else { return nil }
    let name = bytes[(start + 1)...].prefix(longestName).prefix(while: isNamePart)
    guard let first = name.first, !isDigit(first) else { return nil }
    let isWhole = start == 0 && name.endIndex == bytes.count
    let isCapital = name.count > 1 && name.allSatisfy { !(97...122).contains($0) }
    return isWhole || isCapital ? name.endIndex : nil
  }

  /// `<NAME>`: anything that begins with a letter for a whole text; else capitals, or words with a dash or underscore.
  private static func bracketed(_ bytes: [UInt8], _ start: Int) -> Int? {
    let inside = bytes[(start + 1)...].prefix(longestName + 1)
      .prefix { $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<") }
    let end = inside.endIndex
    guard end < bytes.count, bytes[end] == UInt8(ascii: ">"), let first = inside.first, isLetter(first) else {
      return nil
    }
    if start == 0, end + 1 == bytes.count { return end + 1 }
    guard inside.allSatisfy({ isNamePart($0) || $0 == UInt8(ascii: "-") }) else { return nil }
    let isJoined = inside.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    let isCapital = inside.count > 1 && inside.allSatisfy { !(97...122).contains($0) }
    return isJoined || isCapital ? end + 1 : nil
  }

  /// `%NAME%` in capitals.
  private static func percent(_ bytes: [UInt8], _ start: Int) -> Int? {
    let name = bytes[(start + 1)...].prefix(longestName).prefix { isNamePart($0) && !(97...122).contains($0) }
    guard name.count > 2, let first = name.first, isLetter(first), name.endIndex < bytes.count,
      bytes[name.endIndex] == UInt8(ascii: "%")
    else { return nil }
    return name.endIndex + 1
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isNamePart(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") }
}

extension DocumentValue {
  /// The same with each text that holds a placeholder as unknown.
  func resolvingPlaceholders() -> DocumentValue { replacingPlaceholders() ?? self }

  /// nil when it holds none: most do not, and a copy takes longer than the look.
  private func replacingPlaceholders() -> DocumentValue? {
    var value = self
    switch kind {
    case .text(let text):
      guard let what = Placeholder.first(in: text) else { return nil }
      (value.kind, value.written) = (.unknown(what), text)
    case .list(let items):
      var changed = items
      var isChanged = false
      for (index, item) in items.enumerated() {
        guard let replaced = item.replacingPlaceholders() else { continue }
        changed[index] = replaced
        isChanged = true
      }
      guard isChanged else { return nil }
      value.kind = .list(changed)
    case .object(let members):
      var changed = members
      var isChanged = false
      for (index, member) in members.enumerated() {
        guard let replaced = member.value.replacingPlaceholders() else { continue }
        changed[index].value = replaced
        isChanged = true
      }
      guard isChanged else { return nil }
      value.kind = .object(changed)
    case .null, .bool, .number, .unknown: return nil
    }
    return value
  }
}

extension ResolvedCommand {
  /// Whether a flag is given, alone or joined with others: `-y`, `-qqy`, `--yes`, `--yes=true`.
  ///
  /// Words after `--` are no options. A letter behind an option that takes a value is seen as a flag unless
  /// `valueLetters` names that option.
  public func hasFlag(short: Unicode.Scalar? = nil, long: String? = nil, valueLetters: String = "") -> Bool {
    let letter = short.flatMap { $0.isASCII ? UInt8($0.value) : nil }
    for word in arguments {
      let text = word.text.utf8
      guard text.first == Byte.dash else { continue }
      let rest = text.dropFirst()
      if rest.first == Byte.dash {
        if rest.count == 1 { return false }
        if let long, Self.name(of: word.text) == long { return true }
        continue
      }
      guard let letter else { continue }
      for byte in rest {
        if byte == letter { return true }
        if valueLetters.utf8.contains(byte) { break }
      }
    }
    return false
  }

  /// The value of an option: `-o x`, `-ox`, `-qo x`, `--output x`, `--output=x`; the last one given.
  ///
  /// The range of the word is that of the value.
  public func value(short: Unicode.Scalar? = nil, long: String? = nil) -> ShellWord? {
    values(short: short, long: long).last
  }

  /// All values given to an option, in their order.
  public func values(short: Unicode.Scalar? = nil, long: String? = nil) -> [ShellWord] {
    let letter = short.flatMap { $0.isASCII ? UInt8($0.value) : nil }
    var (values, index): ([ShellWord], Int) = ([], arguments.startIndex)
    while index < arguments.endIndex {
      let word = arguments[index]
      index += 1
      let text = word.text.utf8
      guard text.first == Byte.dash, text.count > 1 else { continue }
      if text.dropFirst().first == Byte.dash {
        if text.count == 2 { break }
        guard let long, Self.name(of: word.text) == long else { continue }
        if let equals = text.firstIndex(of: Byte.equals) {
          let skipped = text.distance(from: text.startIndex, to: equals) + 1
          values.append(word.dropping(skipped))
          continue
        }
      } else {
        guard let letter, let place = text.dropFirst().firstIndex(of: letter) else { continue }
        let skipped = text.distance(from: text.startIndex, to: place) + 1
        if skipped < text.count {
          values.append(word.dropping(skipped))
          continue
        }
      }
      guard index < arguments.endIndex else { break }
      values.append(arguments[index])
      index += 1
    }
    return values
  }

  /// The words that are no options, nor values of the options named.
  ///
  /// - Parameter valueOptions: options whose value is the next word, as `-o` and `--output`; a short one is also found
  ///   at the end of joined flags.
  public func operands(valueOptions: Set<String> = []) -> [ShellWord] {
    var (operands, index): ([ShellWord], Int) = ([], arguments.startIndex)
    while index < arguments.endIndex {
      let word = arguments[index]
      index += 1
      let text = word.text.utf8
      if word.text == "--" { return operands + arguments[index...] }
      guard text.first == Byte.dash, text.count > 1 else {
        operands.append(word)
        continue
      }
      if valueOptions.contains(word.text) {
        index += 1
      } else if text.dropFirst().first != Byte.dash, let last = text.last {
        let letters = text.dropFirst().dropLast()
        let valueIsJoined = letters.contains { valueOptions.contains("-" + String(decoding: [$0], as: UTF8.self)) }
        if !valueIsJoined, valueOptions.contains("-" + String(decoding: [last], as: UTF8.self)) { index += 1 }
      }
    }
    return operands
  }

  /// The name of a long option, without dashes and value.
  private static func name(of text: String) -> String {
    String(decoding: text.utf8.dropFirst(2).prefix { $0 != Byte.equals }, as: UTF8.self)
  }
}

extension ShellWord {
  /// The word without the first `count` bytes of its text, which are literal.
  ///
  /// The range begins where the rest does when the word is not quoted before it, else a quote or two later.
  public func dropping(_ count: Int) -> ShellWord {
    var (left, parts): (Int, [Part]) = (count, [])
    for part in self.parts {
      guard left > 0, case .literal(let text, let isQuoted) = part else {
        parts.append(part)
        continue
      }
      let dropped = min(left, text.utf8.count)
      left -= dropped
      let rest = text.utf8.dropFirst(dropped)
      if !rest.isEmpty { parts.append(.literal(String(decoding: rest, as: UTF8.self), isQuoted: isQuoted)) }
    }
    let lower = min(range.lowerBound + count, range.upperBound)
    return ShellWord(
      parts: parts, range: lower..<range.upperBound, text: String(decoding: text.utf8.dropFirst(count), as: UTF8.self))
  }
}

extension WordLexer {
  /// Takes what begins with `$`.
  mutating func substitution(_ lookup: Lookup) throws(ExpansionError) -> [UInt8] {
    let start = reader.position
    _ = reader.take()
    guard reader.next == "{" else {
      let name = takeName()
      if name.isEmpty { return [UInt8(ascii: "$")] }
      if let value = value(of: name, lookup) { return try counted(value, at: start) }
      return settings.keepsUnset ? Array("$\(name)".utf8) : []
    }
    _ = reader.take()
    switch reader.next {
    case nil: throw .openSubstitution(at: start)
    case "{", "}", ":": throw .noName(at: start)
    default: break
    }
    let name = takeName()
    guard let modifier = reader.take() else { throw .openSubstitution(at: start) }
    switch modifier {
    case "}":
      if let value = value(of: name, lookup) { return try counted(value, at: start) }
      return settings.keepsUnset ? Array("${\(name)}".utf8) : []
    case ":":
      guard let second = reader.take() else { throw .openSubstitution(at: start) }
      if second == "#" || second == "%" { throw .unknownModifier([modifier, second], at: start) }
      return try conditional(name, second, treatsEmptyAsUnset: true, at: start, lookup)
    case "+", "-", "?": return try conditional(name, modifier, treatsEmptyAsUnset: false, at: start, lookup)
    case "#", "%": return try trimmed(name, modifier, at: start, lookup)
    case "/": return try replaced(name, at: start, lookup)
    default: throw .unknownModifier([modifier], at: start)
    }
  }

  /// Takes a name: letters, digits and `_`; or digits only; or one special parameter; may be empty.
  private mutating func takeName() -> String {
    let start = reader.position
    if let first = reader.next, first.isDigit {
      while let scalar = reader.next, scalar.isDigit { _ = reader.take() }
    } else if let first = reader.next, first.isSpecialParameter {
      _ = reader.take()
    } else {
      while let scalar = reader.next, scalar.isNameScalar { _ = reader.take() }
    }
    return String(decoding: reader.bytes[start..<reader.position], as: UTF8.self)
  }

  private mutating func value(of name: String, _ lookup: Lookup) -> [UInt8]? {
    let value = lookup(name)
    if value == nil { missing.insert(name) } else { found.insert(name) }
    return value
  }

  /// The value, added to the count of what was put in.
  private mutating func counted(_ value: [UInt8], at start: Int) throws(ExpansionError) -> [UInt8] {
    valueBytes += value.count
    guard valueBytes <= valueByteLimit else { throw .tooLong(valueByteLimit, at: start) }
    return value
  }

  /// `${name:-word}` and its kind, from the word on.
  private mutating func conditional(
    _ name: String, _ modifier: Unicode.Scalar, treatsEmptyAsUnset: Bool, at start: Int, _ lookup: Lookup
  ) throws(ExpansionError) -> [UInt8] {
    let word = try run(until: .brace, keepingEscapes: false, openedAt: start, lookup)
    let value = value(of: name, lookup)
    if value == nil, settings.keepsUnset {
      return Array("${\(name)\(treatsEmptyAsUnset ? ":" : "")\(modifier)".utf8) + word + [UInt8(ascii: "}")]
    }
    let usable = treatsEmptyAsUnset && value?.isEmpty == true ? nil : value
    switch modifier {
    case "-": return if let usable { try counted(usable, at: start) } else { word }
    case "+": return usable == nil ? [] : word
    case "?":
      guard let usable else { throw .required(name, isSet: value != nil, word, at: start) }
      return try counted(usable, at: start)
    default: throw .unknownModifier(treatsEmptyAsUnset ? [":", modifier] : [modifier], at: start)
    }
  }

  /// `${name#pattern}` and its kind, from the pattern on.
  private mutating func trimmed(
    _ name: String, _ modifier: Unicode.Scalar, at start: Int, _ lookup: Lookup
  ) throws(ExpansionError) -> [UInt8] {
    var pattern = try run(until: .brace, keepingEscapes: true, openedAt: start, lookup)
    let value = value(of: name, lookup)
    if value == nil, settings.keepsUnset {
      return Array("${\(name)\(modifier)".utf8) + pattern + [UInt8(ascii: "}")]
    }
    let takesLongest = pattern.first.map(Unicode.Scalar.init) == modifier
    if takesLongest { pattern.removeFirst() }
    let edge: PatternEdge = modifier == "#" ? .prefix : .suffix
    let match = try WordPattern(pattern, edge: edge, isGreedy: takesLongest, at: start)
    try refuseLong(value, match, at: start)
    let target = PatternTarget(value ?? [], edge: edge)
    try countSteps(match, target, at: start)
    return try counted(target.trimmed(match), at: start)
  }

  /// `${name/pattern/replacement}` and `${name//pattern/replacement}`, from the pattern on.
  private mutating func replaced(_ name: String, at start: Int, _ lookup: Lookup) throws(ExpansionError) -> [UInt8] {
    let replacesAll = reader.next == "/"
    if replacesAll { _ = reader.take() }
    let pattern = try run(until: .slash, keepingEscapes: true, openedAt: start, lookup)
    let replacement = try run(until: .brace, keepingEscapes: true, openedAt: start, lookup)
    let value = value(of: name, lookup)
    if value == nil, settings.keepsUnset {
      let slash = [UInt8(ascii: "/")]
      return Array("${\(name)\(replacesAll ? "//" : "/")".utf8) + pattern + slash + replacement + [UInt8(ascii: "}")]
    }
    let match = try WordPattern(pattern, edge: .prefix, isGreedy: true, at: start)
    try refuseLong(value, match, at: start)
    let target = PatternTarget(value ?? [], edge: .prefix)
    try countSteps(match, target, at: start)
    guard replacesAll else { return try counted(target.replacingFirst(match, with: replacement), at: start) }
    let template = ReplacementTemplate(replacement)
    guard let bytes = target.replacingAll(match, with: template, limit: valueByteLimit - valueBytes) else {
      throw .tooLong(valueByteLimit, at: start)
    }
    return try counted(bytes, at: start)
  }

  /// Refuses a value that surely has too many characters, before the work of taking it apart.
  private func refuseLong(_ value: [UInt8]?, _ pattern: WordPattern, at start: Int) throws(ExpansionError) {
    let fewest = (value?.count ?? 0) / 4
    let (steps, overflow) = fewest.multipliedReportingOverflow(by: pattern.tokens.count + 1)
    guard !overflow, steps <= patternStepLimit - patternSteps else { throw .tooManySteps(patternStepLimit, at: start) }
  }

  private mutating func countSteps(
    _ pattern: WordPattern, _ target: PatternTarget, at start: Int
  ) throws(ExpansionError) {
    let (steps, overflow) = (target.scalars.count + 1).multipliedReportingOverflow(by: pattern.tokens.count + 1)
    guard !overflow, steps <= patternStepLimit - patternSteps else {
      throw .tooManySteps(patternStepLimit, at: start)
    }
    patternSteps += steps
  }
}

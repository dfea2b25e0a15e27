import Core

/// Why a text cannot be expanded.
public struct ExpansionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kinds of reason.
  public enum Code: Sendable {
    /// A quote is not closed.
    case quote
    /// A substitution is not closed, or is none of the known forms.
    case substitution
    /// A pattern has an escape that patterns do not know.
    case pattern
    /// `${name?…}` of a variable that is not set, or with `:?` is empty.
    case required
    /// A limit of ours is reached; BuildKit may do better.
    case limit
  }

  public var code: Code
  /// Lower case, without a full stop.
  public var message: String
  /// The byte of the text where the faulty quote or substitution begins.
  public var offset: Int

  public var description: String { message }

  init(_ code: Code, _ message: String, at offset: Int) {
    (self.code, self.message, self.offset) = (code, message, offset)
  }
}

extension ExpansionError {
  static func openQuote(_ quote: String, at offset: Int) -> ExpansionError {
    ExpansionError(.quote, "the \(quote) quote is not closed, expected another \(quote) quote", at: offset)
  }
  static func openSubstitution(at offset: Int) -> ExpansionError {
    ExpansionError(.substitution, "the substitution ${ is not closed, expected }", at: offset)
  }
  static func noReplacement(at offset: Int) -> ExpansionError {
    ExpansionError(
      .substitution, "the substitution has no second /, expected ${name/pattern/replacement}", at: offset)
  }
  static func noName(at offset: Int) -> ExpansionError {
    ExpansionError(.substitution, "the substitution has no name, expected ${name}", at: offset)
  }
  static func unknownModifier(_ modifier: [Unicode.Scalar], at offset: Int) -> ExpansionError {
    let text = Sanitized(String(String.UnicodeScalarView(modifier)))
    return ExpansionError(
      .substitution, "the modifier \"\(text)\" is unknown, expected one of :- - :+ + :? ? # ## % %% / //", at: offset)
  }
  static func wrongEscape(_ scalar: Unicode.Scalar?, at offset: Int) -> ExpansionError {
    let text = scalar.map { "\"\\\(Sanitized(String($0)))\"" } ?? "\"\\\" at its end"
    return ExpansionError(
      .pattern, "the pattern has the unknown escape \(text), expected \\*, \\? or \\\\", at: offset)
  }
  static func required(_ name: String, isSet: Bool, _ reason: [UInt8], at offset: Int) -> ExpansionError {
    let shown = Sanitized(String(decoding: reason.prefix(200), as: UTF8.self))
    let fact = "the required variable \"\(Sanitized(name))\" is \(isSet ? "empty" : "not set")"
    return ExpansionError(.required, reason.isEmpty ? fact : "\(fact): \(shown)", at: offset)
  }
  static func tooDeep(_ limit: Int, at offset: Int) -> ExpansionError {
    ExpansionError(.limit, "substitutions stand in one another over the limit of \(limit) levels", at: offset)
  }
  static func tooLong(_ limit: Int, at offset: Int) -> ExpansionError {
    ExpansionError(.limit, "the values put in are over the limit of \(limit) bytes", at: offset)
  }
  static func tooManySteps(_ limit: Int, at offset: Int) -> ExpansionError {
    ExpansionError(.limit, "matching patterns takes over the limit of \(limit) steps", at: offset)
  }
}

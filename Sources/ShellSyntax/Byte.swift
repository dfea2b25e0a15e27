/// The bytes that shell syntax gives a meaning.
enum Byte {
  /// A tab.
  static var tab: UInt8 { 0x09 }
  /// A line feed.
  static var newline: UInt8 { 0x0A }
  /// A carriage return.
  static var carriageReturn: UInt8 { 0x0D }
  /// A space.
  static var space: UInt8 { 0x20 }
  /// `!`
  static var bang: UInt8 { 0x21 }
  /// `"`
  static var doubleQuote: UInt8 { 0x22 }
  /// `#`
  static var hash: UInt8 { 0x23 }
  /// `$`
  static var dollar: UInt8 { 0x24 }
  /// `&`
  static var ampersand: UInt8 { 0x26 }
  /// `'`
  static var singleQuote: UInt8 { 0x27 }
  /// `(`
  static var openParen: UInt8 { 0x28 }
  /// `)`
  static var closeParen: UInt8 { 0x29 }
  /// `+`
  static var plus: UInt8 { 0x2B }
  /// `-`
  static var dash: UInt8 { 0x2D }
  /// `;`
  static var semicolon: UInt8 { 0x3B }
  /// `<`
  static var less: UInt8 { 0x3C }
  /// `=`
  static var equals: UInt8 { 0x3D }
  /// `>`
  static var greater: UInt8 { 0x3E }
  /// `[`
  static var openBracket: UInt8 { 0x5B }
  /// A backslash.
  static var backslash: UInt8 { 0x5C }
  /// `]`
  static var closeBracket: UInt8 { 0x5D }
  /// A backquote.
  static var backquote: UInt8 { 0x60 }
  /// `{`
  static var openBrace: UInt8 { 0x7B }
  /// `|`
  static var pipe: UInt8 { 0x7C }
  /// `}`
  static var closeBrace: UInt8 { 0x7D }

  /// How a byte acts in an unquoted word.
  enum Role {
    case ordinary
    /// Ends the word.
    case end
    /// Begins a quotation, an escape or an expansion.
    case special
  }

  /// How `byte` acts in an unquoted word.
  static func role(_ byte: UInt8) -> Role {
    switch byte {
    case space, tab, newline, semicolon, ampersand, pipe, openParen, closeParen, less, greater: .end
    case singleQuote, doubleQuote, backslash, dollar, backquote: .special
    default: .ordinary
    }
  }

  /// Whether a name can begin with it.
  static func beginsName(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
  }

  /// Whether a name can go on with it.
  static func continuesName(_ byte: UInt8) -> Bool { beginsName(byte) || isDigit(byte) }

  /// Whether it is one of `0` to `9`.
  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Whether `byte` before `(` makes a pattern such as `@(a|b)`.
  static func beginsPatternList(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x3F, 0x2A, plus, 0x40, bang: true
    default: false
    }
  }
}

/// A word that has a meaning where a command begins.
///
/// Source: POSIX.1-2024, Shell Command Language, 2.4; bash manual, section 3.2.5.
enum ReservedWord: String {
  case `if`, then, `elif`, `else`, fi
  case `while`, until, `for`, select, `do`, done
  case `case`, esac, function, time
  case openBrace = "{"
  case closeBrace = "}"
  case not = "!"
  case openTest = "[["

  /// Whether it ends a list, and so may follow a compound command at once, as in `done done`.
  var isCloser: Bool {
    switch self {
    case .then, .elif, .else, .fi, .do, .done, .esac, .closeBrace: true
    default: false
    }
  }

  /// The one that can be spelled by `count` bytes of which the first two are given.
  private init?(count: Int, first: UInt8, second: UInt8) {
    switch (count, first, second) {
    case (1, Byte.openBrace, _): self = .openBrace
    case (1, Byte.closeBrace, _): self = .closeBrace
    case (1, Byte.bang, _): self = .not
    case (2, UInt8(ascii: "i"), _): self = .if
    case (2, UInt8(ascii: "f"), _): self = .fi
    case (2, UInt8(ascii: "d"), _): self = .do
    case (2, Byte.openBracket, _): self = .openTest
    case (3, UInt8(ascii: "f"), _): self = .for
    case (4, UInt8(ascii: "t"), UInt8(ascii: "h")): self = .then
    case (4, UInt8(ascii: "t"), UInt8(ascii: "i")): self = .time
    case (4, UInt8(ascii: "e"), UInt8(ascii: "l")):
      self = .else
    case (4, UInt8(ascii: "e"), UInt8(ascii: "s")): self = .esac
    case (4, UInt8(ascii: "d"), _): self = .done
    case (4, UInt8(ascii: "c"), _): self = .case
    case (5, UInt8(ascii: "w"), _): self = .while
    case (5, UInt8(ascii: "u"), _): self = .until
    case (6, UInt8(ascii: "s"), _): self = .select
    case (8, UInt8(ascii: "f"), _): self = .function
    default: return nil
    }
  }

  /// The word that stands at `range` of a text.
  init?(_ text: [UInt8], _ range: Range<Int>) {
    guard !range.isEmpty, range.count <= 8, range.upperBound <= text.count else { return nil }
    let second = range.count > 1 ? text[range.lowerBound + 1] : 0
    guard let word = ReservedWord(count: range.count, first: text[range.lowerBound], second: second) else { return nil }
    if word.rawValue.utf8.elementsEqual(text[range]) {
      self = word
    } else if word == .else, ReservedWord.elif.rawValue.utf8.elementsEqual(text[range]) {
      self = .elif
    } else {
      return nil
    }
  }
}

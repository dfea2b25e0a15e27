/// The mode argument of chmod: `4755`, `u+s`, `a-s,go-w`, `=rx`.
///
/// Source: POSIX.1-2017, chmod; GNU coreutils 9.1 for directories, measured.
struct ChmodMode: Equatable {
  private enum Change: Equatable {
    case number(UInt16, digits: Int)
    case clause(
      who: UInt16, isEveryone: Bool, operation: UInt8, permissions: UInt16, copies: UInt8?, isConditional: Bool)
  }

  private var changes: [Change] = []

  private static let userBits: UInt16 = 0o4700
  private static let groupBits: UInt16 = 0o2070
  private static let otherBits: UInt16 = 0o1007
  /// What a clause without `u`, `g`, `o` or `a` leaves alone.
  private static let usualUmask: UInt16 = 0o022

  /// nil when the text is no mode.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first else { return nil }
    if (48...57).contains(first) {
      guard bytes.count <= 7, bytes.allSatisfy({ (48...55).contains($0) }), let value = UInt16(text, radix: 8),
        value <= 0o7777
      else { return nil }
      changes = [.number(value, digits: bytes.count)]
      return
    }
    for part in bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      guard readClause(Array(part)) else { return nil }
    }
  }

  /// Whether it is written as a number.
  var isNumeric: Bool { if case .number? = changes.first { true } else { false } }

  private mutating func readClause(_ bytes: [UInt8]) -> Bool {
    var at = 0
    var who: UInt16 = 0
    while at < bytes.count, let bits = ChmodMode.bits(of: bytes[at]) {
      who |= bits
      at += 1
    }
    guard at < bytes.count else { return false }
    while at < bytes.count {
      let operation = bytes[at]
      guard [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "=")].contains(operation) else { return false }
      at += 1
      var permissions: UInt16 = 0
      var copies: UInt8?
      var isConditional = false
      let digits = bytes[at...].prefix { (48...55).contains($0) }
      if !digits.isEmpty {
        guard digits.count <= 5, let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 8) else {
          return false
        }
        changes.append(
          .clause(
            who: 0o7777, isEveryone: false, operation: operation, permissions: value & 0o7777, copies: nil,
            isConditional: false))
        at += digits.count
        continue
      }
      if at < bytes.count, [UInt8(ascii: "u"), UInt8(ascii: "g"), UInt8(ascii: "o")].contains(bytes[at]) {
        copies = bytes[at]
        at += 1
      } else {
        while at < bytes.count, let bits = ChmodMode.permission(bytes[at]) {
          permissions |= bits
          isConditional = isConditional || bytes[at] == UInt8(ascii: "X")
          at += 1
        }
      }
      changes.append(
        .clause(
          who: who == 0 ? 0o7777 : who, isEveryone: who == 0, operation: operation, permissions: permissions,
          copies: copies, isConditional: isConditional))
    }
    return true
  }

  private static func bits(of who: UInt8) -> UInt16? {
    switch who {
    case UInt8(ascii: "u"): userBits
    case UInt8(ascii: "g"): groupBits
    case UInt8(ascii: "o"): otherBits
    case UInt8(ascii: "a"): 0o7777
    default: nil
    }
  }

  /// The bits of a letter for everyone; `X` is handled when it is applied.
  private static func permission(_ letter: UInt8) -> UInt16? {
    switch letter {
    case UInt8(ascii: "r"): 0o444
    case UInt8(ascii: "w"): 0o222
    case UInt8(ascii: "x"): 0o111
    case UInt8(ascii: "X"): 0
    case UInt8(ascii: "s"): 0o6000
    case UInt8(ascii: "t"): 0o1000
    default: nil
    }
  }

  /// The mode that a file of this mode has afterwards.
  func applied(to mode: UInt16, isDirectory: Bool = false) -> UInt16 {
    changes.reduce(mode) { ChmodMode.apply($1, to: $0, isDirectory) }
  }

  private static func apply(_ change: Change, to mode: UInt16, _ isDirectory: Bool) -> UInt16 {
    switch change {
    case .number(let value, let digits):
      // GNU keeps a directory's setuid and setgid bits unless five digits are written.
      return isDirectory && digits < 5 ? value | (mode & 0o6000) : value
    case .clause(let who, let isEveryone, let operation, var permissions, let copies, let isConditional):
      if let copies { permissions = copied(copies, of: mode) }
      if isConditional, isDirectory || mode & 0o111 != 0 { permissions |= 0o111 }
      var affected = permissions & who
      if isEveryone { affected &= ~usualUmask }
      switch operation {
      case UInt8(ascii: "+"): return mode | affected
      case UInt8(ascii: "-"): return mode & ~affected
      default:
        let kept = isDirectory ? mode & 0o6000 : 0
        return (mode & ~who) | affected | kept
      }
    }
  }

  /// The permissions of user, group or others, for everyone.
  private static func copied(_ source: UInt8, of mode: UInt16) -> UInt16 {
    let bits =
      switch source {
      case UInt8(ascii: "u"): mode >> 6 & 7
      case UInt8(ascii: "g"): mode >> 3 & 7
      default: mode & 7
      }
    return bits << 6 | bits << 3 | bits
  }
}

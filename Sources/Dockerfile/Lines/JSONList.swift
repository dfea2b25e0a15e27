/// A JSON list as the exec form of an instruction.
///
/// The whole text must be valid JSON as Go's encoding/json takes it: no raw control characters in strings, nothing after
/// the list, at most 10,000 levels.
enum JSONList {
  /// No JSON list: the shell form.
  case none
  /// Strings only, decoded.
  case strings([Argument])
  /// JSON, but with an item that is no string; where it is.
  case other(Range<Int>)

  private static let deepest = 10_000

  static func read(_ bytes: [UInt8], _ range: Range<Int>) -> JSONList {
    guard let first = range.first, bytes[first] == UInt8(ascii: "[") else { return .none }
    var scanner = Scanner(bytes: bytes, at: first, end: range.upperBound)
    return scanner.list()
  }

  private struct Scanner {
    let bytes: [UInt8]
    var at: Int
    let end: Int
    private var items: [Argument] = []
    private var otherItem: Range<Int>?
    /// Open containers, `[` or `{`.
    private var open: [UInt8] = []

    init(bytes: [UInt8], at: Int, end: Int) { (self.bytes, self.at, self.end) = (bytes, at, end) }

    private var byte: UInt8? { at < end ? bytes[at] : nil }

    private mutating func skipBlanks() {
      while at < end, bytes[at] == 0x20 || (0x09...0x0A).contains(bytes[at]) || bytes[at] == 0x0D { at += 1 }
    }

    mutating func list() -> JSONList {
      repeat {
        guard value() else { return .none }
        // A value has ended: close containers, or go on to the next item.
        guard closeOrContinue() else { return .none }
      } while !open.isEmpty
      skipBlanks()
      guard at == end else { return .none }
      return otherItem.map { .other($0) } ?? .strings(items)
    }

    /// Reads the beginning of a value up to and including the first scalar or empty container in it.
    private mutating func value() -> Bool {
      while true {
        skipBlanks()
        guard let byte else { return false }
        let start = at
        guard byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") else {
          guard let text = scalar() else { return false }
          note(text.map { Argument(bytes: $0, range: start..<at) }, start)
          return true
        }
        if open.count == 1 { note(nil, start) }
        guard open.count < JSONList.deepest else { return false }
        at += 1
        open.append(byte)
        skipBlanks()
        if self.byte == closing(byte) {
          at += 1
          open.removeLast()
          return true
        }
        if byte == UInt8(ascii: "{"), !key() { return false }
      }
    }

    private func closing(_ opening: UInt8) -> UInt8 { UInt8(ascii: opening == UInt8(ascii: "[") ? "]" : "}") }

    /// Keeps an item of the outermost list.
    private mutating func note(_ item: Argument?, _ start: Int) {
      guard open.count == 1 else { return }
      if let item { items.append(item) } else { otherItem = otherItem ?? start..<max(at, start + 1) }
    }

    /// After a value: `,` to the next one, or the ends of containers. False when neither comes.
    private mutating func closeOrContinue() -> Bool {
      while let innermost = open.last {
        skipBlanks()
        guard let byte else { return false }
        at += 1
        if byte == UInt8(ascii: ",") { return innermost == UInt8(ascii: "[") || key() }
        guard byte == closing(innermost) else { return false }
        open.removeLast()
      }
      return true
    }

    private mutating func key() -> Bool {
      skipBlanks()
      guard byte == UInt8(ascii: "\""), string() != nil else { return false }
      skipBlanks()
      guard byte == UInt8(ascii: ":") else { return false }
      at += 1
      return true
    }

    /// A string (decoded), number or word (nil inside); nil when there is none.
    private mutating func scalar() -> [UInt8]?? {
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = string() else { return nil }
        return .some(text)
      case UInt8(ascii: "t"): return word("true") ? .some(nil) : nil
      case UInt8(ascii: "f"): return word("false") ? .some(nil) : nil
      case UInt8(ascii: "n"): return word("null") ? .some(nil) : nil
      default: return number() ? .some(nil) : nil
      }
    }

    private mutating func word(_ text: String) -> Bool {
      guard end - at >= text.utf8.count, bytes[at..<(at + text.utf8.count)].elementsEqual(text.utf8) else {
        return false
      }
      at += text.utf8.count
      return true
    }

    private mutating func digits() -> Int {
      let start = at
      while at < end, (48...57).contains(bytes[at]) { at += 1 }
      return at - start
    }

    private mutating func number() -> Bool {
      let start = at
      if byte == UInt8(ascii: "-") { at += 1 }
      let isZero = byte == UInt8(ascii: "0")
      let count = digits()
      guard count > 0, !isZero || count == 1 else { return false }
      if byte == UInt8(ascii: ".") {
        at += 1
        guard digits() > 0 else { return false }
      }
      if let sign = byte, sign | 0x20 == UInt8(ascii: "e") {
        at += 1
        if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
        guard digits() > 0 else { return false }
      }
      // Go refuses a number that no double can hold.
      return Double(String(decoding: bytes[start..<at], as: UTF8.self))?.isFinite ?? false
    }

    /// Reads a string, decoded; nil when it is not one.
    private mutating func string() -> [UInt8]? {
      at += 1
      var out: [UInt8] = []
      while let byte {
        switch byte {
        case UInt8(ascii: "\""):
          at += 1
          return out
        case UInt8(ascii: "\\"):
          guard escape(into: &out) else { return nil }
        case 0..<0x20: return nil
        case 0x20..<0x80:
          out.append(byte)
          at += 1
        default:
          let (scalar, length) = GoUTF8.scalar(bytes[at..<end], at: 0)
          if scalar == nil { out += [0xEF, 0xBF, 0xBD] } else { out += bytes[at..<(at + length)] }
          at += length
        }
      }
      return nil
    }

    private mutating func escape(into out: inout [UInt8]) -> Bool {
      guard at + 1 < end else { return false }
      let byte = bytes[at + 1]
      at += 2
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "u"):
        guard let unit = unit() else { return false }
        out += Array(scalar(unit).utf8)
      default: return false
      }
      return true
    }

    /// The character of a `\u` escape and the one after it, when both make one.
    private mutating func scalar(_ unit: UInt32) -> String {
      guard (0xD800...0xDFFF).contains(unit) else { return String(Unicode.Scalar(unit) ?? "\u{FFFD}") }
      let mark = at
      if unit < 0xDC00, at + 1 < end, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") {
        at += 2
        if let low = self.unit(), (0xDC00...0xDFFF).contains(low),
          let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        {
          return String(scalar)
        }
      }
      at = mark
      return "\u{FFFD}"
    }

    private mutating func unit() -> UInt32? {
      guard end - at >= 4 else { return nil }
      var value: UInt32 = 0
      for byte in bytes[at..<(at + 4)] {
        switch byte {
        case 48...57: value = value << 4 | UInt32(byte - 48)
        case 65...70, 97...102: value = value << 4 | UInt32((byte | 0x20) - 87)
        default: return nil
        }
      }
      at += 4
      return value
    }
  }
}

/// Why a text is not JSON, and where.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  public var message: String
  /// 0-based byte offset.
  public var offset: Int
  public var description: String { "\(message) at byte \(offset)" }
}

/// Limits of one parse.
public struct JSONLimits: Sendable {
  /// Arrays and objects inside one another; Docker's files have fewer than ten.
  public var depth = 200
  public var bytes = 64 << 20
  /// Values of all kinds together.
  public var values = Int.max

  public init(depth: Int = 200, bytes: Int = 64 << 20, values: Int = .max) {
    (self.depth, self.bytes, self.values) = (depth, bytes, values)
  }
}

/// A key that one object has more than once.
public struct JSONDuplicateKey: Sendable, Equatable {
  public var key: String
  /// Byte offset of the first one's opening quote.
  public var firstOffset: Int
  /// Byte offset of the repeated one's opening quote.
  public var offset: Int
}

/// Reads JSON (RFC 8259) from bytes without recursion.
///
/// A leading byte order mark is passed over. Invalid UTF-8 in a string becomes U+FFFD, as Go does. Numbers are kept as text.
/// Bytes of zero after the value are allowed: some writers pad.
public struct JSONParser {
  private let bytes: [UInt8]
  private let limits: JSONLimits
  private var at = 0
  private var open: [Container] = []
  private var valueCount = 0
  /// Keys that an object has had before, object by object in the order in which they end.
  private var duplicates: [JSONDuplicateKey] = []

  private struct Container {
    var offset: Int
    var isObject: Bool
    var items: [JSONValue] = []
    var members: [JSONValue.Member] = []
    var key: String?
    var keyOffset = 0
    var keyEnd = 0
  }

  private init(_ bytes: [UInt8], _ limits: JSONLimits) { (self.bytes, self.limits) = (bytes, limits) }

  public static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONValue {
    try parsePlacingDuplicates(bytes, limits: limits).value
  }

  /// The value, and the keys that occur twice in one object.
  public static func parseReportingDuplicates(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONError) -> (value: JSONValue, duplicateKeys: [String]) {
    let (value, duplicates) = try parsePlacingDuplicates(bytes, limits: limits)
    return (value, duplicates.map(\.key))
  }

  /// The value, and the keys that occur twice in one object with their places.
  public static func parsePlacingDuplicates(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONError) -> (value: JSONValue, duplicates: [JSONDuplicateKey]) {
    guard bytes.count <= limits.bytes else {
      throw JSONError(message: "\(bytes.count) bytes are over the limit of \(limits.bytes)", offset: 0)
    }
    var parser = JSONParser(bytes, limits)
    let value = try parser.document()
    return (value, parser.duplicates)
  }

  private mutating func document() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    while true {
      var finished = try value()
      while let value = finished {
        guard !open.isEmpty else {
          try end()
          return value
        }
        finished = try put(value)
      }
    }
  }

  /// Reads one value's beginning: a scalar is returned, a container is opened (nil), an empty one returned.
  private mutating func value() throws(JSONError) -> JSONValue? {
    skipBlanks()
    guard at < bytes.count else { throw error("the text ends where a value was expected") }
    let start = at
    valueCount += 1
    guard valueCount <= limits.values else { throw error("more than \(limits.values) values") }
    switch bytes[at] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < limits.depth else { throw error("nested deeper than \(limits.depth) levels") }
      let isObject = bytes[at] == UInt8(ascii: "{")
      at += 1
      skipBlanks()
      if at < bytes.count, bytes[at] == UInt8(ascii: isObject ? "}" : "]") {
        at += 1
        return JSONValue(isObject ? .object([]) : .array([]), offset: start, end: at)
      }
      open.append(Container(offset: start, isObject: isObject))
      if isObject { try key() }
      return nil
    case UInt8(ascii: "\""):
      let text = try string()
      return JSONValue(.string(text), offset: start, end: at)
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default:
      let text = try number()
      return JSONValue(.number(text), offset: start, end: at)
    }
  }

  /// Puts a value into the innermost container; returns the container when the value closed it.
  private mutating func put(_ value: JSONValue) throws(JSONError) -> JSONValue? {
    let top = open.count - 1
    if open[top].isObject {
      let key = open[top].key ?? ""
      open[top].members.append(
        .init(key: key, keyOffset: open[top].keyOffset, keyEnd: open[top].keyEnd, value: value))
    } else {
      open[top].items.append(value)
    }
    skipBlanks()
    guard at < bytes.count else { throw error("the text ends inside \(open[top].isObject ? "an object" : "an array")") }
    let byte = bytes[at]
    at += 1
    if byte == UInt8(ascii: ",") {
      if open[top].isObject { try key() }
      return nil
    }
    guard byte == UInt8(ascii: open[top].isObject ? "}" : "]") else {
      at -= 1
      throw error("expected a comma or the end of \(open[top].isObject ? "the object" : "the array")")
    }
    let closed = open.removeLast()
    noteDuplicates(closed)
    return JSONValue(closed.isObject ? .object(closed.members) : .array(closed.items), offset: closed.offset, end: at)
  }

  private mutating func noteDuplicates(_ container: Container) {
    let members = container.members
    guard members.count > 1 else { return }
    // Most objects have few members: comparing them costs less than a dictionary.
    guard members.count > 8 else {
      for index in members.indices.dropFirst() {
        guard let first = members[..<index].first(where: { $0.key == members[index].key }) else { continue }
        note(members[index], first.keyOffset)
      }
      return
    }
    var offsets = [String: Int](minimumCapacity: members.count)
    for member in members {
      if let first = offsets[member.key] { note(member, first) } else { offsets[member.key] = member.keyOffset }
    }
  }

  private mutating func note(_ member: JSONValue.Member, _ firstOffset: Int) {
    duplicates.append(JSONDuplicateKey(key: member.key, firstOffset: firstOffset, offset: member.keyOffset))
  }

  private mutating func key() throws(JSONError) {
    skipBlanks()
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
    let start = at
    let text = try string()
    let end = at
    skipBlanks()
    guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw error("expected a colon after the key") }
    at += 1
    open[open.count - 1].key = text
    open[open.count - 1].keyOffset = start
    open[open.count - 1].keyEnd = end
  }

  private mutating func string() throws(JSONError) -> String {
    at += 1
    var out: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return String(decoding: out, as: UTF8.self)
      case UInt8(ascii: "\\"):
        at += 1
        try escape(into: &out)
      case 0..<0x20: throw error("a control character inside a string")
      default:
        out.append(byte)
        at += 1
      }
    }
    throw error("the text ends inside a string")
  }

  private mutating func escape(into out: inout [UInt8]) throws(JSONError) {
    guard at < bytes.count else { throw error("the text ends inside a string") }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(byte)
    case UInt8(ascii: "b"): out.append(8)
    case UInt8(ascii: "f"): out.append(12)
    case UInt8(ascii: "n"): out.append(10)
    case UInt8(ascii: "r"): out.append(13)
    case UInt8(ascii: "t"): out.append(9)
    case UInt8(ascii: "u"):
      var code = try fourHexDigits()
      if (0xD800..<0xDC00).contains(code), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
        bytes[at + 1] == UInt8(ascii: "u")
      {
        let mark = at
        at += 2
        let low = try fourHexDigits()
        if (0xDC00..<0xE000).contains(low) {
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        } else {
          at = mark
        }
      }
      let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
      out.append(contentsOf: Array(String(Character(scalar)).utf8))
    default:
      at -= 1
      throw error("an unknown escape in a string")
    }
  }

  private mutating func fourHexDigits() throws(JSONError) -> UInt32 {
    guard at + 4 <= bytes.count, let code = UInt32(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16),
      bytes[at] != UInt8(ascii: "+"), bytes[at] != UInt8(ascii: "-")
    else { throw error("expected four hexadecimal digits") }
    at += 4
    return code
  }

  private mutating func number() throws(JSONError) -> String {
    let start = at
    func isDigit(_ index: Int) -> Bool { index < bytes.count && (48...57).contains(bytes[index]) }
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    guard isDigit(at) else {
      at = start
      throw error("expected a value")
    }
    if bytes[at] == UInt8(ascii: "0") { at += 1 } else { while isDigit(at) { at += 1 } }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard isDigit(at) else { throw error("expected a digit") }
      while isDigit(at) { at += 1 }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      guard isDigit(at) else { throw error("expected a digit") }
      while isDigit(at) { at += 1 }
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func literal(_ text: String, _ kind: JSONValue.Kind) throws(JSONError) -> JSONValue {
    let start = at
    guard bytes[at...].starts(with: text.utf8) else { throw error("expected a value") }
    at += text.utf8.count
    return JSONValue(kind, offset: start, end: at)
  }

  private mutating func end() throws(JSONError) {
    skipBlanks()
    while at < bytes.count, bytes[at] == 0 { at += 1 }
    guard at == bytes.count else { throw error("text after the value") }
  }

  private mutating func skipBlanks() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  private func error(_ message: String) -> JSONError { JSONError(message: message, offset: at) }
}

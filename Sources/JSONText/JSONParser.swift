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

  public init(depth: Int = 200, bytes: Int = 64 << 20) { (self.depth, self.bytes) = (depth, bytes) }
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
  /// Object keys that occurred twice in one object, in order of appearance.
  public private(set) var duplicateKeys: [String] = []

  private struct Container {
    var offset: Int
    var isObject: Bool
    var items: [JSONValue] = []
    var members: [JSONValue.Member] = []
    var key: String?
    var keyOffset = 0
  }

  private init(_ bytes: [UInt8], _ limits: JSONLimits) { (self.bytes, self.limits) = (bytes, limits) }

  public static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONValue {
    try parseReportingDuplicates(bytes, limits: limits).value
  }

  public static func parseReportingDuplicates(
    _ bytes: [UInt8], limits: JSONLimits = JSONLimits()
  ) throws(JSONError) -> (value: JSONValue, duplicateKeys: [String]) {
    guard bytes.count <= limits.bytes else {
      throw JSONError(message: "\(bytes.count) bytes are over the limit of \(limits.bytes)", offset: 0)
    }
    var parser = JSONParser(bytes, limits)
    let value = try parser.document()
    return (value, parser.duplicateKeys)
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
    switch bytes[at] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < limits.depth else { throw error("nested deeper than \(limits.depth) levels") }
      let isObject = bytes[at] == UInt8(ascii: "{")
      at += 1
      skipBlanks()
      if at < bytes.count, bytes[at] == UInt8(ascii: isObject ? "}" : "]") {
        at += 1
        return JSONValue(isObject ? .object([]) : .array([]), offset: start)
      }
      open.append(Container(offset: start, isObject: isObject))
      if isObject { try key() }
      return nil
    case UInt8(ascii: "\""): return JSONValue(.string(try string()), offset: start)
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: return JSONValue(.number(try number()), offset: start)
    }
  }

  /// Puts a value into the innermost container; returns the container when the value closed it.
  private mutating func put(_ value: JSONValue) throws(JSONError) -> JSONValue? {
    let top = open.count - 1
    if open[top].isObject {
      let key = open[top].key ?? ""
      open[top].members.append(.init(key: key, keyOffset: open[top].keyOffset, value: value))
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
    return JSONValue(closed.isObject ? .object(closed.members) : .array(closed.items), offset: closed.offset)
  }

  private mutating func noteDuplicates(_ container: Container) {
    guard container.members.count > 1 else { return }
    var seen: Set<String> = []
    for member in container.members where !seen.insert(member.key).inserted { duplicateKeys.append(member.key) }
  }

  private mutating func key() throws(JSONError) {
    skipBlanks()
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw error("expected a key in quotes") }
    let start = at
    let text = try string()
    skipBlanks()
    guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { throw error("expected a colon after the key") }
    at += 1
    open[open.count - 1].key = text
    open[open.count - 1].keyOffset = start
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
    return JSONValue(kind, offset: start)
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

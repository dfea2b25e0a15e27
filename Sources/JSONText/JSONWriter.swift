import Core

/// Writes JSON text, members in the order given.
public struct JSONWriter: Sendable {
  public private(set) var bytes: [UInt8] = []
  private let isPretty: Bool
  /// Per open container: whether it has items yet.
  private var open: [Bool] = []
  private var afterKey = false

  /// - Parameter pretty: two blanks of indentation a level and one member a line; else no blanks at all.
  public init(pretty: Bool = true) { isPretty = pretty }

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public mutating func object(_ body: (inout JSONWriter) -> Void) { container("{", "}", body) }
  public mutating func array(_ body: (inout JSONWriter) -> Void) { container("[", "]", body) }

  public mutating func key(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if isPretty { bytes.append(UInt8(ascii: " ")) }
    afterKey = true
  }

  public mutating func value(_ text: String?) {
    separate()
    if let text { quote(text) } else { raw("null") }
  }
  public mutating func value(_ number: some BinaryInteger) {
    separate()
    raw(String(number))
  }
  public mutating func value(_ flag: Bool) {
    separate()
    raw(flag ? "true" : "false")
  }
  public mutating func null() {
    separate()
    raw("null")
  }

  public mutating func member(_ name: String, _ text: String?) {
    key(name)
    value(text)
  }
  public mutating func member(_ name: String, _ number: (some BinaryInteger)?) {
    key(name)
    if let number { value(number) } else { null() }
  }
  public mutating func member(_ name: String, _ flag: Bool) {
    key(name)
    value(flag)
  }
  public mutating func member(_ name: String, _ items: [String]?) {
    key(name)
    guard let items else { return null() }
    array { writer in for item in items { writer.value(item) } }
  }
  public mutating func member(_ name: String, object body: (inout JSONWriter) -> Void) {
    key(name)
    object(body)
  }
  public mutating func member(_ name: String, array body: (inout JSONWriter) -> Void) {
    key(name)
    array(body)
  }

  /// Begins an object that `endObject` ends, for nesting of any depth.
  public mutating func beginObject() { begin("{") }

  /// Ends the innermost object.
  public mutating func endObject() { end("}") }

  private mutating func container(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    begin(opening)
    body(&self)
    end(closing)
  }

  private mutating func begin(_ opening: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(ascii: opening))
    open.append(false)
  }

  private mutating func end(_ closing: Unicode.Scalar) {
    if open.popLast() == true { newLine() }
    bytes.append(UInt8(ascii: closing))
  }

  private mutating func separate() {
    if afterKey {
      afterKey = false
      return
    }
    guard let last = open.indices.last else { return }
    if open[last] { bytes.append(UInt8(ascii: ",")) }
    open[last] = true
    newLine()
  }

  private mutating func newLine() {
    guard isPretty else { return }
    bytes.append(UInt8(ascii: "\n"))
    for _ in 0..<(2 * open.count) { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    // Most texts are plain ASCII: as they stand.
    if JSONWriter.isPlain(text.utf8Span.span) { return raw(text) }
    // A report may be looked at in a terminal: what would move its cursor is escaped too.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": bytes += [UInt8(ascii: "\\"), UInt8(truncatingIfNeeded: scalar.value)]
      case "\n": raw("\\n")
      case "\r": raw("\\r")
      case "\t": raw("\\t")
      case _ where scalar.isUnsafeToShow: escape(scalar)
      default: bytes.append(contentsOf: Unicode.UTF8.encode(scalar) ?? .init())
      }
    }
  }

  /// Whether there is nothing to escape and nothing beyond ASCII.
  private static func isPlain(_ text: Span<UInt8>) -> Bool {
    var isOdd = false
    for index in text.indices {
      let byte = text[index]
      // Without a way out of the loop many bytes are looked at together.
      isOdd = isOdd || byte &- 0x20 >= 0x5F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
    return !isOdd
  }

  private mutating func escape(_ scalar: Unicode.Scalar) {
    for unit in Unicode.UTF16.encode(scalar).map({ Array($0) }) ?? [] {
      let digits = String(unit, radix: 16)
      raw("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
    }
  }
}

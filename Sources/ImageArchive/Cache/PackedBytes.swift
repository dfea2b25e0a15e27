/// Numbers and texts one after another, for files that this program alone reads again.
///
/// A number has seven bits a byte, the low ones first (LEB128); a text stands behind its length.
struct PackedWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ number: UInt64) {
    var rest = number
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func write(_ number: Int) { write(UInt64(bitPattern: Int64(number))) }

  mutating func write(_ text: some Collection<UInt8>) {
    write(text.count)
    bytes.append(contentsOf: text)
  }

  mutating func write(_ text: String) { write(Array(text.utf8)) }

  /// Empty for nil.
  mutating func write(_ text: String?) { write(text ?? "") }
}

/// Reads what a `PackedWriter` wrote; nothing of it is trusted.
struct PackedReader {
  private let bytes: ArraySlice<UInt8>
  private var at: Int

  init(_ bytes: ArraySlice<UInt8>) { (self.bytes, at) = (bytes, bytes.startIndex) }

  var isAtEnd: Bool { at == bytes.endIndex }

  mutating func number() throws(PackedDamage) -> UInt64 {
    var out: UInt64 = 0
    var shift: UInt64 = 0
    while at < bytes.endIndex, shift < 64 {
      let byte = bytes[at]
      at += 1
      out |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return out }
      shift += 7
    }
    throw PackedDamage()
  }

  mutating func byte() throws(PackedDamage) -> UInt8 {
    guard at < bytes.endIndex else { throw PackedDamage() }
    defer { at += 1 }
    return bytes[at]
  }

  /// An index into something that has so many.
  mutating func number(below count: Int) throws(PackedDamage) -> Int {
    let number = try number()
    guard number < UInt64(count) else { throw PackedDamage() }
    return Int(number)
  }

  mutating func integer() throws(PackedDamage) -> Int { Int(bitPattern: UInt(try number())) }

  /// A number of things that take at least a byte each.
  mutating func count() throws(PackedDamage) -> Int {
    let count = try integer()
    guard count >= 0, count <= bytes.endIndex - at else { throw PackedDamage() }
    return count
  }

  mutating func text() throws(PackedDamage) -> ArraySlice<UInt8> {
    let count = try count()
    defer { at += count }
    return bytes[at..<(at + count)]
  }

  mutating func skipText() throws(PackedDamage) {
    let count = try count()
    at += count
  }

  mutating func string() throws(PackedDamage) -> String { String(decoding: try text(), as: UTF8.self) }

  /// nil when empty.
  mutating func optionalString() throws(PackedDamage) -> String? {
    let text = try string()
    return text.isEmpty ? nil : text
  }
}

/// The bytes are not what a `PackedWriter` wrote.
struct PackedDamage: Error {}

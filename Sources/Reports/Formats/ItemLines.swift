import Core
import JSONText

/// JSON text with one compact item a line: fit for tools that go by lines, and never held twice.
struct ItemLines {
  private(set) var bytes: [UInt8]
  private let closing: [UInt8]
  private var isEmpty = true

  /// - Parameters:
  ///   - frame: JSON text without items.
  ///   - closing: its last bytes, from the `]` of the array that takes the items.
  init(_ frame: [UInt8], closing: String) {
    bytes = frame
    bytes.removeLast(min(bytes.count, closing.utf8.count))
    self.closing = Array(closing.utf8)
  }

  /// An array of items.
  init() { self.init(Array("[]".utf8), closing: "]") }

  /// Adds an object.
  mutating func add(_ body: (inout JSONWriter) -> Void) {
    var json = JSONWriter(pretty: false)
    json.object(body)
    if !isEmpty { bytes.append(UInt8(ascii: ",")) }
    bytes.append(0x0A)
    bytes.append(contentsOf: json.bytes)
    isEmpty = false
  }

  /// The text with a line feed at its end.
  consuming func finished() -> [UInt8] {
    if !isEmpty { bytes.append(0x0A) }
    bytes.append(contentsOf: closing)
    bytes.append(0x0A)
    return bytes
  }
}

extension String {
  /// The text cut to so many UTF-16 units, with an ellipsis where something is missing.
  func cut(to units: Int) -> String {
    guard utf8.count > units, utf16.count > units else { return self }
    var out = ""
    var left = units - 1
    for scalar in unicodeScalars {
      left -= scalar.value > 0xFFFF ? 2 : 1
      if left < 0 { break }
      out.unicodeScalars.append(scalar)
    }
    return out + "…"
  }
}

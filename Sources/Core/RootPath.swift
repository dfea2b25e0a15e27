/// An absolute path inside an image's root file system, as bytes.
///
/// File names are bytes, not text: two names that are not UTF-8 must not become the same name. Only what is printed
/// becomes text (`description`).
public struct RootPath: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The path's bytes; starts with `/`, has no trailing `/` (the root itself is `/`).
  public var bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { self.bytes = Array(text.utf8) }

  public static func < (left: RootPath, right: RootPath) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The path as text; bytes that are not UTF-8 are written as `\xff`.
  public var description: String { text(ofName: bytes) }

  /// The last component's bytes; empty for the root.
  public var lastComponent: ArraySlice<UInt8> {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
    return bytes[(slash + 1)...]
  }

  /// Whether this path is `other` or lies below it.
  public func isAtOrBelow(_ other: RootPath) -> Bool {
    if other.bytes == [UInt8(ascii: "/")] { return true }
    guard bytes.starts(with: other.bytes) else { return false }
    return bytes.count == other.bytes.count || bytes[other.bytes.count] == UInt8(ascii: "/")
  }
}

/// A name's bytes as text; bytes that are not part of valid UTF-8 are written as `\xff`.
public func text(ofName bytes: some Collection<UInt8>) -> String {
  let all = Array(bytes)
  if let exact = try? UTF8Span(validating: all.span) { return String(copying: exact) }
  var out: [UInt8] = []
  var at = 0
  while at < all.count {
    let length = utf8SequenceLength(all, at: at)
    if length > 0 {
      out.append(contentsOf: all[at..<(at + length)])
      at += length
    } else {
      let digits = Array("0123456789abcdef".utf8)
      out += [UInt8(ascii: "\\"), UInt8(ascii: "x"), digits[Int(all[at] >> 4)], digits[Int(all[at] & 15)]]
      at += 1
    }
  }
  return String(decoding: out, as: UTF8.self)
}

/// The length of the valid UTF-8 sequence that starts at `at`, or 0 when there is none (The Unicode Standard, table 3-7).
private func utf8SequenceLength(_ bytes: [UInt8], at: Int) -> Int {
  let lead = bytes[at]
  if lead < 0x80 { return 1 }
  let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0
  guard length > 0, lead <= 0xF4, at + length <= bytes.count else { return 0 }
  for index in 1..<length where bytes[at + index] & 0xC0 != 0x80 { return 0 }
  let second = bytes[at + 1]
  switch lead {
  case 0xE0 where second < 0xA0, 0xED where second > 0x9F, 0xF0 where second < 0x90, 0xF4 where second > 0x8F: return 0
  default: return length
  }
}

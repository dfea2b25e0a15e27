/// Gzip without compression, for tests that need exact members (RFC 1952, RFC 1951 section 3.2.4).
public enum Gzip {
  /// One member.
  ///
  /// - Parameter extra: the extra field, as estargz has it in its footer.
  public static func member(_ content: [UInt8], extra: [UInt8] = [], wrongCRC: Bool = false) -> [UInt8] {
    var out: [UInt8] = [0x1F, 0x8B, 8, extra.isEmpty ? 0 : 4, 0, 0, 0, 0, 0, 0xFF]
    if !extra.isEmpty { out += [UInt8(extra.count & 255), UInt8(extra.count >> 8)] + extra }
    var at = 0
    repeat {
      let count = min(65_535, content.count - at)
      let isLast = at + count == content.count
      out += [isLast ? 1 : 0, UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8 & 255)]
      out += content[at..<(at + count)]
      at += count
    } while at < content.count
    out += littleEndian(crc32(content) ^ (wrongCRC ? 1 : 0))
    return out + littleEndian(UInt32(truncatingIfNeeded: content.count))
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
  }

  /// CRC-32 as gzip and zip use it.
  public static func crc32(_ bytes: [UInt8]) -> UInt32 {
    let table = (0..<256).map { start -> UInt32 in
      (0..<8).reduce(UInt32(start)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(($0 ^ UInt32($1)) & 255)] }
  }
}

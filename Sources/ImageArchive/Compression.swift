/// How bytes are compressed, told by their first bytes; names and media types lie.
public enum Compression: String, Sendable {
  case none, gzip, zstd, bzip2, xz

  /// Source: RFC 1952 section 2.3.1, RFC 8878 sections 3.1.1 and 3.1.2, the bzip2 and xz file formats.
  public init(magic bytes: Span<UInt8>) {
    func starts(_ magic: [UInt8]) -> Bool {
      guard bytes.count >= magic.count else { return false }
      for (index, byte) in magic.enumerated() where bytes[index] != byte { return false }
      return true
    }
    if starts([0x1F, 0x8B]) {
      self = .gzip
    } else if starts([0x28, 0xB5, 0x2F, 0xFD]) {
      self = .zstd
    } else if bytes.count >= 4, bytes[0] & 0xF0 == 0x50, bytes[1] == 0x2A, bytes[2] == 0x4D, bytes[3] == 0x18 {
      self = .zstd
    } else if starts([0x42, 0x5A, 0x68]) {
      self = .bzip2
    } else if starts([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) {
      self = .xz
    } else {
      self = .none
    }
  }
}

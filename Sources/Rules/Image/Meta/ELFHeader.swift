/// What the beginning of an ELF file says about running it.
///
/// Source: System V ABI, gABI 4.1, "ELF Header" and "Program Header"; elf(5).
struct ELFHeader: Equatable {
  /// What is known of the loader that the file asks for (`PT_INTERP`).
  enum Loader: Equatable {
    /// The file has none: it is static.
    case none
    case path(String)
    /// The program headers or the name lie beyond the bytes at hand, or make no sense.
    case unknown
  }

  /// `e_machine`, such as 62 for x86-64.
  var machine: UInt16
  var isLittleEndian: Bool
  var is64Bit: Bool
  var loader: Loader

  /// Reads the head of a file; nil when it is no ELF file or shorter than the header.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 20, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { return nil }
    guard bytes[4] == 1 || bytes[4] == 2, bytes[5] == 1 || bytes[5] == 2 else { return nil }
    let fields = Fields(bytes: bytes, isLittleEndian: bytes[5] == 1)
    (is64Bit, isLittleEndian) = (bytes[4] == 2, fields.isLittleEndian)
    guard let machine = fields.number(at: 18, size: 2) else { return nil }
    self.machine = UInt16(truncatingIfNeeded: machine)
    loader = ELFHeader.loader(fields, is64Bit: is64Bit)
  }

  private static func loader(_ fields: Fields, is64Bit: Bool) -> Loader {
    let word = is64Bit ? 8 : 4
    guard let table = fields.number(at: is64Bit ? 32 : 28, size: word),
      let entrySize = fields.number(at: is64Bit ? 54 : 42, size: 2),
      let count = fields.number(at: is64Bit ? 56 : 44, size: 2)
    else { return .unknown }
    if count == 0 { return .none }
    guard entrySize >= (is64Bit ? 56 : 32), table < 1 << 32 else { return .unknown }
    for index in 0..<count {
      let at = Int(table) + Int(index * entrySize)
      guard let type = fields.number(at: at, size: 4) else { return .unknown }
      guard type == 3 else { continue }
      guard let offset = fields.number(at: at + (is64Bit ? 8 : 4), size: word),
        let size = fields.number(at: at + (is64Bit ? 32 : 16), size: word)
      else { return .unknown }
      return fields.text(at: offset, size: size).map { .path($0) } ?? .unknown
    }
    return .none
  }

  /// Numbers at byte offsets, in the file's byte order.
  private struct Fields {
    var bytes: [UInt8]
    var isLittleEndian: Bool

    func number(at start: Int, size: Int) -> UInt64? {
      guard start >= 0, start <= bytes.count - size else { return nil }
      var value: UInt64 = 0
      for index in 0..<size {
        value = value << 8 | UInt64(bytes[isLittleEndian ? start + size - 1 - index : start + index])
      }
      return value
    }

    /// A name that ends with a zero byte; nil when it is not all there.
    func text(at offset: UInt64, size: UInt64) -> String? {
      guard (2...4_096).contains(size), offset < UInt64(bytes.count), size <= UInt64(bytes.count) - offset else {
        return nil
      }
      let name = bytes[Int(offset)..<Int(offset + size)].prefix { $0 != 0 }
      return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    }
  }
}

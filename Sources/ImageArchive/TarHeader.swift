import CArchive

/// One header block of a tar archive, 512 bytes long.
///
/// Only what every reader takes alike has a value here; all else is nil, and for another reader to judge.
/// Source: POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
struct TarHeader {
  /// How many bytes a block has.
  static let blockBytes = 512

  /// How the header is laid out.
  enum Dialect {
    case ustar, gnu
  }

  private let start: UnsafeRawPointer

  /// A header at this place; 512 bytes must follow.
  init(_ start: UnsafePointer<UInt8>) { self.start = UnsafeRawPointer(start) }

  /// The byte that says what the entry is.
  var type: UInt8 { byte(156) }

  private func byte(_ offset: Int) -> UInt8 { start.load(fromByteOffset: offset, as: UInt8.self) }

  private func word(_ offset: Int) -> UInt64 {
    UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Whether all bytes are zero, as in the marks at an archive's end.
  var isZero: Bool {
    if byte(0) != 0 { return false }
    var all: UInt64 = 0
    for offset in stride(from: 0, to: TarHeader.blockBytes, by: 8) { all |= word(offset) }
    return all == 0
  }

  /// The header's layout; nil for old and unknown ones.
  var dialect: Dialect? {
    let magic = word(257)
    // "ustar", NUL, "00"; star writes the same with another prefix field and "tar" at the end.
    if magic == 0x3030_0072_6174_7375 { return word(504) >> 32 == 0x0072_6174 ? nil : .ustar }
    // "ustar", two blanks, NUL; without a real size and a sparse map in the fields that follow.
    if magic == 0x0020_2072_6174_7375, byte(386) == 0, byte(483) == 0 { return .gnu }
    return nil
  }

  /// Whether the sum of all bytes, the checksum's own taken as blanks, is what the header states.
  var isSumRight: Bool {
    let field = word(148)
    let odd: UInt64 = 0x00FF_00FF_00FF_00FF
    let pairs = (field & odd) + (field >> 8 & odd)
    let own = (pairs & 0xFFFF) + (pairs >> 16 & 0xFFFF) + (pairs >> 32 & 0xFFFF) + (pairs >> 48)
    let sum = UInt64(imgscan_header_sum(start.assumingMemoryBound(to: UInt8.self))) - own
    return stated(field) == sum + 8 * 32
  }

  /// The checksum field's value; usually six digits, NUL and blank.
  private func stated(_ field: UInt64) -> UInt64? {
    let digits = field << 16 | 0x3030
    if isBlank(UInt8(field >> 56)), isBlank(UInt8(field >> 48 & 0xFF)), isOctal(digits) { return octal(digits) }
    guard field & 0x80 == 0, let value = number(148, 8) else { return nil }
    return UInt64(value)
  }

  var mode: Int64? { shortNumber(100) }
  var uid: Int64? { shortNumber(108) }
  var gid: Int64? { shortNumber(116) }

  /// The stated size of the content; nil also when it is absurd.
  var sizeBytes: Int64? {
    let (high, low) = (word(124), UInt64(start.loadUnaligned(fromByteOffset: 132, as: UInt32.self).littleEndian))
    let rest = (low << 40) | 0x30_3030_3030
    if isBlank(UInt8(low >> 24)), isOctal(high), isOctal(rest) {
      return Int64(octal(high) << 9 | octal(rest))
    }
    return number(124, 12).flatMap { $0 < 1 << 56 ? $0 : nil }
  }

  /// Whether all numbers look like those of a header, also those that nobody needs; libarchive asks that of the first.
  var isPlausible: Bool {
    for (offset, count) in [(100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (329, 8), (337, 8)] {
      if byte(offset) != 0, number(offset, count) == nil { return false }
    }
    return true
  }

  /// The name field, to its first NUL.
  var name: UnsafeBufferPointer<UInt8> { text(0, 100) }
  /// The field for a link's target, to its first NUL.
  var linkName: UnsafeBufferPointer<UInt8> { text(157, 100) }
  /// What stands before the name in a POSIX header, to its first NUL.
  var prefix: UnsafeBufferPointer<UInt8> { text(345, 155) }
  var hasPrefix: Bool { byte(345) != 0 }
  var hasLinkName: Bool { byte(157) != 0 }

  private func text(_ offset: Int, _ room: Int) -> UnsafeBufferPointer<UInt8> {
    let field = UnsafeRawBufferPointer(start: start + offset, count: room)
    return UnsafeRawBufferPointer(rebasing: field[..<field.zeroIndex]).assumingMemoryBound(to: UInt8.self)
  }

  /// A field of eight bytes; the usual form, seven digits, in a few steps.
  private func shortNumber(_ offset: Int) -> Int64? {
    let field = word(offset)
    let digits = field << 8 | 0x30
    if isBlank(UInt8(field >> 56)), isOctal(digits) { return Int64(octal(digits)) }
    return number(offset, 8)
  }

  /// A number as every reader reads it: blanks, octal digits, then blanks or NULs; or not negative in base 256.
  private func number(_ offset: Int, _ count: Int) -> Int64? {
    var value: UInt64 = 0
    if byte(offset) >= 0x80 {
      guard byte(offset) == 0x80 else { return nil }
      for at in (offset + 1)..<(offset + count) {
        if value >= 1 << 55 { return nil }
        value = value << 8 | UInt64(byte(at))
      }
      return Int64(clamping: value)
    }
    var at = offset
    let end = offset + count
    while at < end, byte(at) == 32 { at += 1 }
    while at < end, byte(at) & 0xF8 == 0x30 {
      value = value << 3 | UInt64(byte(at) & 7)
      at += 1
    }
    while at < end, isBlank(byte(at)) { at += 1 }
    return at == end ? Int64(value) : nil
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte & 0xDF == 0 }

  private func isOctal(_ digits: UInt64) -> Bool { digits & 0xF8F8_F8F8_F8F8_F8F8 == 0x3030_3030_3030_3030 }

  /// The value of eight digits, the first in the lowest byte: neighbours are joined three times.
  private func octal(_ digits: UInt64) -> UInt64 {
    let ones = digits & 0x0707_0707_0707_0707
    let pairs = (ones & 0x00FF_00FF_00FF_00FF) << 3 | (ones >> 8 & 0x00FF_00FF_00FF_00FF)
    let fours = (pairs & 0x0000_FFFF_0000_FFFF) << 6 | (pairs >> 16 & 0x0000_FFFF_0000_FFFF)
    return (fours & 0xFFFF_FFFF) << 12 | fours >> 32
  }
}

extension UnsafeRawBufferPointer {
  /// Where the first NUL is; the count when there is none.
  var zeroIndex: Int {
    var at = 0
    while at + 8 <= count {
      let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt64.self))
      // The lowest bit is exact; those above it need not be.
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 { return at + zeros.trailingZeroBitCount / 8 }
      at += 8
    }
    while at < count, self[at] != 0 { at += 1 }
    return at
  }
}

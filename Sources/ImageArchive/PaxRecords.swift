/// The records of a pax extended header, as far as they change what a layer's record holds.
///
/// Source: POSIX.1-2017, pax, "pax Extended Header"; archive/tar of Go 1.22 and libarchive 3.6 where they agree.
struct PaxRecords {
  var path: UnsafeBufferPointer<UInt8>?
  var linkPath: UnsafeBufferPointer<UInt8>?
  var sizeBytes: Int64?
  var uid: Int64?
  var gid: Int64?
  var capability: UnsafeRawBufferPointer?

  /// Reads all records.
  ///
  /// - Returns: nil when there is anything that this reader does not fully understand, or that readers take differently:
  ///   sparse files, other character sets, access control lists (they change the mode), the same keyword twice, unknown
  ///   keywords, malformed lines.
  init?(_ body: UnsafeRawBufferPointer) {
    var rest = body
    while !rest.isEmpty {
      guard let (line, keyStart) = PaxRecords.line(rest) else { return nil }
      let record = UnsafeRawBufferPointer(rebasing: line[keyStart...])
      guard let equals = record.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { return nil }
      let key = UnsafeRawBufferPointer(rebasing: record[..<equals])
      guard take(key, UnsafeRawBufferPointer(rebasing: record[(equals + 1)...])) else { return nil }
      rest = UnsafeRawBufferPointer(rebasing: rest[(line.count + 1)...])
    }
  }

  /// The first line without its line feed, and where its keyword begins.
  private static func line(_ rest: UnsafeRawBufferPointer) -> (UnsafeRawBufferPointer, keyStart: Int)? {
    var (length, at) = (0, 0)
    while at < rest.count, at < 6, rest[at] >= 48, rest[at] <= 57 {
      length = length * 10 + Int(rest[at] - 48)
      at += 1
    }
    guard at > 0, rest[0] != 48, at < rest.count, rest[at] == 32 else { return nil }
    guard length <= rest.count, length > at + 2, rest[length - 1] == 10 else { return nil }
    return (UnsafeRawBufferPointer(rebasing: rest[..<(length - 1)]), at + 1)
  }

  private mutating func take(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Bool {
    switch key.count {
    case 4 where key.isText("path"): return take(value, &path)
    case 8 where key.isText("linkpath"): return take(value, &linkPath)
    case 4 where key.isText("size"): return take(value, &sizeBytes)
    case 3 where key.isText("uid"): return take(value, &uid)
    case 3 where key.isText("gid"): return take(value, &gid)
    case 32 where key.isText("SCHILY.xattr.security.capability"):
      guard capability == nil else { return false }
      capability = value
      return true
    default:
      return PaxRecords.harmless.contains { key.isText($0) }
        || (key.count > 13 && UnsafeRawBufferPointer(rebasing: key[..<13]).isText("SCHILY.xattr.")
          && key.zeroIndex == key.count)
    }
  }

  /// Keywords that change nothing of what is kept.
  private static let harmless: [StaticString] = [
    "mtime", "atime", "ctime", "uname", "gname", "comment", "LIBARCHIVE.creationtime", "SCHILY.dev", "SCHILY.ino",
    "SCHILY.nlink", "SCHILY.devmajor", "SCHILY.devminor", "RHT.security.selinux",
  ]

  private func take(_ value: UnsafeRawBufferPointer, _ field: inout UnsafeBufferPointer<UInt8>?) -> Bool {
    guard field == nil, !value.isEmpty, value.zeroIndex == value.count else { return false }
    field = value.assumingMemoryBound(to: UInt8.self)
    return true
  }

  private func take(_ value: UnsafeRawBufferPointer, _ field: inout Int64?) -> Bool {
    guard field == nil, !value.isEmpty, value.count <= 16 else { return false }
    var number: Int64 = 0
    for digit in value {
      guard digit >= 48, digit <= 57 else { return false }
      number = number * 10 + Int64(digit - 48)
    }
    field = number
    return true
  }
}

extension UnsafeRawBufferPointer {
  /// Whether these are the bytes of a text.
  func isText(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }
}

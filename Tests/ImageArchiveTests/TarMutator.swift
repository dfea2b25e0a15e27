import TestSupport

/// Makes layers of odd and broken headers, the same ones for the same seed.
struct TarMutator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }
  private mutating func isOnce(in count: Int) -> Bool { below(count) == 0 }
  private mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

  /// A way of reading.
  mutating func way() -> ReaderComparison.Way {
    let all = ReaderComparison.Way.all
    return all[below(all.count)]
  }

  /// A layer of a few entries, most of them with something odd.
  mutating func layer() -> [UInt8] {
    var builder = TarBuilder()
    for _ in 0...below(6) {
      if isOnce(in: 30) { builder.zeroBlock() }
      if isOnce(in: 12) { builder.extendedHeader(paxBody(), type: pick(["x", "x", "g", "X"])) }
      if isOnce(in: 12) { builder.add(longText()) }
      if isOnce(in: 20) { builder.add(longText()) }
      builder.add(entry())
    }
    var bytes = builder.finished(endBlocks: pick([0, 1, 2, 2, 2, 3, 20]))
    for _ in 0..<pick([0, 1, 1, 1, 2, 3]) { mutate(&bytes) }
    return bytes
  }

  private mutating func entry() -> TarEntry {
    let type = pick(Array("00000000055555222111346") + [pick(Array("\0789ADMNSVXZgxKL"))])
    var entry = TarEntry(name(), type: type, mode: pick([0o644, 0o755, 0o4755, 0o1777, 0, 0o100644, 0o40755]))
    entry.dialect = pick([.ustar, .ustar, .ustar, .gnu, .gnu, .v7])
    if entry.dialect == .v7, !isOnce(in: 3) { entry.dialect = .ustar }
    if "12".contains(type) { entry.link = isOnce(in: 8) ? [] : Array(name().utf8) }
    if "0\07S".contains(type) || isOnce(in: 15) {
      let count = pick([0, 0, 1, 3, 4, 511, 512, 513, 1500, 5000])
      entry.content =
        pick(["", "\u{7F}ELF", "#!/bin/sh\n"]).utf8.prefix(count) + [UInt8](repeating: 0x61, count: count)
    }
    (entry.uid, entry.gid) = (pick([0, 1000, 2_097_151, 2_097_152, 1 << 40, -2]), pick([0, 5, 1 << 33]))
    if !isOnce(in: 6) { (entry.uid, entry.gid) = (0, 42) }
    entry.usesBase256 = isOnce(in: 10)
    if isOnce(in: 25) { entry.statedSize = pick([-1, 1, 511, 1 << 33, 1 << 62, Int64.max, Int64.max - 1]) }
    entry.hasWrongChecksum = isOnce(in: 60)
    entry.isPadded = !isOnce(in: 25)
    if isOnce(in: 4) { entry.pax = (0...below(3)).map { _ in paxRecord() } }
    return entry
  }

  private mutating func name() -> String {
    let long = String(repeating: "n", count: pick([99, 100, 101, 155, 156, 200]))
    let deep = String(String(repeating: "dir/", count: 80).prefix(pick([99, 100, 101, 154, 155, 156, 200, 255, 256])))
    return pick([
      "a", "b", "d/su", "bin/su", "etc/passwd", "x.list", "./a", "./d/./b", "../a", "/a", "d//b", "d/", "d/b/", "", ".",
      "./", "/", ".wh.a", "d/.wh.b", "d/.wh..wh..opq", ".wh..wh.plnk/x", ".wh.", "d/.x", "ü", "d/e\u{301}", "d/日本",
      "한/x", "😀", long, deep, deep + long, "d/" + long, deep + "su",
    ])
  }

  private mutating func paxRecord() -> (key: String, value: [UInt8]) {
    let key = pick([
      "path", "path", "path", "linkpath", "size", "uid", "gid", "mtime", "atime", "uname", "comment", "hdrcharset",
      "SCHILY.xattr.security.capability", "SCHILY.xattr.user.x", "SCHILY.xattr.", "SCHILY.acl.access",
      "SCHILY.realsize", "LIBARCHIVE.xattr.security.capability", "GNU.sparse.major", "GNU.sparse.name",
      "GNU.sparse.map", "SUN.holesdata", "unknown", "", "PATH",
    ])
    let value = pick([
      name(), name(), "0", "1", "4", "512", "-1", "99999999999999999999", "1.5", "", "user::rwx", "0,4",
    ])
    var bytes = Array(value.utf8)
    if isOnce(in: 12) { bytes.insert(pick([0, 0xFF, 0x80, 10, 61]), at: below(bytes.count + 1)) }
    return (key, bytes)
  }

  private mutating func paxBody() -> [UInt8] {
    var body: [UInt8] = []
    for _ in 0...below(3) {
      let record = paxRecord()
      body += TarBuilder.paxRecord(record.key, record.value)
    }
    if isOnce(in: 3), !body.isEmpty { body[below(body.count)] = UInt8(truncatingIfNeeded: next()) }
    return body
  }

  private mutating func longText() -> TarEntry {
    TarEntry("././@LongLink", type: pick(["L", "K"]), dialect: pick([.gnu, .gnu, .ustar])).with {
      $0.content = Array(name().utf8) + [UInt8](repeating: 0, count: pick([0, 1, 1, 1, 2]))
    }
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard bytes.count >= 512 else { return }
    let block = below(bytes.count / 512) * 512
    switch below(9) {
    case 0: bytes.removeLast(below(bytes.count))
    case 1: bytes.removeLast(bytes.count % 256 + below(bytes.count / 256) * 256)
    case 2: bytes.removeSubrange(block..<(block + 512))
    case 3: bytes.insert(contentsOf: bytes[block..<(block + 512)], at: below(bytes.count / 512) * 512)
    case 4: bytes.insert(contentsOf: [UInt8](repeating: 0, count: 512), at: block)
    case 5: bytes += (0..<below(1200)).map { _ in UInt8(truncatingIfNeeded: next()) }
    default:
      for _ in 0...below(3) { change(&bytes, block) }
      if !isOnce(in: 6) { TarMutator.sum(&bytes, at: block) }
    }
  }

  /// Writes something into a field of the header at `block`.
  private mutating func change(_ bytes: inout [UInt8], _ block: Int) {
    let (field, room) = pick([
      (0, 100), (100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (148, 8), (156, 1), (157, 100), (257, 8), (329, 8),
      (345, 155), (386, 1), (482, 1), (483, 12), (508, 4),
    ])
    let text = pick([
      "", " ", "0", "7", "8", "-1", "\t7", "0000644", "000644 ", "777777777777", "tar\0", "ustar\00", "/", "x",
    ])
    switch below(4) {
    case 0: bytes[block + field + below(room)] = UInt8(truncatingIfNeeded: next())
    case 1: bytes[block + field] = pick([0x80, 0xFF, 0xC0, 0x81, 0, 32, 47])
    case 2: for at in 0..<room { bytes[block + field + at] = pick([0, 32, 48, 47, 0x6E]) }
    default: for (at, byte) in text.utf8.prefix(room).enumerated() { bytes[block + field + at] = byte }
    }
  }

  /// Makes the checksum of a header right.
  static func sum(_ bytes: inout [UInt8], at block: Int) {
    for at in 148..<156 { bytes[block + at] = 32 }
    let sum = bytes[block..<(block + 512)].reduce(0) { $0 + Int($1) }
    let digits = String(sum, radix: 8)
    let text = String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits + "\0 "
    for (at, byte) in text.utf8.prefix(8).enumerated() { bytes[block + 148 + at] = byte }
  }
}

/// One entry of a tar archive, as exact as a test wants it.
public struct TarEntry: Sendable {
  /// How the header is laid out.
  public enum Dialect: Sendable {
    /// POSIX.1-1988: `ustar`, NUL, `00`.
    case ustar
    /// GNU: `ustar`, two blanks, NUL; long names in `L` and `K` entries.
    case gnu
    /// Seventh Edition: no magic, no owner names.
    case v7
  }

  public var name: [UInt8]
  public var type: UInt8
  public var mode: Int
  public var uid: Int64
  public var gid: Int64
  public var content: [UInt8]
  public var link: [UInt8]
  public var dialect: Dialect
  /// Extended header records in front of the entry, in order.
  public var pax: [(key: String, value: [UInt8])] = []
  /// The size the header states; nil for the content's.
  public var statedSize: Int64?
  /// Writes uid, gid and size in base 256.
  public var usesBase256 = false
  /// Makes the header's checksum wrong.
  public var hasWrongChecksum = false
  /// Whether the content is filled up to a whole block.
  public var isPadded = true

  public init(
    _ name: String, type: Character = "0", mode: Int = 0o644, uid: Int64 = 0, gid: Int64 = 0, content: String = "",
    link: String = "", dialect: Dialect = .ustar
  ) {
    self.name = Array(name.utf8)
    self.type = type.asciiValue ?? 0
    (self.mode, self.uid, self.gid, self.dialect) = (mode, uid, gid, dialect)
    (self.content, self.link) = (Array(content.utf8), Array(link.utf8))
  }

  public static func file(
    _ name: String, _ content: String = "x", mode: Int = 0o644, uid: Int64 = 0, gid: Int64 = 0
  ) -> TarEntry { TarEntry(name, mode: mode, uid: uid, gid: gid, content: content) }

  /// A setuid file that begins like a program; what a scan must never lose.
  public static func setuid(_ name: String) -> TarEntry { TarEntry(name, mode: 0o4755, content: "\u{7F}ELF") }

  public static func directory(_ name: String, mode: Int = 0o755) -> TarEntry {
    TarEntry(name, type: "5", mode: mode)
  }
  public static func symlink(_ name: String, to target: String) -> TarEntry {
    TarEntry(name, type: "2", mode: 0o777, link: target)
  }
  public static func hardLink(_ name: String, to target: String, mode: Int = 0o644) -> TarEntry {
    TarEntry(name, type: "1", mode: mode, link: target)
  }

  /// The entry with changes.
  public func with(_ change: (inout TarEntry) -> Void) -> TarEntry {
    var copy = self
    change(&copy)
    return copy
  }
}

/// Writes tar archives byte by byte, good ones and bad ones. It shares nothing with what reads them.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header"; GNU tar manual, "Basic Tar Format".
public struct TarBuilder: Sendable {
  /// What is written so far.
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// An archive of these entries, with its two end blocks.
  public static func archive(_ entries: [TarEntry]) -> [UInt8] {
    var builder = TarBuilder()
    for entry in entries { builder.add(entry) }
    return builder.finished()
  }

  /// The archive with end blocks of zeros.
  public func finished(endBlocks: Int = 2) -> [UInt8] { bytes + [UInt8](repeating: 0, count: endBlocks * 512) }

  public mutating func raw(_ more: [UInt8]) { bytes += more }

  public mutating func zeroBlock() { bytes += [UInt8](repeating: 0, count: 512) }

  public mutating func add(_ entry: TarEntry) {
    if !entry.pax.isEmpty {
      add(
        TarEntry("PaxHeaders.0/x", type: "x").with {
          $0.content = entry.pax.flatMap { TarBuilder.paxRecord($0.key, $0.value) }
        })
    }
    if entry.dialect == .gnu, entry.name.count > 100 { long("L", entry.name) }
    if entry.dialect == .gnu, entry.link.count > 100 { long("K", entry.link) }
    bytes += header(entry)
    bytes += entry.content
    if entry.isPadded { pad() }
  }

  /// An extended or global header with content as given, good or bad.
  public mutating func extendedHeader(_ content: [UInt8], type: Character = "x") {
    add(TarEntry("PaxHeaders.0/x", type: type).with { $0.content = content })
  }

  /// `LENGTH KEY=VALUE` and a line feed; the length counts itself.
  public static func paxRecord(_ key: String, _ value: [UInt8]) -> [UInt8] {
    let rest = [UInt8(ascii: " ")] + Array(key.utf8) + [UInt8(ascii: "=")] + value + [10]
    var length = rest.count
    while String(length).utf8.count + rest.count != length { length = String(length).utf8.count + rest.count }
    return Array(String(length).utf8) + rest
  }

  private mutating func long(_ type: Character, _ text: [UInt8]) {
    add(TarEntry("././@LongLink", type: type, dialect: .gnu).with { $0.content = text + [0] })
  }

  private mutating func pad() {
    let rest = bytes.count % 512
    if rest != 0 { bytes += [UInt8](repeating: 0, count: 512 - rest) }
  }

  private func header(_ entry: TarEntry) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 512)
    func put(_ text: some Collection<UInt8>, at: Int, room: Int) {
      for (index, byte) in text.prefix(room).enumerated() { out[at + index] = byte }
    }
    func number(_ value: Int64, at: Int, room: Int, base256: Bool = false) {
      if base256 || value < 0 || value >= Int64(1) << Int64(3 * (room - 1)) {
        var left = value
        for index in stride(from: at + room - 1, through: at, by: -1) {
          out[index] = UInt8(truncatingIfNeeded: left)
          left >>= 8
        }
        out[at] = value < 0 ? 0xFF : out[at] | 0x80
      } else {
        let digits = String(value, radix: 8)
        put((String(repeating: "0", count: max(0, room - 1 - digits.count)) + digits).utf8, at: at, room: room - 1)
      }
    }
    var (name, prefix) = (entry.name, [UInt8]())
    if entry.dialect == .ustar, name.count > 100, entry.pax.isEmpty {
      if let slash = name.lastIndex(where: { $0 == 47 }), slash <= 155, name.count - slash - 1 <= 100 {
        (prefix, name) = (Array(name[..<slash]), Array(name[(slash + 1)...]))
      }
    }
    put(name, at: 0, room: 100)
    number(Int64(entry.mode), at: 100, room: 8)
    number(entry.uid, at: 108, room: 8, base256: entry.usesBase256)
    number(entry.gid, at: 116, room: 8, base256: entry.usesBase256)
    number(entry.statedSize ?? Int64(entry.content.count), at: 124, room: 12, base256: entry.usesBase256)
    number(0, at: 136, room: 12)
    out[156] = entry.type
    put(entry.link, at: 157, room: 100)
    switch entry.dialect {
    case .ustar: put(Array("ustar\u{0}00".utf8), at: 257, room: 8)
    case .gnu: put(Array("ustar  \u{0}".utf8), at: 257, room: 8)
    case .v7: break
    }
    put(prefix, at: 345, room: 155)
    for index in 148..<156 { out[index] = 32 }
    let sum = out.reduce(0) { $0 + Int($1) } + (entry.hasWrongChecksum ? 1 : 0)
    let digits = String(sum, radix: 8)
    put((String(repeating: "0", count: 6 - digits.count) + digits + "\u{0} ").utf8, at: 148, room: 8)
    return out
  }
}

/// What libarchive's reader remembers from entry to entry, and entries that make it remember that.
///
/// Source: libarchive 3.6.2, archive_read_support_format_tar.c: `archive_format` decides what the size of a hard link
/// means, `sparse_allowed` whether an entry may be sparse, an unset `entry_linkpath` what an empty link is.
struct ReaderPast {
  /// Whether anything was read.
  private(set) var hasEntries = false
  private var sawFile = false
  private var sawLink = false
  private var format = Format.ustar

  private enum Format {
    case ustar, pax, gnu
  }

  /// Remembers an entry.
  mutating func note(_ header: TarHeader, _ dialect: TarHeader.Dialect, hasPax: Bool) {
    hasEntries = true
    if header.type == UInt8(ascii: "0") { sawFile = true }
    if header.hasLinkName { sawLink = true }
    if dialect == .gnu {
      format = .gnu
    } else if hasPax || format == .gnu {
      format = hasPax ? .pax : .ustar
    }
  }

  /// Headers to be read and forgotten before the rest of an archive.
  var primer: (bytes: [UInt8], entryCount: Int) {
    var bytes: [UInt8] = []
    if format == .pax {
      bytes += ReaderPast.header("x", octalSize: "16", link: "") + Array("14 comment=it\n".utf8)
      bytes += [UInt8](repeating: 0, count: TarHeader.blockBytes - 14)
    }
    var types: [Unicode.Scalar] = sawFile ? ["0"] : []
    if sawLink { types.append("2") }
    if types.isEmpty { types = ["5"] }
    for type in types {
      bytes += ReaderPast.header(type, octalSize: "0", link: type == "2" ? "l" : "", isGNU: format == .gnu)
    }
    return (bytes, types.count)
  }

  private static func header(_ type: Unicode.Scalar, octalSize: String, link: String, isGNU: Bool = false) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: TarHeader.blockBytes)
    func put(_ text: String, _ offset: Int) {
      for (index, byte) in text.utf8.enumerated() { out[offset + index] = byte }
    }
    put("p", 0)
    put(octalSize, 124)
    put("        ", 148)
    out[156] = UInt8(ascii: type)
    put(link, 157)
    put(isGNU ? "ustar  \0" : "ustar\u{0}00", 257)
    put(String(out.reduce(0) { $0 + Int($1) }, radix: 8), 148)
    return out
  }
}

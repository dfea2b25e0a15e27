import Core
import Foundation
import TestSupport
import Testing

@testable import ImageArchive

/// Our own reader and libarchive give one record, whatever a layer's headers hold.
@Suite struct ReaderAgreementTests {
  struct Table: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var layers: [[UInt8]]

    init(_ what: String, _ layers: [[UInt8]]) { (testDescription, self.layers) = (what, layers) }
  }

  init() { LayerReading.prepare() }

  /// A layer whose second header is patched, with a right checksum.
  static func patched(_ entry: TarEntry = .file("m", "content"), _ patch: (inout [UInt8]) -> Void) -> [UInt8] {
    var header = Array(TarBuilder.archive([entry])[..<512])
    patch(&header)
    TarMutator.sum(&header, at: 0)
    return TarBuilder.archive([.setuid("a")]).dropLast(1024) + header
      + TarBuilder.archive([entry, .setuid("z")]).dropFirst(512)
  }

  static func put(_ text: String, at offset: Int, in header: inout [UInt8], fill: UInt8 = 0, room: Int) {
    for index in 0..<room { header[offset + index] = fill }
    for (index, byte) in text.utf8.prefix(room).enumerated() { header[offset + index] = byte }
  }

  static let numbers = [
    "", " ", "       ", "7", "0000644", "000644 ", "00000644", "    644", "644    ", "\t644", "-1", "8", "6 4", "6\0x",
    "644/", "77777777", "0x1FF", "+5", "٣",
  ]

  /// Texts in the number fields of a file and of a link.
  static let octalFields: [[UInt8]] = [(100, 8), (108, 8), (116, 8), (124, 12), (136, 12), (148, 8), (329, 8)].flatMap {
    field in
    numbers.flatMap { text in
      [TarEntry.file("m", "content"), .symlink("m", to: "t")].map { entry in
        patched(entry) { put(text, at: field.0, in: &$0, room: field.1) }
      }
    }
  }

  static let binaryFields: [[UInt8]] = [(100, 8), (108, 8), (116, 8), (124, 12)].flatMap { (offset, room) in
    [
      [0x80], [0x80, 0, 0, 0, 0, 0, 0, 7], [0xFF], [0xC0], [0x81], [0x80, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF],
      [0x80, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0, 0x80], [0x80, 1],
      [0x80, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE], [0x80, 0, 0, 0, 0x40],
      [UInt8](repeating: 0xFF, count: 12), [UInt8](repeating: 0xFF, count: 11) + [0xFE],
    ].map { bytes in
      patched {
        for index in 0..<room { $0[offset + index] = index < bytes.count ? bytes[index] : 0 }
      }
    }
  }

  static let types: [[UInt8]] = (0...255).flatMap { type in
    [TarEntry.file("m", "content"), .file("d/", ""), .symlink("m", to: ""), .hardLink("m", to: "a"), .directory("d/")]
      .map {
        patched($0) { $0[156] = UInt8(type) }
      }
  }

  static let magics: [[UInt8]] = [
    "ustar\u{0}00", "ustar\u{0}11", "ustar\u{0}\u{0}\u{0}", "ustar  \u{0}", "ustar   ", "ustar00", "USTAR\u{0}00", "",
    "ustar",
  ].flatMap { magic in
    [0, 345, 386, 482, 483, 508].map { offset in
      patched {
        put(magic, at: 257, in: &$0, room: 8)
        if offset > 0 { put(offset == 508 ? "tar" : "p", at: offset, in: &$0, room: 4) }
      }
    }
  }

  static let names: [[UInt8]] = ["", "n", "n/", "/", ".", "./", "../n", String(repeating: "n", count: 100)].flatMap {
    name in
    ["", "p", "p/", "/", "..", String(repeating: "p", count: 155)].flatMap { prefix in
      [TarEntry.file("m", ""), .file("m", "content"), .directory("m")].map { entry in
        patched(entry) {
          put(name, at: 0, in: &$0, room: 100)
          put(prefix, at: 345, in: &$0, room: 155)
        }
      }
    }
  }

  static func extended(_ records: [(String, String)], _ entry: TarEntry = .file("m", "content")) -> [UInt8] {
    TarBuilder.archive([.setuid("a"), entry.with { $0.pax = records.map { ($0.0, Array($0.1.utf8)) } }, .setuid("z")])
  }

  static let paxRecords: [[UInt8]] = [
    [("path", "p")], [("path", "")], [("path", "p/")], [("path", "p\0q")], [("path", "p"), ("path", "q")],
    [("path", "é")],
    [("path", "e\u{301}")], [("path", "日本/한국/привет")], [("path", "😀")], [("path", "\u{212B}")], [("path", "a=b")],
    [("size", "3")], [("size", "0")], [("size", "")], [("size", "-3")], [("size", "3 ")],
    [("size", "9223372036854775807")],
    [("size", "9223372036854775806")], [("size", "99999999999999999999")], [("size", "3"), ("size", "7")],
    [("uid", "5")],
    [("uid", "4294967296")], [("uid", "-5")], [("uid", "x")], [("gid", "07")], [("linkpath", "l")], [("mtime", "1.5")],
    [("SCHILY.xattr.security.capability", "\u{1}\0\0\u{2}")], [("SCHILY.xattr.user.a", "v")], [("SCHILY.xattr.", "v")],
    [("SCHILY.xattr.security.capability", "1"), ("SCHILY.xattr.security.capability", "2")],
    [("LIBARCHIVE.xattr.security.capability", "AQ")], [("SCHILY.acl.access", "user::rwx,group::---,other::---")],
    [("SCHILY.realsize", "3")], [("GNU.sparse.major", "1")], [("GNU.sparse.map", "0,3")], [("hdrcharset", "BINARY")],
    [("charset", "x")], [("comment", "c"), ("path", "p")], [("unknown", "u")], [("", "v")], [("uname", "\u{301}")],
  ].flatMap { records in
    [
      TarEntry.file("m", "content"), .directory("m"), .symlink("m", to: "t"), .hardLink("m", to: "a"),
      .symlink("m", to: ""),
      TarEntry("m", content: "content", dialect: .gnu),
    ].map { extended(records, $0) }
  }

  static let paxBodies: [[UInt8]] = [
    "", "\n", "6 a=b\n", "5 a=\n", "4 =\n", "06 a=b\n", "7 a=b\n", "999999 a=b\n", "9999999 a=b\n", " 6 a=b\n",
    "6  a=b\n",
    "12 path=name\n", "12 path=nam\n", "3 \n", "2\n", "6 a\0b\n", "12 path=nameX", "-6 a=b\n", "8 path=\n9 path=p\n",
  ].flatMap { body in
    ([Character]("xgX")).map { type in
      var builder = TarBuilder()
      builder.add(.setuid("a"))
      builder.extendedHeader(Array(body.utf8), type: type)
      builder.add(.file("m", "content"))
      builder.add(.setuid("z"))
      return builder.finished()
    }
  }

  /// Long names, links and pax headers before one entry, in all orders of up to three.
  static let chains: [[UInt8]] = {
    let parts: [TarEntry] = [
      TarEntry("././@LongLink", type: "L", content: "long\0", dialect: .gnu),
      TarEntry("././@LongLink", type: "K", content: "to\0", dialect: .gnu),
      TarEntry("x", type: "x", content: "12 path=pax\n"),
      TarEntry("././@LongLink", type: "L", content: "ends/\0\0", dialect: .gnu), TarEntry("V", type: "V"),
    ]
    let ends: [TarEntry] = [.file("m", "content"), .symlink("m", to: "t"), .hardLink("m", to: "a"), .directory("m")]
    var orders: [[Int]] = [[]]
    for _ in 0..<3 { orders += orders.flatMap { order in parts.indices.map { order + [$0] } } }
    return Set(orders).sorted { $0.lexicographicallyPrecedes($1) }.flatMap { order in
      ends.map { end in TarBuilder.archive([.setuid("a")] + order.map { parts[$0] } + [end, .setuid("z")]) }
    }
  }()

  /// What libarchive takes an entry for depends on those before it.
  static let memories: [[UInt8]] = {
    let before: [TarEntry] = [
      .directory("d"), .setuid("a"), .symlink("s", to: "t"), TarEntry("g", content: "x", dialect: .gnu),
      .setuid("p").with { $0.pax = [("mtime", [0x31])] },
    ]
    let odd: [TarEntry] = [
      .hardLink("h", to: "a").with { $0.content = Array("content".utf8) }, .hardLink("h", to: ""),
      .symlink("h", to: ""),
      TarEntry("o", type: "0", content: "x", dialect: .v7),
      .directory("n").with { $0.pax = [("GNU.sparse.map", [0x30])] },
      .hardLink("h", to: "a").with { $0.content = TarBuilder.archive([.setuid("inner")]) },
    ]
    return before.flatMap { one in
      before.flatMap { two in odd.map { TarBuilder.archive([one, two, $0, .setuid("z"), $0]) } }
    }
  }()

  static let ends: [[UInt8]] = {
    let good = TarBuilder.archive([.setuid("a"), .file("b", String(repeating: "b", count: 700)), .directory("c")])
    var out = stride(from: 0, through: good.count, by: 256).map { Array(good[..<$0]) }
    out += [1, 100, 511, 512, 513, 1024].flatMap { count in
      [1024, 512, 0].map { good.dropLast($0) + [UInt8](repeating: 0x41, count: count) }
    }
    // A single zero block, and data in the first byte, and in the last, of the one after it.
    for place in [0, 511] {
      var bytes = Array(good.dropLast(512)) + [UInt8](repeating: 0, count: 512)
      bytes[bytes.count - 512 + place] = 1
      out += [bytes, bytes.dropLast(), bytes + good]
    }
    return out
  }()

  static let tables = [
    Table("octal fields", octalFields), Table("binary fields", binaryFields), Table("types", types),
    Table("magics", magics), Table("names", names), Table("pax records", paxRecords), Table("pax bodies", paxBodies),
    Table("chains of extended headers", chains), Table("what came before", memories), Table("ends", ends),
  ]

  @Test(arguments: tables)
  func `odd headers give one record`(_ table: Table) {
    var mutator = TarMutator(seed: 7)
    for (number, layer) in table.layers.enumerated() {
      for way in [ReaderComparison.Way(isLater: true), ReaderComparison.Way(keeps: true), mutator.way()] {
        #expect(ReaderComparison.difference(layer, way) == nil, "\(table.testDescription), layer \(number)")
      }
    }
  }

  @Test func `mutated layers give one record each`() {
    var mutator = TarMutator(seed: 20_261_121)
    for number in 0..<3000 {
      let layer = mutator.layer()
      let way = mutator.way()
      #expect(ReaderComparison.difference(layer, way) == nil, "layer \(number)")
    }
  }

  static let everyday: [[UInt8]] = [
    TarBuilder.archive([.directory("d"), .setuid("d/su"), .symlink("s", to: "d/su"), .hardLink("h", to: "d/su")]),
    TarBuilder.archive([.file("dir/" + String(repeating: "n", count: 100)), .file("x", "y", uid: 1 << 30)]),
    TarBuilder.archive([TarEntry(String(repeating: "d/", count: 99), type: "5", dialect: .gnu), .setuid("a")]),
    TarBuilder.archive([TarEntry("l", type: "2", link: String(repeating: "t", count: 130), dialect: .gnu)]),
    TarBuilder.archive([.file("x").with { $0.pax = [("path", Array("süß/日本".utf8)), ("mtime", [0x31])] }]),
    TarBuilder.archive([.file("x").with { $0.pax = [("SCHILY.xattr.security.capability", [1, 0, 0, 2])] }]),
    TarBuilder.archive([.symlink("x", to: "y").with { $0.pax = [("linkpath", [UInt8](repeating: 0x74, count: 200))] }]),
    patched(.directory("m")) {
      put("", at: 0, in: &$0, room: 100)
      put("all/in/the/prefix", at: 345, in: &$0, room: 155)
    },
    TarBuilder.archive([.file("x").with { $0.pax = [("size", [0x31])] }, .setuid("last")]),
    Array(TarBuilder.archive([.setuid("a")]).dropLast(1024)),
  ]

  @Test(arguments: everyday.indices)
  func `what runtimes write is read without libarchive`(_ number: Int) throws {
    #expect(try ReaderComparison.entriesBeforeHandOver(ReaderAgreementTests.everyday[number]) == nil)
  }

  @Test func `names in pax headers stay as they are written`() throws {
    let names: [[UInt8]] = [Array("\u{E9}".utf8), Array("e\u{301}".utf8), [0x78, 0xFF]]
    let record = LayerReading.record(
      TarBuilder.archive(names.map { name in .file("x").with { $0.pax = [("path", name)] } }))
    #expect(
      record.chunks.flatMap { chunk in chunk.entries(record.attributes).map { Array(chunk.name(of: $0)) } } == names)
    #expect(record.problems.incidents.isEmpty && record.problems.warnings.isEmpty)
  }

  @Test func `an entry that is not understood is handed over, and those before it are not read twice`() throws {
    let layer = TarBuilder.archive([.setuid("a"), TarEntry("v", content: "x", dialect: .v7), .setuid("z")])
    #expect(try ReaderComparison.entriesBeforeHandOver(layer) == 1)
    let record = LayerReading.record(layer)
    #expect(record.entryCount == 3)
    #expect(record.chunks[0].entries(record.attributes).map(\.dataOffset) == [512, 1536, 2560])
  }

  @Test func `the layers of the shared archives give one record`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../.."
    let folder =
      (ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root + "/../shared/cases") + "/images/archives"
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      print("not tested: the shared archives are not at \(folder) (IMGSCAN_CASES names another place)")
      return
    }
    for name in names.sorted() {
      let path = folder + "/" + name
      guard
        let archive = try? ImageArchive.open(
          path, plan: ScanPlan(), selection: ImageSelection(), verifies: false), !archive.isStream
      else { continue }
      for layer in archive.images.flatMap(\.layers) where layer.missing == nil {
        var plan = ScanPlan()
        plan.readsHeads = true
        let own = archive.scan(layer, plan: plan)
        plan.reader = .libarchive
        let same = ReaderComparison.lines(own) == ReaderComparison.lines(archive.scan(layer, plan: plan))
        #expect(same, "\(name) \(layer.name)")
      }
    }
  }
}

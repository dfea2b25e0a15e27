import Core
import TestSupport
import Testing

@testable import ImageArchive

@Suite struct LayerEntryTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var entry: TarEntry
    /// The entries seen.
    var seen: [String]
    var warnings: [String] = []
    var testDescription: String { what }

    init(_ what: String, _ entry: TarEntry, _ seen: String..., warnings: [String] = []) {
      (self.what, self.entry, self.seen, self.warnings) = (what, entry, seen, warnings)
    }
  }

  static let long = (0..<30).map { "directory-\($0)" }.joined(separator: "/") + "/su"
  static let longName = String(repeating: "n", count: 180)

  static let names: [Case] = [
    Case("a plain name", .setuid("bin/su"), "file 4755 bin/su"),
    Case("a leading ./", .setuid("./bin/su"), "file 4755 bin/su"),
    Case("a leading /", .setuid("/bin/su"), "file 4755 bin/su"),
    Case("doubled slashes", .setuid("bin//.//su"), "file 4755 bin/su"),
    Case("a detour", .setuid("bin/../sbin/su"), "file 4755 sbin/su"),
    Case("a climbing name", .setuid("../../bin/su"), "file 4755 bin/su", warnings: ["name-climbs"]),
    Case("a climb in the middle", .setuid("a/../../bin/su"), "file 4755 bin/su", warnings: ["name-climbs"]),
    Case("the root", .directory("./"), "directory 755 "),
    Case("a name split into prefix and name", .setuid(String(long.suffix(150))), "file 4755 \(long.suffix(150))"),
    Case("a GNU long name", .setuid(long).with { $0.dialect = .gnu }, "file 4755 \(long)"),
    Case("a GNU long last component", .setuid(longName).with { $0.dialect = .gnu }, "file 4755 \(longName)"),
    Case("a pax path", .setuid("short").with { $0.pax = [("path", Array(long.utf8))] }, "file 4755 \(long)"),
    Case(
      "a pax path beyond ASCII", .setuid("x").with { $0.pax = [("path", Array("bin/süß😀".utf8))] }, "file 4755 bin/süß😀"
    ),
    Case("an ustar name beyond ASCII", .setuid("bin/süß"), "file 4755 bin/süß"),
    Case(
      "an ustar name that is not UTF-8", .setuid("").with { $0.name = [0x62, 0xFF, 0xC3] }, "file 4755 b\\xff\\xc3"),
    Case(
      "a pax path that is not UTF-8", .setuid("x").with { $0.pax = [("path", [0x62, 0xFF, 0xE2, 0x82])] },
      "file 4755 b\\xff\\xe2\\x82"),
    Case(
      "a binary pax path",
      .setuid("x").with { $0.pax = [("hdrcharset", Array("BINARY".utf8)), ("path", [0x62, 0xFF])] },
      "file 4755 b\\xff"),
    Case(
      "a GNU long name that is not UTF-8",
      .setuid("").with {
        $0.dialect = .gnu; $0.name = [UInt8](repeating: 0xFE, count: 120)
      },
      "file 4755 " + String(repeating: "\\xfe", count: 120)),
    Case("control characters", .setuid("bin/\u{1B}[31m\nsu"), "file 4755 bin/\u{1B}[31m\nsu"),
    Case(
      "a v7 header",
      .setuid("bin/su").with {
        $0.dialect = .v7; $0.type = 0
      }, "file 4755 bin/su"),
    Case("a contiguous file (type 7)", .setuid("bin/su").with { $0.type = UInt8(ascii: "7") }, "file 4755 bin/su"),
    Case("an unknown type (Z)", .setuid("bin/su").with { $0.type = UInt8(ascii: "Z") }, "file 4755 bin/su"),
    Case("a mode with file type bits", .setuid("bin/su").with { $0.mode = 0o104755 }, "file 4755 bin/su"),
    Case("a symlink", .symlink("bin", to: "usr/bin"), "symlink 777 bin -> usr/bin"),
    Case("a symlink's target as written", .symlink("a", to: "//../x/./y"), "symlink 777 a -> //../x/./y"),
    Case("a GNU long link", .symlink("a", to: long).with { $0.dialect = .gnu }, "symlink 777 a -> \(long)"),
    Case(
      "a pax link beyond ASCII", .symlink("a", to: "x").with { $0.pax = [("linkpath", Array("é".utf8))] },
      "symlink 777 a -> é"),
    Case("a hard link", .hardLink("b", to: "bin/su", mode: 0o4755), "hardLink 4755 b -> bin/su"),
    Case("a hard link's odd target", .hardLink("b", to: "./bin//../sbin/su"), "hardLink 644 b -> sbin/su"),
    Case("a FIFO", TarEntry("p", type: "6", mode: 0o4755), "fifo 4755 p"),
    Case("a character device", TarEntry("c", type: "3", mode: 0o4755), "characterDevice 4755 c"),
    Case("a block device", TarEntry("b", type: "4", mode: 0o4755), "blockDevice 4755 b"),
    Case("a whiteout", .file("a/.wh.b"), "whiteout 0 a/b"),
    Case("a whiteout that is a directory", .directory("a/.wh.b/"), "whiteout 0 a/b"),
    Case("an opaque mark", .file("a/.wh..wh..opq"), "opaque 0 a/"),
    Case("an opaque mark of the root", .file(".wh..wh..opq"), "opaque 0 "),
    Case("a file below a directory named like a whiteout", .setuid(".wh.d/x"), "file 4755 .wh.d/x"),
    Case("a whiteout of nothing", .file("a/.wh."), warnings: ["whiteout-malformed"]),
    Case("a whiteout of .", .file("a/.wh.."), warnings: ["whiteout-malformed"]),
    Case("a whiteout of ..", .file("a/.wh..."), warnings: ["whiteout-malformed"]),
    Case("a whiteout of a whiteout's name", .file("a/.wh..x"), "whiteout 0 a/.x"),
    Case("AUFS bookkeeping", .file(".wh..wh.plnk/12.34"), ),
    Case("AUFS bookkeeping itself", .directory(".wh..wh.aufs"), ),
  ]

  @Test(arguments: names)
  func `an entry is seen under the name a runtime gives it`(_ example: Case) {
    let stored = TarBuilder.archive([.setuid("first"), example.entry, .setuid("last")])
    let expected = LayerSummary(
      ["file 4755 first"] + example.seen + ["file 4755 last"], warnings: example.warnings)
    #expect(LayerReading.everyWay(stored) == [expected])
  }

  @Test(arguments: [(4095, true), (4096, true), (4097, false)])
  func `a path may be as long as Linux allows, a longer one is an incident`(_ count: Int, _ isTaken: Bool) {
    let name = String(String(repeating: "d/", count: 2048).prefix(count - 2)) + "su"
    #expect(name.utf8.count == count)
    let stored = TarBuilder.archive([.setuid("x").with { $0.pax = [("path", Array(name.utf8))] }, .setuid("last")])
    for summary in LayerReading.everyWay(stored) {
      #expect(summary.entries.count == (isTaken ? 2 : 1))
      #expect(summary.incidents == (isTaken ? [] : ["path-too-long"]))
    }
  }

  @Test(arguments: [(4096, true), (4097, false)])
  func `so may a link's target`(_ count: Int, _ isTaken: Bool) {
    let target = [UInt8](repeating: UInt8(ascii: "t"), count: count)
    for type in ["linkpath"] {
      let stored = TarBuilder.archive([.symlink("x", to: "y").with { $0.pax = [(type, target)] }])
      let summary = LayerSummary(LayerReading.record(stored))
      #expect(summary.entries.count == (isTaken ? 1 : 0))
      #expect(summary.incidents == (isTaken ? [] : ["path-too-long"]))
    }
  }

  @Test func `a path of a hundred thousand components ends in an incident and not in an overflow`() {
    let name = Array(String(repeating: "d/", count: 100_000).utf8) + Array("su".utf8)
    let stored = TarBuilder.archive([.setuid("x").with { $0.pax = [("path", name)] }])
    #expect(LayerSummary(LayerReading.record(stored)).incidents == ["path-too-long"])
  }

  @Test(arguments: [(2, false), (3, false), (4, true)])
  func `a layer may have as many entries as the limit`(_ count: Int, _ isOver: Bool) {
    var plan = ScanPlan()
    plan.limits.layerEntries = 3
    let stored = TarBuilder.archive((0..<count).map { .setuid("f\($0)") })
    let summary = LayerSummary(LayerReading.record(stored, plan: plan))
    #expect(summary.incidents == (isOver ? ["layer-limit"] : []))
  }

  @Test(arguments: [(-1, true), (0, false), (1, false)])
  func `a layer may have as many uncompressed bytes as the limit`(_ slack: Int64, _ isOver: Bool) {
    let tar = TarBuilder.archive([.setuid("a")])
    var plan = ScanPlan()
    plan.limits.layerBytes = Int64(tar.count) + slack
    let summary = LayerSummary(LayerReading.record(Gzip.member(tar), plan: plan))
    #expect(summary.incidents == (isOver ? ["layer-limit"] : []))
  }

  @Test(arguments: ["gzip", "zstd", "xz", "bzip2"])
  func `data that expand too far are not read to the end`(_ codec: String) throws {
    let zeros = String(repeating: "\u{0}", count: 1_000_000)
    let tar = TarBuilder.archive([.file("zeros", zeros), .setuid("last")])
    guard let stored = try ExternalProgram.compress(tar, with: codec) else {
      print("not tested: \(codec) is not installed")
      return
    }
    var plan = ScanPlan()
    plan.limits.ratioFloorBytes = 10_000
    plan.limits.ratio = 100
    let incidents = LayerReading.record(stored, plan: plan).problems.incidents
    #expect(incidents.map(\.code) == ["layer-limit"])
    #expect(incidents.first?.message.contains("--max-ratio") == true)
    plan.limits.ratio = 1_000_000
    #expect(LayerSummary(LayerReading.record(stored, plan: plan)).incidents == [])
    plan.limits.ratio = 100
    plan.limits.ratioFloorBytes = 2_000_000
    #expect(LayerSummary(LayerReading.record(stored, plan: plan)).incidents == [])
  }

  static let capability: [UInt8] = [1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10]

  @Test(arguments: ["SCHILY.xattr.security.capability"])
  func `a capability attribute is kept with all its bytes`(_ key: String) {
    let entry = TarEntry.file("ping", mode: 0o755).with {
      $0.pax = [("SCHILY.xattr.user.x", [1]), (key, LayerEntryTests.capability)]
    }
    let record = LayerReading.record(TarBuilder.archive([.file("a"), entry, .file("b")]))
    #expect(Array(record.capabilities.values) == [LayerEntryTests.capability])
    #expect(record.problems.isEmpty)
    let offset = record.chunks[0].entries(record.attributes)[1].dataOffset
    #expect(record.capabilities[offset] == LayerEntryTests.capability)
  }

  @Test func `a capability in base 64, as bsdtar writes it, is decoded`() {
    let base64 = Array("AQAAAgAgAAAAAAAAAAAAAAAAAAo=".utf8)
    let entry = TarEntry.file("ping").with { $0.pax = [("LIBARCHIVE.xattr.security.capability", base64)] }
    #expect(Array(LayerReading.record(TarBuilder.archive([entry])).capabilities.values) == [LayerEntryTests.capability])
  }

  @Test func `owners and sizes in base 256 and in pax records are read`() throws {
    let large = Int64(Int32.max)
    let entries = [
      TarEntry.file("a", uid: large, gid: large).with { $0.usesBase256 = true },
      TarEntry.file("b").with { $0.pax = [("uid", Array("4294967294".utf8)), ("gid", Array("70000".utf8))] },
      TarEntry.file("c", "twelve bytes").with {
        $0.pax = [("size", Array("12".utf8))]; $0.statedSize = 0
      },
      TarEntry.setuid("last"),
    ]
    let record = LayerReading.record(TarBuilder.archive(entries))
    #expect(record.problems.isEmpty)
    let read = record.chunks.flatMap { $0.entries(record.attributes) }
    try #require(read.count == 4)
    #expect(read.map(\.uid) == [2_147_483_647, 4_294_967_294, 0, 0])
    #expect(read.map(\.gid) == [2_147_483_647, 70_000, 0, 0])
    #expect(read.map(\.sizeBytes) == [1, 1, 12, 4])
  }

  static let badSizes: [(String, TarEntry)] = [
    ("eight gigabytes that are not there", TarEntry.file("a").with { $0.statedSize = 8 << 30 }),
    (
      "2^63-1 in base 256",
      TarEntry.file("a").with {
        $0.statedSize = .max; $0.usesBase256 = true
      }
    ),
    (
      "-1 in base 256",
      TarEntry.file("a").with {
        $0.statedSize = -1; $0.usesBase256 = true
      }
    ),
    ("2^63-1 in pax", TarEntry.file("a").with { $0.pax = [("size", Array("9223372036854775807".utf8))] }),
    ("a pax record longer than its header", TarEntry("p", type: "x", content: "99 path=b\n")),
    ("a pax record of length 0", TarEntry("p", type: "x", content: "0 path=b\n")),
    ("a pax record without an end", TarEntry("p", type: "x", content: "10 path=bcd")),
    (
      "a GNU long name that is cut",
      TarEntry("././@LongLink", type: "L", content: "abc", dialect: .gnu).with { $0.statedSize = 1 << 40 }
    ),
  ]

  @Test(arguments: badSizes)
  func `a header that lies about lengths is an incident and no hang`(_ what: String, _ entry: TarEntry) {
    for summary in LayerReading.everyWay(TarBuilder.archive([.setuid("first"), entry, .setuid("last")])) {
      #expect(summary.entries.first == "file 4755 first")
      #expect(!summary.incidents.isEmpty)
    }
  }

  @Test func `a hard link that carries content, which readers disagree on, is an incident, and its name is seen`() {
    let link = TarEntry.hardLink("b", to: "first", mode: 0o4755).with { $0.content = Array("data".utf8) }
    for entry in [link, link.with { $0.pax = [("size", Array("4".utf8))] }] {
      for summary in LayerReading.everyWay(TarBuilder.archive([.setuid("first"), entry, .setuid("last")])) {
        #expect(summary.entries.starts(with: ["file 4755 first", "hardLink 4755 b -> first"]))
        #expect(summary.incidents == ["layer-corrupt"])
      }
    }
  }

  @Test func `a global header does not rename what follows`() {
    var builder = TarBuilder()
    builder.extendedHeader(TarBuilder.paxRecord("path", Array("hidden".utf8)), type: "g")
    builder.add(.setuid("bin/su"))
    for summary in LayerReading.everyWay(builder.finished()) {
      #expect(summary.entries == ["file 4755 bin/su"] || !summary.incidents.isEmpty)
    }
  }

  @Test func `a sparse file in pax form keeps its real name and size`() throws {
    let map = "1\n1000\n4\n"
    let content = map + String(repeating: "\u{0}", count: 512 - map.utf8.count) + "data"
    let entry = TarEntry("GNUSparseFile.0/su", mode: 0o4755, content: content).with {
      $0.pax = [
        ("GNU.sparse.major", Array("1".utf8)), ("GNU.sparse.minor", Array("0".utf8)),
        ("GNU.sparse.name", Array("bin/su".utf8)), ("GNU.sparse.realsize", Array("1004".utf8)),
      ]
    }
    let stored = TarBuilder.archive([.setuid("first"), entry, .setuid("last")])
    #expect(LayerReading.everyWay(stored) == [LayerSummary(["file 4755 first", "file 4755 bin/su", "file 4755 last"])])
    let record = LayerReading.record(stored)
    let sparse = record.chunks[0].entries(record.attributes)[1]
    #expect(sparse.sizeBytes == 1004)
    #expect(sparse.content.isSparse)
  }

  @Test func `wanted contents are kept whole, beginnings of programs are told apart`() throws {
    var plan = ScanPlan()
    plan.wishes = ContentWishes(["/etc/passwd", "/etc/conf.d/*", "/lib/*.list"])
    plan.programNames = ["entry.sh"]
    plan.readsHeads = true
    let entries = [
      TarEntry.file("etc/passwd", "root"), .file("./etc/conf.d/a", "A"), .file("etc/conf.d/deep/b", "B"),
      .file("lib/x.list", "L"), .file("lib/x.conf", "C"), .file("opt/entry.sh", "#!/bin/sh\n", mode: 0o755),
      .file("opt/not/executable/entry.sh", "#!/bin/sh\n"), .setuid("bin/su"), .file("bin/text", "text", mode: 0o755),
      .file("bin/empty", "", mode: 0o755), .file("bin/one", "#", mode: 0o755),
    ]
    for stored in [TarBuilder.archive(entries), Gzip.member(TarBuilder.archive(entries))] {
      for blockBytes in [1 << 20, 1000, 512] {
        let record = LayerReading.record(stored, blockBytes: blockBytes, plan: plan)
        let kept = Set(record.contents.values.map { String(decoding: $0, as: UTF8.self) })
        #expect(kept == ["root", "A", "L", "#!/bin/sh\n"])
        let heads = record.chunks[0].entries(record.attributes).map(\.content.head)
        #expect(heads[5] == .script)
        #expect(heads[7] == .elf)
        #expect(heads[8] == .other)
        #expect(heads[9] == .empty)
        #expect(heads[10] == .other)
        #expect(record.problems.isEmpty)
      }
    }
  }

  @Test(arguments: [(9, 9), (10, 10), (11, 10)])
  func `a kept content ends at the limit`(_ count: Int, _ kept: Int) {
    var plan = ScanPlan()
    plan.wishes = ContentWishes(["/f"])
    plan.limits.contentBytes = 10
    let record = LayerReading.record(TarBuilder.archive([.file("f", String(repeating: "c", count: count))]), plan: plan)
    #expect(record.contents.values.map(\.count) == [kept])
  }

  @Test func `the kept contents of one layer have a limit together`() {
    var plan = ScanPlan()
    plan.wishes = ContentWishes(["/d/*"])
    plan.limits.keptContentBytes = 25
    let record = LayerReading.record(
      TarBuilder.archive((0..<5).map { .file("d/\($0)", String(repeating: "c", count: 10)) }), plan: plan)
    #expect(record.contents.count == 2)
    #expect(record.entryCount == 5)
  }
}

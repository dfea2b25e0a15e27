import Core
import Digest
import TestSupport
import Testing

@testable import ImageArchive

/// What libarchive or a careless reader loses without a word. Each of these could hide a setuid file.
@Suite struct LayerLossTests {
  /// A layer, what must be seen of it, and what must be said.
  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var stored: [UInt8]
    var entries: [String]
    var incidents: [String] = []
    var warnings: [String] = []
    var testDescription: String { what }
  }

  static let first = TarEntry.setuid("a")
  static let last = TarEntry.setuid("z")
  static let both = ["file 4755 a", "file 4755 z"]
  static let good = TarBuilder.archive([first, last])

  static func built(_ fill: (inout TarBuilder) -> Void, endBlocks: Int = 2) -> [UInt8] {
    var builder = TarBuilder()
    fill(&builder)
    return builder.finished(endBlocks: endBlocks)
  }

  static let zeroBlockInside = built {
    $0.add(first)
    $0.zeroBlock()
    $0.add(last)
  }
  static let afterTheEnd = built {
    $0.add(first)
    $0.zeroBlock()
    $0.zeroBlock()
    $0.add(last)
  }
  static let badChecksum = TarBuilder.archive([first, .file("m").with { $0.hasWrongChecksum = true }, last])
  static let unpadded = built(
    {
      $0.add(first); $0.add(last.with { $0.isPadded = false })
    }, endBlocks: 0)
  static let half = good.count / 2

  static let cases: [Case] = [
    Case(what: "a plain layer", stored: good, entries: both),
    Case(
      what: "no end blocks",
      stored: built(
        {
          $0.add(first); $0.add(last)
        }, endBlocks: 0), entries: both),
    Case(
      what: "one end block",
      stored: built(
        {
          $0.add(first); $0.add(last)
        }, endBlocks: 1), entries: both),
    Case(
      what: "twenty end blocks",
      stored: built(
        {
          $0.add(first); $0.add(last)
        }, endBlocks: 20), entries: both),
    Case(
      what: "a single zero block, then an entry", stored: zeroBlockInside, entries: ["file 4755 a"],
      incidents: ["layer-corrupt"]),
    Case(what: "an entry after the end, where no runtime looks", stored: afterTheEnd, entries: ["file 4755 a"]),
    Case(what: "garbage after the end", stored: good + Array("garbage".utf8), entries: both),
    Case(what: "a header with a wrong checksum", stored: badChecksum, entries: both, incidents: ["layer-corrupt"]),
    Case(what: "the last block not filled up", stored: unpadded, entries: both, warnings: ["layer-unpadded"]),
    Case(
      what: "a file named like a directory, without content",
      stored: TarBuilder.archive([first, TarEntry("d/", mode: 0o4755), last]),
      entries: ["file 4755 a", "file 4755 d", "file 4755 z"]),
    Case(
      what: "a file named like a directory, with a layer's worth of content",
      stored: TarBuilder.archive([first, TarEntry("d/").with { $0.content = good }, last]), entries: ["file 4755 a"],
      incidents: ["layer-corrupt"]),
    Case(
      what: "an old header without type, named like a directory",
      stored: TarBuilder.archive([first, TarEntry("d/", type: "\0", mode: 0o755, dialect: .v7), last]),
      entries: ["file 4755 a", "directory 755 d", "file 4755 z"]),
    Case(what: "no bytes at all", stored: [], entries: [], warnings: ["layer-empty"]),
    Case(what: "end blocks alone", stored: built({ _ in }), entries: []),
    Case(
      what: "text", stored: Array("a text of some length, which is no archive at all".utf8), entries: [],
      incidents: ["layer-corrupt"]),
    Case(
      what: "an mtree listing", stored: Array("#mtree\n./x type=file contents=/etc/passwd\n".utf8), entries: [],
      incidents: ["layer-corrupt"]),
    Case(
      what: "a zip", stored: [0x50, 0x4B, 3, 4] + [UInt8](repeating: 7, count: 600), entries: [],
      incidents: ["layer-corrupt"]),
    Case(
      what: "a cpio", stored: Array("070707".utf8) + [UInt8](repeating: 48, count: 600), entries: [],
      incidents: ["layer-corrupt"]),
    Case(what: "gzip", stored: Gzip.member(good), entries: both),
    Case(
      what: "gzip in three members, one of them empty",
      stored: Gzip.member(Array(good[..<half])) + Gzip.member([]) + Gzip.member(Array(good[half...])), entries: both),
    Case(
      what: "garbage between gzip members",
      stored: Gzip.member(Array(good[..<1024])) + Array("garbage".utf8) + Gzip.member(Array(good[1024...])),
      entries: ["file 4755 a"], incidents: ["layer-corrupt"]),
    Case(
      what: "zeros between gzip members",
      stored: Gzip.member(Array(good[..<1024])) + [UInt8](repeating: 0, count: 512) + Gzip.member(Array(good[1024...])),
      entries: ["file 4755 a"], incidents: ["layer-corrupt"]),
    Case(
      what: "garbage after gzip", stored: Gzip.member(good) + Array("garbage".utf8), entries: both,
      incidents: ["layer-corrupt"]),
    Case(
      what: "one byte of the magic after gzip", stored: Gzip.member(good) + [0x1F], entries: both,
      incidents: ["layer-truncated"]),
    Case(what: "zeros after gzip", stored: Gzip.member(good) + [UInt8](repeating: 0, count: 700), entries: both),
    Case(what: "an empty gzip member first", stored: Gzip.member([]) + Gzip.member(good), entries: both),
    Case(
      what: "a member an entry and an estargz footer",
      stored: stride(from: 0, to: good.count, by: 512).flatMap { Gzip.member(Array(good[$0..<($0 + 512)])) }
        + Gzip.member([], extra: Array("SG".utf8) + [22, 0] + Array("0000000000000400STARGZ".utf8)), entries: both),
    Case(
      what: "a wrong gzip checksum", stored: Gzip.member(good, wrongCRC: true), entries: both,
      incidents: ["layer-corrupt"]),
    Case(what: "gzip of nothing", stored: Gzip.member([]), entries: [], warnings: ["layer-empty"]),
    Case(what: "gzip inside gzip", stored: Gzip.member(Gzip.member(good)), entries: [], incidents: ["layer-corrupt"]),
    Case(
      what: "gzip, then an entry after a zero block", stored: Gzip.member(zeroBlockInside), entries: ["file 4755 a"],
      incidents: ["layer-corrupt"]),
  ]

  @Test(arguments: cases)
  func `nothing is lost in silence, however the bytes come`(_ example: Case) {
    let expected = LayerSummary(example.entries, incidents: example.incidents, warnings: example.warnings)
    if example.incidents.isEmpty {
      #expect(LayerReading.everyWay(example.stored) == [expected])
    }
    for summary in LayerReading.everyWay(example.stored) {
      // With an incident, what follows the damage may be missing; nothing else may stand there.
      #expect(expected.entries.starts(with: summary.entries))
      #expect(Set(summary.incidents) == Set(expected.incidents))
    }
  }

  @Test func `entries before and after a damaged one are still seen`() {
    for summary in LayerReading.everyWay(LayerLossTests.badChecksum) { #expect(summary.entries == LayerLossTests.both) }
  }

  @Test func `a layer cut anywhere but between entries is an incident, and never crashes`() {
    let entries = [TarEntry.setuid("a"), .file("long", String(repeating: "y", count: 1500)), .setuid("z")]
    let whole = TarBuilder.archive(entries)
    let boundaries = entries.indices.map { TarBuilder.archive(Array(entries[..<$0])).count - 1024 }
    // Ends of content whose padding may be missing (accepted with a warning), and the end of the last entry.
    let contentEnds = zip(boundaries, entries).map { $0 + 512 + $1.content.count }
    for count in stride(from: 1, to: whole.count - 1024, by: 37) {
      let summary = LayerSummary(LayerReading.record(Array(whole[..<count])))
      let isUnpadded = contentEnds.contains { count >= $0 && count < ($0 + 511) / 512 * 512 }
      if boundaries.contains(count) { continue }
      if isUnpadded {
        #expect(summary.warnings == ["layer-unpadded"], "first \(count) bytes")
      } else {
        #expect(!summary.incidents.isEmpty, "first \(count) bytes")
      }
    }
  }

  @Test func `a gzip layer cut anywhere is an incident`() {
    let stored = Gzip.member(LayerLossTests.good)
    for count in stride(from: 1, to: stored.count, by: 41) {
      let summary = LayerSummary(LayerReading.record(Array(stored[..<count])))
      #expect(!summary.incidents.isEmpty, "first \(count) bytes")
    }
    #expect(LayerSummary(LayerReading.record(Array(stored.dropLast()))).incidents == ["layer-truncated"])
  }

  @Test(arguments: ["zstd", "xz", "bzip2", "gzip"])
  func `every codec reads to the end, sees damage and what follows`(_ name: String) throws {
    guard let stored = try ExternalProgram.compress(LayerLossTests.good, with: name) else {
      print("not tested: \(name) is not installed")
      return
    }
    let expected = Compression(magic: stored.span)
    #expect(expected.rawValue == name)
    let clean = LayerSummary(LayerLossTests.both)
    #expect(LayerReading.everyWay(stored) == [clean])
    let record = LayerReading.record(stored)
    #expect(record.compression.rawValue == name)
    #expect(record.sizeBytes == Int64(LayerLossTests.good.count))
    let first = try #require(try ExternalProgram.compress(Array(LayerLossTests.good[..<1024]), with: name))
    let second = try #require(try ExternalProgram.compress(Array(LayerLossTests.good[1024...]), with: name))
    #expect(LayerReading.everyWay(first + second) == [clean], "two streams")
    for summary in LayerReading.everyWay(stored + Array("garbage that is long enough to be seen".utf8)) {
      #expect(!summary.incidents.isEmpty, "garbage after it")
    }
    for missing in [1, 5, stored.count / 2] {
      #expect(
        !LayerSummary(LayerReading.record(Array(stored.dropLast(missing)))).incidents.isEmpty, "\(missing) bytes short")
    }
  }

  @Test func `zstd may begin with a skippable frame and end with one`() throws {
    guard let frame = try ExternalProgram.compress(LayerLossTests.good, with: "zstd") else {
      print("not tested: zstd is not installed")
      return
    }
    let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]
    #expect(LayerReading.everyWay(skippable + frame + skippable) == [LayerSummary(LayerLossTests.both)])
  }

  @Test func `digests are those of all stored and all uncompressed bytes, padding included`() {
    let tar = LayerLossTests.good + [UInt8](repeating: 0, count: 10_240)
    var plan = ScanPlan()
    plan.computesDiffID = true
    plan.blobAlgorithm = .sha256
    for stored in [tar, Gzip.member(tar), Gzip.member(Array(tar[..<700])) + Gzip.member(Array(tar[700...]))] {
      let record = LayerReading.record(stored, blockBytes: 1000, plan: plan)
      #expect(record.diffID == digest(of: tar))
      #expect(record.blobDigest == digest(of: stored))
      #expect(record.sizeBytes == Int64(tar.count))
    }
  }

  @Test func `names may take so many bytes, and no more`() {
    let names = (0..<100).map { "directory\($0)/" + String(repeating: "n", count: 50) }
    let stored = TarBuilder.archive(names.map { TarEntry.file($0) })
    for reader in ReaderChoice.allCases {
      var plan = ScanPlan()
      plan.reader = reader
      plan.limits.nameBytes = 3000
      let record = LayerReading.record(stored, plan: plan)
      #expect(record.problems.incidents.map(\.code) == ["layer-limit"])
      #expect(record.entryCount == 50)
      plan.limits.nameBytes = 10_000
      #expect(LayerReading.record(stored, plan: plan).problems.isEmpty)
    }
  }
}

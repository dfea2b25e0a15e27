import Core
import Digest
@_spi(_Unicode) import Swift
import TestSupport

@testable import ImageArchive

/// Reads a layer with our own reader and with libarchive and tells where the records differ.
enum ReaderComparison {
  /// How a layer's bytes come, and what is asked of it.
  struct Way: Sendable, CustomStringConvertible {
    var blockBytes = 4096
    var canSkip = true
    /// Keeps contents and beginnings of programs.
    var keeps = false
    /// Contents can be had later: nothing is read of them.
    var isLater = false
    var hashes = false
    /// The source fails at its end, as a cut gzip stream does.
    var fails = false

    var description: String {
      "blocks of \(blockBytes), skip \(canSkip), keeps \(keeps), later \(isLater), hashes \(hashes), fails \(fails)"
    }

    var plan: ScanPlan {
      var plan = ScanPlan()
      plan.contentsComeLater = isLater
      plan.computesDiffID = hashes
      if keeps {
        (plan.readsHeads, plan.keepsPrograms) = (true, true)
        plan.wishes = ContentWishes(["/etc/passwd", "/d/*", "/a", "/*.list"])
        plan.programNames = ["su", "b"]
        (plan.limits.contentBytes, plan.limits.scriptBytes) = (700, 600)
      }
      return plan
    }

    static let all: [Way] = [1 << 20, 4096, 1000, 512, 97].flatMap { blockBytes in
      [true, false].flatMap { canSkip in
        [
          Way(blockBytes: blockBytes, canSkip: canSkip, isLater: true),
          Way(blockBytes: blockBytes, canSkip: canSkip, keeps: true),
          Way(blockBytes: blockBytes, canSkip: canSkip, keeps: true, hashes: true, fails: blockBytes == 512),
        ]
      }
    }
  }

  /// The lines in which the two records differ; nil when they are the same.
  static func difference(_ stored: [UInt8], _ way: Way) -> String? {
    let ownRecord = record(stored, way, .fast)
    let (own, libarchive) = (lines(ownRecord), lines(record(stored, way, .libarchive)))
    if own == libarchive || hasNameOutsideUTF8(ownRecord) { return nil }
    let onlyOwn = own.filter { !libarchive.contains($0) }
    let onlyOther = libarchive.filter { !own.contains($0) }
    return "\(way)\nour own: \(onlyOwn)\nlibarchive: \(onlyOther)\n\(own.count) and \(libarchive.count) lines"
  }

  static func record(_ stored: [UInt8], _ way: Way, _ reader: ReaderChoice) -> LayerRecord {
    var plan = way.plan
    plan.reader = reader
    let source = BytesSource(stored, blockBytes: way.blockBytes, canSkip: way.canSkip)
    return LayerScan.scan(way.fails ? FailingSource(source) : source, plan: plan)
  }

  /// A name as libarchive gives it, letters and marks composed; bytes beyond ASCII as numbers.
  private static func bytes(_ name: ArraySlice<UInt8>) -> String {
    String(String(decoding: name, as: UTF8.self)._nfc.map(Character.init)).utf8.reduce(into: "") {
      $0 += $1 >= 32 && $1 < 127 ? String(Unicode.Scalar($1)) : "\\" + String($1, radix: 16)
    }
  }

  /// Whether there is a name that libarchive would call damage.
  private static func hasNameOutsideUTF8(_ record: LayerRecord) -> Bool {
    record.chunks.contains { chunk in
      chunk.entries(record.attributes).contains { entry in
        [record.directories[Int(entry.directory)], chunk.name(of: entry), chunk.link(of: entry)].contains {
          String(validating: $0, as: UTF8.self) == nil
        }
      }
    }
  }

  /// All that a record holds.
  static func lines(_ record: LayerRecord) -> [String] {
    var out = record.chunks.flatMap { chunk in
      chunk.entries(record.attributes).map { entry in
        let parts: [any CustomStringConvertible] = [
          entry.kind, String(entry.mode, radix: 8), entry.uid, entry.gid, entry.sizeBytes, entry.dataOffset,
          entry.content.head, entry.content.isSparse, entry.directory,
          bytes(record.directories[Int(entry.directory)]), bytes(chunk.name(of: entry)),
          bytes(chunk.link(of: entry)),
        ].map { "\($0)" }
        return parts.map(\.description).joined(separator: " ")
      }
    }
    out.append("\(record.directories.count) directories, \(record.entryCount) entries, \(record.sizeBytes) bytes")
    out += record.capabilities.sorted { $0.key < $1.key }.map { "capability \($0.key) \($0.value)" }
    out += record.contents.sorted { $0.key < $1.key }.map {
      "content \($0.key) \($0.value.count) \(digest(of: Array($0.value)))"
    }
    out += record.problems.incidents.map { "incident \($0)" } + record.problems.warnings.map { "warning \($0)" }
    out.append("diff ID \(record.diffID ?? "none")")
    return out
  }

  /// How many entries our own reader reads before it hands over; nil when it never does.
  static func entriesBeforeHandOver(_ stored: [UInt8]) throws(ArchiveError) -> Int? {
    var reader = FastTarReader(BytesSource(stored, blockBytes: 1000, canSkip: true))
    var count = 0
    while true {
      switch try reader.next() {
      case .entry: count += 1
      case .end: return nil
      case .unclear: return count
      }
    }
  }
}

/// A source that throws where it should end.
final class FailingSource: ByteSource {
  private let upstream: any ByteSource

  init(_ upstream: any ByteSource) { self.upstream = upstream }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    let block = try upstream.next()
    guard !block.isEmpty else { throw ArchiveError(.truncated, "the source failed") }
    return block
  }

  func skip(_ count: Int64) -> Int64 { upstream.skip(count) }
}

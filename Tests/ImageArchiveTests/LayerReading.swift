import Core
import Digest
import TestSupport

@testable import ImageArchive

/// Bytes in memory as a source, in blocks of a chosen size.
final class BytesSource: ByteSource {
  private let bytes: UnsafeMutableRawBufferPointer
  private let blockBytes: Int
  private let canSkip: Bool
  private var at = 0

  init(_ content: [UInt8], blockBytes: Int, canSkip: Bool) {
    bytes = .allocate(byteCount: max(1, content.count), alignment: 16)
    bytes.copyBytes(from: content)
    (self.blockBytes, self.canSkip, count) = (blockBytes, canSkip, content.count)
  }

  private let count: Int

  deinit { bytes.deallocate() }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    let taken = min(blockBytes, count - at)
    defer { at += taken }
    return UnsafeRawBufferPointer(rebasing: bytes[at..<(at + taken)])
  }

  func skip(_ wanted: Int64) -> Int64 {
    guard canSkip else { return 0 }
    let taken = min(max(0, wanted), Int64(count - at))
    at += Int(taken)
    return taken
  }
}

/// What a layer's scan told, in a form that is easily compared.
struct LayerSummary: Hashable, CustomStringConvertible {
  /// Kind, mode and path of each entry in order, such as `file 4755 bin/su`.
  var entries: [String]
  var incidents: [String]
  var warnings: [String]

  init(_ entries: [String], incidents: [String] = [], warnings: [String] = []) {
    (self.entries, self.incidents, self.warnings) = (entries, incidents, warnings)
  }

  var description: String { "\(entries) incidents \(incidents) warnings \(warnings)" }

  init(_ record: LayerRecord) {
    entries = record.chunks.flatMap { chunk in
      chunk.entries(record.attributes).map { entry in
        let directory = text(ofName: record.directories[Int(entry.directory)])
        let name = text(ofName: chunk.name(of: entry))
        let link = !entry.link.isEmpty ? " -> " + text(ofName: chunk.link(of: entry)) : ""
        return
          "\(entry.kind) \(String(entry.mode, radix: 8)) \(directory.isEmpty ? name : directory + "/" + name)\(link)"
      }
    }
    incidents = record.problems.incidents.map(\.code)
    warnings = record.problems.warnings.map(\.code)
  }
}

enum LayerReading {
  /// What the process needs once before anything is read.
  private static let preparation: Void = prepareProcessForArchives()

  static func record(
    _ stored: [UInt8], blockBytes: Int = 64 << 10, canSkip: Bool = true, plan: ScanPlan = ScanPlan()
  ) -> LayerRecord {
    _ = preparation
    return LayerScan.scan(BytesSource(stored, blockBytes: blockBytes, canSkip: canSkip), plan: plan)
  }

  /// The different summaries that many ways of reading give; one, when the way makes no difference: blocks of many sizes,
  /// seeking or not, with and without digests.
  static func everyWay(_ stored: [UInt8]) -> [LayerSummary] {
    var out: [LayerSummary] = []
    for blockBytes in [1 << 20, 4096, 1000, 512, 97] {
      for canSkip in [true, false] {
        for verifies in [true, false] {
          var plan = ScanPlan()
          plan.readsHeads = blockBytes == 4096
          plan.computesDiffID = verifies
          plan.blobAlgorithm = verifies ? .sha256 : nil
          let summary = LayerSummary(record(stored, blockBytes: blockBytes, canSkip: canSkip, plan: plan))
          if !out.contains(summary) { out.append(summary) }
        }
      }
    }
    return out
  }
}

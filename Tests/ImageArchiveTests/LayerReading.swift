import Core
import Digest
import TestSupport

@testable import ImageArchive

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

  /// Does what the process needs once.
  static func prepare() { _ = preparation }

  static func record(
    _ stored: [UInt8], blockBytes: Int = 64 << 10, canSkip: Bool = true, plan: ScanPlan = ScanPlan()
  ) -> LayerRecord {
    prepare()
    return LayerScan.scan(BytesSource(stored, blockBytes: blockBytes, canSkip: canSkip), plan: plan)
  }

  /// The different summaries that many ways of reading give; one, when the way makes no difference: blocks of many sizes,
  /// seeking or not, with and without digests, by our own reader and by libarchive.
  static func everyWay(_ stored: [UInt8]) -> [LayerSummary] {
    var out: [LayerSummary] = []
    for blockBytes in [1 << 20, 4096, 1000, 512, 97] {
      for canSkip in [true, false] {
        for verifies in [true, false] {
          var plan = ScanPlan()
          plan.readsHeads = blockBytes == 4096
          plan.computesDiffID = verifies
          plan.blobAlgorithm = verifies ? .sha256 : nil
          for reader in ReaderChoice.allCases {
            plan.reader = reader
            let summary = LayerSummary(record(stored, blockBytes: blockBytes, canSkip: canSkip, plan: plan))
            if !out.contains(summary) { out.append(summary) }
          }
        }
      }
    }
    return out
  }
}

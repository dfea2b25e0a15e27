import Core
import Digest
import TestSupport
import Testing

@testable import ImageArchive

/// What a layer's scan told, all of it.
private struct WholeRecord: Equatable {
  var summary: LayerSummary
  var messages: [String]
  var offsets: [Int64]
  var contents: [Int64: ArraySlice<UInt8>]
  var capabilities: [Int64: [UInt8]]
  var sizeBytes: Int64
  var entryCount: Int
  var digests: [String?]

  init(_ record: LayerRecord) {
    summary = LayerSummary(record)
    messages = (record.problems.incidents + record.problems.warnings).map(\.message)
    offsets = record.chunks.flatMap { $0.entries(record.attributes).map(\.dataOffset) }
    (contents, capabilities) = (record.contents, record.capabilities)
    (sizeBytes, entryCount) = (record.sizeBytes, record.entryCount)
    digests = [record.diffID, record.blobDigest]
  }
}

/// However many threads read a layer, the record is the same.
@Suite struct ThreadedReadingTests {
  /// Long enough for some rings of small blocks, with contents that hardly compress and some that do.
  static let long: [UInt8] = {
    var builder = TarBuilder()
    var noise: UInt64 = 1
    for number in 0..<30 {
      var content = [UInt8](repeating: 7, count: 4000)
      for index in 0..<(content.count / 2) {
        noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        content[index] = UInt8(truncatingIfNeeded: noise >> 56)
      }
      builder.add(.directory("dir\(number)"))
      builder.add(TarEntry("dir\(number)/file", mode: 0o755, content: "#!/bin/sh").with { $0.content += content })
      builder.add(.symlink("dir\(number)/link", to: "file"))
    }
    return builder.finished()
  }()

  /// The same layer as it is stored: whole, compressed, cut, damaged, with more behind it.
  static func stored() throws -> [(what: String, bytes: [UInt8])] {
    var packed = [("plain", long)]
    for program in ["gzip", "zstd", "xz"] {
      if let bytes = try ExternalProgram.compress(long, with: program) {
        packed.append((program, bytes))
      } else {
        print("not tested: \(program) is not installed")
      }
    }
    var out: [(what: String, bytes: [UInt8])] = []
    for (name, bytes) in packed {
      let damage = bytes.count * 3 / 4
      var damaged = bytes
      for index in damage..<(damage + 300) { damaged[index] ^= 0x5A }
      out.append((name, bytes))
      out.append(("\(name) twice", bytes + bytes))
      out.append(("\(name) and garbage", bytes + Array("garbage".utf8)))
      out.append(("\(name) and zeros", bytes + [UInt8](repeating: 0, count: 5000)))
      out.append(("\(name) damaged", damaged))
      out.append(("\(name) cut at half", Array(bytes.prefix(bytes.count / 2))))
      out.append(("\(name) cut at its end", Array(bytes.dropLast(3))))
    }
    return out
  }

  private static let plans: [ScanPlan] = {
    var out: [ScanPlan] = []
    for algorithm in [nil, Hasher.Algorithm.sha256, .sha512] {
      for computesDiffID in [false, true] {
        var plan = ScanPlan()
        plan.keepsPrograms = true
        plan.wishes = ContentWishes(["/dir3/*"])
        plan.computesDiffID = computesDiffID
        plan.blobAlgorithm = algorithm
        plan.usesThreads = false
        plan.ringSize = PipelinedSourceTests.small
        out.append(plan)
      }
    }
    return out
  }()

  private static func threaded(_ plan: ScanPlan) -> [ScanPlan] {
    [(true, false), (false, true), (true, true)].map { usesThreads, inflatesBeside in
      var plan = plan
      (plan.usesThreads, plan.inflatesBeside) = (usesThreads, inflatesBeside)
      return plan
    }
  }

  @Test func `a layer's record does not depend on threads`() throws {
    for (what, bytes) in try ThreadedReadingTests.stored() {
      for plan in ThreadedReadingTests.plans {
        for canSkip in [true, false] {
          let expected = WholeRecord(LayerReading.record(bytes, canSkip: canSkip, plan: plan))
          for threaded in ThreadedReadingTests.threaded(plan) {
            let record = LayerReading.record(bytes, canSkip: canSkip, plan: threaded)
            let isSame = WholeRecord(record) == expected
            #expect(isSame, "\(what)")
          }
        }
      }
    }
  }

  @Test func `digests of a long layer are right, and one is computed for both where both are the same`() throws {
    for (what, bytes) in try ThreadedReadingTests.stored() where ["plain", "gzip", "zstd", "xz"].contains(what) {
      for algorithm in [Hasher.Algorithm.sha256, .sha512] {
        var plan = ScanPlan()
        (plan.computesDiffID, plan.blobAlgorithm, plan.ringSize) = (true, algorithm, PipelinedSourceTests.small)
        let record = LayerReading.record(bytes, plan: plan)
        #expect(record.diffID == digest(of: ThreadedReadingTests.long), "\(what)")
        #expect(record.blobDigest == Hasher.digest(bytes, algorithm), "\(what)")
      }
    }
  }

  @Test func `a reader that meets a limit stops the threads`() throws {
    for (what, bytes) in try ThreadedReadingTests.stored() {
      for plan in ThreadedReadingTests.plans {
        for entries in [0, 50] {
          var limited = plan
          limited.limits.layerEntries = entries
          let expected = WholeRecord(LayerReading.record(bytes, plan: limited))
          for threaded in ThreadedReadingTests.threaded(limited) {
            let isSame = WholeRecord(LayerReading.record(bytes, plan: threaded)) == expected
            #expect(isSame, "\(what)")
          }
        }
      }
    }
  }

  @Test func `a compressed archive and its compressed layers are read alike with and without threads`() throws {
    let layers = try ThreadedReadingTests.stored().map { TestLayer(tar: ThreadedReadingTests.long, stored: $0.bytes) }
    let archive = SavedImage.tar(SavedImage(layers).ociMembers())
    prepareProcessForArchives()
    for program in ["gzip", "zstd", "xz"] {
      guard let packed = try ExternalProgram.compress(archive, with: program) else { continue }
      let middle = packed.count / 2
      var damaged = packed
      for index in middle..<(middle + 300) { damaged[index] ^= 0x5A }
      for bytes in [packed, Array(packed.prefix(middle)), damaged, packed + packed] {
        let directory = try TemporaryDirectory()
        let path = try directory.write("image", bytes)
        for verifies in [false, true] {
          let alone = try StreamResult(path, usesThreads: false, verifies)
          let difference = try StreamResult(path, usesThreads: true, verifies).difference(from: alone)
          #expect(difference == nil, "\(program)")
        }
      }
    }
  }
}

/// What opening a compressed archive gave.
private struct StreamResult: Equatable {
  var error: ArchiveError?
  var messages: [String] = []
  var members: [String: WholeRecord] = [:]
  var names: [String] = []

  init(_ path: String, usesThreads: Bool, _ verifies: Bool) throws {
    var plan = ScanPlan()
    plan.usesThreads = usesThreads
    plan.ringSize = PipelinedSourceTests.small
    plan.keepsPrograms = true
    plan.computesDiffID = verifies
    plan.blobAlgorithm = verifies ? .sha256 : nil
    do throws(ArchiveError) {
      let index = try ArchiveIndex.open(path, plan: plan)
      messages = (index.problems.incidents + index.problems.warnings).map(\.message)
      messages.append("truncated: \(index.isTruncated), \(index.lacksEndMark)")
      names = index.names.sorted()
      for case (let name, .file(.scanned(let record), _)) in index.members { members[name] = WholeRecord(record) }
    } catch { self.error = error }
  }

  /// The first thing that differs, in words; nil when nothing does.
  func difference(from other: StreamResult) -> String? {
    if error != other.error { return "\(String(describing: error)), \(String(describing: other.error))" }
    if messages != other.messages { return "\(messages), \(other.messages)" }
    if names != other.names { return "\(names), \(other.names)" }
    for name in names where members[name] != other.members[name] {
      return "\(name): \(members[name]?.messages ?? []), \(other.members[name]?.messages ?? [])"
    }
    return nil
  }
}

import Core
import Digest
import Foundation
import TestSupport
import Testing

@testable import ImageArchive

@Suite struct LayerCacheTests {
  /// A layer with every kind of entry, contents that are kept and a warning.
  private static func record() -> LayerRecord {
    var record = LayerRecord()
    record.append(path: "bin", kind: .directory, mode: 0o755, uid: 0, gid: 0)
    record.append(path: "bin/su", kind: .file, mode: 0o4755, uid: 0, gid: 0, content: [1, 2, 3], capability: [9])
    record.append(path: "bin/sh", kind: .symlink, mode: 0o777, uid: 0, gid: 0, link: "busybox")
    record.append(path: "bin/again", kind: .hardLink, mode: 0o4755, uid: 1000, gid: 1001, link: "bin/su")
    record.append(path: "etc/gone", kind: .whiteout, mode: 0, uid: 0, gid: 0)
    record.append(path: "var/.", kind: .opaque, mode: 0, uid: 0, gid: 0)
    record.append(path: "dev/null", kind: .characterDevice, mode: 0o666, uid: 0, gid: 0)
    record.append(path: String(repeating: "n", count: 300), kind: .file, mode: 0o644, uid: 70_000, gid: 0)
    record.sizeBytes = 10_240
    record.compression = .gzip
    record.diffID = "sha256:" + String(repeating: "a", count: 64)
    record.problems.warning("layer-unpadded", "no padding")
    return record
  }

  private static func told(_ record: LayerRecord) -> [String] {
    LayerSummary(record).entries
      + record.chunks.flatMap { $0.entries(record.attributes) }.map {
        "\($0.uid) \($0.gid) \($0.sizeBytes) \($0.dataOffset)"
      }
      + ["\(record.contents.sorted { $0.key < $1.key })", "\(record.capabilities)", "\(record.problems.warnings)"]
      + ["\(record.entryCount) \(record.nameBytes) \(record.sizeBytes) \(record.compression) \(record.diffID ?? "")"]
  }

  @Test func `a record comes back as it was`() throws {
    let record = LayerCacheTests.record()
    let packed = try #require(record.packed())
    #expect(LayerCacheTests.told(try LayerRecord(packed: packed[...])) == LayerCacheTests.told(record))
  }

  @Test func `a record with an incident is not kept`() {
    var record = LayerCacheTests.record()
    record.problems.incident("layer-corrupt", "damaged")
    #expect(record.packed() == nil)
  }

  @Test func `no bytes make trouble`() throws {
    let packed = try #require(LayerCacheTests.record().packed())
    for index in packed.indices {
      #expect(throws: PackedDamage.self) { try LayerRecord(packed: packed[..<index]) }
      for byte: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var bytes = packed
        bytes[index] = byte
        guard let record = try? LayerRecord(packed: bytes[...]) else { continue }
        _ = LayerCacheTests.told(record)
      }
    }
  }

  @Test(arguments: [
    "sha256:..", "sha512:" + String(repeating: "a", count: 128), "sha256:" + String(repeating: "A", count: 64),
    "sha256:../" + String(repeating: "a", count: 61), "", String(repeating: "a", count: 64),
  ])
  func `only a digest becomes part of a path`(_ digest: String) {
    #expect(LayerCache.hexadecimal(digest) == nil)
  }

  // MARK: archives

  /// An OCI archive of one gzip layer; the named digest is that of `named`, the stored bytes are `stored`.
  private static func archive(_ stored: [UInt8], named: [UInt8]? = nil, in directory: TemporaryDirectory) throws
    -> String
  {
    func blob(_ bytes: [UInt8]) -> (name: String, digest: String) {
      let digest = Hasher.sha256(bytes) ?? ""
      return ("blobs/sha256/" + digest.dropFirst(7), digest)
    }
    let layer = blob(named ?? stored)
    let config = Array(
      #"{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":["sha256:0"]}}"#.utf8)
    let manifest = Array(
      """
      {"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"\(blob(config).digest)",
      "size":\(config.count)},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip",
      "digest":"\(layer.digest)","size":\(stored.count)}]}
      """.utf8)
    let index = Array(
      #"{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"\#(blob(manifest).digest)","size":\#(manifest.count)}]}"#
        .utf8)
    let files: [(String, [UInt8])] = [
      ("oci-layout", Array(#"{"imageLayoutVersion":"1.0.0"}"#.utf8)), ("index.json", index),
      (blob(config).name, config), (blob(manifest).name, manifest), (layer.name, stored),
    ]
    let path = directory.path + "/\(UInt32.random(in: .min ... .max)).tar"
    let bytes = TarBuilder.archive(files.map { (name, bytes) in TarEntry.file(name).with { $0.content = bytes } })
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private static func layer(_ name: String) -> [UInt8] {
    Gzip.member(TarBuilder.archive([TarEntry.file(name, "#!/bin/sh\n")]))
  }

  private static func scan(_ path: String, _ cache: LayerCache?, verifies: Bool = false) throws -> LayerRecord {
    var plan = ScanPlan()
    plan.readsHeads = true
    plan.computesDiffID = verifies
    plan.blobAlgorithm = verifies ? .sha256 : nil
    let archive = try ImageArchive.open(path, plan: plan, selection: ImageSelection(), verifies: false)
    return archive.scan(archive.images[0].layers[0], plan: plan, cache: cache)
  }

  private static func names(_ record: LayerRecord) -> [String] { LayerSummary(record).entries }

  @Test func `a layer is kept, found again, and recomputed when its entry is damaged`() throws {
    let directory = try TemporaryDirectory()
    let cache = LayerCache(directory: directory.path + "/cache", version: "1")
    let path = try LayerCacheTests.archive(LayerCacheTests.layer("a"), in: directory)
    let plain = try LayerCacheTests.scan(path, nil)
    #expect(LayerCacheTests.names(try LayerCacheTests.scan(path, cache)) == LayerCacheTests.names(plain))
    #expect(cache.summary.layers == 1)
    let again = try LayerCacheTests.scan(path, cache)
    #expect(LayerCacheTests.names(again) == LayerCacheTests.names(plain))
    #expect(again.blobDigest == nil)
    for entry in CacheListing.items(cache.directory) where entry.isLayer {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: entry.path))
      for damage in [
        Data(bytes.dropLast()), bytes + [0], Data(bytes.prefix(40)), Data(), Data(bytes.dropLast()) + [bytes[0]],
      ] {
        try damage.write(to: URL(fileURLWithPath: entry.path))
        #expect(LayerCacheTests.names(try LayerCacheTests.scan(path, cache)) == LayerCacheTests.names(plain))
      }
    }
  }

  @Test func `what is kept is used: another record under the digest is believed when the bytes are those`() throws {
    let directory = try TemporaryDirectory()
    let cache = LayerCache(directory: directory.path + "/cache", version: "1")
    let stored = LayerCacheTests.layer("a")
    let path = try LayerCacheTests.archive(stored, in: directory)
    _ = try LayerCacheTests.scan(path, cache)
    var plan = ScanPlan()
    plan.readsHeads = true
    plan.keepsPrograms = true
    let place = try #require(cache.place(Hasher.sha256(stored) ?? "", plan))
    cache.keep(LayerCacheTests.record(), at: place)
    #expect(LayerCacheTests.names(try LayerCacheTests.scan(path, cache)).count == 8)
    // Another version of the program, or no cache, sees the layer itself.
    let other = LayerCache(directory: cache.directory, version: "2")
    #expect(LayerCacheTests.names(try LayerCacheTests.scan(path, other)).count == 1)
    #expect(LayerCacheTests.names(try LayerCacheTests.scan(path, nil)).count == 1)
  }

  @Test func `bytes that are not those of the digest are read themselves, unless the user trusts digests`() throws {
    let directory = try TemporaryDirectory()
    let cache = LayerCache(directory: directory.path + "/cache", version: "1")
    let good = LayerCacheTests.layer("good")
    _ = try LayerCacheTests.scan(try LayerCacheTests.archive(good, in: directory), cache)
    let forged = try LayerCacheTests.archive(LayerCacheTests.layer("evil"), named: good, in: directory)
    let record = try LayerCacheTests.scan(forged, cache)
    #expect(LayerCacheTests.names(record) == ["file 644 evil"])
    #expect(record.blobDigest != nil && record.blobDigest != Hasher.sha256(good))
    let trusting = LayerCache(directory: cache.directory, version: "1", trustsDigests: true)
    #expect(LayerCacheTests.names(try LayerCacheTests.scan(forged, trusting)) == ["file 644 good"])
    #expect(LayerCacheTests.names(try LayerCacheTests.scan(forged, trusting, verifies: true)) == ["file 644 evil"])
  }

  @Test func `with verification a kept layer has its diff ID`() throws {
    let directory = try TemporaryDirectory()
    let cache = LayerCache(directory: directory.path + "/cache", version: "1")
    let path = try LayerCacheTests.archive(LayerCacheTests.layer("a"), in: directory)
    #expect(try LayerCacheTests.scan(path, cache).diffID == nil)
    let checked = try LayerCacheTests.scan(path, cache, verifies: true)
    let kept = try LayerCacheTests.scan(path, cache, verifies: true)
    #expect(checked.diffID != nil && checked.diffID == kept.diffID)
    #expect(checked.blobDigest != nil && checked.blobDigest == kept.blobDigest)
  }

  @Test func `too large a cache loses what was not used for longest, and clearing leaves other files`() throws {
    let directory = try TemporaryDirectory()
    let cache = LayerCache(directory: directory.path + "/cache", version: "1")
    for name in ["a", "b", "c"] {
      _ = try LayerCacheTests.scan(try LayerCacheTests.archive(LayerCacheTests.layer(name), in: directory), cache)
    }
    let items = CacheListing.items(cache.directory).filter(\.isLayer)
    #expect(items.count == 3)
    let old = Date(timeIntervalSince1970: 1_000_000)
    try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: items[1].path)
    cache.trim(to: items.reduce(0) { $0 + $1.bytes } - 1)
    #expect(!FileManager.default.fileExists(atPath: items[1].path))
    #expect(cache.summary.layers == 2)
    let own = cache.directory + "/layers/notes.txt"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: own))
    #expect(cache.clear().layers == 2)
    #expect(cache.summary == LayerCache.Summary())
    #expect(FileManager.default.fileExists(atPath: own))
  }

  @Test func `parts of a file that many threads hash are all known`() throws {
    let directory = try TemporaryDirectory()
    let cache = LayerCache(directory: directory.path + "/cache", version: "1")
    let path = directory.path + "/file"
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
    let file = try OpenFile.open(path)
    let settled = try #require(FileVersion(descriptor: file.descriptor)).changedLongAgo
    let digest = "sha256:" + String(repeating: "b", count: 64)
    DispatchQueue.concurrentPerform(iterations: 200) { number in
      cache.note(digest, of: Int64(number)..<Int64(number + 1), in: settled, now: settled)
    }
    for number in 0..<200 { #expect(cache.digest(of: Int64(number)..<Int64(number + 1), in: settled) == digest) }
  }

  @Test func `part of a file is known as long as the file is as it was`() throws {
    let directory = try TemporaryDirectory()
    let cache = LayerCache(directory: directory.path + "/cache", version: "1")
    let path = directory.path + "/file"
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
    let digest = "sha256:" + String(repeating: "b", count: 64)
    func identity() throws -> FileVersion {
      let file = try OpenFile.open(path)
      return try withExtendedLifetime(file) { try #require(FileVersion(descriptor: file.descriptor)) }
    }
    let fresh = try identity()
    cache.note(digest, of: 0..<3, in: fresh, now: fresh)
    #expect(cache.digest(of: 0..<3, in: fresh) == nil, "a file that changed just now may change again unseen")
    let settled = fresh.changedLongAgo
    cache.note(digest, of: 0..<3, in: settled, now: settled)
    #expect(cache.digest(of: 0..<3, in: settled) == digest)
    #expect(cache.digest(of: 0..<2, in: settled) == nil)
    #expect(cache.digest(of: 0..<3, in: fresh) == nil)
    cache.note(digest, of: 0..<2, in: settled, now: fresh)
    #expect(cache.digest(of: 0..<2, in: settled) == nil, "it changed while it was hashed")
  }
}

extension FileVersion {
  /// The same file with times of an hour ago.
  fileprivate var changedLongAgo: FileVersion {
    var out = self
    out.modified[0] -= 3600
    out.changed[0] -= 3600
    return out
  }
}

import Core
import Digest

/// A layer as the archive names it.
public struct ArchivedLayer: Sendable {
  /// Member name; also what tells equal layers of several images.
  public var name: String
  /// As the manifest states it; nil in docker archives.
  public var digest: String?
  public var mediaType: String?
  /// Stored size; nil when the layer is not in the archive.
  public var storedBytes: Int64?
  /// Why the layer cannot be read; nil when it can.
  public var missing: Incident?
  /// How the stored size differs from what the manifest states; nil when it does not.
  public var sizeProblem: String?
  var body: ArchiveIndex.Body?
}

/// An image as the archive describes it.
public struct ArchivedImage: Sendable {
  public var reference: String?
  public var tags: [String]
  public var platform: Platform?
  public var configDigest: String?
  public var manifestDigest: String?
  public var config = ImageConfig()
  /// Whether the config could be read; without it nothing can be said of users and commands.
  public var hasConfig = true
  public var layers: [ArchivedLayer] = []
  public var problems = Problems()
  /// Images with the same family are one image for several platforms.
  var family: String = ""

  public init(reference: String?, tags: [String]) { (self.reference, self.tags) = (reference, tags) }
}

/// Which images of an archive are wanted.
public struct ImageSelection: Sendable {
  /// Name and tag; nil for all.
  public var name: String?
  public var platform: Platform?
  public var takesAllPlatforms = false
  public init() {}
}

/// An archive or directory that holds images: what is in it, and how to read it.
public struct ImageArchive: Sendable {
  /// `docker-archive`, `docker+oci hybrid`, `docker-v1.0`, `oci` or `dir`.
  public let format: String
  /// How the archive as a whole is compressed.
  public let compression: Compression
  public let images: [ArchivedImage]
  /// What is wrong with the archive as a whole.
  public let problems: Problems
  /// Which lines of a Dockerfile made which layer, as BuildKit noted beside the images; nil without such a note.
  public let provenance: Provenance?
  /// Whether it was read in one pass, so that contents cannot be had later.
  public let isStream: Bool
  let source: ArchiveIndex.Source

  /// Opens what the user named: a file, a directory, or `-` for standard input. A stream is read to its end here.
  ///
  /// - Parameter input: standard input, when it has been looked at before.
  /// - Throws: an error that says what was found when it is no image archive; `.notFound` when the selection is not in it.
  public static func open(
    _ path: String, plan: ScanPlan, selection: ImageSelection, verifies: Bool, input: StandardInput? = nil
  ) throws(ArchiveError) -> ImageArchive {
    var streamPlan = plan
    streamPlan.keepsPrograms = true
    streamPlan.readsHeads = true
    streamPlan.computesDiffID = verifies
    streamPlan.blobAlgorithm = verifies ? .sha256 : nil
    let index = try ArchiveIndex.open(path, plan: streamPlan, input: input)
    var layout = LayoutReader(index, limits: plan.limits, verifies: verifies)
    let (format, found) = try layout.read(subject: path)
    guard !found.isEmpty else {
      throw layout.nothingFound(path)
    }
    guard found.count <= plan.limits.images else {
      throw ArchiveError(
        .limit, "\(path) holds \(found.count) images, over the limit of \(plan.limits.images)",
        help: "--image NAME takes one of them")
    }
    return ImageArchive(
      format: format, compression: index.compression, images: try selection.choose(found, subject: path),
      problems: layout.problems, provenance: layout.provenance(), isStream: layout.isStream, source: index.source)
  }

  /// An archive of nothing, for images made in memory.
  public static var inMemory: ImageArchive {
    ImageArchive(
      format: "memory", compression: .none, images: [], problems: Problems(), provenance: nil, isStream: true,
      source: .stream)
  }

  /// Reads a layer. Pure: the same bytes and plan give the same record, in any order and on any thread.
  public func scan(_ layer: ArchivedLayer, plan: ScanPlan) -> LayerRecord {
    if case .scanned(let record) = layer.body { return record }
    var record: LayerRecord
    do throws(ArchiveError) {
      var plan = plan
      plan.contentsComeLater = true
      if let stored = layer.storedBytes, stored > plan.limits.layerBytes, plan.computesDiffID {
        plan.computesDiffID = false
        plan.blobAlgorithm = nil
        record = LayerScan.scan(try bytes(of: layer), plan: plan)
        record.problems.incident(
          "layer-limit",
          "\(stored) bytes are over the limit of \(plan.limits.layerBytes) that is hashed; the digest was not verified "
            + "(--max-layer-bytes N raises the limit)")
        record.sizeBytes = stored
        return record
      }
      record = LayerScan.scan(try bytes(of: layer), plan: plan)
    } catch {
      record = LayerRecord()
      record.problems.incident("layer-\(error.code.rawValue)", error.message)
    }
    if record.compression == .none { record.sizeBytes = layer.storedBytes ?? 0 }
    return record
  }

  /// Contents of files of a layer, by `dataOffset`; what cannot be read is left out.
  ///
  /// A plain layer is read where the files are; a compressed one is decompressed once more, up to the last of them. Of a
  /// compiled program no more is read than is told of one.
  public func contents(
    of layer: ArchivedLayer, compression: Compression, wanted: [(offset: Int64, count: Int)], limits: ArchiveLimits
  ) -> [Int64: [UInt8]] {
    var out: [Int64: [UInt8]] = [:]
    // Hard links share a content: each is read once, or the cursor would have to go back.
    let longest = Dictionary(wanted.map { ($0.offset, $0.count) }, uniquingKeysWith: max)
    let sorted = longest.sorted { $0.key < $1.key }
    do throws(ArchiveError) {
      let source = try bytes(of: layer)
      var cursor = ByteCursor(try compression.decoded(source, limits: limits))
      for (offset, count) in sorted where count > 0 {
        try cursor.move(to: offset)
        out[offset] = try cursor.read(count, ofProgram: limits.programBytes)
      }
    } catch {
      return out
    }
    return out
  }

  private func bytes(of layer: ArchivedLayer) throws(ArchiveError) -> any ByteSource {
    switch (source, layer.body) {
    case (.file(let file), .window(let offset)):
      return FileWindow(file, offset: offset, count: layer.storedBytes ?? 0)
    case (.directory(let directory), .file(let components)):
      let file = try OpenFile.open(below: directory, components: components)
      return FileWindow(file, offset: 0, count: file.sizeBytes)
    default: throw ArchiveError(.notFound, "\"\(layer.name)\" cannot be read again")
    }
  }
}

/// Moves forward through a source by position.
struct ByteCursor {
  private let source: any ByteSource
  private var block = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Position of the block's first byte.
  private var blockStart: Int64 = 0

  init(_ source: any ByteSource) { self.source = source }

  /// - Throws: `.truncated` when the source ends before; `.corrupt` when the position lies behind the cursor.
  mutating func move(to position: Int64) throws(ArchiveError) {
    guard position >= blockStart else { throw ArchiveError(.corrupt, "contents of the layer overlap") }
    while position > blockStart + Int64(block.count) {
      let end = blockStart + Int64(block.count)
      let skipped = source.skip(position - end)
      blockStart = end + skipped
      block = UnsafeRawBufferPointer(start: nil, count: 0)
      if skipped == 0 {
        block = try source.next()
        guard !block.isEmpty else { throw ArchiveError(.truncated, "the layer ends before its content") }
      }
    }
    let inside = Int(position - blockStart)
    block = UnsafeRawBufferPointer(rebasing: block[inside...])
    blockStart = position
  }

  /// Up to `count` bytes from where the cursor is; of what begins like a compiled program no more than `ofProgram`.
  mutating func read(_ count: Int, ofProgram: Int) throws(ArchiveError) -> [UInt8] {
    var out: [UInt8] = []
    try read(upTo: min(count, ofProgram), into: &out)
    guard count > ofProgram, FileHead(of: out.span) != .elf else { return out }
    out.reserveCapacity(count)
    try read(upTo: count, into: &out)
    return out
  }

  private mutating func read(upTo count: Int, into out: inout [UInt8]) throws(ArchiveError) {
    while out.count < count {
      if block.isEmpty {
        block = try source.next()
        if block.isEmpty { break }
      }
      let taken = min(block.count, count - out.count)
      // As a buffer of bytes it is copied as a whole, a raw one byte by byte.
      out.append(contentsOf: UnsafeRawBufferPointer(rebasing: block[..<taken]).assumingMemoryBound(to: UInt8.self))
      block = UnsafeRawBufferPointer(rebasing: block[taken...])
      blockStart += Int64(taken)
    }
  }
}

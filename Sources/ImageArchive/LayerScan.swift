import Core
import Digest

/// What to keep of a layer besides its entries.
public struct ScanPlan: Sendable {
  /// Files whose contents are wanted.
  public var wishes = ContentWishes([])
  /// Base names of executables whose first `contentBytes` are wanted, such as the entrypoint's.
  public var programNames: Set<String> = []
  /// Whether to look at the first bytes of every executable. Needed where contents cannot be had later.
  public var readsHeads = false
  /// Whether to keep every `#!` file up to the script limit and the first KiB of every ELF executable: for a stream, whose
  /// config may come last and whose contents cannot be had later.
  public var keepsPrograms = false
  /// Whether contents of a plain layer can be had later, where they are; then nothing is kept of it.
  public var contentsComeLater = false
  /// Whether to compute the digest of the uncompressed bytes.
  public var computesDiffID = false
  /// Whether to compute the digest of the stored bytes.
  public var blobAlgorithm: Hasher.Algorithm?
  /// Which reader takes the entries; the record is the same.
  public var reader = ReaderChoice.fast
  /// Whether what is long may use a second thread: digests of a layer, decompression of a stream.
  public var usesThreads = true
  /// Whether a long compressed layer is decompressed on a thread of its own: for a core that has no layer to read.
  public var inflatesBeside = false
  /// How large the blocks are that threads hand over.
  var ringSize = BlockRing.Size()
  public var limits = ArchiveLimits()

  public init() {}
}

/// Reads one layer: a pure function of its bytes and the plan.
struct LayerScan {
  let plan: ScanPlan
  var record = LayerRecord()
  var keptBytes = 0
  var keepsContents = true
  /// Per directory: where `wishes` says what of its files is wanted; -1 for nothing.
  var wantedNumbers: ContiguousArray<Int32> = []
  /// Nothing before it is known whether contents are kept.
  var wishes = ContentWishes.Table()
  let programNames: Set<[UInt8]>
  /// The link of the current entry.
  var link: [UInt8] = []

  private init(_ plan: ScanPlan) {
    self.plan = plan
    programNames = Set(plan.programNames.map { Array($0.utf8) })
  }

  /// Reads a layer to its end.
  ///
  /// Whatever goes wrong is an incident of the record; the entries read so far are there.
  static func scan(_ stored: any ByteSource, plan: ScanPlan) -> LayerRecord {
    var scan = LayerScan(plan)
    do throws(ArchiveError) {
      try scan.run(stored)
    } catch {
      scan.fail(error)
    }
    scan.record.directories.close()
    return scan.record
  }

  private mutating func fail(_ error: ArchiveError) {
    record.problems.incident("layer-\(error.code.rawValue)", error.message + (error.help.map { " (\($0))" } ?? ""))
  }

  mutating func readEntries(_ source: PeekableSource) throws(ArchiveError) {
    switch plan.reader {
    case .libarchive: try readEntries(through: TarReader(source))
    case .fast:
      var reader = FastTarReader(source)
      while true {
        switch try reader.next() {
        case .entry: try take(reader.entry, &reader)
        case .end: return noteEnd(isPadded: !reader.endsWithoutPadding)
        case .unclear: return try readEntries(through: reader.handOver())
        }
      }
    }
  }

  private mutating func readEntries(through libarchive: TarReader) throws(ArchiveError) {
    var reader = libarchive
    while try reader.next() {
      if let damage = reader.damage { problem("layer-corrupt", "a damaged entry was met: \(damage)") }
      if reader.hasEntry { try take(reader.header, &reader) }
    }
    try reader.checkEnd()
    noteEnd(isPadded: !reader.endsWithoutPadding)
  }

  private mutating func noteEnd(isPadded: Bool) {
    if isPadded { return }
    record.problems.warning("layer-unpadded", "the layer ends without padding and end marks; runtimes accept that")
  }

  private mutating func take(
    _ header: EntryHeader, _ reader: inout some EntryContents & ~Copyable
  ) throws(ArchiveError) {
    record.entryCount += 1
    try takeName(header, &reader)
    if record.entryCount > plan.limits.layerEntries {
      throw ArchiveError(
        .limit, "more than \(plan.limits.layerEntries) entries", help: "--max-entries N raises the limit")
    }
    if record.nameBytes + record.directories.byteCount > plan.limits.nameBytes {
      throw ArchiveError(.limit, "the names of one layer take more than \(plan.limits.nameBytes) bytes")
    }
  }

  private mutating func takeName(
    _ header: EntryHeader, _ reader: inout some EntryContents & ~Copyable
  ) throws(ArchiveError) {
    let raw = header.name
    guard raw.count <= plan.limits.pathBytes else {
      record.problems.incident(
        "path-too-long",
        "a path of \(raw.count) bytes is over the limit of \(plan.limits.pathBytes); no runtime could unpack it, "
          + "and it was not judged")
      return
    }
    var path = raw
    if path.last == 47 { path = UnsafeBufferPointer(rebasing: path.dropLast()) }
    // What `tar -C root .` writes.
    if path.count > 2, path[0] == 46, path[1] == 47 { path = UnsafeBufferPointer(rebasing: path[2...]) }
    let shape = PathShape(path)
    if shape.isPlain {
      let slash = shape.lastSlash
      try placeFile(
        header, &reader, path, UnsafeBufferPointer(rebasing: path[..<max(0, slash)]),
        UnsafeBufferPointer(rebasing: path[(slash + 1)...]))
    } else {
      try takeOddName(header, &reader)
    }
  }

  /// A name that is not in its normal form, or whose components begin with a dot.
  private mutating func takeOddName(
    _ header: EntryHeader, _ reader: inout some EntryContents & ~Copyable
  ) throws(ArchiveError) {
    let raw = header.name
    if EntryName.isNormal(raw) {
      var end = raw.count
      while end > 0, raw[end - 1] == 47 { end -= 1 }
      return try place(header, &reader, UnsafeBufferPointer(rebasing: raw[..<end]))
    }
    let name = EntryName(normalising: raw)
    if name.climbs {
      record.problems.warning(
        "name-climbs",
        "entry \"\(text(ofName: raw))\" leaves the root; kept at \"/\(text(ofName: name.bytes))\", where runtimes put it"
      )
    }
    try name.bytes.withUnsafeBufferPointer { bytes throws(ArchiveError) in try place(header, &reader, bytes) }
  }

  /// Splits a normal name and records the entry.
  private mutating func place(
    _ header: EntryHeader, _ reader: inout some EntryContents & ~Copyable, _ path: UnsafeBufferPointer<UInt8>
  ) throws(ArchiveError) {
    if isAUFSBookkeeping(path) { return }
    var nameStart = 0
    if let slash = path.lastIndex(of: 47) { nameStart = slash + 1 }
    let directory = UnsafeBufferPointer(rebasing: path[..<max(0, nameStart - 1)])
    let name = UnsafeBufferPointer(rebasing: path[nameStart...])
    if name.starts(with: LayerScan.whiteoutPrefix) {
      placeMark(directory, name)
    } else {
      try placeFile(header, &reader, path, directory, name)
    }
  }

  private mutating func placeMark(_ directory: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>) {
    let isOpaque = name.elementsEqual(LayerScan.opaqueName)
    let victim = UnsafeBufferPointer(rebasing: name[(isOpaque ? name.count : 4)...])
    guard isOpaque || !(victim.isEmpty || victim.elementsEqual([46]) || victim.elementsEqual([46, 46])) else {
      record.problems.warning(
        "whiteout-malformed",
        "the deletion mark \"\(text(ofName: name))\" in \"/\(text(ofName: directory))\" names nothing")
      return
    }
    var entry = LayerEntry(kind: isOpaque ? .opaque : .whiteout, mode: 0, uid: 0, gid: 0, sizeBytes: 0)
    entry.directory = directoryNumber(directory)
    record.append(entry, name: Span(_unsafeElements: victim))
  }

  private mutating func placeFile(
    _ header: EntryHeader, _ reader: inout some EntryContents & ~Copyable, _ path: UnsafeBufferPointer<UInt8>,
    _ directory: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>
  ) throws(ArchiveError) {
    guard !header.isMistakenForDirectory else {
      throw ArchiveError(
        .corrupt, "entry \"\(text(ofName: path))/\" is a file named like a directory; the layer was read up to there")
    }
    var entry = LayerEntry(
      kind: header.kind, mode: header.mode, uid: header.uid, gid: header.gid, sizeBytes: header.sizeBytes)
    entry.dataOffset = header.dataOffset
    entry.content.isSparse = header.isSparse
    entry.directory = directoryNumber(directory)
    if entry.kind == .hardLink || entry.kind == .symlink { return placeLink(header, path, entry, name) }
    if entry.kind == .file {
      if let capability = header.capability { record.capabilities[entry.dataOffset] = Array(capability) }
      if entry.sizeBytes == 0 { entry.content.head = .empty }
      if needsContent(entry, name) {
        // Reading moves the bytes in which the name lies.
        let kept = Array(name)
        try kept.withUnsafeBufferPointer { name throws(ArchiveError) in try readContent(&reader, &entry, name) }
        return record.append(entry, name: kept.span)
      }
    }
    record.append(entry, name: Span(_unsafeElements: name))
  }

  private mutating func placeLink(
    _ header: EntryHeader, _ path: UnsafeBufferPointer<UInt8>, _ entry: LayerEntry, _ name: UnsafeBufferPointer<UInt8>
  ) {
    noteLink(header)
    guard link.count <= plan.limits.pathBytes else {
      problem("path-too-long", "the link \"\(text(ofName: path))\" points to \(link.count) bytes; it was not judged")
      return
    }
    if entry.kind == .hardLink, entry.sizeBytes > 0 {
      // libarchive passes over such content; Go's reader, and so every runtime, takes it for entries.
      problem(
        "layer-corrupt",
        "hard link \"\(text(ofName: path))\" carries content, which readers disagree on; it was passed over")
    }
    record.append(entry, name: Span(_unsafeElements: name), link: link)
  }

  /// The number of a directory in the record.
  private mutating func directoryNumber(_ path: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let number = record.directories.number(of: path)
    if Int(number) == wantedNumbers.count { wantedNumbers.append(wishes.number(of: path)) }
    return number
  }
}

extension LayerScan {
  /// An incident of this layer.
  mutating func problem(_ code: String, _ message: String) { record.problems.incident(code, message) }
}

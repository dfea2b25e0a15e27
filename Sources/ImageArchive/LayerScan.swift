import Core
import Digest

/// What to keep of a layer besides its entries.
public struct ScanPlan: Sendable {
  /// Absolute paths of files whose contents are wanted; `/*` at the end takes the files of a directory, `/*.list` those
  /// with that ending.
  public var contentPaths: Set<String> = []
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
  /// Per directory: what of its files is wanted.
  var wanted: [WantedFiles] = []
  let wantedByDirectory: [[UInt8]: WantedFiles]
  let programNames: Set<[UInt8]>

  /// The files of one directory whose contents are wanted.
  struct WantedFiles {
    /// Endings; the empty one takes every file.
    var endings: [[UInt8]] = []
    var names: Set<[UInt8]> = []
  }

  private init(_ plan: ScanPlan) {
    self.plan = plan
    programNames = Set(plan.programNames.map { Array($0.utf8) })
    var byDirectory: [[UInt8]: WantedFiles] = [:]
    for path in plan.contentPaths {
      let name = EntryName(normalising: Array(path.utf8)).bytes
      let slash = name.lastIndex(of: 47)
      let directory = slash.map { Array(name[..<$0]) } ?? []
      let last = slash.map { Array(name[($0 + 1)...]) } ?? name
      if last.first == UInt8(ascii: "*") {
        byDirectory[directory, default: WantedFiles()].endings.append(Array(last.dropFirst()))
      } else {
        byDirectory[directory, default: WantedFiles()].names.insert(last)
      }
    }
    wantedByDirectory = byDirectory
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
    let reader = try TarReader(source)
    while try reader.next() {
      if let damage = reader.damage { problem("layer-corrupt", "a damaged entry was met: \(damage)") }
      if reader.hasEntry { try take(reader) }
      if record.entryCount > plan.limits.layerEntries {
        throw ArchiveError(
          .limit, "more than \(plan.limits.layerEntries) entries", help: "--max-entries N raises the limit")
      }
    }
    try reader.checkEnd()
    if reader.endsWithoutPadding {
      record.problems.warning("layer-unpadded", "the layer ends without padding and end marks; runtimes accept that")
    }
  }

  private mutating func take(_ reader: TarReader) throws(ArchiveError) {
    record.entryCount += 1
    let raw = reader.name
    guard raw.count <= plan.limits.pathBytes else {
      record.problems.incident(
        "path-too-long",
        "a path of \(raw.count) bytes is over the limit of \(plan.limits.pathBytes); no runtime could unpack it, "
          + "and it was not judged")
      return
    }
    if EntryName.isNormal(raw) {
      var end = raw.count
      while end > 0, raw[end - 1] == 47 { end -= 1 }
      try place(reader, UnsafeBufferPointer(rebasing: raw[..<end]))
    } else {
      let name = EntryName(normalising: raw)
      if name.climbs {
        record.problems.warning(
          "name-climbs",
          "entry \"\(text(ofName: raw))\" leaves the root; kept at \"/\(text(ofName: name.bytes))\", where runtimes put it"
        )
      }
      try name.bytes.withUnsafeBufferPointer { bytes throws(ArchiveError) in try place(reader, bytes) }
    }
  }

  /// Splits a normal name and records the entry.
  private mutating func place(_ reader: TarReader, _ path: UnsafeBufferPointer<UInt8>) throws(ArchiveError) {
    if isAUFSBookkeeping(path) { return }
    var nameStart = 0
    if let slash = path.lastIndex(of: 47) { nameStart = slash + 1 }
    let directory = UnsafeBufferPointer(rebasing: path[..<max(0, nameStart - 1)])
    let name = UnsafeBufferPointer(rebasing: path[nameStart...])
    if name.starts(with: LayerScan.whiteoutPrefix) {
      placeMark(directory, name)
    } else {
      try placeFile(reader, path, directory, name)
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
    _ reader: TarReader, _ path: UnsafeBufferPointer<UInt8>, _ directory: UnsafeBufferPointer<UInt8>,
    _ name: UnsafeBufferPointer<UInt8>
  ) throws(ArchiveError) {
    var entry = try makeEntry(reader, path)
    entry.directory = directoryNumber(directory)
    let link = linkBytes(reader, entry)
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
    if entry.kind == .file { try readContent(reader, &entry, name) }
    record.append(entry, name: Span(_unsafeElements: name), link: link)
  }

  /// The number of a directory in the record.
  private mutating func directoryNumber(_ path: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let number = record.directories.number(of: path)
    if Int(number) == wanted.count { wanted.append(wantedByDirectory[Array(path)] ?? WantedFiles()) }
    return number
  }
}

extension LayerScan {
  /// An incident of this layer.
  mutating func problem(_ code: String, _ message: String) { record.problems.incident(code, message) }
}

import Core
import ImageArchive
import RootFS

/// Gets the contents of files: what was kept while reading, else from the archive.
struct ContentFetcher {
  private let archive: ImageArchive
  private let image: ArchivedImage
  private let compressions: [Compression]
  /// The records, without entries, for what they kept.
  private let kept: [LayerRecord]
  private let limits: ArchiveLimits
  private(set) var problems = Problems()

  init(
    archive: ImageArchive, image: ArchivedImage, compressions: [Compression], kept: [LayerRecord],
    limits: ArchiveLimits
  ) {
    (self.archive, self.image, self.compressions) = (archive, image, compressions)
    (self.kept, self.limits) = (kept, limits)
  }

  /// The content of the file at a path; nil when there is none.
  mutating func fetch(_ root: RootFS, _ path: String) -> FileContent? {
    guard let node = root.lookup(path), root.info(node).kind == .file else { return nil }
    return fetch(root, [node])[node]
  }

  /// Contents of files, up to the limit for one file.
  mutating func fetch(_ root: RootFS, _ nodes: Set<NodeID>) -> [NodeID: FileContent] {
    var out: [NodeID: FileContent] = [:]
    var missing: [Int: [(node: NodeID, place: ContentPlace)]] = [:]
    for node in nodes {
      guard let place = root.contentPlace(node) else {
        out[node] = .bytes([])
        continue
      }
      if let bytes = keptBytes(place), isEnough(bytes, place) {
        out[node] = content(bytes, place)
      } else {
        missing[place.layer, default: []].append((node, place))
      }
    }
    for (layer, files) in missing.sorted(by: { $0.key < $1.key }) {
      let stored = files.filter { !$0.place.isSparse }.map { file in
        (file.place.dataOffset, min(limits.contentBytes, Int(clamping: file.place.sizeBytes)))
      }
      let read = readAgain(layer, stored)
      for (node, place) in files {
        if place.isSparse {
          out[node] = .unknown("stored with holes")
        } else if let bytes = read[place.dataOffset] {
          out[node] = content(bytes[...], place)
        } else if let bytes = keptBytes(place) {
          out[node] = .truncated(Array(bytes))
        } else {
          out[node] = unknown(root, node)
        }
      }
    }
    return out
  }

  /// Calls `body` with the content of each file, as far as it is known; what was kept is not copied.
  mutating func forEach(_ root: RootFS, _ nodes: [NodeID], _ body: (NodeID, ArraySlice<UInt8>) -> Void) {
    let kept = nodes.map { node in
      root.contentPlace(node).flatMap { place in keptBytes(place).flatMap { isEnough($0, place) ? told($0) : nil } }
    }
    let others = zip(nodes, kept).filter { $1 == nil }.map(\.0)
    let read = others.isEmpty ? [:] : fetch(root, Set(others))
    for (node, bytes) in zip(nodes, kept) {
      if let bytes = bytes ?? read[node]?.known?[...] { body(node, bytes) }
    }
  }

  /// Fills in how programs begin, where that was not looked at while reading.
  mutating func fetchHeads(_ root: inout RootFS, _ nodes: Set<NodeID>) {
    var missing: [Int: [(node: NodeID, place: ContentPlace)]] = [:]
    for node in nodes where root.info(node).head == .unread {
      guard let place = root.contentPlace(node) else {
        if root.info(node).kind == .file { root.setHead(node, .empty) }
        continue
      }
      if !place.isSparse { missing[place.layer, default: []].append((node, place)) }
    }
    for (layer, files) in missing.sorted(by: { $0.key < $1.key }) where !archive.isStream {
      let read = readAgain(layer, files.map { ($0.place.dataOffset, min(4, Int(clamping: $0.place.sizeBytes))) })
      for (node, place) in files {
        guard let bytes = read[place.dataOffset] else { continue }
        root.setHead(node, FileHead(of: bytes.span))
      }
    }
  }

  private func keptBytes(_ place: ContentPlace) -> ArraySlice<UInt8>? {
    kept.indices.contains(place.layer) ? kept[place.layer].contents[place.dataOffset] : nil
  }

  private func content(_ bytes: ArraySlice<UInt8>, _ place: ContentPlace) -> FileContent {
    let shown = Array(told(bytes))
    return Int64(shown.count) >= place.sizeBytes ? .bytes(shown) : .truncated(shown)
  }

  /// Of a compiled program its beginning, however it was read.
  private func told(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    FileHead(of: bytes.span) == .elf ? bytes.prefix(limits.programBytes) : bytes
  }

  private func isEnough(_ bytes: ArraySlice<UInt8>, _ place: ContentPlace) -> Bool {
    let most = FileHead(of: bytes.span) == .elf ? limits.programBytes : limits.contentBytes
    return bytes.count >= min(Int(clamping: place.sizeBytes), most)
  }

  private func readAgain(_ layer: Int, _ wanted: [(offset: Int64, count: Int)]) -> [Int64: [UInt8]] {
    guard !archive.isStream, image.layers.indices.contains(layer) else { return [:] }
    return archive.contents(
      of: image.layers[layer], compression: compressions[layer], wanted: wanted, limits: limits)
  }

  private mutating func unknown(_ root: RootFS, _ node: NodeID) -> FileContent {
    let path = root.path(of: node)
    problems.warning(
      "content-unknown",
      archive.isStream
        ? "the content of \(path) was not kept of the stream, what depends on it is unknown (give a file instead of -)"
        : "the content of \(path) could not be read; what depends on it is unknown")
    return .unknown(archive.isStream ? "not kept of the stream" : "could not be read")
  }
}

import Core

extension LayerRecord {
  /// Adds an entry below the directory with the given index.
  mutating func append(_ entry: LayerEntry, name: Span<UInt8>, link: [UInt8] = []) {
    let textBytes = name.count + link.count
    if chunks.last?.hasRoom(for: textBytes) != true {
      chunks.append(LayerChunk(roomFor: textBytes, isFirst: chunks.isEmpty))
    }
    nameBytes += textBytes
    var entry = entry
    entry.attributes = attributes.number(of: EntryAttributes(mode: entry.mode, uid: entry.uid, gid: entry.gid))
    chunks[chunks.count - 1].append(entry, name: name, link: link.span)
  }

  /// Adds one entry by its path, as test images and examples do; names are taken as they are.
  public mutating func append(
    path: String, kind: EntryKind, mode: UInt16, uid: UInt32, gid: UInt32, content: [UInt8] = [], link: String = "",
    capability: [UInt8] = []
  ) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
    let directory = Array(parts.dropLast().joined(separator: [UInt8(ascii: "/")]))
    var entry = LayerEntry(kind: kind, mode: mode, uid: uid, gid: gid, sizeBytes: Int64(content.count))
    entry.directory = directory.withUnsafeBufferPointer { directories.number(of: $0) }
    entryCount += 1
    entry.dataOffset = Int64(entryCount) * 512
    if kind == .file {
      entry.content.head = FileHead(of: content.span)
      contents[entry.dataOffset] = content[...]
    }
    if !capability.isEmpty { capabilities[entry.dataOffset] = capability }
    let name = parts.last ?? []
    append(entry, name: name.span, link: Array(link.utf8))
  }
}

extension FileHead {
  /// Tells a program from other files by its first bytes (execve(2): ELF magic or `#!`).
  public init(of bytes: Span<UInt8>) {
    if bytes.isEmpty {
      self = .empty
    } else if bytes.count >= 4, bytes[0] == 0x7F, bytes[1] == 0x45, bytes[2] == 0x4C, bytes[3] == 0x46 {
      self = .elf
    } else if bytes.count >= 2, bytes[0] == UInt8(ascii: "#"), bytes[1] == UInt8(ascii: "!") {
      self = .script
    } else {
      self = .other
    }
  }
}

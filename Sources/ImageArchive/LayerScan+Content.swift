import Core

extension LayerScan {
  /// Whether something of a file's content has to be read.
  func needsContent(_ entry: LayerEntry, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard keepsContents, entry.sizeBytes > 0 else { return false }
    return isProgram(entry) && (plan.readsHeads || plan.keepsPrograms) || isWanted(entry, name)
  }

  private func isProgram(_ entry: LayerEntry) -> Bool { entry.mode & 0o111 != 0 }

  private func isWanted(_ entry: LayerEntry, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    wants(name, in: entry.directory)
      || (isProgram(entry) && !programNames.isEmpty && programNames.contains(Array(name)))
  }

  /// Keeps what the plan asks for of a file's content.
  mutating func readContent(
    _ reader: inout some EntryContents & ~Copyable, _ entry: inout LayerEntry, _ name: UnsafeBufferPointer<UInt8>
  ) throws(ArchiveError) {
    let isWanted = isWanted(entry, name)
    let most = isWanted ? plan.limits.contentBytes : plan.keepsPrograms ? plan.limits.scriptBytes : 4
    var content = EntryContent()
    try content.read(upTo: 4, keeping: most, from: &reader)
    entry.content.head = FileHead(of: content.bytes.span)
    let limit = keptBytesWanted(entry, isWanted)
    guard limit > 0, keptBytes + min(limit, Int(clamping: entry.sizeBytes)) <= plan.limits.keptContentBytes else {
      return
    }
    try content.read(upTo: limit, keeping: limit, from: &reader)
    keptBytes += content.bytes.count
    record.contents[entry.dataOffset] = content.bytes[...]
  }

  /// How many bytes of a file are kept; 0 for none.
  private func keptBytesWanted(_ entry: LayerEntry, _ isWanted: Bool) -> Int {
    if isWanted { return plan.limits.contentBytes }
    guard plan.keepsPrograms else { return 0 }
    switch entry.content.head {
    case .script, .unread: return plan.limits.scriptBytes
    case .elf: return plan.limits.programBytes
    default: return 0
    }
  }

  private func wants(_ name: UnsafeBufferPointer<UInt8>, in directory: UInt32) -> Bool {
    let number = Int(wantedNumbers[Int(directory)])
    guard number >= 0 else { return false }
    let files = wishes.files[number]
    return files.names.contains(Array(name)) || files.endings.contains { name.suffix($0.count).elementsEqual($0) }
  }
}

/// The first bytes of a reader's current entry, gathered block by block; holes read as zeros.
private struct EntryContent {
  private(set) var bytes: [UInt8] = []
  private var isAtEnd = false

  /// Reads until `count` bytes are there, keeping up to `limit` of what the last block brings.
  mutating func read(
    upTo count: Int, keeping limit: Int, from reader: inout some EntryContents & ~Copyable
  ) throws(ArchiveError) {
    while bytes.count < count, !isAtEnd {
      let (block, offset) = try reader.dataBlock()
      guard let block else {
        isAtEnd = true
        break
      }
      let hole = min(max(0, Int(clamping: offset) - bytes.count), limit - bytes.count)
      bytes.append(contentsOf: repeatElement(0, count: hole))
      // As a buffer of bytes it is copied as a whole, a raw one byte by byte.
      bytes.append(
        contentsOf: UnsafeRawBufferPointer(rebasing: block.prefix(limit - bytes.count)).assumingMemoryBound(
          to: UInt8.self))
    }
    if bytes.count > limit { bytes.removeLast(bytes.count - limit) }
  }
}

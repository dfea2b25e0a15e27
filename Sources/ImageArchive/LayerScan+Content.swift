import Core

extension LayerScan {
  /// Keeps what the plan asks for of a file's content.
  mutating func readContent(
    _ reader: TarReader, _ entry: inout LayerEntry, _ name: UnsafeBufferPointer<UInt8>
  ) throws(ArchiveError) {
    if let capability = reader.capability { record.capabilities[entry.dataOffset] = capability }
    guard entry.sizeBytes > 0 else {
      entry.content.head = .empty
      return
    }
    guard keepsContents else { return }
    let isProgram = entry.mode & 0o111 != 0
    let isWanted =
      wants(name, in: entry.directory) || (isProgram && !programNames.isEmpty && programNames.contains(Array(name)))
    guard isWanted || isProgram && (plan.readsHeads || plan.keepsPrograms) else { return }
    let most = isWanted ? plan.limits.contentBytes : plan.keepsPrograms ? plan.limits.scriptBytes : 4
    var content = EntryContent(reader)
    try content.read(upTo: 4, keeping: most)
    entry.content.head = FileHead(of: content.bytes.span)
    let limit = keptBytesWanted(entry, isWanted)
    guard limit > 0, keptBytes + min(limit, Int(clamping: entry.sizeBytes)) <= plan.limits.keptContentBytes else {
      return
    }
    try content.read(upTo: limit, keeping: limit)
    keptBytes += content.bytes.count
    record.contents[entry.dataOffset] = content.bytes
  }

  /// How many bytes of a file are kept; 0 for none.
  private func keptBytesWanted(_ entry: LayerEntry, _ isWanted: Bool) -> Int {
    if isWanted { return plan.limits.contentBytes }
    guard plan.keepsPrograms else { return 0 }
    switch entry.content.head {
    case .script, .unread: return plan.limits.scriptBytes
    case .elf: return 1024
    default: return 0
    }
  }

  private func wants(_ name: UnsafeBufferPointer<UInt8>, in directory: UInt32) -> Bool {
    let files = wanted[Int(directory)]
    if files.names.isEmpty && files.endings.isEmpty { return false }
    return files.names.contains(Array(name)) || files.endings.contains { name.suffix($0.count).elementsEqual($0) }
  }
}

/// The first bytes of a reader's current entry, gathered block by block; holes read as zeros.
private struct EntryContent {
  private let reader: TarReader
  private(set) var bytes: [UInt8] = []
  private var isAtEnd = false

  init(_ reader: TarReader) { self.reader = reader }

  /// Reads until `count` bytes are there, keeping up to `limit` of what the last block brings.
  mutating func read(upTo count: Int, keeping limit: Int) throws(ArchiveError) {
    while bytes.count < count, !isAtEnd {
      let (block, offset) = try reader.dataBlock()
      guard let block else {
        isAtEnd = true
        break
      }
      let hole = min(max(0, Int(clamping: offset) - bytes.count), limit - bytes.count)
      bytes.append(contentsOf: repeatElement(0, count: hole))
      bytes.append(contentsOf: block.prefix(limit - bytes.count))
    }
    if bytes.count > limit { bytes.removeLast(bytes.count - limit) }
  }
}

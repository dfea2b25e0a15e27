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
    let (first, offset) = try reader.dataBlock()
    guard let first, offset == 0 else { return }
    var bytes = Array(first.prefix(4))
    if first.count >= 4 || first.count == Int(clamping: entry.sizeBytes) {
      entry.content.head = FileHead(of: bytes.span)
    }
    let limit = keptBytesWanted(entry, isWanted)
    guard limit > 0, keptBytes + min(limit, Int(clamping: entry.sizeBytes)) <= plan.limits.keptContentBytes else {
      return
    }
    bytes = Array(first.prefix(limit))
    while bytes.count < limit {
      let (block, offset) = try reader.dataBlock()
      guard let block else { break }
      let hole = min(max(0, Int(clamping: offset) - bytes.count), limit - bytes.count)
      bytes.append(contentsOf: repeatElement(0, count: hole))
      bytes.append(contentsOf: block.prefix(limit - bytes.count))
    }
    entry.content.head = FileHead(of: bytes.span)
    keptBytes += bytes.count
    record.contents[entry.dataOffset] = bytes
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

/// The content of an archive's current entry, as a source for what lies inside it.
final class EntrySource: ByteSource {
  private let reader: TarReader
  private var at: Int64 = 0
  private var hole: UnsafeMutableRawBufferPointer?
  private var pending: (block: UnsafeRawBufferPointer, offset: Int64)?

  init(_ reader: TarReader) { self.reader = reader }

  deinit { hole?.deallocate() }

  func skip(_ count: Int64) -> Int64 { 0 }

  func next() throws(ArchiveError) -> UnsafeRawBufferPointer {
    if pending == nil {
      let (block, offset) = try reader.dataBlock()
      guard let block else { return UnsafeRawBufferPointer(start: nil, count: 0) }
      pending = (block, offset)
    }
    guard let (block, offset) = pending else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    if offset > at { return zeros(upTo: offset - at) }
    pending = nil
    at = offset + Int64(block.count)
    return block
  }

  /// A hole of a sparse member reads as zeros.
  private func zeros(upTo count: Int64) -> UnsafeRawBufferPointer {
    let buffer: UnsafeMutableRawBufferPointer
    if let hole {
      buffer = hole
    } else {
      buffer = .allocate(byteCount: 64 << 10, alignment: 64)
      buffer.initializeMemory(as: UInt8.self, repeating: 0)
      hole = buffer
    }
    let length = Int(min(count, Int64(buffer.count)))
    at += Int64(length)
    return UnsafeRawBufferPointer(rebasing: buffer[..<length])
  }
}

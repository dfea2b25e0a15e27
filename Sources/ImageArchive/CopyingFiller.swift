/// Fills the reader's memory from a source that hands out blocks of its own.
final class CopyingFiller: FillingSource {
  private let upstream: any ByteSource
  private var rest = UnsafeRawBufferPointer(start: nil, count: 0)
  private var failure: ArchiveError?

  init(_ upstream: any ByteSource) { self.upstream = upstream }

  func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    var count = 0
    while count < buffer.count {
      if rest.isEmpty, !refill() { break }
      let taken = min(rest.count, buffer.count - count)
      UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: rest[..<taken]))
      rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
      count += taken
    }
    if count == 0, let failure { throw failure }
    return count
  }

  /// - Returns: false when nothing follows; an error waits until what came before it is handed out.
  private func refill() -> Bool {
    if failure != nil { return false }
    do throws(ArchiveError) { rest = try upstream.next() } catch { failure = error }
    return failure == nil && !rest.isEmpty
  }
}

import Glibc

/// The lines of a long text, without their ends, as ranges counted from its first byte.
public struct TextLines: Sequence, IteratorProtocol {
  private let bytes: ArraySlice<UInt8>
  private var at = 0

  /// - Parameter bytes: lines that each end in a line feed; the last one need not.
  public init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// The next line; nil behind the last.
  public mutating func next() -> Range<Int>? {
    guard at < bytes.count else { return nil }
    let start = at
    let stop = bytes.withUnsafeBytes { all in
      guard let base = all.baseAddress, let end = memchr(base + start, 10, all.count - start) else { return all.count }
      return base.distance(to: end)
    }
    at = stop + 1
    return start..<stop
  }
}

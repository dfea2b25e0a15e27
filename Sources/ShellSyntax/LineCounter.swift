/// Counts lines while offsets only grow.
public struct LineCounter: Sendable {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The 1-based line of a byte; offsets must not go back.
  public mutating func number(at offset: Int) -> Int {
    while at < min(offset, bytes.count) {
      if bytes[at] == 0x0A { line += 1 }
      at += 1
    }
    return line
  }
}

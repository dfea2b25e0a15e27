import Glibc

/// The lines of standard input, one at a time.
struct InputLines {
  /// Longest line that is kept; the rest of a longer one is dropped.
  static let mostBytes = 64 << 20

  private var buffer: [UInt8] = []
  private var at = 0
  private var isAtEnd = false

  /// The next line without its line feed; nil at the end.
  mutating func next() -> [UInt8]? {
    var searched = at
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        defer { at = end + 1 }
        return Array(buffer[at..<end])
      }
      searched = buffer.count
      if isAtEnd {
        guard at < buffer.count else { return nil }
        defer { at = buffer.count }
        return Array(buffer[at...])
      }
      searched -= at
      buffer.removeFirst(at)
      at = 0
      fill()
    }
  }

  private mutating func fill() {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    let count = chunk.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { return }
    guard count > 0 else {
      isAtEnd = true
      return
    }
    if buffer.count < InputLines.mostBytes { buffer += chunk[..<count] }
  }
}

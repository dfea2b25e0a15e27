/// Lines of files that include one another, in the order in which the service reads them.
struct IncludeStack<Line> {
  private var frames: [(lines: [Line], at: Int)]

  /// Files inside one another that are followed.
  static var mostDepth: Int { 8 }

  init(_ lines: [Line]) { frames = [(lines, 0)] }

  mutating func next() -> Line? {
    while let top = frames.indices.last {
      let at = frames[top].at
      if at < frames[top].lines.count {
        frames[top].at += 1
        return frames[top].lines[at]
      }
      frames.removeLast()
    }
    return nil
  }

  /// Puts an included file's lines next.
  ///
  /// - Returns: false when the files lie too deep in one another.
  mutating func push(_ lines: [Line]) -> Bool {
    guard frames.count <= Self.mostDepth else { return false }
    frames.append((lines, 0))
    return true
  }
}

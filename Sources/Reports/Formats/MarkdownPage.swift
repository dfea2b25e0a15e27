/// Markdown in one buffer of bytes that may have a limit.
struct MarkdownPage {
  private(set) var bytes: [UInt8] = []
  private let limit: Int
  /// Folds that are not closed yet.
  private var depth = 0

  /// Kept free for the last words of a cut page, which are ours and short.
  private static let reserve = 2_000

  init(limit: Int?) { self.limit = limit.map { max(0, $0 - MarkdownPage.reserve) } ?? .max }

  /// Adds a text when there is room for all of it.
  ///
  /// - Returns: whether there was.
  @discardableResult mutating func add(_ text: String) -> Bool {
    guard text.utf8.count <= limit - bytes.count else { return false }
    bytes += text.utf8
    return true
  }

  /// Adds words of ours that must not be missing.
  mutating func end(_ text: String) { bytes += text.utf8 }

  /// Begins a folded part with a title of ours.
  mutating func open(_ title: String) -> Bool { add("\n<details><summary>\(title)</summary>\n\n") }

  /// Ends a folded part that was begun.
  mutating func close() { bytes += "\n</details>\n".utf8 }
}

import Core
import Dockerfile

/// A comment that hadolint obeys, by its own grammar.
///
/// Source: hadolint 2.15.1, measured: blanks may stand around words, the list takes no letter but D, L, S and C, and nothing
/// but another comment may follow.
public struct HadolintPragma: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// `# hadolint ignore=…`: the next line.
    case ignore([String])
    /// `# hadolint stage ignore=…`
    case stage([String])
    /// `# hadolint global ignore=…`
    case global([String])
    /// `# hadolint shell=…`
    case shell(String)
  }

  public var kind: Kind
  /// 1-based.
  public var line: Int
  /// The comment in the file.
  public var offsets: Range<Int>

  /// nil when the comment is none.
  ///
  /// - Parameter comment: with or without its `#`.
  public init?(_ comment: Comment) {
    var scan = Scanner(comment.text.drop { $0 == 0x20 || $0 == 0x09 })
    if scan.takes("#") { scan.skipBlanks() }
    guard scan.takes("hadolint"), scan.skipBlanks() else { return nil }
    (line, offsets) = (comment.line, comment.offsets)
    if scan.takes("shell") {
      guard scan.takesEquals(), let name = scan.word() else { return nil }
      kind = .shell(name)
    } else {
      var make = Kind.ignore
      if scan.takes("global") { make = Kind.global } else if scan.takes("stage") { make = Kind.stage }
      scan.skipBlanks()
      guard scan.takes("ignore"), scan.takesEquals(), let codes = scan.codes() else { return nil }
      kind = make(codes)
    }
    guard scan.isDone else { return nil }
  }

  /// The pragmas of a file; comments between continuation lines count for nothing.
  public static func all(of syntax: DockerfileSyntax) -> [HadolintPragma] {
    var node = 0
    return syntax.comments.compactMap { comment in
      while node < syntax.nodes.count, syntax.nodes[node].lines.upperBound < comment.line { node += 1 }
      let isInside = node < syntax.nodes.count && syntax.nodes[node].lines.contains(comment.line)
      guard !isInside else { return nil }
      // What an indented comment keeps is its mark; a second one makes it no pragma.
      let isIndented = syntax.source.bytes[comment.offsets].first != UInt8(ascii: "#")
      return isIndented || comment.text.first != UInt8(ascii: "#") ? HadolintPragma(comment) : nil
    }
  }
}

/// Reads the words of a comment.
private struct Scanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) { rest = text }

  /// Whether blanks were there.
  @discardableResult
  mutating func skipBlanks() -> Bool {
    let before = rest.count
    rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
    return rest.count < before
  }

  mutating func takes(_ word: String) -> Bool {
    guard rest.starts(with: word.utf8) else { return false }
    rest = rest.dropFirst(word.utf8.count)
    return true
  }

  mutating func takesEquals() -> Bool {
    skipBlanks()
    guard takes("=") else { return false }
    skipBlanks()
    return true
  }

  mutating func word() -> String? {
    let word = rest.prefix { $0 != 0x20 && $0 != 0x09 }
    rest = rest[word.endIndex...]
    return word.isEmpty ? nil : GoUTF8.string(word)
  }

  /// Names separated by commas; nil when there is none.
  mutating func codes() -> [String]? {
    var codes: [String] = []
    repeat {
      skipBlanks()
      let code = rest.prefix { "DLSC0123456789".utf8.contains($0) }
      guard !code.isEmpty else { return nil }
      codes.append(String(decoding: code, as: UTF8.self))
      rest = rest[code.endIndex...]
      skipBlanks()
    } while takes(",")
    return codes
  }

  /// Whether nothing follows but a comment.
  var isDone: Bool {
    guard let first = rest.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return true }
    return first == UInt8(ascii: "#")
  }
}

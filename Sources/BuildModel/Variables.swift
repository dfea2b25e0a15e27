import Core
import Dockerfile

/// The variables of a stage, with the step from which on each has its value.
///
/// ARG and ENV write one table, the last writer wins; a stage built from another begins with that one's table.
struct Variables: Sendable {
  /// Stages looked through at most; behind a longer chain of FROM a variable is unknown.
  static let deepestChain = 100
  /// Longest value that is followed in a file of some bytes; a longer one is unknown.
  ///
  /// Real values are below a kilobyte and real files below 100 KB. The more words a large file has room for, the shorter
  /// the values that they all may stand for, so that the work is bounded.
  static func mostValueBytes(fileBytes: Int) -> Int { max(64, min(16 << 10, (1 << 28) / max(1, fileBytes))) }
  /// Most comparisons with patterns for one word in a file of some bytes, for the same reason.
  static func mostPatternSteps(fileBytes: Int) -> Int { max(1 << 12, min(1 << 22, (1 << 34) / max(1, fileBytes))) }
  /// Bytes of values kept of one file; beyond, values are unknown, or `ENV A=$A$A` would grow for ever.
  static let mostBytes = 16 << 20

  enum Lookup: Sendable {
    /// Never mentioned. A base image may still set it.
    case absent
    /// Declared without a value.
    case unset
    /// Set to what is not known.
    case unknown
    case value([UInt8])

    init(_ text: ExpandedText?) {
      guard let text else {
        self = .unset
        return
      }
      self = text.isKnown ? .value(Array(text.text.utf8)) : .unknown
    }
  }

  private struct Entry {
    /// The step that sets it; the steps after see it.
    var step: Int
    var value: Lookup
  }
  private var entries: [String: [Entry]] = [:]

  mutating func set(_ name: String, to value: Lookup, at step: Int) {
    entries[name, default: []].append(Entry(step: step, value: value))
  }

  /// What a step sees.
  ///
  /// - Complexity: O(log settings of that name).
  func value(_ name: String, before step: Int) -> Lookup {
    guard let list = entries[name] else { return .absent }
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].step < step { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? .absent : list[low - 1].value
  }
}

/// A text after expansion of its variables.
public struct ExpandedText: Sendable, Hashable {
  /// Unknown variables stay as written.
  public var text: String
  /// Whether every variable in it has a known value.
  public var isKnown: Bool

  public init(text: String, isKnown: Bool) { (self.text, self.isKnown) = (text, isKnown) }

  /// The text when it is known.
  public var known: String? { isKnown ? text : nil }
}

/// Expands words where some variables are not known.
enum Expander {
  static func expanded(
    _ bytes: [UInt8], in syntax: DockerfileSyntax, _ lookup: (String) -> Variables.Lookup
  ) -> ExpandedText {
    let (escape, fileBytes) = (syntax.escape, syntax.source.bytes.count)
    let isSpecial = { (byte: UInt8) in
      byte == escape || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
    }
    guard bytes.contains(where: isSpecial) else {
      return ExpandedText(text: GoUTF8.string(bytes), isKnown: true)
    }
    var expander = WordExpander(escape: escape)
    expander.keepsUnset = true
    expander.limits.valueBytes = Variables.mostValueBytes(fileBytes: fileBytes)
    expander.limits.patternSteps = Variables.mostPatternSteps(fileBytes: fileBytes)
    var hasUnknown = false
    let value = { (name: String) -> [UInt8]? in
      switch lookup(name) {
      case .value(let bytes): return bytes
      case .unknown: hasUnknown = true
      case .absent, .unset: break
      }
      return nil
    }
    guard let text = try? expander.word(bytes, value) else {
      return ExpandedText(text: GoUTF8.string(bytes), isKnown: false)
    }
    if hasUnknown { return ExpandedText(text: GoUTF8.string(text.bytes), isKnown: false) }
    guard !text.missing.isEmpty else { return ExpandedText(text: GoUTF8.string(text.bytes), isKnown: true) }
    // Known all the same when a default stands in for each variable without a value.
    expander.keepsUnset = false
    guard !hasPlainReference(text.bytes), let whole = try? expander.word(bytes, value) else {
      return ExpandedText(text: GoUTF8.string(text.bytes), isKnown: false)
    }
    return ExpandedText(text: GoUTF8.string(whole.bytes), isKnown: true)
  }

  /// Whether a variable is left that has no default: `$x`, `${x}`, `${x%y}`, but not `${x:-y}` or `${x+y}`.
  private static func hasPlainReference(_ bytes: [UInt8]) -> Bool {
    var at = 0
    while let dollar = bytes[at...].firstIndex(of: UInt8(ascii: "$")) {
      at = dollar + 1
      guard at < bytes.count, bytes[at] == UInt8(ascii: "{") else { return true }
      at += 1
      while at < bytes.count, bytes[at] >= 0x80 || bytes[at] == UInt8(ascii: "_") || isAlphanumeric(bytes[at]) {
        at += 1
      }
      if at < bytes.count, bytes[at] == UInt8(ascii: ":") { at += 1 }
      guard at < bytes.count, [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(bytes[at]) else { return true }
    }
    return false
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte | 0x20)
  }
}

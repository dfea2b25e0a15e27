import Dockerfile
import ImageArchive

/// An item of an image's history as an instruction.
///
/// Forms: the classic builder's `/bin/sh -c #(nop)  ENV A=b` and `/bin/sh -c command`, with `|1 A=b` before it when there
/// are build arguments; BuildKit's `RUN /bin/sh -c command # buildkit` and `COPY a b # buildkit`; buildah's, which are the
/// classic ones; kaniko's, which are the Dockerfile's own lines.
struct HistoryStep {
  var keyword: Keyword
  /// What follows the keyword, with every run of white space as one blank.
  var text: String
  /// Whether it wrote a layer.
  var hasLayer: Bool

  /// nil for items that no instruction makes, such as a flattened image's.
  init?(_ entry: ImageConfig.HistoryEntry) {
    guard let createdBy = entry.createdBy else { return nil }
    hasLayer = !entry.isEmptyLayer
    var text = HistoryStep.normalised(createdBy)
    if text.hasSuffix(" # buildkit") { text.removeLast(11) }
    if let mark = HistoryStep.suffix(of: text, after: "#(nop) ") ?? HistoryStep.suffix(of: text, after: "#(nop)") {
      text = mark
    }
    let word = text.prefix { $0 != " " }
    if word == word.uppercased(), let keyword = Keyword(rawValue: word.lowercased()) {
      self.keyword = keyword
      self.text = String(text.dropFirst(word.count + 1))
    } else {
      (keyword, self.text) = (.run, text)
    }
  }

  /// With every run of white space as one blank, and none at the ends.
  static func normalised(_ text: String) -> String {
    var out: [UInt8] = []
    for byte in text.utf8 {
      let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
      if !isBlank { out.append(byte) } else if let last = out.last, last != 0x20 { out.append(0x20) }
    }
    if out.last == 0x20 { out.removeLast() }
    return String(decoding: out, as: UTF8.self)
  }

  /// What follows the first occurrence of a mark among the first bytes.
  private static func suffix(of text: String, after mark: String) -> String? {
    let (bytes, mark) = (Array(text.utf8.prefix(4_096)), Array(mark.utf8))
    guard bytes.count >= mark.count else { return nil }
    guard let at = (0...(bytes.count - mark.count)).first(where: { bytes[$0...].starts(with: mark) }) else {
      return nil
    }
    return String(decoding: text.utf8.dropFirst(at + mark.count), as: UTF8.self)
  }
}

import Core

/// The image of FROM, taken apart as hadolint does.
///
/// A registry is what stands before the first slash when it has a dot in it; all between `${` and `}` is one piece.
/// Source: hadolint 2.15.1, measured (`localhost:5000/x` is the image `localhost` with the tag `5000/x`).
public struct LintImage: Sendable, Equatable {
  /// As written.
  public let text: String
  /// nil without one.
  public let registry: String?
  /// Without registry, tag and digest.
  public let name: String
  public let tag: String?
  public let digest: String?

  public init(_ text: String) {
    self.text = text
    let bytes = Array(text.utf8)
    var marks: [Int] = []
    var depth = 0
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "{") where index > 0 && bytes[index - 1] == UInt8(ascii: "$"): depth += 1
      case UInt8(ascii: "}") where depth > 0: depth -= 1
      case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"):
        if depth == 0 { marks.append(index) }
      default: break
      }
    }
    let string = { (range: Range<Int>) in String(decoding: bytes[range], as: UTF8.self) }
    var start = 0
    var registry: String?
    if let slash = marks.first(where: { bytes[$0] == UInt8(ascii: "/") }),
      bytes[..<slash].contains(UInt8(ascii: "."))
    {
      registry = string(0..<slash)
      start = slash + 1
    }
    self.registry = registry
    let rest = marks.filter { $0 >= start && bytes[$0] != UInt8(ascii: "/") }
    let at = rest.first { bytes[$0] == UInt8(ascii: "@") }
    let colon = rest.first { bytes[$0] == UInt8(ascii: ":") && $0 < at ?? bytes.count }
    name = string(start..<(colon ?? at ?? bytes.count))
    tag = colon.map { string(($0 + 1)..<(at ?? bytes.count)) }
    digest = at.map { string(($0 + 1)..<bytes.count) }
  }
}

extension LintImage {
  /// The image with the port of a host without a dot where it belongs: `localhost:5000/x` has no tag.
  ///
  /// hadolint does not know such a host; an exact judgement takes the image as it is.
  var withPort: LintImage {
    guard registry == nil, let tag, let slash = tag.utf8.firstIndex(of: UInt8(ascii: "/")),
      tag.utf8[..<slash].allSatisfy({ (48...57).contains($0) })
    else { return self }
    let rest = LintImage(String(tag[tag.utf8.index(after: slash)...]))
    return LintImage(text: text, registry: "\(name):\(tag[..<slash])", name: rest.name, tag: rest.tag, digest: digest)
  }

  private init(text: String, registry: String, name: String, tag: String?, digest: String?) {
    (self.text, self.registry, self.name) = (text, registry, name)
    (self.tag, self.digest) = (tag, digest)
  }
}

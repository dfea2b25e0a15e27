import Core

/// The image of FROM, taken apart as hadolint does.
///
/// A registry is what stands before the first slash behind a dot; all between `${` and `}` is one piece.
/// Source: hadolint 2.15.1, measured (`localhost:5000/x` is the image `localhost` with the tag `5000/x`, `a/b.c/d` is of
/// the registry `a/b.c`).
public struct LintImage: Sendable, Equatable {
  /// As written.
  public let text: String
  /// nil without one.
  public let registry: String?
  /// Without registry, tag and digest.
  public let name: String
  public let tag: String?
  public let digest: String?

  public init(_ text: String) { self.init(text, isExact: true) }

  /// - Parameter isExact: whether the dot of a registry may stand behind a slash.
  private init(_ text: String, isExact: Bool) {
    self.text = text
    let bytes = Array(text.utf8)
    var marks: [Int] = []
    var dot: Int?
    var depth = 0
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "{") where index > 0 && bytes[index - 1] == UInt8(ascii: "$"): depth += 1
      case UInt8(ascii: "}") where depth > 0: depth -= 1
      case UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "@"):
        if depth == 0 { marks.append(index) }
      case UInt8(ascii: "."):
        if depth == 0, dot == nil { dot = index }
      default: break
      }
    }
    let string = { (range: Range<Int>) in String(decoding: bytes[range], as: UTF8.self) }
    var start = 0
    var registry: String?
    if let dot, let slash = marks.first(where: { bytes[$0] == UInt8(ascii: "/") && (!isExact || $0 > dot) }),
      slash > dot
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
  /// The image with its registry as Docker sees it: `localhost:5000/x` has no tag, and `a/b.c/d` no registry.
  ///
  /// hadolint does not know such a host; an exact judgement takes the image as it is.
  var withPort: LintImage {
    let image = LintImage(text, isExact: false)
    return image.withLocalPort ?? image
  }

  /// The image with the port of a host without a dot; nil when it has none.
  private var withLocalPort: LintImage? {
    guard registry == nil, let tag, let slash = tag.utf8.firstIndex(of: UInt8(ascii: "/")),
      tag.utf8[..<slash].allSatisfy({ (48...57).contains($0) })
    else { return nil }
    let rest = LintImage(String(tag[tag.utf8.index(after: slash)...]))
    return LintImage(text: text, registry: "\(name):\(tag[..<slash])", name: rest.name, tag: rest.tag, digest: digest)
  }

  private init(text: String, registry: String, name: String, tag: String?, digest: String?) {
    (self.text, self.registry, self.name) = (text, registry, name)
    (self.tag, self.digest) = (tag, digest)
  }
}

import Core

/// What the name of an image in a task definition tells.
struct TaskImageName {
  /// Host name; `docker.io` when none is written.
  let registry: String
  /// nil when none is written.
  let tag: String?
  /// Whether it is pinned by a digest.
  let hasDigest: Bool
  /// Whether it is written as a URL, which no runtime takes.
  let isURL: Bool

  init(_ text: String) {
    let bytes = text.utf8
    isURL = bytes.starts(with: "http://".utf8) || bytes.starts(with: "https://".utf8)
    let at = bytes.firstIndex(of: UInt8(ascii: "@"))
    hasDigest = at != nil
    let name = text[..<(at ?? text.endIndex)].utf8
    let slash = name.lastIndex(of: UInt8(ascii: "/"))
    if let colon = name.lastIndex(of: UInt8(ascii: ":")), slash.map({ $0 < colon }) ?? true {
      tag = String(text[name.index(after: colon)..<name.endIndex])
    } else {
      tag = nil
    }
    registry =
      if let first = name.firstIndex(of: UInt8(ascii: "/")),
        name[..<first].contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") })
          || text[..<first] == "localhost"
      {
        String(text[..<first])
      } else {
        "docker.io"
      }
  }

  /// Whether it moves without anybody changing the definition.
  var isLatest: Bool { !hasDigest && (tag == nil || tag == "latest") }

  /// `ACCOUNT.dkr.ecr.REGION.amazonaws.com`, also of China and of FIPS endpoints.
  var isPrivateECR: Bool {
    let parts = registry.split(separator: ".")
    return parts.count >= 6 && parts[1] == "dkr" && (parts[2] == "ecr" || parts[2] == "ecr-fips")
      && registry.holds(".amazonaws.com")
  }

  var isECR: Bool { isPrivateECR || registry == "public.ecr.aws" }
}

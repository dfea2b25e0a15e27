import Core
import Dockerfile

/// The MAINTAINER instruction.
///
/// Source: the Dockerfile reference, "MAINTAINER (deprecated)".
struct MaintainerDeprecated: BuildCheck {
  static let info = RuleInfo(
    id: "MaintainerDeprecated", title: "MAINTAINER is deprecated", severity: .low, subject: .dockerfile,
    what: "The file has a MAINTAINER instruction.",
    why: "It sets a field of the image that few tools show. A label says the same, can be queried and may hold more.",
    fix: "LABEL org.opencontainers.image.authors=\"name <mail address>\"", controls: [],
    examples: [
      .bad("MAINTAINER", dockerfile: "FROM alpine\nMAINTAINER moby@example.com\n"),
      .good("label", dockerfile: "FROM alpine\nLABEL org.opencontainers.image.authors=\"moby@example.com\"\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    (0..<build.readNodes).compactMap { index in
      guard let text = build.syntax.nodes[index].texts.first, text.keyword == .maintainer else { return nil }
      return finding(
        "MAINTAINER is deprecated, a label is read by more tools", at: nil, of: index, commentsOf: index, in: build)
    }
  }
}

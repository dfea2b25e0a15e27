import Core
import Dockerfile

/// A protocol of EXPOSE with upper-case letters.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct ExposeProtoCasing: BuildCheck {
  static let info = RuleInfo(
    id: "ExposeProtoCasing", title: "protocol of EXPOSE has upper-case letters", severity: .low, subject: .dockerfile,
    what: "The protocol behind the slash of a port of EXPOSE is not in lower case, once variables are put in.",
    why: "Docker writes it in lower case; tools that read the file look for tcp and udp.",
    fix: "write tcp, udp or sctp", controls: [],
    examples: [
      .bad("upper case", dockerfile: "FROM alpine\nEXPOSE 80/TCP\n"),
      .good("lower case", dockerfile: "FROM alpine\nEXPOSE 80/tcp\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.flatMap { step -> [BuildFinding] in
      guard step.instruction.keyword == .expose else { return [] }
      return step.values.compactMap { value in
        guard value.isKnown, let lower = PortSpecification(value.text).lowerTransport else { return nil }
        return finding(
          "the protocol of \"\(ShortText.of(value.text))\" has upper-case letters, expected \"\(ShortText.of(lower))\"",
          at: value.offsets, of: step, in: build)
      }
    }
  }
}

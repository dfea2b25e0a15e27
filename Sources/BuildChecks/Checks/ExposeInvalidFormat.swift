import Core
import Dockerfile

/// A port of EXPOSE with an address or a port of the host.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct ExposeInvalidFormat: BuildCheck {
  static let info = RuleInfo(
    id: "ExposeInvalidFormat", title: "EXPOSE names a port of the host", severity: .low, subject: .dockerfile,
    what: "A port of EXPOSE has an IP address, or a port of the host, before it.",
    why: "EXPOSE says which port the program listens on; it publishes nothing, and Docker passes the rest over.",
    fix: "write the container's port alone, and publish it with docker run --publish", controls: [],
    examples: [
      .bad("port of the host", dockerfile: "FROM alpine\nEXPOSE 8080:80\n"),
      .bad("address", dockerfile: "FROM alpine\nEXPOSE 127.0.0.1:80:80\n"),
      .good("port", dockerfile: "FROM alpine\nEXPOSE 80\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.flatMap { step -> [BuildFinding] in
      guard step.instruction.keyword == .expose else { return [] }
      return step.values.filter { $0.isKnown && PortSpecification($0.text).hasHost }.map { value in
        finding(
          "\"\(ShortText.of(value.text))\" has an address or port of the host, which EXPOSE does not publish",
          at: value.offsets, of: step, in: build)
      }
    }
  }
}

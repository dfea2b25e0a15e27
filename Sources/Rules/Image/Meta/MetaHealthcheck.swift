import Core
import ImageArchive
import RootFS

/// An image without a health check.
///
/// Source: CIS Docker Benchmark 1.6.0, 4.6; Amazon ECS developer guide, "HealthCheck": an image's own is not used.
struct MetaHealthcheck: ImageRule {
  static let info = RuleInfo(
    id: "IMG-META-HEALTHCHECK", title: "no health check", severity: .info, strict: .low,
    what: "The image has no HEALTHCHECK, or HEALTHCHECK NONE.",
    why: "Docker then takes a container that hangs for a healthy one. ECS does not look at the image's HEALTHCHECK: "
      + "there, the task definition's healthCheck counts.",
    fix: "HEALTHCHECK CMD [\"/app/server\", \"--health\"]; for ECS healthCheck in the container definition",
    controls: [.cis("4.6"), .dockle("CIS-DI-0006"), .trivy("DS-0026")],
    examples: [
      .bad("none", config: "{}"),
      .bad("switched off", config: #"{"Healthcheck":{"Test":["NONE"]}}"#),
      .good("one", config: #"{"Healthcheck":{"Test":["CMD","/app/server","--health"]}}"#),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    let test = image.config.healthcheck?.test ?? []
    let isOff = test.first?.uppercased() == "NONE"
    guard isOff || test.first?.isEmpty ?? true else { return [] }
    let message = isOff ? "health check is switched off (HEALTHCHECK NONE)" : "image has no health check"
    return [
      finding(
        message, at: .config(pointer: "/config/Healthcheck"),
        notes: [Note("ECS ignores the image's: set healthCheck in the container definition")])
    ]
  }
}

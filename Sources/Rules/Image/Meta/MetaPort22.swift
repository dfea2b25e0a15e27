import Core
import ImageArchive
import RootFS

/// An image that declares a port for remote control.
///
/// Source: NIST SP 800-190, 4.1.2; image config `ExposedPorts`.
struct MetaPort22: ImageRule {
  static let info = RuleInfo(
    id: "IMG-META-PORT22", title: "port for remote control", severity: .medium,
    what: "ExposedPorts has a port where SSH, Telnet, FTP, the r-services, RDP, VNC or the Docker API usually listens.",
    why: "A container needs no way in of its own: docker exec and ECS Exec exist and are logged. A login service in it "
      + "has accounts and keys that nobody rotates, and some of these protocols are not encrypted.",
    fix: "remove the EXPOSE line and the service",
    controls: [.nist("4.1.2"), .trivy("DS-0004")],
    examples: [
      .bad("SSH", config: #"{"ExposedPorts":{"22/tcp":{}}}"#),
      .bad("the Docker API", config: #"{"ExposedPorts":{"2375":{}}}"#),
      .good("a web server", config: #"{"ExposedPorts":{"8080/tcp":{},"514/udp":{}}}"#),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    var out: [Finding] = []
    var seen: Set<Int> = []
    for entry in image.config.exposedPorts {
      for row in RiskyPorts.rows(opened: entry) where seen.insert(row.port).inserted {
        out.append(
          finding(
            "image exposes port \(row.port), where \(row.service) usually listens",
            at: .config(pointer: RuntimePath.pointer("/config/ExposedPorts", entry)), severity: row.severity,
            fix: "remove EXPOSE \(row.port) and the service behind it"))
      }
    }
    return out
  }
}

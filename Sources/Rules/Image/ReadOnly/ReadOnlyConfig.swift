import Core
import ReadOnlyRoot
import RootFS

/// Places that the configuration of the started service says it writes, outside volumes.
///
/// Source: AWS ECS security runbook item 12; image-checks.md section 8.
struct ReadOnlyConfig: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-CONF", title: "configured path is in the root file system", severity: .medium,
    strictBelow: [.low: .medium],
    what:
      "The configuration of the started service (nginx, Apache httpd, PHP, MySQL, PostgreSQL, Redis, supervisord, "
      + "HAProxy, Tomcat, gunicorn and others) names pid files, sockets, caches or data in places that no volume "
      + "covers. Logs are IMG-RO-LOGFILE's. Low when the service also works without.",
    why: "With a read-only root file system the service fails at the first write there.",
    fix: "mount a tmpfs or volume at each place, let the configuration name one, or LABEL imgscan.writable=/path",
    controls: [.runbook(12), .securityHub("ECS.5"), .trivy("KSV-0014")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad(
        "a pid file in /run", config: #"{"Cmd":["nginx","-g","daemon off;"]}"#,
        layers: [
          [
            .program("/usr/sbin/nginx"), .directory("/run"),
            ExampleFile("/etc/nginx/nginx.conf", content: "pid /run/nginx.pid;\nhttp { access_log off; }\n"),
          ]
        ]),
      .good(
        "a volume", config: #"{"Cmd":["nginx"],"Volumes":{"/run":{}}}"#,
        layers: [
          [
            .program("/usr/sbin/nginx"), .directory("/run"),
            ExampleFile("/etc/nginx/nginx.conf", content: "pid /run/nginx.pid;\n"),
          ]
        ]),
      .good(
        "configured, not started", config: #"{"Cmd":["/app"]}"#,
        layers: [
          [
            .program("/app"), .program("/usr/sbin/nginx"),
            ExampleFile("/etc/nginx/nginx.conf", content: "pid /run/nginx.pid;\n"),
          ]
        ]),
    ])

  private static let shown = 20

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    let service = StartedService(in: image)
    guard let writer = service.writer else { return [] }
    let plan = MountPlan(of: image)
    let subject = ServiceConfig(of: service, in: image).subject(writer)
    let entries = plan.entries.filter { $0.source == .config && $0.confidence > .hint }
    guard !entries.isEmpty else { return [] }
    let sure = entries.filter { $0.confidence > .possible }
    let named = sure.isEmpty ? entries : sure
    let claims = entries.flatMap { entry in entry.claims.filter { $0.source == .config } }
    let first = named.lazy.compactMap { entry in entry.claims.first { $0.source == .config } }.first
    let listed = claims.prefix(ReadOnlyConfig.shown).map(\.why)
    let more = claims.count > listed.count ? ["and \(claims.count - listed.count) more"] : []
    let paths = named.prefix(5).map(\.path.description).joined(separator: ", ")
    let rest = named.count > 5 ? " and \(named.count - 5) more" : ""
    return [
      finding(
        "\(subject) is configured to write to \(paths)\(rest), which no volume covers",
        at: place(of: first, image), severity: sure.isEmpty ? .low : .medium,
        evidence: [service.evidence] + listed + more,
        fix: "imgscan rofs \(PlanSnippet.fileName(image.subject)) --emit ecs, or docker run "
          + plan.dockerFlags.joined(separator: " ")
      ).identified(by: writer.name)
    ]
  }

  /// The line of the configuration file; the image when only the command says so.
  private func place(of claim: WriteClaim?, _ image: ImageModel) -> Place {
    guard let file = claim?.file, let node = image.root.lookup(file) else { return .image }
    guard case .file(let path, let layer, _) = image.place(of: node) else { return .image }
    return .file(path: path, layer: layer, line: claim?.line)
  }
}

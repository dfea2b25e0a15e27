import Core
import ReadOnlyRoot
import RootFS

/// A log of the started service that is a plain file, so it needs a writable root and never reaches the log driver.
///
/// Source: AWS ECS security runbook items 6 and 12; image-checks.md section 8.
struct ReadOnlyLogFile: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-LOGFILE", title: "service logs to a file", severity: .medium, strictBelow: [.low: .medium],
    what:
      "A log of the started service is a regular file or a directory and no link to /dev/stdout or /dev/stderr. Medium "
      + "when the service's configuration names it, low when only the file is there.",
    why: "The file cannot be written on a read-only root, grows in the container, and awslogs sees nothing of it.",
    fix: "RUN ln -sf /dev/stdout FILE, or let the configuration name /dev/stdout",
    controls: [.runbook(6), .runbook(12), .securityHub("ECS.5")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad(
        "a plain access log", config: #"{"Cmd":["nginx"]}"#,
        layers: [
          [
            .program("/usr/sbin/nginx"), ExampleFile("/var/log/nginx/access.log"),
            ExampleFile("/etc/nginx/nginx.conf", content: "http { access_log /var/log/nginx/access.log main; }\n"),
          ]
        ]),
      .good(
        "linked to the standard streams", config: #"{"Cmd":["nginx"]}"#,
        layers: [
          [
            .program("/usr/sbin/nginx"), .symlink("/var/log/nginx/access.log", to: "/dev/stdout"),
            .symlink("/var/log/nginx/error.log", to: "/dev/stderr"),
          ]
        ]),
      .good(
        "installed, not started", config: #"{"Cmd":["/app"]}"#,
        layers: [
          [.program("/app"), .program("/usr/sbin/nginx"), ExampleFile("/var/log/nginx/access.log")]
        ]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    let service = StartedService(in: image)
    guard service.writer != nil else { return [] }
    let cover = WritableCover(of: image)
    return ServiceLog.all(of: service, in: image).map { log in
      let isCovered = cover.contains(log.path) || cover.contains(RootPath(log.name))
      let isKnown = log.namedAt != nil && !isCovered && log.confidence > .possible
      let kind = log.isDirectory ? "directory" : "file"
      return finding(
        "\(log.service) logs to the \(kind) \(log.path), not to standard output", at: place(of: log, image),
        severity: isKnown ? .medium : .low,
        evidence: [service.evidence] + (log.namedAt.map { [$0] } ?? []), fix: log.fix,
        detail: log.node.map { image.detail(of: $0) })
    }
  }

  /// The log itself; else the line that names it.
  private func place(of log: ServiceLog, _ image: ImageModel) -> Place {
    if let node = log.node { return image.place(of: node) }
    guard let file = log.statement?.file, let node = image.root.lookup(file) else { return .image }
    return image.place(of: node)
  }
}

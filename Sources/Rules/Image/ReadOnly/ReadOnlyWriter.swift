import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// A started service that is known to write below the root file system where no volume is declared.
///
/// What its configuration says is IMG-RO-CONF's, what its scripts write IMG-RO-ENTRYPOINT's: a place is the strongest
/// source's.
/// Source: AWS ECS security runbook item 12; image-checks.md section 8.
struct ReadOnlyWriter: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-WRITER", title: "started service writes to the root file system", severity: .medium,
    strictBelow: [.low: .medium],
    what:
      "The program that the container starts is recognised (its name, a script's argument or exec line) and its known "
      + "write places exist in the image, outside volumes. Services that are only installed are passed over.",
    why:
      "With a read-only root file system the service fails at the first write, so people leave the root writable. Each "
      + "place needs a mount.",
    fix:
      "mount a tmpfs or volume at each place (imgscan rofs IMAGE.tar --emit ecs, compose, k8s or docker prints them), "
      + "declare VOLUME, or LABEL imgscan.writable=/path,/path when it is mounted",
    controls: [.runbook(12), .securityHub("ECS.5"), .trivy("KSV-0014")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad(
        "nginx without mounts", config: #"{"Cmd":["nginx","-g","daemon off;"]}"#,
        layers: [
          [.program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run")]
        ]),
      .good(
        "volumes cover it", config: #"{"Cmd":["nginx"],"Volumes":{"/var/cache/nginx":{},"/run":{}}}"#,
        layers: [
          [.program("/usr/sbin/nginx"), .directory("/var/cache/nginx"), .directory("/run")]
        ]),
      .good(
        "installed, not started", config: #"{"Cmd":["/app"]}"#,
        layers: [
          [.program("/app"), .program("/usr/sbin/nginx"), .directory("/var/cache/nginx")]
        ]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    let service = StartedService(in: image)
    guard let writer = service.writer else { return [] }
    let plan = MountPlan(of: image)
    let subject = ServiceConfig(of: service, in: image).subject(writer)
    let entries = plan.entries.filter { entry in
      entry.confidence > .hint && [.service, .runtime].contains(entry.source)
    }
    guard !entries.isEmpty else { return [] }
    let certain = entries.filter { $0.confidence != .possible }
    let paths = (certain.isEmpty ? entries : certain).map(\.path.description).joined(separator: ", ")
    let verb = certain.isEmpty ? "may write" : "writes"
    return [
      finding(
        "\(subject) \(verb) to \(paths), which no volume covers",
        at: place(of: service, image), severity: certain.isEmpty ? .low : .medium,
        evidence: [service.evidence] + entries.map(\.line),
        notes: writer.hint.isEmpty ? [] : [Note(writer.hint)],
        fix: "imgscan rofs \(PlanSnippet.fileName(image.subject)) --emit ecs, or docker run "
          + plan.dockerFlags.joined(separator: " "))
    ]
  }

  /// The started program; of a shell form it is not the shell.
  private func place(of service: StartedService, _ image: ImageModel) -> Place {
    guard image.start.isShellForm, let word = service.words.first else {
      return image.start.real.map { image.place(of: $0) } ?? .image
    }
    let paths = word.hasPrefix("/") ? [word] : image.config.searchPath.prefix(64).map { "\($0)/\(word)" }
    let node = paths.lazy.compactMap { image.root.lookup($0) }.first { image.root.info($0).kind == .file }
    return node.map { image.place(of: $0) } ?? .image
  }
}

extension MountPlan.Entry {
  /// The entry as a line of evidence.
  var line: String {
    if let obstacle { return "\(path), \(confidence.rawValue): \(why) (no mount helps: \(obstacle))" }
    let owner = owner.map { " \($0)" } ?? ""
    let mode = octalMode.map { " \($0)" } ?? ""
    let hides = hidesContent ? " (an empty mount hides \(hides.words))" : ""
    let exec = needsExec ? " (programs are run from there: no noexec)" : ""
    return "\(path) \(kind.rawValue)\(owner)\(mode), \(confidence.rawValue): \(why)\(hides)\(exec)"
  }
}

import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// A script that starts the service and writes below the root file system where no volume is declared.
///
/// Source: AWS ECS security runbook item 12; image-checks.md section 8.
struct ReadOnlyEntrypoint: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-ENTRYPOINT", title: "start script writes to the root file system", severity: .medium,
    strictBelow: [.low: .medium],
    what:
      "The script that the container starts, and those it runs or sources, are read: redirections, tee, sed -i, mkdir, "
      + "chown, cp and the like whose target is literal or follows from the image's variables. Medium when such a "
      + "command runs at every start, low when it stands behind a condition or its failure is tolerated.",
    why:
      "On a read-only root file system the command fails, and with it mostly the start of the service, before anything "
      + "is logged.",
    fix:
      "do it at build time, write to a mounted directory, or mount a tmpfs at each place; LABEL imgscan.writable=/path "
      + "when it is mounted",
    controls: [.runbook(12), .securityHub("ECS.5")], needs: ImageNeeds(contents: ScriptFiles.contents),
    examples: [
      .bad(
        "a directory made at each start", config: #"{"Entrypoint":["/entrypoint.sh"]}"#,
        layers: [[.script("/entrypoint.sh", "#!/bin/sh\nmkdir -p /var/lib/app\nexec \"$@\"\n")]]),
      .bad(
        "a configuration changed if a variable is set", config: #"{"Entrypoint":["/entrypoint.sh"]}"#,
        layers: [
          [
            .script("/entrypoint.sh", "#!/bin/sh\nif [ \"$PORT\" ]; then sed -i s/80/$PORT/ /etc/app.conf; fi\n"),
            ExampleFile("/etc/app.conf"),
          ]
        ]),
      .good(
        "below a volume", config: #"{"Entrypoint":["/entrypoint.sh"],"Volumes":{"/var/lib/app":{}}}"#,
        layers: [[.script("/entrypoint.sh", "#!/bin/sh\nmkdir -p /var/lib/app/x\nexec \"$@\"\n")]]),
      .good(
        "the standard streams", config: #"{"Entrypoint":["/entrypoint.sh"]}"#,
        layers: [[.script("/entrypoint.sh", "#!/bin/sh\necho starting >&2\necho > /dev/stderr\nexec \"$@\"\n")]]),
      .good(
        "for root only", config: #"{"Entrypoint":["/entrypoint.sh"],"User":"1000:1000"}"#,
        layers: [[.script("/entrypoint.sh", "#!/bin/sh\nif [ \"$(id -u)\" = 0 ]; then chown app /etc; fi\n")]]),
    ])

  /// Writes shown of one script.
  private static let shown = 20

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    let scripts = ImageScripts(of: image)
    guard !scripts.files.isEmpty else { return [] }
    let cover = WritableCover(of: image)
    return scripts.files.compactMap { file in
      let writes = file.writes.filter { write in
        write.confidence != .hint && !cover.contains(RootPath(write.path))
          && !cover.contains(image.resolvedPath(write.path))
      }
      return writes.isEmpty ? nil : report(file, writes, scripts, image)
    }
  }

  private func report(
    _ file: ImageScripts.File, _ writes: [ScriptWrite], _ scripts: ImageScripts, _ image: ImageModel
  ) -> Finding {
    let sure = writes.filter { $0.confidence == .likely }
    let told = sure.isEmpty ? writes : sure
    var paths: [String] = []
    for write in told where !paths.contains(write.path) && paths.count <= 5 { paths.append(write.path) }
    let more = paths.count > 5 ? " and more" : ""
    var evidence = writes.prefix(Self.shown).map { write in
      let place = file.node == nil ? file.name : "\(file.name):\(write.line)"
      return "\(place) \(write.text)" + (write.confidence == .likely ? "" : " (only if it comes to that)")
    }
    if writes.count > Self.shown { evidence.append("and \(writes.count - Self.shown) more writes") }
    if !file.unresolved.isEmpty {
      let lines = file.unresolved.prefix(10).map { String($0) }.joined(separator: ", ")
      let count = file.unresolved.count == 1 ? "1 write goes" : "\(file.unresolved.count) writes go"
      evidence.append("\(count) where could not be told: lines \(lines)")
    }
    let unread = scripts.unread.prefix(5).map { Note("not read: \($0)") }
    let name = file.node == nil ? "start command" : "start script \(file.name)"
    return finding(
      "\(name) \(sure.isEmpty ? "may write" : "writes") to \(paths.prefix(5).joined(separator: ", "))\(more), "
        + "which no volume covers",
      at: file.node.map { image.place(of: $0, line: told.first?.line) } ?? .config(pointer: startPointer(image)),
      severity: sure.isEmpty ? .low : .medium, evidence: evidence, notes: unread
    ).identified(by: file.name)
  }

  private func startPointer(_ image: ImageModel) -> String {
    image.config.entrypoint?.isEmpty == false ? "/config/Entrypoint" : "/config/Cmd"
  }
}

import Core
import ImageArchive
import RootFS

/// Programs that load files from the network.
///
/// `http` and `https` count as httpie when they are scripts for Python: other programs bear these names.
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3.
struct ToolFetch: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-FETCH", title: "download tool in the image", severity: .low, strict: .medium,
    what: "Programs such as curl and wget, by the name of the file or of a link to it.",
    why: "An intruder loads the next tool with what is there, and sends out data the same way.",
    fix: ToolAdvice.remove + ". For a health check build the probe into the application: HEALTHCHECK CMD "
      + "[\"/app/server\", \"healthcheck\"]",
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(
      programs: ToolNames.fetch.needs.union(ToolNames.httpie),
      contents: Set(directories.flatMap { directory in ToolNames.httpie.map { directory + "/" + $0 } })),
    examples: [
      .bad("curl", layers: [[.program("/usr/bin/curl")]]),
      .bad("wget of busybox", layers: [[.program("/bin/busybox"), .symlink("/usr/bin/wget", to: "/bin/busybox")]]),
      .good(
        "completion and data",
        layers: [
          [.program("/app/server"), .program("/usr/share/bash-completion/completions/curl"), ExampleFile("/opt/wget")]
        ]),
    ])

  private static let kind = ToolKind(
    names: .fetch, singular: "download tool", plural: "download tools", whenNeeded: .info)

  private static let directories = ["/usr/bin", "/usr/local/bin", "/opt/venv/bin", "/venv/bin"]

  func findings(in image: ImageModel) -> [Finding] {
    toolFindings(Self.kind, Self.kind.tools(in: image) { isHTTPie($0, image) }, in: image)
  }

  private func isHTTPie(_ program: Program, _ image: ImageModel) -> Bool {
    guard ToolNames.httpie.contains(program.name), program.head == .script else { return false }
    guard let bytes = image.contents[program.real]?.known, bytes.starts(with: [35, 33]) else { return false }
    let line = bytes.prefix(256).prefix { $0 != 10 }
    return String(decoding: line, as: UTF8.self).utf8.contains("python".utf8)
  }
}

extension String.UTF8View {
  fileprivate func contains(_ part: String.UTF8View) -> Bool {
    let (all, wanted) = (Array(self), Array(part))
    guard all.count >= wanted.count else { return false }
    return (0...(all.count - wanted.count)).contains { all[$0..<($0 + wanted.count)].elementsEqual(wanted) }
  }
}

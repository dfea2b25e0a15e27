import Core
import RootFS

/// Shells in the final file system.
///
/// A script is not a shell. busybox and toybox are reported once, with the names that lead to them.
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3; NIST SP 800-190, 4.1.2.
struct ToolShell: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-SHELL", title: "shell in the image", severity: .low, strict: .medium,
    what: "Programs that are shells, by the name of the file or of a link to it.",
    why: "Whoever can make the application run a command needs a shell to get further. Without one, most ready-made "
      + "attacks end there.",
    fix: ToolAdvice.remove + ". Delete shells last: RUN [\"/bin/busybox\", \"rm\", \"-f\", \"/bin/sh\", "
      + "\"/bin/busybox\"]. Then every RUN, ENTRYPOINT, CMD and HEALTHCHECK has to be in exec form, and a CMD-SHELL "
      + "health check of a task definition or a shell through ECS Exec no longer works",
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.shells.needs, contents: ["/etc/shells"]),
    examples: [
      .bad("dash as sh", layers: [[.program("/usr/bin/dash"), .symlink("/usr/bin/sh", to: "dash")]]),
      .bad("busybox without links", layers: [[.program("/busybox/busybox")]]),
      .good(
        "scripts and data",
        layers: [
          [
            .program("/app/server"), .script("/usr/bin/sh", "#!/app/server\n"), ExampleFile("/usr/bin/bash"),
            .symlink("/bin/ash", to: "busybox"),
          ]
        ]),
    ])

  private static let kind = ToolKind(names: .shells, singular: "shell", plural: "shells", whenNeeded: .info)

  func findings(in image: ImageModel) -> [Finding] {
    let tools = Self.kind.tools(in: image)
    return tools.isEmpty ? [] : toolFindings(Self.kind, tools, in: image, evidence: loginShells(image))
  }

  /// What /etc/shells says, at most 20 lines of it.
  private func loginShells(_ image: ImageModel) -> [String] {
    guard let bytes = image.content(at: "/etc/shells")?.known else { return [] }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 200).prefix(200)
      .map { ShellWords.trimmed(String(decoding: $0.prefix(256), as: UTF8.self)) }
      .filter { $0.hasPrefix("/") }
    guard !lines.isEmpty else { return [] }
    let shown = lines.prefix(20).map { image.root.lookup($0) == nil ? "\($0) (not there)" : $0 }
    return ["/etc/shells lists \(shown.joined(separator: ", "))\(lines.count > 20 ? ", …" : "")"]
  }
}

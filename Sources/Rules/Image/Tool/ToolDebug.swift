import Core
import RootFS

/// Debuggers, tracers and programs that change namespaces or capabilities.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3; NIST SP 800-190, 4.1.2.
struct ToolDebug: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-DEBUG", title: "debugging tool in the image", severity: .low, strict: .medium,
    what: "Programs such as gdb, strace, nsenter, unshare and setcap, by the name of the file or of a link to it.",
    why: "They read the memory of other processes, and are half of what it takes to leave a container that has too "
      + "many rights.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.debug.needs),
    examples: [
      .bad("strace", layers: [[.program("/usr/bin/strace")]]),
      .good("a program called delve elsewhere", layers: [[.program("/app/delve")]]),
    ])

  private static let kind = ToolKind(
    names: .debug, singular: "debugging tool", plural: "debugging tools",
    whenNeeded: .info)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}

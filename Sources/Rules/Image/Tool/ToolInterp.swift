import Core
import RootFS

/// Interpreters that are not the runtime of what the image starts.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3; NIST SP 800-190, 4.1.2.
struct ToolInterp: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-INTERP", title: "interpreter in the image", severity: .info, strict: .low,
    what: "Programs such as perl, python, awk and java, by the name of the file or of a link to it.",
    why: "An interpreter is as good as a shell and a network tool in one to whoever can start it.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.interpreters.needs),
    examples: [
      .bad(
        "perl", config: #"{"Entrypoint":["/app/server"]}"#,
        layers: [
          [.program("/app/server"), .program("/usr/bin/perl")]
        ]),
      .good(
        "the runtime", config: #"{"Entrypoint":["python3","-m","app"]}"#,
        layers: [
          [.program("/usr/local/bin/python3.12"), .symlink("/usr/local/bin/python3", to: "python3.12")]
        ]),
    ])

  private static let kind = ToolKind(
    names: .interpreters, singular: "interpreter", plural: "interpreters",
    whenNeeded: .leaveOutStarted)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}

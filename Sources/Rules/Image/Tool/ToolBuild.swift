import Core
import RootFS

/// Compilers, linkers and build systems.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3; NIST SP 800-190, 4.1.2.
struct ToolBuild: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-BUILD", title: "build tool in the image", severity: .low, strict: .medium,
    what: "Programs such as gcc, ld, make, go and javac, by the name of the file or of a link to it.",
    why: "A compiler turns an exploit's source into a program that fits the kernel, and a build tool runs commands. "
      + "Neither is needed once the application is built.",
    fix: ToolAdvice.remove,
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    needs: ImageNeeds(programs: ToolNames.build.needs),
    examples: [
      .bad(
        "gcc",
        layers: [
          [.program("/usr/bin/x86_64-linux-gnu-gcc-12"), .symlink("/usr/bin/gcc-12", to: "x86_64-linux-gnu-gcc-12")]
        ]),
      .good("a script called make", layers: [[.script("/app/bin/make", "#!/bin/sh\n"), .program("/app/server")]]),
    ])

  private static let kind = ToolKind(
    names: .build, singular: "build tool", plural: "build tools",
    whenNeeded: .info)

  func findings(in image: ImageModel) -> [Finding] { toolFindings(Self.kind, in: image) }
}

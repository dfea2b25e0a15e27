import Core
import ImageArchive
import RootFS

/// An image whose first process runs with uid 0.
///
/// Source: AWS ECS security runbook item 11; CIS Docker Benchmark 1.6.0, 4.1.
struct UserRoot: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-ROOT", title: "image starts as root", severity: .high,
    what: "The user the container starts as, resolved through the image's own /etc/passwd, has uid 0.",
    why: "A process that breaks out of the application is root in the container, and root with a kernel bug is root on "
      + "the host. Without USER a container starts as root.",
    fix: "RUN adduser --system --uid 10001 app, then USER 10001:10001 in the final stage",
    controls: [.runbook(11), .cis("4.1"), .dockle("CIS-DI-0001"), .trivy("DS-0002"), .securityHub("ECS.20")],
    examples: [
      .bad("no user", config: "{}"),
      .bad(
        "an alias of root", config: #"{"User":"toor"}"#,
        layers: [
          [ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\n")]
        ]),
      .bad("only a group", config: #"{"User":":1000"}"#),
      .good("a number", config: #"{"User":"10001:10001"}"#),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard image.runUser.isRoot, !image.isWindows else { return [] }
    return [
      finding(
        "image starts as root", at: UserText.place, evidence: evidence(image),
        fix: SuggestedUser(image.accounts).advice)
    ]
  }

  private func evidence(_ image: ImageModel) -> [String] {
    let user = image.runUser
    let step = UserText.lastStep(image.config)
    guard !user.raw.isEmpty else { return ["config.User is not set, so the container starts as uid 0"] + step }
    guard let account = user.account, user.isNamed else {
      let why = user.raw.hasPrefix(":") ? "only a group, and the user defaults to uid 0" : "uid 0"
      return [UserText.value(user) + ", which is " + why] + step
    }
    return [UserText.value(user) + ", which has uid 0", UserText.line(of: account)] + step
  }
}

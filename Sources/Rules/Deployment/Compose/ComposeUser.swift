import Core
import Deployment
import RootFS

/// A service that runs as root, or leaves it to the image.
///
/// Source: AWS ECS security runbook item 11; Compose Specification, services `user`.
struct ComposeUser: ComposeRule {
  static let info = RuleInfo(
    id: "CMP-USER", title: "service runs as root", severity: .high, strictBelow: [.low: .medium], subject: .deployment,
    what:
      "`user` of a service is root, or is not set while the image given with it starts as root. Not set without an "
      + "image to look at, it is a remark: the image decides.",
    why: "Who breaks out of the program is root in the container, and root with a kernel bug or a mounted socket is "
      + "root on the host.",
    fix: "user: \"UID:GID\" with numbers other than 0, and USER in the image",
    controls: [.runbook(11), .cis("4.1"), .securityHub("ECS.20"), .trivy("KSV-0012")],
    examples: [
      .bad("root", deployment: "services:\n  web:\n    image: example:1\n    user: root\n"),
      .bad("uid 0 with a group", deployment: "services:\n  web:\n    image: example:1\n    user: \"0:1000\"\n"),
      .bad("left to an image without USER", deployment: "services:\n  web:\n    image: example:1\n", config: "{}"),
      .good("a number", deployment: "services:\n  web:\n    image: example:1\n    user: \"1000:1000\"\n"),
      .good(
        "left to an image with USER", deployment: "services:\n  web:\n    image: example:1\n",
        config: #"{"User":"10001:10001"}"#, layers: [[ExampleFile("/app")]]),
    ])

  func findings(in service: ComposeService, of project: ComposeProject, _ context: DeploymentContext) -> [Finding] {
    guard !service.isWindows else { return [] }
    let image = context.image(of: service, in: project)
    let fix = context.member("user", .text(image.map { SuggestedUser($0.accounts).numbers } ?? "10001:10001"))
    switch service.user {
    case .known(let user, let place):
      if user.isEmpty { return absent(service, place, image, fix, context) }
      let run = image.map { RunUser(raw: user, accounts: $0.accounts) }
      guard RootUser.isRoot(user) || run?.isRoot ?? false else { return [] }
      let shown = ClippedText.clipped(user)
      let why = user.utf8.first == UInt8(ascii: ":") ? "only a group, so the user is uid 0" : "uid 0"
      return [
        finding(
          "\(service.label) runs as root: user is \"\(shown)\"", at: place, in: context, identity: service.name,
          label: why, fix: fix)
      ]
    case .absent: return absent(service, service.anchor, image, fix, context)
    case .unknown(let place):
      return [
        finding(
          "which user \(service.label) runs as could not be told", at: place, in: context, identity: service.name,
          severity: .info, evidence: [service.reason("user", at: place)])
      ]
    }
  }

  private func absent(
    _ service: ComposeService, _ place: DocumentValue, _ image: ImageModel?, _ fix: String,
    _ context: DeploymentContext
  ) -> [Finding] {
    if let image {
      guard image.runUser.isRoot, !image.isWindows else { return [] }
      let raw = image.runUser.raw
      return [
        finding(
          "\(service.label) runs as root: user is not set and the image starts as root", at: place, in: context,
          identity: service.name, label: "starts as uid 0",
          evidence: [raw.isEmpty ? "the image sets no USER" : UserText.value(image.runUser)], fix: fix)
      ]
    }
    return [
      finding(
        "\(service.label) does not set user: the image decides, and most images start as root", at: place, in: context,
        identity: service.name, severity: .low, label: "user is not set",
        evidence: ["the image was not looked at: imgscan IMAGE --deployment FILE judges both"], fix: fix)
    ]
  }
}

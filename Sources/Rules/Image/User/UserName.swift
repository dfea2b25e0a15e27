import Core
import RootFS

/// An image whose USER is a name where a number is asked for.
///
/// Source: Kubernetes, pod security standards, `runAsNonRoot`: the kubelet refuses an image user that is not a number.
struct UserName: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-NAME", title: "USER is a name", severity: .low, strict: .medium,
    what: "USER gives a name of a user other than root instead of its number.",
    why: "Kubernetes with runAsNonRoot does not start a container whose user is a name, because only the image's own "
      + "/etc/passwd says that it is not root; policies that read the image config cannot tell either.",
    fix: "USER UID:GID with the numbers of the user",
    controls: [.runbook(11), .cis("4.1")],
    examples: [
      .bad(
        "a name", config: #"{"User":"app"}"#,
        layers: [
          [ExampleFile("/etc/passwd", content: "app:x:1000:1000::/:/bin/sh\n")]
        ]),
      .good(
        "its number", config: #"{"User":"1000:1000"}"#,
        layers: [
          [ExampleFile("/etc/passwd", content: "app:x:1000:1000::/:/bin/sh\n")]
        ]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard let user = image.ordinaryRunUser, user.isNamed, let account = user.account else { return [] }
    return [
      finding(
        "USER is the name \"\(UserText.clipped(account.name))\", which runAsNonRoot cannot verify",
        at: UserText.place, evidence: [UserText.value(user), UserText.line(of: account)],
        fix: "USER \(user.uid):\(user.gid)")
    ]
  }
}

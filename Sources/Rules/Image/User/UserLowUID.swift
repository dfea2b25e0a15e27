import Core
import RootFS

/// An image that runs as a system account's uid.
///
/// Source: login.defs(5) `UID_MIN` 1000; trivy KSV-0020 and KSV-0021 ask for 10000 and more.
struct UserLowUID: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-LOWUID", title: "low uid", severity: .info, strict: .low,
    what: "The container starts as a uid from 1 to 999.",
    why:
      "Hosts give these numbers to system accounts. Without user namespaces uid 101 in a container is uid 101 on the "
      + "host: what escapes, or what is in a shared volume, belongs to that account.",
    fix: "USER 10001:10001",
    controls: [.runbook(11), .trivy("KSV-0020"), .trivy("KSV-0021")],
    examples: [
      .bad("a service account", config: #"{"User":"101:101"}"#),
      .good("an ordinary one", config: #"{"User":"10001:10001"}"#),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard let user = image.ordinaryRunUser, user.uid < 1000 else { return [] }
    return [
      finding(
        "image runs as uid \(user.uid), a number that hosts give to system accounts", at: UserText.place,
        evidence: [UserText.value(user)] + (user.account.map { [UserText.line(of: $0)] } ?? []),
        fix: "USER 10001:10001, and chown what the application writes to 10001:10001")
    ]
  }
}

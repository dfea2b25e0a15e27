import Core
import RootFS

/// An image whose USER has an id that no runtime accepts.
///
/// Source: moby/sys/user `GetExecUser`, `ErrRange`: ids are 0 to 2147483647.
struct UserRange: ImageRule {
  static let info = RuleInfo(
    id: "IMG-USER-RANGE", title: "USER is out of range", severity: .high,
    what: "The uid or gid that USER stands for is below 0 or above 2147483647.",
    why: "The runtime refuses such an id and the container does not start; other tools cut the number off and arrive "
      + "at another user, in the worst case at root.",
    fix: "USER 10001:10001",
    controls: [.runbook(11), .cis("4.1")],
    examples: [
      .bad("one above 32 bits", config: #"{"User":"4294967296"}"#),
      .bad("a negative number", config: #"{"User":"-1"}"#),
      .bad("a group out of range", config: #"{"User":"1000:2147483648"}"#),
      .good("the largest", config: #"{"User":"2147483647:2147483647"}"#),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, case .outOfRange(let part) = image.runUser.outcome else { return [] }
    var evidence = [UserText.value(image.runUser)]
    if let account = image.accounts.user(named: part) { evidence.append(UserText.line(of: account)) }
    let shown = UserText.clipped(part)
    return [
      finding(
        "\"\(shown)\" of USER is outside 0 to 2147483647, so the container does not start", at: UserText.place,
        evidence: evidence + UserText.lastStep(image.config), fix: SuggestedUser(image.accounts).advice)
    ]
  }
}

import Core
import Dockerfile

/// ARG and ENV whose names say that they hold a secret.
struct DL3064: LintRule {
  static let info = RuleInfo(
    "DL3064", .warning, title: "ARG or ENV for a secret",
    what: """
      the names of ARG and ENV; values are not looked at, but for empty ones of ENV. Names that only sound like it, such \
      as TOKENIZERS and PASSWORD_FILE, are reported with the profile hadolint alone
      """,
    why: "both stay in the image's history or settings, where all who can pull the image can read them",
    fix: "pass it as RUN --mount=type=secret, or when the container starts",
    examples: [
      .bad("a password", dockerfile: "FROM debian:12\nENV DB_PASSWORD=x\n"),
      .good("a plain setting", dockerfile: "FROM debian:12\nENV DB_HOST=db\n"),
    ])
  static let readsTriggers = true

  /// Source: hadolint 2.15.1, measured; where a name has one of `parts` it is found by those.
  private static let names: Set<String> = [
    "APPLICATION_KEY", "CF_USERNAME", "CI_DEPLOY_USER", "DOCKER_EMAIL", "FACEBOOK_APP_ID", "HEROKU_API_USER",
    "OKTA_AUTHN_GROUPID", "OKTA_CLIENT_ORGURL", "OKTA_OAUTH2_CLIENTID", "STRIPE_DEVICE_NAME", "TRAVIS_OS_NAME",
    "TRAVIS_SECURE_ENV_VARS", "TRAVIS_SUDO", "AWS_ACCESS_KEY_ID",
  ]
  private static let parts = ["api_key", "client_key", "password", "private", "secret", "token", "username"]

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      let found: [(name: String, range: Range<Int>)]
      switch instruction.kind {
      case .arg(let declarations): found = DL3064.names(of: declarations, flow.isExact)
      case .env:
        // Where nothing is set nothing is kept.
        let pairs = flow.pairs(of: instruction).filter { flow.isExact || !$0.value.unquotedText.isEmpty }
        found = pairs.map { ($0.key.unquotedText, $0.key.range) }
      default: continue
      }
      for (name, range) in found where DL3064.isSecret(name, flow.isExact) {
        report.note("\(name) looks like a secret, expected a secret mount", at: instruction, range)
      }
    }
  }

  /// The names that ARG declares; hadolint looks at the first alone.
  static func names(of declarations: [ArgumentDeclaration], _ isExact: Bool) -> [(name: String, range: Range<Int>)] {
    (isExact ? declarations.prefix(1) : declarations[...]).map { ($0.name, $0.range) }
  }

  /// - Parameter isExact: whether a part of a word is enough, as in `TOKENIZERS` and `USERNAME`.
  private static func isSecret(_ name: String, _ isExact: Bool) -> Bool {
    if names.contains(name.uppercased()) { return true }
    let lower = name.lowercased()
    return parts.contains { lower.holds($0) } && (isExact || SecretName.isSecret(name))
  }
}

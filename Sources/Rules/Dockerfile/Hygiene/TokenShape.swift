/// The form of a token that a well-known service hands out.
///
/// Source: the services' own descriptions of their tokens: AWS IAM identifiers, GitHub "About authentication", GitLab token
/// overview, Slack token types, Stripe and Google API keys, npm and PyPI tokens, RFC 7468, RFC 7519.
struct TokenShape {
  enum Letters { case upperAndDigits, alphanumeric, base64URL }

  /// Such as `AWS access key id`.
  var kind: String
  var prefix: [UInt8]
  var letters: Letters
  /// How many letters follow the prefix at least.
  var least: Int
  /// How many at most; nil when there is no limit.
  var most: Int?

  private init(_ kind: String, _ prefix: String, _ letters: Letters, _ least: Int, _ most: Int? = nil) {
    (self.kind, self.prefix, self.letters) = (kind, Array(prefix.utf8), letters)
    (self.least, self.most) = (least, most)
  }

  static let all: [TokenShape] = [
    TokenShape("AWS access key id", "AKIA", .upperAndDigits, 16, 16),
    TokenShape("AWS access key id", "ASIA", .upperAndDigits, 16, 16),
    TokenShape("GitHub token", "ghp_", .alphanumeric, 36),
    TokenShape("GitHub token", "gho_", .alphanumeric, 36),
    TokenShape("GitHub token", "ghu_", .alphanumeric, 36),
    TokenShape("GitHub token", "ghs_", .alphanumeric, 36),
    TokenShape("GitHub token", "ghr_", .alphanumeric, 36),
    TokenShape("GitHub token", "github_pat_", .base64URL, 36),
    TokenShape("GitLab token", "glpat-", .base64URL, 20),
    TokenShape("Slack token", "xoxb-", .base64URL, 20),
    TokenShape("Slack token", "xoxp-", .base64URL, 20),
    TokenShape("Slack token", "xoxa-", .base64URL, 20),
    TokenShape("Slack token", "xoxr-", .base64URL, 20),
    TokenShape("Stripe key", "sk_live_", .alphanumeric, 16),
    TokenShape("Stripe key", "rk_live_", .alphanumeric, 16),
    TokenShape("Google API key", "AIza", .base64URL, 35, 35),
    TokenShape("npm token", "npm_", .alphanumeric, 36, 36),
    TokenShape("PyPI token", "pypi-AgEIcHlwaS5vcmc", .base64URL, 40),
    TokenShape("Docker Hub token", "dckr_pat_", .base64URL, 20),
  ]

  func allows(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90: true
    case 97...122: letters != .upperAndDigits
    case UInt8(ascii: "-"), UInt8(ascii: "_"): letters == .base64URL
    default: false
    }
  }
}

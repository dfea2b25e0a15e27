import Core
import Dockerfile

/// ARG or ENV with the name of a secret.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter.
struct SecretsUsedInArgOrEnv: BuildCheck {
  private static let secrets: Set<String> = [
    "apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token",
  ]
  private static let excuses: Set<String> = ["public", "file", "version"]

  static let info = RuleInfo(
    id: "SecretsUsedInArgOrEnv", title: "ARG or ENV is named like a secret", severity: .low, subject: .dockerfile,
    what:
      "A word of the name of an ARG in a stage, or of an ENV, is one of apikey, auth, credential, key, password, "
      + "passwd, pword, secret and token, and none is public, file or version. Values are not looked at. Names that only "
      + "sound like it, such as GPG_KEY and TOKEN_URL, are reported with the profile buildkit alone.",
    why: "Both are kept in the image or its history, for everyone who can pull it.",
    fix: "RUN --mount=type=secret,id=name while building; give it to the container when it starts", controls: [],
    examples: [
      .bad("password", dockerfile: "FROM alpine\nENV DB_PASSWORD=x\n"),
      .bad("argument", dockerfile: "FROM alpine\nARG API_TOKEN\n"),
      .good("the name of a file", dockerfile: "FROM alpine\nENV DB_PASSWORD_FILE=/run/secrets/db\n"),
      .good("another word", dockerfile: "FROM alpine\nENV KEYBOARD=us\n"),
    ])

  func findings(in build: BuildDispatch) -> [BuildFinding] {
    build.steps.flatMap { step -> [BuildFinding] in
      let keyword = step.instruction.keyword
      guard keyword == .arg || keyword == .env else { return [] }
      let isStrict = build.options.isStrictlyBuildKit
      return step.values.enumerated().compactMap { index, value in
        guard value.isKnown, isSecret(value.text, isStrict), isStrict || !isEmpty(step, index) else { return nil }
        return finding(
          "\(keyword.name) \"\(ShortText.of(value.text))\" is named like a secret, and stays in the image",
          at: value.offsets, of: step, in: build)
      }
    }
  }

  /// Whether ENV sets a name to nothing, which nobody can read.
  private func isEmpty(_ step: DispatchedStep, _ index: Int) -> Bool {
    guard case .env(let pairs) = step.instruction.kind, index < pairs.count else { return false }
    return pairs[index].value.bytes.allSatisfy { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
  }

  /// - Parameter isStrict: whether the words are all that counts, so that `GPG_KEY` is one, too.
  private func isSecret(_ name: String, _ isStrict: Bool) -> Bool {
    let words = name.utf8.split(separator: UInt8(ascii: "_")).map { String(Substring($0)).lowercased() }
    return words.contains(where: Self.secrets.contains) && !words.contains(where: Self.excuses.contains)
      && (isStrict || SecretName.isSecret(name))
  }
}

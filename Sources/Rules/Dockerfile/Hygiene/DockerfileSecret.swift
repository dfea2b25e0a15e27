import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A password, key or token that stands in the Dockerfile.
///
/// What it says is never part of a finding: the place is the name, and the value's place is in `masked`.
struct DockerfileSecret: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-SECRET", title: "secret in the Dockerfile", severity: .high, subject: .dockerfile,
    what:
      "ENV, ARG, LABEL, a command of RUN, CMD, ENTRYPOINT or HEALTHCHECK, or a here-document holds a literal value under "
      + "the name of a password, key or token, a URL with a password, or a token of a well-known form. Placeholders and "
      + "default passwords are remarks.",
    why: "Whoever can pull the image, or read the build's history or the repository, has the secret; ENV and ARG "
      + "values stay in the image's config and history even when a later step unsets them.",
    fix:
      "RUN --mount=type=secret,id=NAME for the build; for the container, secrets of the task definition. Then change "
      + "the secret: it is known",
    controls: [
      .runbook(4), .cis("4.10"), .nist("4.1.4"), .dockle("CIS-DI-0010"), .trivy("DS-0031"), .hadolint("DL3064"),
    ],
    aliases: ["DL3064", "SecretsUsedInArgOrEnv"],
    examples: [
      .bad("a variable", dockerfile: "FROM debian:12\nENV DB_PASSWORD=kJ83hsPq\n"),
      .bad("an argument's default", dockerfile: "FROM debian:12\nARG API_TOKEN=\"8f14e45fceea\"\n"),
      .bad("an option", dockerfile: "FROM debian:12\nRUN mysql -uroot -pkJ83hsPq < /dump.sql\n"),
      .bad("a URL", dockerfile: "FROM debian:12\nRUN git clone https://bob:kJ83hsPq@example.com/a.git\n"),
      .bad("a placeholder", dockerfile: "FROM debian:12\nENV SLACK_TOKEN=your_token_here\n"),
      .good("no value", dockerfile: "FROM debian:12\nARG NPM_TOKEN\nENV DB_PASSWORD=\n"),
      .good("a variable's value", dockerfile: "FROM debian:12\nARG T\nENV API_TOKEN=$T\n"),
      .good(
        "a path",
        dockerfile: "FROM debian:12\nENV POSTGRES_PASSWORD_FILE=/run/secrets/pg TLS_PRIVATE_KEY=/tls/key.pem\n"),
      .good("a switch and a number", dockerfile: "FROM debian:12\nENV MYSQL_ALLOW_EMPTY_PASSWORD=yes TOKEN_TTL=3600\n"),
      .good(
        "a public key's fingerprint",
        dockerfile: "FROM debian:12\nENV GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568\n"),
      .good(
        "a mounted secret",
        dockerfile: "FROM debian:12\nRUN --mount=type=secret,id=npm NPM_TOKEN=$(cat /run/secrets/npm) npm ci\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    var settings = SecretInstructions.settings(in: build.syntax) + SecretDocuments.copied(in: build)
    for stage in build.stages where !stage.isWindows {
      for step in stage.steps {
        guard let script = step.script else { continue }
        // What CMD, ENTRYPOINT and HEALTHCHECK are given stands in the image's config.
        let commands = script.script.commands.indices.map { index in
          StepCommand(step: step, script: script, index: index, stepOrder: 0)
        }
        let files = Set(script.script.commands.lazy.flatMap { $0.redirections.lazy.map(\.target.text) })
        for command in commands { settings += SecretCommands.settings(of: command, files: files) }
        if step.instruction.keyword == .run { settings += SecretDocuments.written(by: commands) }
      }
    }
    settings.sort { ($0.secret.lowerBound, $0.shown.lowerBound) < ($1.secret.lowerBound, $1.shown.lowerBound) }
    var tokens: [Int: SecretScanner.Hit] = [:]
    var out: [Finding] = []
    for hit in SecretDocuments.tokens(in: build.syntax) {
      if let index = Self.setting(around: hit.secret, settings) {
        tokens[index] = tokens[index] ?? hit
      } else {
        out.append(finding(token: hit, in: build))
      }
    }
    for (index, setting) in settings.enumerated() { out.append(finding(setting, tokens[index], in: build)) }
    return out
  }

  /// The setting whose value holds a token, by bisection.
  private static func setting(around range: Range<Int>, _ settings: [SecretSetting]) -> Int? {
    var (low, high) = (0, settings.count)
    while low < high {
      let middle = (low + high) / 2
      if settings[middle].secret.lowerBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low > 0 && settings[low - 1].secret.upperBound > range.lowerBound ? low - 1 : nil
  }

  private static let advice =
    "take the value out and change the secret; for the build use RUN --mount=type=secret,id=NAME, for the container "
    + "the secrets of its task definition"

  // MARK: findings

  private func finding(_ setting: SecretSetting, _ token: SecretScanner.Hit?, in build: BuildModel) -> Finding {
    let hasToken = !SecretScanner.hits(in: Array(setting.name.utf8)).isEmpty
    let name = "\(setting.giver) \(hasToken ? "…" : ClippedText.clipped(setting.name))"
    var (severity, message) = Self.judgement(setting.value, name)
    if let token, token.password == nil, !token.isPlaceholder {
      (severity, message) = (.critical, "\(name) holds a \(token.kind)")
    }
    return made(message, severity, shown: setting.shown, secret: setting.secret, length: setting.length, in: build)
  }

  private static func judgement(_ value: SecretValue, _ name: String) -> (Severity, String) {
    switch value {
    case .placeholder: (.info, "\(name) has a placeholder where a secret belongs")
    case .wellKnown: (.info, "\(name) has a default password that everybody knows")
    case .harmless, .literal: (.high, "\(name) holds a secret in plain text")
    }
  }

  private func finding(token hit: SecretScanner.Hit, in build: BuildModel) -> Finding {
    var severity = Severity.critical
    let article = "AEIOUaeiou".utf8.contains(hit.kind.utf8.first ?? 0) ? "an" : "a"
    var message = "\(article) \(hit.kind) stands in the file"
    if let password = hit.password {
      (severity, message) = Self.judgement(
        password, hit.kind == "password in a URL" ? "the URL" : "the connection string")
    } else if hit.isPlaceholder {
      (severity, message) = (.info, "\(article) \(hit.kind) that looks made up stands in the file")
    }
    return made(message, severity, shown: hit.shown, secret: hit.secret, length: hit.secret.count, in: build)
  }

  private func made(
    _ message: String, _ severity: Severity, shown: Range<Int>, secret: Range<Int>, length: Int, in build: BuildModel
  ) -> Finding {
    let source = build.syntax.source
    var found = finding(
      message, at: .source(file: build.file, range: source.range(of: shown)), severity: severity,
      label: severity == .info ? "not to be kept here" : "readable by everyone who has the image or the file",
      evidence: ["value: \(length) bytes, not shown"], fix: Self.advice)
    found.masked = [source.range(of: secret)]
    return found
  }
}

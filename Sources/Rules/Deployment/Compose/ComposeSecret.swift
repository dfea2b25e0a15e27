import Core
import Deployment

/// A password, key or token that stands in a compose file.
///
/// What it says is never part of a finding: the place is the name, and the value's place is in `masked`.
struct ComposeSecret: DeploymentRule {
  static let info = RuleInfo(
    id: "CMP-SECRET", title: "secret in the compose file", severity: .high, strictBelow: [.medium: .high],
    subject: .deployment,
    what:
      "environment, build arguments, labels, logging options or a command of a service hold a literal value under the "
      + "name of a password, key or token, a URL with a password, or a token of a well-known form. Default passwords "
      + "are milder, placeholders are remarks.",
    why: "Whoever can read the repository has the secret, and `docker inspect` shows it to everyone who may use the "
      + "engine.",
    fix:
      "secrets: with a file or an external secret, read through NAME_FILE; or ${NAME} from a file that is not in the "
      + "repository. Then change the secret: it is known",
    controls: [.runbook(4), .cwe(798), .securityHub("ECS.8")],
    examples: [
      .bad(
        "a variable",
        deployment: "services:\n  db:\n    image: example:1\n    environment:\n      DB_PASSWORD: kJ83hsPqWz\n"),
      .bad(
        "in a list",
        deployment: "services:\n  db:\n    image: example:1\n    environment: [\"API_TOKEN=8f14e45fceea\"]\n"),
      .bad(
        "an option",
        deployment: "services:\n  cache:\n    image: example:1\n    command: redis-server --requirepass kJ83hsPqWz\n"),
      .good(
        "from outside",
        deployment: "services:\n  db:\n    image: example:1\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD:?}\n"
          + "      API_TOKEN:\n"),
      .good(
        "from a file",
        deployment: "services:\n  db:\n    image: example:1\n    environment:\n"
          + "      POSTGRES_PASSWORD_FILE: /run/secrets/db\n"),
    ])

  /// What anchors and `extends` bring to several services stands in the file once, and is told once.
  func findings(in context: DeploymentContext) -> [Finding] {
    var seen: Set<SourceRange> = []
    return (context.file.compose?.services ?? []).flatMap { findings(in: $0, context) }
      .filter { finding in finding.masked.allSatisfy { seen.insert($0).inserted } }
  }

  private func findings(in service: ComposeService, _ context: DeploymentContext) -> [Finding] {
    let value = service.value
    let settings: [(name: String, value: DocumentValue?)] = [
      ("environment", value["environment"]), ("build.args", value["build"]?["args"]), ("labels", value["labels"]),
      ("logging.options", value["logging"]?["options"]), ("deploy.labels", value["deploy"]?["labels"]),
    ]
    var out: [Finding] = []
    for setting in settings {
      for pair in ComposePair.pairs(of: setting.value) {
        guard let text = pair.text, let secret = SecretText.value(text, named: pair.name) else { continue }
        out.append(
          secretFinding(
            secret, in: "\(service.label): \(setting.name)", at: pair.entry, shown: pair.nameRange,
            masked: pair.valueRange, context, identity: "\(service.name) \(setting.name) \(secret.name)",
            wellKnown: .medium, fix: fix(setting.name, pair.name)))
      }
    }
    let commands: [(name: String, value: DocumentValue?)] = [
      ("command", value["command"]), ("entrypoint", value["entrypoint"]),
      ("healthcheck.test", value["healthcheck"]?["test"]),
    ]
    for command in commands { out += secrets(of: command, service, context) }
    return out
  }

  private func secrets(
    of command: (name: String, value: DocumentValue?), _ service: ComposeService, _ context: DeploymentContext
  ) -> [Finding] {
    guard let value = command.value else { return [] }
    let items = (value.list ?? [value]).filter { $0.literal != nil }
    return SecretWords.found(in: items.compactMap(\.literal)).map { found in
      let item = items[found.index]
      return secretFinding(
        found.secret, in: "\(service.label): \(command.name)", at: item, shown: item.range,
        masked: item.range(ofPart: found.secret.secret), context,
        identity: "\(service.name) \(command.name) \(found.secret.name)", wellKnown: .medium,
        fix: "take the value out and change it; let the program read it from a file below /run/secrets")
    }
  }

  private func fix(_ setting: String, _ name: String) -> String {
    let name = SecretText.safe(name)
    switch setting {
    case "environment":
      return "\(name): ${\(name):?} with the value in a file outside the repository, or secrets and \(name)_FILE"
    case "build.args": return "build.secrets, and RUN --mount=type=secret in the Dockerfile"
    default: return "take the value out and change it"
    }
  }
}

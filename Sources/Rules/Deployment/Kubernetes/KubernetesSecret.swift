import Core
import Deployment

/// A password, key or token that stands in a manifest.
///
/// What it says is never part of a finding: the place is the name, and the value's place is in `masked`.
struct KubernetesSecret: DeploymentRule {
  static let info = RuleInfo(
    id: "K8S-SECRET", title: "secret in the manifest", severity: .high, subject: .deployment,
    what:
      "env, args or command of a container hold a literal value under the name of a password, key or token, a URL with "
      + "a password, or a token of a well-known form. Placeholders are remarks.",
    why: "Whoever can read the repository or the pod has the secret; values of a Secret object have rights of their "
      + "own.",
    fix: "valueFrom: {secretKeyRef: {name: NAME, key: KEY}}. Then change the secret: it is known",
    controls: [.runbook(4), .cwe(798), .securityHub("ECS.8")],
    examples: [
      .bad("a variable", deployment: KubernetesExample.pod("env: [{name: DB_PASSWORD, value: kJ83hsPqWz}]")),
      .bad("a default password", deployment: KubernetesExample.pod("env: [{name: DB_PASSWORD, value: postgres}]")),
      .bad("an option", deployment: KubernetesExample.pod("args: [\"--api-token=kJ83hsPqWz\"]")),
      .good(
        "a reference",
        deployment: KubernetesExample.pod("env: [{name: P, valueFrom: {secretKeyRef: {name: db, key: password}}}]")),
      .good(
        "another variable's value", deployment: KubernetesExample.pod("env: [{name: DB_PASSWORD, value: $(PASSWORD)}]")),
    ])

  /// What anchors bring to several containers stands in the file once, and is told once.
  func findings(in context: DeploymentContext) -> [Finding] {
    var seen: Set<SourceRange> = []
    return context.file.workloads.flatMap { workload in
      workload.containers.flatMap { findings(in: $0, of: workload, context) }
    }.filter { finding in finding.masked.allSatisfy { seen.insert($0).inserted } }
  }

  private func findings(
    in container: KubernetesContainer, of workload: KubernetesWorkload, _ context: DeploymentContext
  ) -> [Finding] {
    let identity = workload.identity(container)
    var out: [Finding] = []
    for entry in container.value.items("env").value ?? [] {
      guard let name = entry["name"], let text = name.scalarText, let value = entry["value"],
        let literal = value.literal, let secret = SecretText.value(literal, named: text)
      else { continue }
      out.append(
        secretFinding(
          secret, in: "\(workload.label(container)): env", at: value, shown: name.range,
          masked: value.range, context, identity: "\(identity) env \(secret.name)", wellKnown: .high,
          fix: reference(secret.name, workload, context)))
    }
    for key in ["command", "args"] {
      let items = (container.value[key]?.list ?? []).filter { $0.literal != nil }
      for found in SecretWords.found(in: items.compactMap(\.literal)) {
        let item = items[found.index]
        out.append(
          secretFinding(
            found.secret, in: "\(workload.label(container)): \(key)", at: item, shown: item.range,
            masked: item.range(ofPart: found.secret.secret), context,
            identity: "\(identity) \(key) \(found.secret.name)",
            wellKnown: .high, fix: "give it as an env with valueFrom.secretKeyRef and write $(NAME) here"))
      }
    }
    return out
  }

  private func reference(
    _ name: String, _ workload: KubernetesWorkload, _ context: DeploymentContext
  ) -> String {
    let secret = ClippedText.clipped(workload.name ?? "NAME")
    let key: [(name: String, value: Snippet)] = [("name", .text(secret)), ("key", .text(name))]
    let member = context.member("valueFrom", .object([("secretKeyRef", .object(key))]))
    return member + " in place of value"
  }
}

import Core
import Deployment

extension DeploymentRule {
  /// A finding about a secret, whose text is masked.
  ///
  /// - Parameters:
  ///   - giver: what has it, such as `service "db": environment`.
  ///   - value: the text it stands in.
  ///   - shown: what of the file may be shown of it: a name.
  ///   - masked: what must not.
  ///   - wellKnown: how bad a default password is here.
  func secretFinding(
    _ secret: SecretText, in giver: String, at value: DocumentValue, shown: SourceRange, masked: SourceRange,
    _ context: DeploymentContext, identity: String, wellKnown: Severity, fix: String
  ) -> Finding {
    let severity: Severity =
      switch secret.kind {
      case .placeholder: .info
      case .wellKnown: wellKnown
      case .literal: .high
      case .token: .critical
      }
    let name = secret.name.isEmpty ? "" : " " + secret.name
    var found = finding(
      "\(giver)\(name) \(secret.statement)", at: DocumentValue(value.kind, range: shown, path: value.path),
      in: context, identity: identity, severity: severity,
      label: severity == .info ? "not to be kept here" : "readable by everyone who has the file",
      evidence: ["value: \(secret.secret.count) bytes, not shown"], fix: fix)
    found.masked = [masked]
    return found
  }
}

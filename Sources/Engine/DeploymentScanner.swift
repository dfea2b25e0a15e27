import Core
import Deployment
import RootFS
import Rules

/// Reads and judges deployment files: ECS task definitions, compose files, Kubernetes manifests.
public struct DeploymentScanner: Sendable {
  private let rules: [any DeploymentRule.Type]
  /// Rules that are off, asked only for what no excerpt may show.
  private let silentRules: [any DeploymentRule.Type]
  private let rulesOff: Set<RuleID>
  private let policy: CompiledPolicy
  /// Whether the policy is the user's, and not what holds without one.
  private let hasPolicy: Bool
  private let ledger: PolicyLedger?

  /// - Parameters:
  ///   - today: the day on which expiry dates are judged; nil to take nothing as expired.
  ///   - policy: what the user has decided; nil for nothing, with the level of the gate left to the run.
  ///   - ledger: of the same policy, for warnings on its entries.
  public init(
    today: CalendarDate? = nil, rules: [any DeploymentRule.Type] = RuleTable.deployment, policy: Policy? = nil,
    ledger: PolicyLedger? = nil
  ) {
    let compiled = ledger?.compiled(today: today) ?? CompiledPolicy(policy ?? Policy(), today: today)
    (self.policy, hasPolicy, self.ledger) = (compiled, policy != nil, ledger)
    self.rules = rules.filter { compiled.levels.isOn($0.info) }
    let isAsked = Set(self.rules.map { $0.info.id })
    silentRules = rules.filter { !isAsked.contains($0.info.id) }
    rulesOff = Set(silentRules.map { $0.info.id })
  }

  /// The target of one file, with findings sorted, or with why it cannot be judged.
  ///
  /// - Parameters:
  ///   - kind: what it is taken for; nil to tell by its content.
  ///   - name: as the user named the file.
  ///   - path: the file's absolute path, for the patterns of the policy; nil when it has none.
  ///   - repositoryPath: as reports that are read elsewhere name the file; nil when that is its name.
  ///   - images: what its containers run, as far as that is at hand.
  public func scan(
    _ bytes: [UInt8], as kind: DeploymentKind?, expected: DeploymentKind, name: String, path: String? = nil,
    repositoryPath: String? = nil, images: [ImageModel] = []
  ) -> Target {
    do throws(DeploymentError) {
      let file = try DeploymentReader.read(bytes, name: name, as: kind)
      return scan(file, path: path, repositoryPath: repositoryPath, images: images)
    } catch {
      var target = start(expected, name: name, repositoryPath: repositoryPath)
      let place = error.position.map { Place.source(file: name, range: SourceRange(start: $0, end: $0)) }
      let words = [error.message, error.found.map { "found: \($0)" }, error.help].compactMap { $0 }
      target.incidents = [Incident(code: error.code, message: words.joined(separator: "; "), place: place)]
      if error.position != nil { target.source = SourceText(bytes) }
      ledger?.record(PolicyUsage(), of: subject(of: target, path: path), isComplete: false)
      return target
    }
  }

  /// The target of a file that has been read.
  public func scan(
    _ file: DeploymentFile, path: String? = nil, repositoryPath: String? = nil, images: [ImageModel] = []
  ) -> Target {
    var target = start(file.kind, name: file.name, repositoryPath: repositoryPath)
    target.ruleCount = rules.count
    target.rulesOff = rulesOff
    let context = DeploymentContext(file: file, images: images)
    let found = rules.flatMap { $0.init().findings(in: context) }
    // Any excerpt may show a line with a secret, not only that of the rule which found it.
    let silent = silentRules.flatMap { $0.init().findings(in: context) }
    target.source = file.source.masking((found + silent).flatMap(\.masked))
    let subject = subject(of: target, path: path)
    var sieve = FindingSieve(policy, subject: subject)
    for finding in policy.levels.adjusted(found).sorted(by: Judge.precedes) { sieve.sift(finding, in: target) }
    (target.findings, target.suppressed) = (sieve.kept, sieve.suppressed)
    ledger?.record(sieve.usage, of: subject, isComplete: true)
    return target
  }

  private func start(_ kind: DeploymentKind, name: String, repositoryPath: String?) -> Target {
    var target = Target(kind: kind.rawValue, name: name)
    target.repositoryPath = repositoryPath ?? name
    target.obey(policy, isGiven: hasPolicy)
    return target
  }

  private func subject(of target: Target, path: String?) -> PolicySubject {
    PolicySubject(
      kind: .deployment, path: path, directory: policy.policy.directory, group: .file(target.repositoryPath))
  }
}

import BuildModel
import Core
import Dockerfile
import Rules

/// Reads and judges Dockerfiles.
public struct DockerfileScanner: Sendable {
  private let targetStage: String?
  private let rules: [any DockerfileRule.Type]
  private let rulesOff: Set<RuleID>
  private let policy: CompiledPolicy
  /// Whether the policy is the user's, and not what holds without one.
  private let hasPolicy: Bool
  private let ledger: PolicyLedger?

  /// - Parameters:
  ///   - targetStage: name of the stage that ships; nil for the last one.
  ///   - today: the day on which expiry dates are judged; nil to take nothing as expired.
  ///   - policy: what the user has decided; nil for nothing, with the level of the gate left to the run.
  ///   - ledger: of the same policy, for warnings on its entries.
  public init(
    targetStage: String? = nil, today: CalendarDate? = nil, rules: [any DockerfileRule.Type] = RuleTable.dockerfile,
    policy: Policy? = nil, ledger: PolicyLedger? = nil
  ) {
    let compiled = ledger?.compiled(today: today) ?? CompiledPolicy(policy ?? Policy(), today: today)
    (self.targetStage, self.policy, hasPolicy, self.ledger) = (targetStage, compiled, policy != nil, ledger)
    self.rules = compiled.levels.asksAll ? rules : rules.filter { compiled.levels.isOn($0.info) }
    rulesOff = Set(rules.map { $0.info.id }).subtracting(self.rules.map { $0.info.id })
  }

  /// The target of one Dockerfile, with findings sorted and everything that Docker would refuse.
  ///
  /// - Parameters:
  ///   - name: as the user named the file.
  ///   - path: the file's absolute path, for the patterns of the policy; nil when it has none.
  ///   - repositoryPath: as reports that are read elsewhere name the file; nil when that is its name.
  public func scan(_ bytes: [UInt8], name: String, path: String? = nil, repositoryPath: String? = nil) -> Target {
    let build = BuildModel(DockerfileSyntax(bytes), file: name, targetStage: targetStage)
    var target = Target(kind: "dockerfile", name: name)
    target.repositoryPath = repositoryPath ?? name
    target.obey(policy, isGiven: hasPolicy)
    var problems = Problems()
    for error in build.syntax.errors { problems.incident(error, in: build) }
    if let targetStage, build.target == nil, !build.stages.isEmpty {
      let names = build.stages.compactMap(\.name).joined(separator: ", ")
      problems.incident(
        "no-such-stage",
        "no stage is named \"\(targetStage)\"; " + (names.isEmpty ? "the stages have no names" : "there are \(names)"))
    }
    let subject = PolicySubject(
      kind: .dockerfile, path: path, directory: policy.policy.directory, group: .file(target.repositoryPath))
    guard !build.stages.isEmpty else {
      ledger?.record(PolicyUsage(), of: subject, isComplete: false)
      target.source = build.syntax.source
      target.take(problems)
      return target
    }
    target.ruleCount = rules.count
    target.rulesOff = rulesOff
    let found = rules.flatMap { $0.init().findings(in: build) }
    build.analyses.clear()
    // Any excerpt may show a line with a secret, not only that of the rule which found it.
    target.source = build.syntax.source.masking(found.flatMap(\.masked))
    sift(policy.levels.adjusted(found), build, subject, into: &target, &problems)
    target.take(problems)
    return target
  }

  /// Parts the findings into those that count and those that do not.
  private func sift(
    _ found: [Finding], _ build: BuildModel, _ subject: PolicySubject, into target: inout Target,
    _ problems: inout Problems
  ) {
    let infos = build.syntax.pragmas.isEmpty ? [] : rules.map { $0.info }
    var silencer = Silencer(build.syntax, infos: infos, policy: policy)
    var sieve = FindingSieve(policy, subject: subject)
    for finding in found.sorted(by: Judge.precedes) {
      let (suppression, notes) = silencer.judge(finding)
      sieve.sift(finding, in: target, inline: suppression, notes: notes)
    }
    (target.findings, target.suppressed) = (sieve.kept, sieve.suppressed)
    let isComplete = problems.incidents.isEmpty
    PragmaRemarks(silencer, asked: infos).add(to: &problems, file: target.name, isComplete: isComplete)
    ledger?.record(sieve.usage, of: subject, isComplete: isComplete)
  }
}

extension Problems {
  fileprivate mutating func incident(_ error: DockerfileError, in build: BuildModel) {
    let message = error.message + (error.help.map { "; \($0)" } ?? "")
    let place = Place.source(file: build.file, range: build.syntax.source.range(of: error.offsets))
    incident(error.code, message, place: place)
  }
}

extension Target {
  /// Notes by which policy it is judged.
  ///
  /// - Parameter isGiven: whether it is the user's.
  mutating func obey(_ policy: CompiledPolicy, isGiven: Bool) {
    guard isGiven else { return }
    (profile, configFile, failOn) = (policy.policy.profile, policy.policy.file, policy.policy.failOn)
  }

  /// Lists what was read badly, and how much more of a kind there was.
  fileprivate mutating func take(_ problems: Problems) {
    incidents = problems.incidents + Judge.overflow(problems.incidents, problems)
    warnings = problems.warnings + Judge.overflow(problems.warnings, problems)
  }
}

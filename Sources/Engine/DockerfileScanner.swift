import BuildChecks
import BuildModel
import Core
import Dockerfile
import LintRules
import Rules
import ShellCheck

/// Reads and judges Dockerfiles.
public struct DockerfileScanner: Sendable {
  private let targetStage: String?
  private let rules: [any DockerfileRule.Type]
  /// Rules that are off, asked only for what no excerpt may show.
  private let silentRules: [any DockerfileRule.Type]
  private let lintRules: [any LintRule.Type]
  private let lintOptions: LintOptions
  /// Of the checks of `docker build --check`; none are run when it is empty.
  private let buildChecks: Set<RuleID>
  private let buildOptions: BuildCheckOptions
  /// Of the rules that are asked, with all their aliases.
  private let infos: [RuleInfo]
  private let rulesOff: Set<RuleID>
  private let policy: CompiledPolicy
  /// Whether the policy is the user's, and not what holds without one.
  private let hasPolicy: Bool
  private let ledger: PolicyLedger?

  /// - Parameters:
  ///   - targetStage: name of the stage that ships; nil for the last one.
  ///   - today: the day on which expiry dates are judged; nil to take nothing as expired.
  ///   - rules, lintRules, checks: those that are asked if the policy has nothing against it.
  ///   - lintOptions: what the user tells hadolint's rules.
  ///   - buildOptions: what the user tells BuildKit's checks.
  ///   - policy: what the user has decided; nil for nothing, with the level of the gate left to the run.
  ///   - ledger: of the same policy, for warnings on its entries.
  public init(
    targetStage: String? = nil, today: CalendarDate? = nil, rules: [any DockerfileRule.Type] = RuleTable.dockerfile,
    lintRules: [any LintRule.Type] = RuleTable.lint, lintOptions: LintOptions = LintOptions(),
    checks: [any BuildCheck.Type] = RuleTable.buildChecks, buildOptions: BuildCheckOptions = BuildCheckOptions(),
    policy: Policy? = nil, ledger: PolicyLedger? = nil
  ) {
    let compiled = ledger?.compiled(today: today) ?? CompiledPolicy(policy ?? Policy(), today: today)
    (self.targetStage, self.policy, hasPolicy, self.ledger) = (targetStage, compiled, policy != nil, ledger)
    let checks = checks.map { $0.info.id }
    let known = Set(rules.map { $0.info.id } + lintRules.map { $0.info.id } + checks)
    infos = RuleTable.dockerfileSide.filter { known.contains($0.id) && compiled.levels.isOn($0) }
    let asked = Set(infos.map(\.id))
    self.rules = rules.filter { asked.contains($0.info.id) }
    silentRules = rules.filter { $0.info.id == "DKF-SECRET" && !asked.contains($0.info.id) }
    self.lintRules = lintRules.filter { asked.contains($0.info.id) }
    let profile = compiled.policy.profile
    self.lintOptions = lintOptions.judging(exactly: profile == .hadolint)
    buildChecks = asked.intersection(checks)
    self.buildOptions = buildOptions.judging(strictly: profile == .buildkit)
    rulesOff = known.subtracting(asked)
  }

  /// The target of one Dockerfile, with findings sorted and everything that Docker would refuse.
  ///
  /// - Parameters:
  ///   - name: as the user named the file.
  ///   - path: the file's absolute path, for the patterns of the policy; nil when it has none.
  ///   - repositoryPath: as reports that are read elsewhere name the file; nil when that is its name.
  ///   - dockerignore: what leaves files out of the build's context; nil when nothing does.
  ///   - shell: what ShellCheck says; nil when it was not asked.
  public func scan(
    _ bytes: [UInt8], name: String, path: String? = nil, repositoryPath: String? = nil, dockerignore: [UInt8]? = nil,
    shell: ShellCheckVerdict? = nil
  ) -> Target {
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
    target.ruleCount = infos.count
    target.rulesOff = rulesOff
    for script in shell?.unjudged ?? [] {
      let message = "shellcheck did not judge the shell text: \(script.reason)"
      let place = Place.source(file: name, range: build.syntax.source.line(at: script.line))
      if shell?.isRequired == true {
        problems.incident("shellcheck", message, place: place)
      } else {
        problems.warning("shellcheck", message, place: place)
      }
    }
    let checked = checkRun(build, dockerignore, &problems)
    let found = findings(in: build, checked + (shell?.findings ?? []))
    let hidden = silentRules.flatMap { $0.init().findings(in: build) }
    build.analyses.clear()
    // Any excerpt may show a line with a secret, not only that of the rule which found it.
    target.source = build.syntax.source.masking((found + hidden).flatMap(\.masked))
    sift(policy.levels.adjusted(found), build, subject, into: &target, &problems)
    target.take(problems)
    return target
  }

  /// Whether a rule that is asked looks at what lies beside the Dockerfile.
  public var readsBuildContext: Bool { buildChecks.contains("CopyIgnoredFile") }

  /// The scripts of a Dockerfile, for ShellCheck.
  public func scripts(of bytes: [UInt8], name: String) -> [ShellCheckScript] {
    let build = BuildModel(DockerfileSyntax(bytes), file: name)
    return ShellCheckScripts.scripts(of: LintFile(build, options: lintOptions))
  }

  /// What BuildKit's checks find.
  private func checkRun(_ build: BuildModel, _ dockerignore: [UInt8]?, _ problems: inout Problems) -> [Finding] {
    guard !buildChecks.isEmpty else { return [] }
    var options = buildOptions
    options.target = targetStage
    options.dockerignore = dockerignore
    let run = BuildCheckRun(build.syntax, file: build.file, options: options)
    for remark in run.limitRemarks { problems.warning("build-checks", remark) }
    // By default the comments are held against all findings together, for an alias silences, too.
    guard options.isStrictlyBuildKit else {
      return (run.findings + run.silenced.map(\.finding)).filter { buildChecks.contains($0.rule) }
    }
    let known = Set(build.syntax.errors.map(\.code))
    if let error = run.error, !known.contains(error.code) {
      let place = error.line > 0 ? Place.source(file: build.file, range: build.syntax.source.line(at: error.line)) : nil
      problems.incident(error.code, error.message, place: place)
    }
    return run.findings.filter { buildChecks.contains($0.rule) }
  }

  /// What all rules find, each fact once.
  ///
  /// - Parameter more: what others found.
  private func findings(in build: BuildModel, _ more: [Finding]) -> [Finding] {
    let found =
      rules.flatMap { $0.init().findings(in: build) }
      + (lintRules.isEmpty ? [] : LintFile(build, options: lintOptions).findings(of: lintRules)) + more
    guard !policy.policy.profile.isOfAnotherTool else { return found }
    let refused = Set(build.syntax.errors.map { build.syntax.node(at: $0.lines.lowerBound) })
    func node(of finding: Finding) -> Int? {
      guard case .source(_, let range) = finding.place else { return nil }
      return build.syntax.node(at: range.start.line)
    }
    let told = found.filter { finding in
      // Where Docker refuses the file for the same reason, that is said once.
      !["DL3043", "DL3061"].contains(finding.rule) || node(of: finding).map { !refused.contains($0) } ?? true
    }
    return SharedFacts.reported(told, instruction: node)
  }

  /// Parts the findings into those that count and those that do not.
  private func sift(
    _ found: [Finding], _ build: BuildModel, _ subject: PolicySubject, into target: inout Target,
    _ problems: inout Problems
  ) {
    let infos = build.syntax.pragmas.isEmpty ? [] : infos
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

extension SourceText {
  /// The first column of a line.
  fileprivate func line(at number: Int) -> SourceRange {
    let start = SourcePosition(line: max(1, number), column: 1)
    return SourceRange(start: start, end: start)
  }
}

extension LintOptions {
  fileprivate func judging(exactly isExact: Bool) -> LintOptions {
    var options = self
    options.isExact = isExact
    return options
  }
}

extension BuildCheckOptions {
  fileprivate func judging(strictly isStrict: Bool) -> BuildCheckOptions {
    var options = self
    options.isStrictlyBuildKit = isStrict
    return options
  }
}

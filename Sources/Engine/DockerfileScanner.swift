import BuildModel
import Core
import Dockerfile
import Rules

/// Reads and judges Dockerfiles.
public struct DockerfileScanner: Sendable {
  private let targetStage: String?
  private let today: CalendarDate?
  private let rules: [any DockerfileRule.Type]
  private let infos: [RuleInfo]

  /// - Parameter targetStage: name of the stage that ships; nil for the last one.
  /// - Parameter today: the day on which expiry dates of comments are judged; nil to take none as expired.
  public init(
    targetStage: String? = nil, today: CalendarDate? = nil, rules: [any DockerfileRule.Type] = RuleTable.dockerfile
  ) {
    (self.targetStage, self.today, self.rules) = (targetStage, today, rules)
    infos = rules.map { $0.info }
  }

  /// The target of one Dockerfile, with findings sorted and everything that Docker would refuse.
  ///
  /// - Parameter name: as the user named the file.
  public func scan(_ bytes: [UInt8], name: String) -> Target {
    let build = BuildModel(DockerfileSyntax(bytes), file: name, targetStage: targetStage)
    var target = Target(kind: "dockerfile", name: name)
    var problems = Problems()
    for error in build.syntax.errors { problems.incident(error, in: build) }
    if let targetStage, build.target == nil, !build.stages.isEmpty {
      let names = build.stages.compactMap(\.name).joined(separator: ", ")
      problems.incident(
        "no-such-stage",
        "no stage is named \"\(targetStage)\"; " + (names.isEmpty ? "the stages have no names" : "there are \(names)"))
    }
    guard !build.stages.isEmpty else {
      target.source = build.syntax.source
      target.take(problems)
      return target
    }
    target.ruleCount = rules.count
    let found = rules.flatMap { $0.init().findings(in: build) }
    build.analyses.clear()
    // Any excerpt may show a line with a secret, not only that of the rule which found it.
    target.source = build.syntax.source.masking(found.flatMap(\.masked))
    let silencer = Silencer(build.syntax, infos: infos, today: today)
    for (line, message) in silencer.problems {
      problems.warning("pragma", message, place: .source(file: name, range: line))
    }
    for finding in found.sorted(by: Judge.precedes) {
      if let reason = silencer.suppression(of: finding) {
        target.suppressed.append(SuppressedFinding(finding: finding, suppression: reason))
      } else {
        target.findings.append(finding)
      }
    }
    target.take(problems)
    return target
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
  /// Lists what was read badly, and how much more of a kind there was.
  fileprivate mutating func take(_ problems: Problems) {
    incidents = problems.incidents + Judge.overflow(problems.incidents, problems)
    warnings = problems.warnings + Judge.overflow(problems.warnings, problems)
  }
}

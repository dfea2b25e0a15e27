import Core

/// One thing that was scanned: an image of an archive, or a Dockerfile.
public struct Target: Sendable, Equatable {
  /// What kind of subject: `image` or `dockerfile` (later `ecs`, …).
  public var kind: String
  /// What the user gave: a file name, or `-`.
  public var name: String
  /// The file's path from the root of its repository, or from the working directory, with `/` and without `./`: what a
  /// report that is read elsewhere names; `name` when neither is above the file.
  public var repositoryPath: String
  /// For an image, the same of the Dockerfile it is joined with; nil without one.
  public var joinedPath: String?
  /// The configuration file that holds for it, as shown; nil when there is none.
  public var configFile: String?
  public var profile: Profile
  /// Findings at or above it make the scan fail; nil for the run's own level.
  public var failOn: Severity?
  /// The text of a Dockerfile, for excerpts at places whose file is `name`; nil for images.
  public var source: SourceText?
  public var reference: String?
  public var platform: String?
  /// Digest of the config, which is what Docker calls the image ID.
  public var digest: String?
  public var layers: [LayerRef]
  /// How base and own layers were told apart; nil when they could not be.
  public var baseDecision: String?
  public var digestsVerified: Bool
  /// How many rules looked at it; 0 when it could not be judged at all.
  public var ruleCount: Int
  /// Rules of its kind that the configuration turned off, or that its profile does not have.
  public var rulesOff: Set<RuleID>
  /// Names in the merged root file system.
  public var fileCount: Int
  /// What could not be read: the verdict is incomplete.
  public var incidents: [Incident]
  /// Oddities that hide nothing.
  public var warnings: [Incident]
  /// Sorted by severity (worst first), rule, place.
  public var findings: [Finding]
  /// Findings that do not count, sorted as the others.
  public var suppressed: [SuppressedFinding]

  public init(kind: String, name: String) {
    (self.kind, self.name, repositoryPath, source) = (kind, name, name, nil)
    (joinedPath, configFile, profile, failOn) = (nil, nil, .standard, nil)
    (reference, platform, digest, layers, baseDecision) = (nil, nil, nil, [], nil)
    (digestsVerified, ruleCount, rulesOff, fileCount) = (false, 0, [], 0)
    (incidents, warnings, findings, suppressed) = ([], [], [], [])
  }
}

/// When a scan fails and what of it is shown.
public struct Gate: Sendable, Equatable {
  /// Findings at or above it make the scan fail (`--no-fail` keeps this and changes the status).
  public var failOn: Severity
  /// Findings below it are counted, not listed, in the text report.
  public var minSeverity: Severity
  /// The status that stands for "failed".
  public var exitCode: Int32

  public init(failOn: Severity = .medium, minSeverity: Severity = .low, exitCode: Int32 = 1) {
    (self.failOn, self.minSeverity, self.exitCode) = (failOn, minSeverity, exitCode)
  }
}

/// All that a report needs to know; a report sees nothing else.
public struct Outcome: Sendable, Equatable {
  public var targets: [Target]
  public var gate: Gate
  /// What is odd about the run and not one target's, such as an ignore that nothing needs.
  public var warnings: [Incident]

  public init(targets: [Target], gate: Gate, warnings: [Incident] = []) {
    (self.targets, self.gate, self.warnings) = (targets, gate, warnings)
  }

  public func count(_ severity: Severity) -> Int {
    targets.reduce(0) { $0 + $1.findings.count { $0.severity == severity } }
  }

  /// Whether a finding of a target makes the scan fail.
  public func isFailing(_ finding: Finding, in target: Target) -> Bool {
    finding.severity >= target.failOn ?? gate.failOn
  }

  /// Findings that make the scan fail.
  public var failing: Int {
    targets.reduce(0) { sum, target in sum + target.findings.count { isFailing($0, in: target) } }
  }

  public var isComplete: Bool { !targets.isEmpty && targets.allSatisfy { $0.incidents.isEmpty } }

  /// 0 clean, `gate.exitCode` (usually 1) when findings reach the gate, 2 when something could not be read.
  public var exitStatus: Int32 { !isComplete ? 2 : failing > 0 ? gate.exitCode : 0 }
}

/// What a rule looks at.
public enum RuleSubject: String, Sendable { case image, dockerfile, deployment }

/// A demand of a norm or another tool's check that a rule answers.
public struct Control: Hashable, Sendable, CustomStringConvertible {
  /// As written in reports, such as `runbook:10`, `cis-docker:4.8`, `dockle:CIS-DI-0008`, `trivy:DS-0002`.
  public let description: String
  public static func runbook(_ item: Int) -> Control { Control(description: "runbook:\(item)") }
  public static func cis(_ section: String) -> Control { Control(description: "cis-docker:\(section)") }
  public static func dockle(_ id: String) -> Control { Control(description: "dockle:\(id)") }
  public static func trivy(_ id: String) -> Control { Control(description: "trivy:\(id)") }
  public static func securityHub(_ id: String) -> Control { Control(description: "securityhub:\(id)") }
  public static func hadolint(_ id: String) -> Control { Control(description: "hadolint:\(id)") }
  /// A check of `docker build --check`.
  public static func buildKit(_ name: String) -> Control { Control(description: "buildkit:\(name)") }
  public static func cwe(_ number: Int) -> Control { Control(description: "cwe:\(number)") }
  public static func nist(_ section: String) -> Control { Control(description: "nist-800-190:\(section)") }
  public static func checkov(_ id: String) -> Control { Control(description: "checkov:\(id)") }
  public static func cfnLint(_ id: String) -> Control { Control(description: "cfn-lint:\(id)") }
  /// A proactive control of AWS Control Tower, such as `CT.ECS.PR.6`.
  public static func controlTower(_ id: String) -> Control { Control(description: "controltower:\(id)") }
  /// A managed rule of AWS Config.
  public static func awsConfig(_ name: String) -> Control { Control(description: "aws-config:\(name)") }
}

/// What image rules need to have been looked at. The union over all rules is the plan of one scan.
public struct ImageNeeds: Sendable {
  /// Base names of programs the rule asks for (`ImageModel.programs`).
  public var programs: Set<String>
  /// Absolute paths of files whose contents the rule reads (`ImageModel.contents`); a trailing `/*` takes the files of a
  /// directory.
  public var contents: Set<String>

  public init(programs: Set<String> = [], contents: Set<String> = []) {
    (self.programs, self.contents) = (programs, contents)
  }

  public static let none = ImageNeeds()
}

/// A file of an example image.
public struct ExampleFile: Sendable {
  public enum Kind: Sendable { case file, directory, symlink(String), hardLink(String), characterDevice }
  public var path: String
  public var kind: Kind
  public var mode: UInt16
  public var uid: UInt32
  public var gid: UInt32
  public var content: [UInt8]
  /// Linux file capabilities, as the raw `security.capability` attribute; empty when there are none.
  public var capability: [UInt8]

  public init(
    _ path: String, kind: Kind = .file, mode: UInt16 = 0o644, uid: UInt32 = 0, gid: UInt32 = 0, content: String = "x",
    capability: [UInt8] = []
  ) {
    (self.path, self.kind, self.mode, self.uid, self.gid) = (path, kind, mode, uid, gid)
    (self.content, self.capability) = (Array(content.utf8), capability)
  }

  /// An executable that begins like an ELF program.
  public static func program(_ path: String, mode: UInt16 = 0o755, uid: UInt32 = 0, gid: UInt32 = 0) -> ExampleFile {
    ExampleFile(path, mode: mode, uid: uid, gid: gid, content: "\u{7F}ELF")
  }
  public static func directory(_ path: String, mode: UInt16 = 0o755, uid: UInt32 = 0, gid: UInt32 = 0) -> ExampleFile {
    ExampleFile(path, kind: .directory, mode: mode, uid: uid, gid: gid, content: "")
  }
  public static func symlink(_ path: String, to target: String) -> ExampleFile {
    ExampleFile(path, kind: .symlink(target), mode: 0o777, content: "")
  }
  public static func script(_ path: String, _ text: String, mode: UInt16 = 0o755) -> ExampleFile {
    ExampleFile(path, mode: mode, content: text)
  }
  /// A layer's deletion mark for `path`.
  public static func whiteout(_ path: String) -> ExampleFile {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    parts[parts.count - 1] = ".wh." + parts[parts.count - 1]
    return ExampleFile(parts.joined(separator: "/"), content: "")
  }
}

/// A small image or Dockerfile that shows a rule at work: the rule fires on a bad one and is silent on a good one.
public struct Example: Sendable {
  public var title: String
  public var isBad: Bool
  /// The image config's `config` object as JSON text.
  public var config: String
  /// Files by layer, bottom first.
  public var layers: [[ExampleFile]]
  /// How many layers at the bottom belong to the base image.
  public var baseLayers: Int
  /// The text of a Dockerfile, for rules that judge Dockerfiles; nil for the others.
  public var dockerfile: String?
  /// The text of a deployment file, for rules that judge those, with config and layers of its image when it is to be
  /// judged with one; nil for the others.
  public var deployment: String?

  public static func bad(
    _ title: String, deployment: String, config: String = "{}", layers: [[ExampleFile]] = []
  ) -> Example {
    var example = Example(title: title, isBad: true, config: config, layers: layers, baseLayers: 0)
    example.deployment = deployment
    return example
  }
  public static func good(
    _ title: String, deployment: String, config: String = "{}", layers: [[ExampleFile]] = []
  ) -> Example {
    var example = Example(title: title, isBad: false, config: config, layers: layers, baseLayers: 0)
    example.deployment = deployment
    return example
  }
  public static func bad(_ title: String, dockerfile: String) -> Example {
    Example(title: title, isBad: true, config: "{}", layers: [], baseLayers: 0, dockerfile: dockerfile)
  }
  public static func good(_ title: String, dockerfile: String) -> Example {
    Example(title: title, isBad: false, config: "{}", layers: [], baseLayers: 0, dockerfile: dockerfile)
  }
  public static func bad(
    _ title: String, config: String = "{}", layers: [[ExampleFile]] = [], baseLayers: Int = 0
  ) -> Example {
    Example(title: title, isBad: true, config: config, layers: layers, baseLayers: baseLayers)
  }
  public static func good(
    _ title: String, config: String = "{}", layers: [[ExampleFile]] = [], baseLayers: Int = 0
  ) -> Example {
    Example(title: title, isBad: false, config: config, layers: layers, baseLayers: baseLayers)
  }
}

/// Whose rule it is.
public enum RuleFamily: Sendable, Hashable {
  case own
  /// A rule of hadolint's, with its number.
  case hadolint
  /// A check of `docker build --check`, with its name.
  case buildkit
}

/// All that is known of a rule apart from its check. Lists, explanations, reports and documentation read it.
public struct RuleInfo: Sendable {
  public var id: RuleID
  /// A few words, such as `image starts as root`.
  public var title: String
  /// The usual severity; a finding may carry another.
  public var severity: Severity
  /// The severity under the `strict` and `runbook` profiles.
  public var strictSeverity: Severity
  /// Under these profiles, what becomes of findings that are milder than usual; those that are not here stay as they are.
  public var strictBelow: KeyValuePairs<Severity, Severity>
  public var subject: RuleSubject
  /// What is looked at, in one or two sentences.
  public var what: String
  /// Why it matters.
  public var why: String
  /// What to type or change.
  public var fix: String
  public var controls: [Control]
  /// Ids of other tools' checks that say the same.
  public var aliases: [String]
  /// What the rule needs of an image.
  public var needs: ImageNeeds { makeNeeds() }
  /// Images or files that show the rule at work.
  public var examples: [Example] { makeExamples() }
  /// hadolint's level, for its rules; nil for others.
  public var level: LinterLevel?
  /// Whose rule it is.
  public var family: RuleFamily {
    if level != nil { return .hadolint }
    return controls.contains { $0.description == "buildkit:\(id)" } ? .buildkit : .own
  }
  /// The version that brought the rule.
  public var since: String
  // Made when they are asked for, which no scan does: to make them takes longer than to judge a small image.
  private let makeNeeds: @Sendable () -> ImageNeeds
  private let makeExamples: @Sendable () -> [Example]

  public init(
    id: RuleID, title: String, severity: Severity, strict: Severity? = nil,
    strictBelow: KeyValuePairs<Severity, Severity> = [:],
    subject: RuleSubject = .image, what: String, why: String, fix: String, controls: [Control], aliases: [String] = [],
    needs: @escaping @autoclosure @Sendable () -> ImageNeeds = .none,
    examples: @escaping @autoclosure @Sendable () -> [Example], since: String = "0.1.0"
  ) {
    (self.id, self.title, self.severity, self.strictSeverity) = (id, title, severity, strict ?? severity)
    self.strictBelow = strictBelow
    (self.subject, self.what, self.why, self.fix) = (subject, what, why, fix)
    (self.controls, self.aliases, self.since) = (controls, aliases, since)
    (makeNeeds, makeExamples) = (needs, examples)
  }
}

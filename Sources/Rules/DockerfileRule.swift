import BuildModel
import Core

/// A question asked of a Dockerfile.
///
/// A rule never throws, never prints and never reads anything but the model.
public protocol DockerfileRule: Sendable {
  static var info: RuleInfo { get }
  init()
  func findings(in build: BuildModel) -> [Finding]
}

extension DockerfileRule {
  /// A finding of this rule, with its usual severity unless another is given.
  ///
  /// - Parameter label: what the marks below the excerpt say.
  func finding(
    _ message: String, at place: Place, severity: Severity? = nil, label: String = "", evidence: [String] = [],
    notes: [Note] = [], fix: String = "", edits: [SourceEdit] = []
  ) -> Finding {
    var finding = Finding(
      rule: Self.info.id, severity: severity ?? Self.info.severity, message: message, place: place,
      evidence: evidence, notes: notes, fix: fix)
    finding.label = label
    finding.edits = edits
    return finding
  }
}

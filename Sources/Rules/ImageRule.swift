import Core
import RootFS

/// A question asked of a finished image.
///
/// A rule never throws, never prints and never reads anything but the model.
public protocol ImageRule: Sendable {
  static var info: RuleInfo { get }
  init()
  func findings(in image: ImageModel) -> [Finding]
}

extension ImageRule {
  /// A finding of this rule, with its usual severity unless another is given.
  func finding(
    _ message: String, at place: Place, severity: Severity? = nil, evidence: [String] = [], notes: [Note] = [],
    fix: String = "", detail: FileDetail? = nil, group: FileGroup? = nil
  ) -> Finding {
    Finding(
      rule: Self.info.id, severity: severity ?? Self.info.severity, message: message, place: place,
      evidence: evidence, notes: notes, fix: fix, detail: detail, group: group)
  }
}

extension ImageModel {
  /// The files that a finding stands for.
  func fileGroup(_ nodes: [NodeID]) -> FileGroup {
    FileGroup(nodes.map { GroupedFile(path: root.path(of: $0), layer: layerRef(of: $0)) })
  }
}

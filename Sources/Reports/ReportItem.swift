import Core
import Engine

/// A finding as data formats see it: with its target, its rule and a place in a file of the repository.
public struct ReportItem: Sendable {
  /// Index in `ReportModel.targets`.
  public var target: Int
  public var finding: Finding
  /// nil for a rule in no table.
  public var info: RuleInfo?
  /// nil when the finding counts.
  public var suppression: Suppression?
  /// As `Fingerprint` makes it.
  public var fingerprint: String
  /// How many findings before it in the report have the same fingerprint.
  public var occurrence: Int
  public var anchor: Anchor
  /// Whether it makes the scan fail.
  public var isFailing: Bool

  /// Where a report that needs a file puts a finding.
  public struct Anchor: Sendable, Hashable {
    /// From the repository's root, with `/`; never empty, never absolute, may hold any character but controls.
    public var file: String
    /// nil when the finding is not at a part of that file; readers that need a line take 1.
    public var range: SourceRange?
    /// Whether the file is what the finding is about, and not a stand-in for an image.
    public var isExact: Bool

    public var line: Int { range?.start.line ?? 1 }
    public var column: Int { range?.start.column ?? 1 }
  }

  /// The fingerprint, with a number when it is not the first of its kind, hashed again: different for each item.
  public var uniqueFingerprint: String {
    occurrence == 0 ? fingerprint : Fingerprint.numbered(fingerprint, occurrence)
  }

  /// `error`, `warning` or `note`.
  public var level: String { finding.severity.word }

  /// What to type or change; empty when there is no advice.
  public var help: String { finding.fix.isEmpty ? info?.fix ?? "" : finding.fix }

  /// A few words on what the rule is about; the rule's id when nothing is known of it.
  public var title: String { info?.title ?? finding.rule.description }

  /// The message on one line, without characters that steer a terminal.
  public var message: String { Sanitized(finding.message).description }

  /// The path in the image, or the pointer into its config; nil for a finding in a file of the repository.
  public var pathInImage: String? {
    switch finding.place {
    case .file(let path, _, _): path.description
    case .config(let pointer): pointer
    case .image, .source: nil
    }
  }
}

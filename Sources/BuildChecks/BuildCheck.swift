import Core
import Dockerfile

/// A question of `docker build --check`, asked of a Dockerfile.
///
/// A check never throws, never prints and never reads anything but the dispatch.
public protocol BuildCheck: Sendable {
  static var info: RuleInfo { get }
  /// Whether it is silent unless it is asked for by `experimental=`.
  static var isExperimental: Bool { get }
  init()
  func findings(in build: BuildDispatch) -> [BuildFinding]
}

/// A finding, with the instruction whose comments may silence it.
public struct BuildFinding: Sendable, Hashable {
  public var finding: Finding
  /// Node whose `# check=` comment counts; nil when only the file's directive does.
  public var node: Int?

  public init(_ finding: Finding, node: Int?) { (self.finding, self.node) = (finding, node) }
}

extension BuildCheck {
  public static var isExperimental: Bool { false }

  /// A finding at a part of an instruction, or at the instruction's name.
  ///
  /// - Parameters:
  ///   - offsets: the part in the file.
  ///   - node: where BuildKit puts it.
  ///   - commentsOf: node whose `# check=` comment counts; nil when only the file's directive does.
  func finding(
    _ message: String, at offsets: Range<Int>?, of node: Int, commentsOf scope: Int?, in build: BuildDispatch,
    label: String = "", notes: [Note] = [], fix: String = "", edits: [SourceEdit] = []
  ) -> BuildFinding {
    let (place, more) = build.place(offsets, ofNode: node)
    var finding = Finding(
      rule: Self.info.id, severity: Self.info.severity, message: message, place: place, notes: more + notes, fix: fix)
    finding.label = label
    finding.edits = edits
    return BuildFinding(finding, node: scope)
  }

  /// A finding about a step; the comments of what ONBUILD triggers do not count.
  func finding(
    _ message: String, at offsets: Range<Int>?, of step: DispatchedStep, in build: BuildDispatch, label: String = "",
    fix: String = ""
  ) -> BuildFinding {
    finding(
      step.isTriggered ? "by ONBUILD of the stage it is built from: \(message)" : message, at: offsets, of: step.node,
      commentsOf: step.isTriggered ? nil : step.node, in: build, label: label, fix: fix)
  }
}

/// Text of the file for a message, cut when it is long.
enum ShortText {
  private static let longest = 120

  /// The text, or its beginning with `…`; characters of Unicode stay whole.
  static func of(_ text: String) -> String {
    guard text.utf8.count > longest else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest))) + "…"
  }
}

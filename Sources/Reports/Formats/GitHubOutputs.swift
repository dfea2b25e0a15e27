import Core
import Engine

/// What is appended to the file that `GITHUB_OUTPUT` names, for later steps: `findings=3` and the like.
///
/// `findings` counts all that count, whatever is shown; `worst` is the severity of the worst of them, or `none`;
/// `failed` is `true` also when something could not be read; `exit-status` is what this program ends with.
public struct GitHubOutputs: Sendable {
  public init() {}

  /// One `name=value` a line. No value holds text of a subject.
  public func render(_ model: ReportModel) -> [UInt8] {
    let outcome = model.outcome
    let findings = outcome.targets.lazy.map(\.findings)
    let worst = findings.compactMap { $0.lazy.map(\.severity).max() }.max()
    let text = """
      findings=\(findings.reduce(0) { $0 + $1.count })
      worst=\(worst?.rawValue ?? "none")
      failed=\(!outcome.hasPassed)
      exit-status=\(outcome.exitStatus)

      """
    return Array(text.utf8)
  }
}

import Core
import Dockerfile

/// What `docker build --check` says of a file.
public struct BuildCheckRun: Sendable {
  /// A finding that a comment or a directive silences.
  public struct Silenced: Sendable, Hashable {
    public var finding: Finding
    /// The line of the comment, 1-based; 0 for options from outside the file.
    public var line: Int
  }

  /// By line, then rule, then place.
  public private(set) var findings: [Finding] = []
  /// Findings that `# check=skip=` silences, in the same order.
  public private(set) var silenced: [Silenced] = []
  /// Why BuildKit stops; nil when it would build the file, as far as can be told.
  public private(set) var error: BuildError?
  /// What was left out because of a limit of ours.
  public private(set) var limitRemarks: [String] = []

  /// Asks all checks.
  ///
  /// - Parameter file: as the user named it.
  public init(_ syntax: DockerfileSyntax, file: String, options: BuildCheckOptions = BuildCheckOptions()) {
    let directive = BuildCheckRun.directive(of: syntax, options)
    if let problem = directive.problem {
      error = problem
      if options.isStrictlyBuildKit { return }
    }
    let dispatch = BuildDispatch(syntax, file: file, options: options)
    error = error ?? dispatch.error
    limitRemarks = dispatch.limitRemarks
    guard dispatch.isParsed else { return }
    var lines: [Int: (options: CheckOptionText, line: Int)] = [:]
    for (index, node) in syntax.nodes.enumerated() where !node.comments.isEmpty {
      if let line = CheckOptionText.line(node.comments) { lines[index] = line }
    }
    for check in BuildCheckTable.all {
      let (rule, isExperimental) = (check.info.id, check.isExperimental)
      for found in check.init().findings(in: dispatch) {
        let line = found.node.flatMap { lines[$0] }
        let isSilent =
          isExperimental
          ? directive.options.silences(rule, isExperimental: true)
            && (line?.options.silences(rule, isExperimental: true) ?? true)
          : directive.options.silences(rule, isExperimental: false)
            || (line?.options.silences(rule, isExperimental: false) ?? false)
        if !isSilent {
          findings.append(found.finding)
        } else if !isExperimental {
          let isByFile = directive.options.silences(rule, isExperimental: false)
          silenced.append(Silenced(finding: found.finding, line: isByFile ? directive.line : line?.line ?? 0))
        }
      }
    }
    findings.sort(by: BuildCheckRun.isBefore)
    silenced.sort { BuildCheckRun.isBefore($0.finding, $1.finding) }
    addViolation(directive.options, after: dispatch)
  }

  /// With `error=true` the build fails for what was found, unless it has failed before.
  private mutating func addViolation(_ options: CheckOptionText, after dispatch: BuildDispatch) {
    guard options.failsBuild, error == nil, !findings.isEmpty else { return }
    let names = Set(findings.map(\.rule)).sorted().map(\.description).joined(separator: ", ")
    error = BuildError("lint-violation", "lint violation found for rules: \(names)")
  }

  private static func directive(
    of syntax: DockerfileSyntax, _ options: BuildCheckOptions
  ) -> (options: CheckOptionText, line: Int, problem: BuildError?) {
    var (text, line) = (options.givenDirective, 0)
    if text == nil, let found = CheckDirective.comment(in: syntax.source.bytes) {
      (text, line) = (found.value, found.comment.line)
    }
    guard let text else { return (CheckOptionText(), 0, nil) }
    do throws(BuildError) {
      return (try CheckOptionText(text), line, nil)
    } catch {
      var error = error
      error.line = line
      return (CheckOptionText(), line, error)
    }
  }

  private static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
    guard case .source(_, let first) = left.place, case .source(_, let second) = right.place else { return false }
    return (first.start.line, left.rule, first, left.message) < (second.start.line, right.rule, second, right.message)
  }
}

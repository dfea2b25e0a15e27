import Core

/// What ShellCheck says about the scripts of one Dockerfile.
public struct ShellCheckVerdict: Sendable, Equatable {
  /// A script that there is no judgement on.
  public struct Unjudged: Sendable, Equatable {
    /// 1-based, where its instruction begins.
    public var line: Int
    public var reason: ShellCheckError
  }

  /// In the order of the file.
  public var findings: [Finding] = []
  /// What must not pass as fine.
  public var unjudged: [Unjudged] = []
  /// Whether the user asked that nothing be left unjudged.
  public var isRequired = false

  public init() {}
}

extension ShellCheckRunner {
  /// What ShellCheck says about each Dockerfile.
  ///
  /// Called once for all files, since their scripts share processes.
  /// - Parameter files: the scripts of each, from `ShellCheckScripts`.
  public func verdicts(on files: [[ShellCheckScript]]) -> [ShellCheckVerdict] {
    var results = run(files.flatMap { $0 })[...]
    return files.map { scripts in
      var verdict = ShellCheckVerdict()
      for script in scripts {
        switch results.popFirst() {
        case .success(let found)?: verdict.findings += script.findings(found)
        case .failure(let reason)?: verdict.unjudged.append(.init(line: script.line, reason: reason))
        case nil: break
        }
      }
      return verdict
    }
  }
}

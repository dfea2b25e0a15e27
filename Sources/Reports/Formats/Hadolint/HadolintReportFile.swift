import Core

/// What became of one file, as hadolint's formats tell it.
public struct HadolintReportFile: Sendable, Equatable {
  /// Something a rule found.
  public struct Finding: Sendable, Equatable {
    /// Such as `DL3006` or `SC2086`.
    public var code: String
    public var level: LinterLevel
    /// 1-based.
    public var line: Int
    /// 1-based; hadolint says 1 always.
    public var column: Int
    public var message: String

    public init(code: String, level: LinterLevel, line: Int, column: Int = 1, message: String) {
      (self.code, self.level, self.line, self.column, self.message) = (code, level, line, column, message)
    }
  }

  /// Why the file is no Dockerfile; there is no finding beside it.
  public struct ParseError: Sendable, Equatable {
    /// The code that stands for it.
    public static let code = "DL1000"

    public var line: Int
    /// 1-based, in characters, a tab reaching to the next multiple of eight.
    public var column: Int
    public var message: String
    /// The line of the file, without tabs.
    public var excerpt: String

    public init(line: Int, column: Int, message: String, excerpt: String) {
      (self.line, self.column, self.message, self.excerpt) = (line, column, message, excerpt)
    }
  }

  /// As named by the user; `-` for standard input.
  public var name: String
  /// Sorted by line.
  public var findings: [Finding]
  /// nil when the file could be read.
  public var parseError: ParseError?

  public init(name: String, findings: [Finding] = [], parseError: ParseError? = nil) {
    (self.name, self.findings, self.parseError) = (name, findings, parseError)
  }

  /// The name in parse errors, which are told of a path.
  var path: String { name == "-" ? "/dev/stdin" : name }

  /// The parse error with its place, the line and a mark below the column, each on a line of its own.
  func text(of error: ParseError) -> String {
    let number = String(error.line)
    let gutter = String(repeating: " ", count: number.utf8.count)
    let excerpt = error.excerpt.isEmpty ? "<empty line>" : error.excerpt
    // A column far to the right would repeat a hostile line's length in blanks for nothing: the excerpt is cut as well.
    let column = max(0, min(error.column, HadolintReportFile.widestExcerpt) - 1)
    return """
      \(path):\(number):\(error.column):
      \(gutter) |
      \(number) | \(excerpt)
      \(gutter) | \(String(repeating: " ", count: column))^
      \(error.message)

      """
  }

  /// The most columns of a line that `ParseError.excerpt` should hold.
  public static let widestExcerpt = 1000
}

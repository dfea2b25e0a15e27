import Core

/// What ShellCheck says about a script.
public struct ShellCheckFinding: Sendable, Equatable {
  /// The number behind `SC`.
  public var code: Int
  public var level: LinterLevel
  /// As ShellCheck words it.
  public var message: String
  /// Bytes of the script.
  public var range: Range<Int>
  /// What ShellCheck would change; empty when it proposes nothing or nothing that is clear.
  public var replacements: [Replacement] = []

  /// A part of the script and what is to stand there.
  public struct Replacement: Sendable, Equatable {
    public var range: Range<Int>
    public var text: String

    public init(range: Range<Int>, text: String) { (self.range, self.text) = (range, text) }
  }

  public init(code: Int, level: LinterLevel, message: String, range: Range<Int>, replacements: [Replacement] = []) {
    (self.code, self.level, self.message) = (code, level, message)
    (self.range, self.replacements) = (range, replacements)
  }

  /// The message as all others are: without a full stop.
  var words: String {
    guard message.utf8.last == UInt8(ascii: "."), !message.hasSuffix("..") else { return message }
    let text = message.dropLast()
    return String(text.last == " " ? text.dropLast() : text)
  }

  /// Such as `SC2086`.
  public var rule: RuleID { RuleID("SC\(code)") }

  /// Where ShellCheck's own explanation is.
  public var page: String { ShellCheckCode.page("SC\(code)") }
}

/// Why there are no findings for a script.
public struct ShellCheckError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Code: Sendable, Equatable {
    /// The program could not be started at all.
    case notStarted
    /// It did not end in time.
    case timedOut
    /// It said more than is read.
    case tooMuchOutput
    /// It was killed, or ended with a status that means trouble.
    case failed
    /// What it said is not what ShellCheck says.
    case badOutput
    /// The script is longer than what is given to it.
    case tooLong
    /// It failed too often before this script's turn.
    case givenUp
  }

  public var code: Code
  /// Lower case, without a full stop.
  public var message: String
  public var description: String { message }

  public init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }
}

/// The instructions of the Dockerfile language.
public enum Keyword: String, Sendable, Hashable, CaseIterable {
  case add, arg, cmd, copy, entrypoint, env, expose, from, healthcheck, label, maintainer, onbuild, run, shell
  case stopsignal, user, volume, workdir

  /// In upper case, as usually written.
  public var name: String { rawValue.uppercased() }
}

/// An argument or flag of an instruction.
public struct Argument: Sendable, Equatable {
  /// The value as the parser leaves it: elements of a JSON list are decoded; quotes and escapes of words are kept.
  public var bytes: [UInt8]
  /// Where it is in the logical line.
  public var range: Range<Int>

  public init(bytes: [UInt8], range: Range<Int>) { (self.bytes, self.range) = (bytes, range) }

  /// The value with invalid UTF-8 as U+FFFD.
  public var text: String { GoUTF8.string(bytes) }
}

/// An instruction's text, split: the instruction itself, or what follows ONBUILD.
public struct InstructionText: Sendable, Equatable {
  /// The first word, as written.
  public var command: Range<Int>
  /// nil when no instruction has that name.
  public var keyword: Keyword?
  public var flags: [Argument] = []
  /// Of ENV and LABEL: key, value and `=` (or nothing, in the old form without it) for each pair.
  public var arguments: [Argument] = []
  /// Whether the arguments are a JSON list (exec form).
  public var isJSON = false
  /// All of it in the logical line.
  public var range: Range<Int>
  /// What follows the flags, without white space at its ends.
  public var rest: Range<Int>
}

/// A here-document of RUN, COPY or ADD.
public struct Heredoc: Sendable, Equatable {
  public var name: [UInt8]
  /// The number before `<<`, 0 when there is none; the largest for one that is larger.
  public var descriptor: UInt64
  /// Whether variables are expanded in it: no part of the name is quoted.
  public var expands: Bool
  /// Whether leading tabs are cut (`<<-`).
  public var cutsTabs: Bool
  /// The lines, as they are in the file, without the closing one.
  public var content: [UInt8]
  /// Where they are in the file.
  public var offsets: Range<Int>
  /// Where the closing line ends in the file.
  public var end: Int

  /// The lines without the tabs that `<<-` cuts.
  public var body: [UInt8] {
    guard cutsTabs else { return content }
    var out: [UInt8] = []
    var isAtStart = true
    for byte in content where !(isAtStart && byte == 0x09) {
      out.append(byte)
      isAtStart = byte == 0x0A
    }
    return out
  }
}

/// A comment line.
public struct Comment: Sendable, Equatable {
  /// Without the first byte of the line, trimmed: what an indented comment keeps is its `#`.
  public var text: [UInt8]
  /// 1-based.
  public var line: Int
  /// The line in the file, without its end.
  public var offsets: Range<Int>
}

/// An instruction of the file as the line reader leaves it.
public struct Node: Sendable, Equatable {
  /// First and last physical line, 1-based; comments and empty lines read on the way, and here-documents, included.
  public var lines: ClosedRange<Int>
  public var line: LogicalLine
  /// The instruction; then, for ONBUILD, what it triggers, and so on inwards.
  public var texts: [InstructionText]
  public var heredocs: [Heredoc]
  /// The comment lines before it, as Docker attaches them: an empty comment drops those before it.
  public var comments: [Comment]
  /// The line that tells of empty lines between its continuation lines; nil when there were none.
  public var emptyContinuationLine: Int?

  public func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { line.bytes[range] }
}

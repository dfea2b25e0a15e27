import ArgumentParser
import Glibc
import Reports

/// `imgscan expand`
struct ExpandCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expand",
    abstract: "Expand Dockerfile variables: a JSON request a line in, a JSON answer a line out.",
    discussion: #"""
      A request:  {"mode":"word","input":"${TAG:-latest}","env":["TAG=1.2"]}
      Its answer: {"result":"1.2","matched":["TAG"],"unmatched":[]}

      mode is word (one string) or words (split at white space; the answer is {"words":[...]}).

      escape        the escape character, "\\" or "`"
      raw_quotes    true keeps quotes
      raw_escapes   true keeps escape characters
      skip_unset    true keeps $x of a variable that is not set
      skip_quotes   true takes quotes for ordinary characters

      What cannot be expanded is answered by {"error":...}; the exit status is 0 all the same.
      """#)

  func run() throws {
    var requests = RequestLines()
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(0, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        let reason = String(cString: strerror(errno)).lowercased()
        throw ExpandCommand.failure("standard input cannot be read: \(reason)")
      }
      try ExpandCommand.deliver(count > 0 ? requests.answers(to: chunk[..<count]) : requests.lastAnswer())
      if count == 0 { return }
    }
  }

  private static func deliver(_ answers: [UInt8]) throws {
    guard Output.standardOutput.write(answers) else {
      let reason = String(cString: strerror(errno)).lowercased()
      throw failure("the answers cannot be written to standard output: \(reason)")
    }
  }

  private static func failure(_ message: String) -> ExitStatus {
    Output.standardError.write(ErrorText(style: TerminalStyle()).render(message: message))
    return ExitStatus(code: ExitStatus.incomplete)
  }
}

/// Parts input that comes in pieces into lines and answers each.
private struct RequestLines {
  private let report = ExpandReport()
  private var pending: [UInt8] = []
  private var isTooLong = false

  /// The answers to all lines that the piece completes.
  mutating func answers(to piece: ArraySlice<UInt8>) -> [UInt8] {
    var answers: [UInt8] = []
    var rest = piece
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      take(rest[..<end])
      answers += finishLine()
      rest = rest[(end + 1)...]
    }
    take(rest)
    return answers
  }

  /// The answer to a line without a line end; empty when there is none.
  mutating func lastAnswer() -> [UInt8] { pending.isEmpty && !isTooLong ? [] : finishLine() }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    isTooLong = isTooLong || bytes.count > ExpandReport.lineLimit - pending.count
    if isTooLong { pending = [] } else { pending += bytes }
  }

  private mutating func finishLine() -> [UInt8] {
    defer { (pending, isTooLong) = ([], false) }
    return (isTooLong ? report.answerToLongLine() : report.answer(pending)) + [UInt8(ascii: "\n")]
  }
}

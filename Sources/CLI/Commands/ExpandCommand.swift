import ArgumentParser
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
    let report = ExpandReport()
    try InputLines.answer(mostBytes: ExpandReport.lineLimit) { line in
      let answer =
        switch line {
        case .text(let text): report.answer(text)
        case .tooLong: report.answerToLongLine()
        }
      return answer + [UInt8(ascii: "\n")]
    }
  }
}

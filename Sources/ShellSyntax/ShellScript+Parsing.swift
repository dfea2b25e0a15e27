extension ShellScript {
  /// Reads a text of shell commands.
  ///
  /// Constructs of bash are read in both shell dialects, since `/bin/sh` is bash in many images and a text that uses
  /// them is seldom meant otherwise. For another dialect the script is empty and has a problem that says so.
  /// - Complexity: O(n).
  public static func parse(_ text: [UInt8], dialect: ShellDialect = .posix) -> ShellScript {
    if case .other(let name) = dialect {
      var script = ShellScript()
      script.problems.append(ShellProblem("text is for \"\(name)\", not for a shell", offset: 0))
      return script
    }
    var parser = ShellParser(text)
    parser.readScript()
    return parser.script
  }

  /// One command of literal words, as in the JSON form of RUN, with the `sh -c` text in it read.
  ///
  /// Ranges are those given. One that is two bytes longer than its text is taken to include quotes; places in a text
  /// whose range has another length are estimated from its beginning.
  public init(arguments: [(text: String, range: Range<Int>)]) {
    self.init()
    var parser = ShellParser([])
    parser.readArguments(arguments)
    self = parser.script
  }
}

extension ShellParser {
  /// Makes a command of words that are known already.
  mutating func readArguments(_ arguments: [(text: String, range: Range<Int>)]) {
    let scope = openScope(.script, parent: nil, pipeline: nextPipeline(), start: 0)
    guard let first = arguments.first, let last = arguments.last else { return }
    var (copy, places): (UnquotedText, [Range<Int>]) = (UnquotedText(), [])
    for (text, range) in arguments {
      let start = copy.bytes.count
      let shift = range.count == text.utf8.count ? 0 : 1
      for (index, byte) in text.utf8.enumerated() {
        let place = range.lowerBound + min(shift + index, max(0, range.count - 1))
        copy.append(byte, offset: place)
      }
      places.append(start..<copy.bytes.count)
    }
    let words = arguments.map { ShellWord(literal: $0.text, range: $0.range) }
    let all = first.range.lowerBound..<max(first.range.lowerBound, last.range.upperBound)
    script.scopes[scope].range = all
    var command = ShellCommand(range: all, scope: scope, pipeline: nextPipeline())
    command.words = words
    script.commands.append(command)
    guard CommandTexts.areLikely(in: words) else { return finishScript() }
    (bytes, offsets, end) = (copy.bytes, copy.offsets, copy.bytes.count)
    scanBudget = 16 * bytes.count + 4096
    for text in CommandTexts(words).arguments {
      readText(text.map { .plain(places[$0]) }, command: 0, mark: 0)
    }
    finishScript()
  }
}

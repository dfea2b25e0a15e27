import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// The text of RUN with its commands as hadolint tells them apart.
public final class LintScript: Sendable {
  /// What the text is and where it is in the file.
  public let text: LogicalLine
  public let script: ShellScript
  /// What reads the text.
  let dialect: ShellDialect
  public let isExec: Bool
  /// Every simple command whose name is literal, those of substitutions and functions included, those of a quoted
  /// `sh -c` text not. None when the text could not be read and the judgement is exact.
  public let commands: [LintCommand]
  /// Whether any command of the text writes to a pipe.
  public let hasPipe: Bool

  init(_ step: StepScript, isExec: Bool, isExact: Bool) {
    (text, script, dialect, self.isExec) = (step.text, step.script, step.dialect, isExec)
    let script = step.script
    let isRead = script.isComplete || (script.leftover != nil)
    guard !isExact || (isRead && LintScript.takesConditions(script)) else {
      (commands, hasPipe) = ([], false)
      return
    }
    let isQuoted = LintScript.quotedScopes(script)
    let reader = LintWordReader(script, text: text.bytes, isExact: isExact)
    var hasPipe = false
    var commands: [LintCommand] = []
    // ShellCheck, by which hadolint reads, stops there without a word.
    let end = isExact ? script.leftover ?? text.bytes.count : text.bytes.count
    for (index, command) in script.commands.enumerated() where !isQuoted[command.scope] {
      if command.range.lowerBound >= end { break }
      if command.pipeline.index > 0 { hasPipe = true }
      for words in LintScript.commands(in: command) {
        let words = words.prefix { $0.range.lowerBound < end }
        let start = words.first?.range.lowerBound ?? command.range.lowerBound
        let range = min(start, command.range.upperBound)..<command.range.upperBound
        if let command = LintCommand(words, range, index: index, of: reader, isExact: isExact) {
          commands.append(command)
        }
      }
    }
    for (index, scope) in script.scopes.enumerated() where scope.pipeline.index > 0 && !isQuoted[index] {
      if scope.range.lowerBound < end { hasPipe = true }
    }
    (self.commands, self.hasPipe) = (commands, hasPipe)
  }

  /// Whether ShellCheck takes all tests of a text.
  private static func takesConditions(_ script: ShellScript) -> Bool {
    guard script.commands.contains(where: LintCondition.isTest) else { return true }
    let end = script.leftover ?? Int.max
    // How the next command of each scope hangs on the one before.
    var joins: [Int: ShellJoin] = [:]
    for command in script.commands.reversed() {
      let isFollowed = joins[command.scope].map { $0 != .always } ?? false
      joins[command.scope] = command.join
      guard command.range.lowerBound < end, LintCondition.isTest(command) else { continue }
      if !LintCondition.isTaken(command, isFollowed: isFollowed) { return false }
    }
    return true
  }

  /// The words of the commands in one: none for a test, two for `time` and what it measures.
  private static func commands(in command: ShellCommand) -> [ArraySlice<ShellWord>] {
    var words = command.words[...]
    var out: [ArraySlice<ShellWord>] = []
    while let first = words.first, !first.isQuoted {
      switch first.text {
      case "[", "[[", "((": return out
      // Behind assignments the shell does not reserve it.
      case "coproc" where command.assignments.isEmpty: words = words.dropFirst()
      case "time":
        let flags = words.dropFirst().prefix { $0.text.utf8.first == UInt8(ascii: "-") }
        out.append(words[..<flags.endIndex])
        words = words[flags.endIndex...]
        guard words.first?.parts.first.map(isAssignment) == true else { continue }
        return out + [words.drop { $0.parts.first.map(isAssignment) ?? false }]
      default: return out + [words]
      }
    }
    return out + [words]
  }

  /// Whether a word begins with `NAME=`.
  private static func isAssignment(_ part: ShellWord.Part) -> Bool {
    guard case .literal(let text, isQuoted: false) = part, let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
    else {
      return false
    }
    let name = text.utf8[..<equals]
    let isLetter = { (byte: UInt8) in
      byte == UInt8(ascii: "_") || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    return name.first.map(isLetter) ?? false && name.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
  }

  /// For each scope whether it is in the text of a `sh -c`.
  static func quotedScopes(_ script: ShellScript) -> [Bool] {
    var out = [Bool](repeating: false, count: script.scopes.count)
    for (index, scope) in script.scopes.enumerated() {
      if case .shellText = scope.kind { out[index] = true }
      // A scope stands behind the one around it.
      if let parent = scope.parent, parent < index, out[parent] { out[index] = true }
    }
    return out
  }
}

/// Finds the shell text of RUN.
struct LintScriptReader {
  /// The flags of RUN that hadolint knows.
  private static let flags: Set<String> = ["mount", "network", "security"]

  let syntax: DockerfileSyntax
  let isExact: Bool

  /// The text of an instruction; nil when it is no RUN.
  ///
  /// - Parameter step: what the build model has of it; nil for what is in no stage.
  func script(of instruction: Instruction, step: BuildStep?) -> LintScript? {
    guard case .run(let run) = instruction.kind else { return nil }
    if isExact, let items = listItems(of: instruction) {
      // hadolint reads the list's items, joined, as shell text; that they are none is one of its defects.
      return LintScript(joined(items), isExec: true, isExact: true)
    }
    if run.command.isExec, !isExact {
      let step = step?.script ?? StepScript.read(instruction, of: syntax)
      return step.map { LintScript($0, isExec: true, isExact: false) }
    }
    if isExact, let text = exactText(of: run, instruction) {
      let script = StepScript.read(text, dialect: .bash, limit: syntax.source.bytes.count)
      return LintScript(script, isExec: false, isExact: true)
    }
    if let script = step?.script, !isExact || (!isOther(script.dialect) && !run.command.isExec) {
      return LintScript(script, isExec: false, isExact: isExact)
    }
    return StepScript.read(instruction, of: syntax).map { LintScript($0, isExec: false, isExact: isExact) }
  }

  private func isOther(_ dialect: ShellDialect) -> Bool { if case .other = dialect { true } else { false } }

  /// What hadolint takes for the text of RUN; nil when that is what Docker takes for it.
  ///
  /// Source: hadolint 2.15.1, measured: a flag that it does not know belongs to the text; with a here-document the text is
  /// what stands before its mark, or else what stands behind it, unless that redirects, and its lines.
  private func exactText(of run: Run, _ instruction: Instruction) -> LogicalLine? {
    let node = syntax.nodes[instruction.node]
    let rest = run.command.isExec ? node.texts.last?.rest : run.command.arguments.first?.range
    guard let argument = rest else { return nil }
    let unknown = instruction.flags.first { !LintScriptReader.flags.contains($0.name) }
    let start = min(unknown?.range.lowerBound ?? argument.lowerBound, argument.lowerBound)
    guard let heredoc = node.heredocs.first, let mark = heredocMark(in: node.line.bytes[start..<argument.upperBound])
    else {
      return unknown == nil && !run.command.isExec ? nil : node.line.slice(start..<argument.upperBound)
    }
    if mark.lowerBound > start { return node.line.slice(start..<mark.lowerBound) }
    var text = node.line.slice(mark.upperBound..<argument.upperBound)
    let isAlone = text.bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    // The line feed before the body ends the words behind the mark.
    var body = max(0, heredoc.offsets.lowerBound - (isAlone ? 0 : 1))..<heredoc.offsets.upperBound
    let isQuoted = node.line.bytes[mark].contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    // One blank or line feed may stand before what redirects, which is left out with its line.
    if !isQuoted, LintScriptReader.redirects(text.bytes.dropFirst().first) {
      text = LogicalLine()
      body = heredoc.offsets
    } else if !isQuoted, text.bytes.isEmpty, LintScriptReader.redirects(syntax.source.bytes[body].first) {
      body = (syntax.source.bytes[body].firstIndex(of: 0x0A).map { $0 + 1 } ?? body.upperBound)..<body.upperBound
    }
    if isAlone { text = LogicalLine() }
    text.append(syntax.source.bytes, body)
    return text
  }

  private static func redirects(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: ">") || byte == UInt8(ascii: "|") }

  /// Where `<<NAME` is.
  private func heredocMark(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
    let less = UInt8(ascii: "<")
    var place = bytes.startIndex
    while place + 1 < bytes.endIndex {
      guard bytes[place] == less else {
        place += 1
        continue
      }
      let count = bytes[place...].prefix { $0 == less }.count
      guard count == 2 else {
        place += count
        continue
      }
      let name = bytes[(place + 2)...].prefix { $0 != 0x20 && $0 != 0x09 }
      return place..<name.endIndex
    }
    return nil
  }

  /// What hadolint takes for the items of a list; nil when RUN has none.
  private func listItems(of instruction: Instruction) -> [[UInt8]]? {
    let node = syntax.nodes[instruction.node]
    guard let text = node.texts.last, node.bytes(text.rest).first == UInt8(ascii: "["),
      !instruction.flags.contains(where: { !LintScriptReader.flags.contains($0.name) })
    else { return nil }
    return ExecList.items(node.bytes(text.rest), escape: syntax.escape)
  }

  private func joined(_ items: [[UInt8]]) -> StepScript {
    let bytes = Array(items.joined(separator: [0x20]))
    var text = LogicalLine()
    text.append(bytes, 0..<bytes.count)
    return StepScript.read(text, dialect: .bash, limit: syntax.source.bytes.count)
  }
}

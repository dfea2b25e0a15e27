import BuildModel
import Core
import Dockerfile

/// Collects what the DL rules find.
public struct LintReport {
  private let file: LintFile
  private var info: RuleInfo?
  /// The instruction of the current rule's last finding.
  private var last: Int?
  private(set) var findings: [Finding] = []

  init(_ file: LintFile) { self.file = file }

  /// What follows is of this rule.
  mutating func begin(_ info: RuleInfo) { (self.info, last) = (info, nil) }

  /// Notes something about an instruction.
  ///
  /// As hadolint does, an exact report takes one finding a rule and instruction and puts it at the first line.
  /// - Parameters:
  ///   - message: what is wrong, in lower case without a full stop.
  ///   - range: the part of the instruction's logical line; nil for all of it.
  ///   - repeats: whether an exact report takes it though the rule has one at this instruction.
  ///   - fix: what to type; empty when the rule's advice is all there is to say.
  public mutating func note(
    _ message: String, at instruction: LintInstruction, _ range: Range<Int>? = nil, repeats: Bool = false,
    fix: String = ""
  ) {
    add(message, at: instruction, repeats: repeats, fix: fix) { file in
      range.map { file.build.place($0, ofNode: instruction.node) } ?? file.build.place(ofNode: instruction.node)
    }
  }

  /// Notes something about a command of RUN, or about one of its arguments.
  ///
  /// - Parameter argument: its index among the command's arguments.
  public mutating func note(
    _ message: String, at instruction: LintInstruction, _ command: LintCommand, argument: Int? = nil, fix: String = ""
  ) {
    add(message, at: instruction, repeats: false, fix: fix) { file in
      guard let script = instruction.script else { return file.build.place(ofNode: instruction.node) }
      let range = argument.map { command.ranges[$0] } ?? command.range
      let offsets = script.text.offsets(of: range.clamped(to: 0..<script.text.bytes.count))
      return .source(file: file.build.file, range: file.build.syntax.source.range(of: offsets))
    }
  }

  /// Notes something about a comment.
  public mutating func note(_ message: String, at pragma: HadolintPragma) {
    guard let info else { return }
    let range = file.build.syntax.source.range(of: pragma.offsets)
    var finding = Finding(
      rule: info.id, severity: info.severity, message: message,
      place: file.options.isExact
        ? LintReport.line(pragma.line, of: file) : .source(file: file.build.file, range: range))
    finding.level = info.level
    findings.append(finding)
  }

  private mutating func add(
    _ message: String, at instruction: LintInstruction, repeats: Bool, fix: String, _ place: (LintFile) -> Place
  ) {
    guard let info else { return }
    let isExact = file.options.isExact
    if isExact, !repeats, last == instruction.index { return }
    last = instruction.index
    var finding = Finding(
      rule: info.id, severity: info.severity, message: AddressText.hidden(message),
      place: isExact ? LintReport.line(instruction.line, of: file) : place(file), fix: AddressText.hidden(fix))
    finding.level = info.level
    findings.append(finding)
  }

  /// The first column of a line.
  private static func line(_ line: Int, of file: LintFile) -> Place {
    let start = SourcePosition(line: line, column: 1)
    return .source(file: file.build.file, range: SourceRange(start: start, end: start))
  }
}

import BuildModel
import Config
import Core
import Dockerfile
import LintRules
import Reports
import ShellCheck

/// A Dockerfile judged by hadolint's own rules, and what ShellCheck is to judge of it.
struct HadolintJudgement: Sendable {
  var file: HadolintReportFile
  fileprivate var silencer: HadolintSilencer?
  /// None when ShellCheck is not to run.
  var scripts: [ShellCheckScript] = []
}

/// Judges a Dockerfile as hadolint does.
struct HadolintScan: Sendable {
  private let settings: HadolintSettings
  private let options: LintOptions
  private let asksShellCheck: Bool

  /// - Parameter asksShellCheck: whether the shell texts are wanted.
  init(_ settings: HadolintSettings, asksShellCheck: Bool = false) {
    (self.settings, self.asksShellCheck) = (settings, asksShellCheck)
    options = settings.lintOptions
  }

  /// What becomes of a file's text.
  ///
  /// - Parameter name: as the user named it.
  func judge(_ bytes: [UInt8], name: String) -> HadolintJudgement {
    let syntax = DockerfileSyntax(bytes)
    if let error = syntax.errors.first(where: HadolintScan.isParseError) {
      return HadolintJudgement(
        file: HadolintReportFile(name: name, parseError: HadolintReportFile.ParseError(error, in: syntax.source)))
    }
    let lint = LintFile(BuildModel(syntax, file: name), options: options)
    let found = lint.findings { info in settings.level(of: info.id.description, info.level ?? .ignore) != nil }
    var judgement = HadolintJudgement(file: HadolintReportFile(name: name))
    if !settings.disablesPragmas { judgement.silencer = HadolintSilencer(syntax) }
    add(found, to: &judgement)
    if asksShellCheck { judgement.scripts = ShellCheckScripts.scripts(of: lint) }
    return judgement
  }

  /// The file with what ShellCheck says of it.
  func file(_ judgement: HadolintJudgement, _ verdict: ShellCheckVerdict?) -> HadolintReportFile {
    guard let verdict, !verdict.findings.isEmpty else { return judgement.file }
    var judgement = judgement
    add(verdict.findings, to: &judgement)
    return judgement.file
  }

  /// Adds findings that count, at their lines.
  private func add(_ found: [Finding], to judgement: inout HadolintJudgement) {
    var findings = judgement.file.findings
    for finding in found {
      let code = finding.rule.description
      guard case .source(_, let range) = finding.place,
        let level = settings.level(of: code, finding.level ?? .ignore),
        judgement.silencer?.silences(code, line: range.start.line) != true
      else { continue }
      findings.append(
        HadolintReportFile.Finding(
          code: code, level: level, line: range.start.line, column: range.start.column, message: finding.message))
    }
    // The order within a line is that of the rules.
    let order = findings.indices.sorted { (findings[$0].line, $0) < (findings[$1].line, $1) }
    judgement.file.findings = order.map { findings[$0] }
  }

  /// What Docker refuses and hadolint reads: instructions in the wrong place, which rules judge, and a file without any.
  private static let readable: Set<String> = ["no-instructions", "no-stage", "onbuild-trigger", "shell-form"]

  private static func isParseError(_ error: DockerfileError) -> Bool {
    error.layer != .build && !readable.contains(error.code)
  }
}

extension HadolintReportFile.ParseError {
  fileprivate init(_ error: DockerfileError, in source: SourceText) {
    let offset = error.offsets.lowerBound
    let line = source.position(of: offset).line
    let start = source.offset(ofLine: line) ?? 0
    var excerpt: [UInt8] = []
    var (column, width) = (1, 1)
    for index in start..<source.bytes.count {
      let byte = source.bytes[index]
      if index == offset { column = width }
      if byte == 0x0A || (byte == 0x0D && index + 1 < source.bytes.count && source.bytes[index + 1] == 0x0A) { break }
      let isKept = width <= HadolintReportFile.widestExcerpt
      if byte == 0x09 {
        let columns = 8 - (width - 1) % 8
        if isKept { excerpt += repeatElement(0x20, count: columns) }
        width += columns
      } else {
        if isKept { excerpt.append(byte) }
        // The bytes of a character stand in one column.
        if byte & 0xC0 != 0x80 { width += 1 }
      }
      if offset < index, !isKept { break }
    }
    if offset >= source.bytes.count { column = width }
    self.init(
      line: line, column: column, message: error.message + (error.help.map { "; \($0)" } ?? ""),
      excerpt: String(decoding: HiddenLine.shown(excerpt), as: UTF8.self))
  }
}

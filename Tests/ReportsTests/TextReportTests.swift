import Core
import Engine
import Testing

@testable import Reports

@Suite struct TextReportTests {
  private func text(
    _ outcome: Outcome, style: TerminalStyle = TerminalStyle(), verbose: Bool = false, quiet: Bool = false,
    listAll: Bool = false
  ) -> String {
    TextReport(style: style, verbose: verbose, quiet: quiet, listAll: listAll, rules: Samples.rules).render(outcome)
  }

  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  @Test func `a clean image takes two lines`() {
    let report = text(Samples.outcome())
    expectGolden(report, "text/clean.txt")
    #expect(lines(report).count == 2)
  }

  @Test func `a bad image looks as recorded`() { expectGolden(text(Samples.bad), "text/bad.txt") }
  @Test func `verbose shows notes in full`() { expectGolden(text(Samples.bad, verbose: true), "text/bad-verbose.txt") }
  @Test func `ASCII only`() {
    let report = text(Samples.bad, style: TerminalStyle(ascii: true))
    expectGolden(report, "text/bad-ascii.txt")
    #expect(report.utf8.allSatisfy { $0 < 0x80 })
  }
  @Test func `colours look as recorded`() {
    expectGolden(text(Samples.bad, style: TerminalStyle(color: true)), "text/bad-color.txt")
  }
  @Test func `an incomplete scan looks as recorded`() { expectGolden(text(Samples.incomplete), "text/incomplete.txt") }
  @Test func `hostile names look as recorded`() {
    expectGolden(text(Samples.hostile, verbose: true), "text/hostile.txt")
  }

  @Test(arguments: [false, true]) func `no control character reaches the output`(verbose: Bool) {
    for ascii in [false, true] {
      let report = text(Samples.hostile, style: TerminalStyle(ascii: ascii), verbose: verbose)
      let bad = report.unicodeScalars.filter { scalar in
        scalar != "\n"
          && (scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{202E}"
            || scalar == "\u{200B}")
      }
      #expect(bad.isEmpty)
      #expect(!ascii || report.utf8.allSatisfy { $0 < 0x80 })
      #expect(!lines(report).contains { $0.drop { $0 == " " }.hasPrefix("= help: run me") })
    }
  }

  @Test func `colour adds nothing but escape sequences`() {
    let colored = text(Samples.bad, style: TerminalStyle(color: true))
    var plain = ""
    var isEscape = false
    for scalar in colored.unicodeScalars {
      if scalar == "\u{1B}" { isEscape = true }
      if !isEscape { plain.unicodeScalars.append(scalar) }
      if isEscape, scalar == "m" { isEscape = false }
    }
    #expect(plain == text(Samples.bad))
    #expect(plain != colored)
  }

  @Test func `the same outcome gives the same bytes`() {
    for outcome in [Samples.bad, Samples.incomplete, Samples.hostile] {
      let first = text(outcome)
      for _ in 0..<5 { #expect(text(outcome) == first) }
    }
  }

  @Test func `own files are listed first and marked`() {
    let report = lines(text(Samples.bad))
    let header = report.firstIndex { $0.hasPrefix("  MODE") } ?? 0
    #expect(report[header + 1].contains("/opt/tool/helper") && report[header + 1].contains("!"))
    #expect(report[header + 2].contains("/usr/bin/sudo") && report[header + 2].contains("layer 2/3 own"))
    #expect(!report[header + 3].contains("!"))
  }

  @Test(arguments: [(10, false, 0), (11, false, 1), (14, false, 4), (14, true, 0)])
  func `a table has at most ten rows unless all are asked for`(files: Int, listAll: Bool, more: Int) {
    let findings = (0..<files).map { Samples.setuid("/bin/f\($0)", layer: 0) }
    let report = text(Samples.outcome(findings), listAll: listAll)
    #expect(lines(report).count { $0.hasPrefix("  4755") } == files - more)
    #expect(report.contains("\(more) more (--all to list)") == (more > 0))
    #expect(report.contains("setuid file: \(files) files (0 own, \(files) base)"))
  }

  @Test func `the worst of a rule is listed though the base brought it`() {
    var findings = (0..<12).map { Samples.setuid("/bin/a\($0)", layer: 0) }
    findings.append(Samples.setuid("/bin/worst", layer: 0, severity: .critical))
    #expect(text(Samples.outcome(findings)).contains("/bin/worst"))
  }

  @Test func `messages that differ by more than the path are all shown`() {
    var other = Samples.setuid("/bin/b", layer: 0)
    other.message = "/bin/b is a copy of su"
    let report = text(Samples.outcome([Samples.setuid("/bin/a", layer: 0), other]))
    #expect(report.contains("  /bin/b is a copy of su\n"))
  }

  @Test func `evidence shared by all findings is printed once`() {
    let findings = ["/bin/a", "/bin/b"].map { path in
      var finding = Samples.setuid(path, layer: 0)
      finding.evidence = ["read from the layer"]
      return finding
    }
    #expect(lines(text(Samples.outcome(findings))).count { $0.contains("read from the layer") } == 1)
  }

  @Test func `a path is never cut or wrapped`() {
    let path = "/" + String(repeating: "very-long-name/", count: 30) + "x"
    for terminal in [false, true] {
      let style = TerminalStyle(width: 60, isTerminal: terminal)
      #expect(text(Samples.outcome([Samples.setuid(path, layer: 1)]), style: style).contains(path))
    }
  }

  @Test func `prose is wrapped at the width`() {
    let report = lines(text(Samples.outcome([Samples.setuid("/bin/a", layer: 1)]), style: TerminalStyle(width: 60)))
    let start = report.firstIndex { $0.hasPrefix("  = why:") } ?? 0
    let end = report.firstIndex { $0.hasPrefix("  = help:") } ?? 0
    #expect(end - start > 2)
    #expect(report[start..<end].allSatisfy { $0.count <= 60 })
  }

  @Test func `a command to copy is not wrapped`() {
    let report = text(Samples.outcome([Samples.setuid("/bin/a", layer: 1)]), style: TerminalStyle(width: 40))
    #expect(report.contains("  = help: RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +\n"))
  }

  @Test func `warnings beyond three are counted`() {
    let report = text(Samples.incomplete)
    #expect(lines(report).count { $0.hasPrefix("warning: ") } == 3)
    #expect(report.contains("2 more warnings (-v to list)"))
    #expect(lines(text(Samples.incomplete, verbose: true)).count { $0.hasPrefix("warning: ") } == 5)
  }

  @Test func `quiet says nothing when passed and only what fails otherwise`() {
    #expect(text(Samples.outcome([Samples.shell]), quiet: true) == "")
    let report = text(Samples.bad, quiet: true)
    #expect(report.contains("IMG-USER-ROOT") && !report.contains("IMG-TOOL-SHELL"))
    #expect(text(Samples.incomplete, quiet: true).contains("error: layer 2/3: stops at"))
  }

  @Test func `an unverified digest is said`() {
    #expect(text(Samples.bad).contains("note: digests were not verified (--verify)"))
    #expect(!text(Samples.outcome()).contains("verified"))
  }

  @Test func `a rule that the table does not know is printed all the same`() {
    let finding = Finding(rule: "NEW-RULE", severity: .high, message: "odd", place: .image, fix: "do it")
    let report = text(Samples.outcome([finding]))
    #expect(report.contains("error[NEW-RULE]: odd\n") && report.contains("= help: do it"))
  }
}

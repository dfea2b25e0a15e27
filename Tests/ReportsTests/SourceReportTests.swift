import Core
import Engine
import Testing

@testable import Reports

@Suite struct SourceReportTests {
  private func text(
    _ outcome: Outcome, style: TerminalStyle = TerminalStyle(), verbose: Bool = false, quiet: Bool = false,
    listAll: Bool = false
  ) -> String {
    TextReport(style: style, verbose: verbose, quiet: quiet, listAll: listAll, rules: Samples.allRules).render(outcome)
  }

  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  @Test func `a bad Dockerfile looks as recorded`() {
    expectGolden(text(Samples.badDockerfile), "text/dockerfile.txt")
  }
  @Test func `verbose gives reasons and how to ignore`() {
    expectGolden(text(Samples.badDockerfile, verbose: true), "text/dockerfile-verbose.txt")
  }
  @Test func `ASCII only`() {
    let report = text(Samples.badDockerfile, style: TerminalStyle(ascii: true))
    expectGolden(report, "text/dockerfile-ascii.txt")
    #expect(report.utf8.allSatisfy { $0 < 0x80 })
  }
  @Test func `colours look as recorded`() {
    expectGolden(text(Samples.badDockerfile, style: TerminalStyle(color: true)), "text/dockerfile-color.txt")
  }
  @Test func `a file that could be read only in part looks as recorded`() {
    expectGolden(text(Samples.brokenDockerfile), "text/dockerfile-broken.txt")
  }
  @Test func `a hostile file looks as recorded`() {
    expectGolden(text(Samples.hostileDockerfile, verbose: true), "text/dockerfile-hostile.txt")
  }

  @Test func `a clean Dockerfile takes two lines`() {
    let report = text(Outcome(targets: [Samples.dockerfileTarget()], gate: Gate()))
    #expect(lines(report) == ["Dockerfile", "✓ passed: 20 rules, 0 findings (fail on: medium)"])
  }

  @Test(arguments: [false, true]) func `no control character reaches the output`(verbose: Bool) {
    for ascii in [false, true] {
      let report = text(Samples.hostileDockerfile, style: TerminalStyle(ascii: ascii), verbose: verbose)
      #expect(!report.unicodeScalars.contains { $0 != "\n" && $0.isUnsafeToShow })
      #expect(!ascii || report.utf8.allSatisfy { $0 < 0x80 })
      #expect(!lines(report).contains { $0.drop { $0 == " " }.hasPrefix("= help: run me") })
    }
  }

  @Test func `colour adds nothing but escape sequences`() {
    var plain = ""
    var isEscape = false
    for scalar in text(Samples.badDockerfile, style: TerminalStyle(color: true)).unicodeScalars {
      if scalar == "\u{1B}" { isEscape = true }
      if !isEscape { plain.unicodeScalars.append(scalar) }
      if isEscape, scalar == "m" { isEscape = false }
    }
    #expect(plain == text(Samples.badDockerfile))
  }

  @Test func `the same outcome gives the same bytes`() {
    for outcome in [Samples.badDockerfile, Samples.brokenDockerfile, Samples.hostileDockerfile] {
      let first = text(outcome, verbose: true)
      for _ in 0..<5 { #expect(text(outcome, verbose: true) == first) }
    }
  }

  @Test func `a file without its text is reported without excerpts`() {
    var outcome = Samples.badDockerfile
    outcome.targets[0].source = nil
    let report = text(outcome)
    #expect(report.contains("  --> Dockerfile:17:1\n   no USER after line 6\n"))
    #expect(report.contains("   = note: this base's default user is root (Dockerfile:6:1)\n"))
    #expect(!report.contains("17 |"))
  }

  @Test func `the text of one file is not shown for another`() {
    let finding = Samples.finding("DKF-TOOL-LEFT", .high, "odd", Samples.range(1, 1..<5), file: ".dockerignore")
    let report = text(Outcome(targets: [Samples.dockerfileTarget([finding])], gate: Gate()))
    #expect(report.contains("--> .dockerignore:1:1\n") && !report.contains("FROM golang"))
  }

  @Test(arguments: [(10, false, 0), (11, false, 1), (14, false, 4), (14, true, 0)])
  func `a block has at most ten places unless all are asked for`(count: Int, listAll: Bool, more: Int) {
    let findings = (0..<count).map {
      Samples.finding("DKF-WORLD-WRITABLE", .medium, "chmod \($0)", Samples.range(1 + $0, 1..<3))
    }
    let report = text(Outcome(targets: [Samples.dockerfileTarget(findings)], gate: Gate()), listAll: listAll)
    #expect(lines(report).count { $0.hasPrefix("  --> ") } == count - more)
    #expect(report.contains("\(more) more (--all to list)") == (more > 0))
    #expect(report.contains("a step makes files writable for all: \(count) findings"))
  }

  @Test func `places a finding speaks of are cut, and listed with -v`() {
    var finding = Samples.finding("DKF-TOOL-LEFT", .high, "odd", Samples.range(1, 1..<5))
    finding.notes = (2...9).map {
      Note("place \($0)", place: .source(file: "Dockerfile", range: Samples.range($0, 1..<3)))
    }
    let outcome = Outcome(targets: [Samples.dockerfileTarget([finding])], gate: Gate())
    #expect(lines(text(outcome)).count { $0.contains("- place") } == 5)
    #expect(lines(text(outcome)).count { $0.contains("= note: place") } == 3)
    #expect(lines(text(outcome, verbose: true)).count { $0.contains("- place") } == 8)
  }

  @Test func `a fix that is an instruction can be copied whole`() {
    var finding = Samples.userMissing
    finding.fix = "USER 10001:10001"
    let report = text(Outcome(targets: [Samples.dockerfileTarget([finding])], gate: Gate()))
    #expect(report.contains("   = help: USER 10001:10001\n           [safe fix]\n"))
  }

  @Test func `a place is not said twice`() {
    var outcome = Samples.brokenDockerfile
    outcome.targets[0].incidents[0].message = "Dockerfile:7:5 unknown instruction `RUNN`"
    #expect(text(outcome).contains("error: Dockerfile:7:5 unknown instruction"))
  }

  @Test func `reasons are given only when asked for`() {
    #expect(!text(Samples.badDockerfile).contains("= why"))
    #expect(lines(text(Samples.badDockerfile, verbose: true)).count { $0.contains("= why") } == 4)
    #expect(lines(text(Samples.badDockerfile, verbose: true)).count { $0.contains("= ignore: # imgscan") } == 4)
  }

  @Test func `quiet shows what fails only`() {
    let report = text(Samples.badDockerfile, quiet: true)
    #expect(report.contains("DKF-USER-MISSING") && !report.contains("DKF-TOOL-LEFT"))
    #expect(text(Outcome(targets: [Samples.dockerfileTarget()], gate: Gate()), quiet: true) == "")
  }
}

@Suite struct SummaryTests {
  private func text(_ outcome: Outcome, listAll: Bool = false) -> String {
    TextReport(style: TerminalStyle(), listAll: listAll, rules: Samples.allRules).render(outcome)
  }

  private func outcome(clean: Int, bad: Int) -> Outcome {
    let good = (0..<clean).map { Samples.dockerfileTarget(name: "clean/\($0)/Dockerfile") }
    let others = (0..<bad).map { index in
      let name = "bad/\(index)/Dockerfile"
      let place = Samples.range(17, 1..<11)
      return Samples.dockerfileTarget(
        [Samples.finding("DKF-USER-MISSING", .high, "the final stage never leaves root", place, file: name)],
        name: name)
    }
    return Outcome(targets: good + others, gate: Gate())
  }

  @Test func `many Dockerfiles look as recorded`() {
    var outcome = outcome(clean: 977, bad: 2)
    var unread = Target(kind: "dockerfile", name: "infra/old/Dockerfile")
    unread.incidents = [Incident(code: "not-text", message: "infra/old/Dockerfile is not text")]
    outcome.targets.append(unread)
    let report = text(outcome)
    expectGolden(report, "text/dockerfiles.txt")
    #expect(!report.contains("clean/"))
    #expect(text(outcome, listAll: true).contains("clean/976/Dockerfile"))
  }

  @Test func `clean Dockerfiles have a row up to twenty, and one line in all beyond`() {
    let few = text(outcome(clean: 20, bad: 0))
    #expect(few.split(separator: "\n").count == 22 && !few.contains("\nclean/0/Dockerfile\n"))
    let verdict = "✓ passed: 1,000 Dockerfiles, 20 rules, 0 findings (fail on: medium)\n"
    #expect(text(outcome(clean: 1000, bad: 0)) == verdict)
  }

  @Test func `the verdict calls things by their name`() {
    func last(_ targets: [Target]) -> String {
      text(Outcome(targets: targets, gate: Gate())).split(separator: "\n").last.map(String.init) ?? ""
    }
    let bad = Samples.badDockerfile.targets[0]
    #expect(last([bad, bad]).hasPrefix("✗ failed: 2 errors, 8 warnings at or above medium in 2 of 2 Dockerfiles"))
    #expect(last([bad, Samples.target()]).contains("in 1 of 2 targets"))
    let broken = Samples.brokenDockerfile.targets[0]
    #expect(last([broken]).hasPrefix("✗ incomplete: the Dockerfile could not be read completely; 1 error"))
    #expect(last([broken, broken]).hasPrefix("✗ incomplete: 2 of 2 Dockerfiles could not be read completely; 2 err"))
  }

  @Test func `nothing is said of digests of Dockerfiles`() {
    #expect(!text(Samples.badDockerfile).contains("digests"))
  }
}

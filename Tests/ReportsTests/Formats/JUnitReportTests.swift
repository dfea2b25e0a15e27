import Core
import Engine
import TestSupport
import Testing

@testable import Reports

@Suite struct JUnitReportTests {
  private func render(_ outcome: Outcome) -> [UInt8] { JUnitReport().render(Samples.model(outcome)) }
  private func text(_ outcome: Outcome) -> String { String(decoding: render(outcome), as: UTF8.self) }

  @Test(arguments: Samples.formatNames) func `reports look as recorded`(name: String) {
    let outcome = Samples.named(name)
    expectGolden(render(outcome), "junit/\(name).xml")
  }

  @Test func `the schema holds for every outcome`() throws {
    guard let schema = PythonReader.sharedCase("schemas/junit-10.xsd") else { return }
    for (_, outcome) in Samples.formatOutcomes {
      _ = try PythonReader.read(render(outcome), with: "read_junit.py", [schema])
    }
  }

  @Test func `xmllint holds it for valid`() throws {
    guard let schema = PythonReader.sharedCase("schemas/junit-10.xsd") else { return }
    guard let xmllint = ExternalProgram.find("xmllint") else { return print("not tested: xmllint is not installed") }
    for (name, outcome) in Samples.formatOutcomes {
      let directory = try TemporaryDirectory()
      let path = try directory.write("report.xml", render(outcome))
      let result = try xmllint.run(["--noout", "--schema", schema, path])
      #expect(result.status == 0, "\(name): \(result.errorText)")
    }
  }

  @Test(arguments: Samples.formatNames) func `junitparser counts as we do`(name: String) throws {
    let outcome = Samples.named(name)
    guard let read = try PythonReader.read(render(outcome), with: "read_junit.py") as? [String: Any] else { return }
    let suites = try #require(read["suites"] as? [[String: Any]])
    let incidents = outcome.targets.reduce(0) { $0 + $1.incidents.count }
    func sum(_ key: String) -> Int { suites.reduce(0) { $0 + ($1[key] as? Int ?? 0) } }
    #expect(sum("failures") == outcome.failing)
    #expect(sum("errors") == (outcome.targets.isEmpty ? 1 : incidents))
    let findings = outcome.targets.reduce(0) { $0 + $1.findings.count + $1.suppressed.count }
    #expect(sum("skipped") == findings - outcome.failing)
    for suite in suites {
      let counts = ["tests", "failures", "errors", "skipped"].map { suite[$0] as? Int }
      #expect(suite["stated"] as? [Int?] == counts)
      let cases = try #require(suite["cases"] as? [[String]])
      #expect(Set(cases).count == cases.count)
    }
    #expect(read["tests"] as? Int == sum("tests"))
  }

  @Test func `a rule without findings passes, but not on what was read in part`() {
    let clean = text(Samples.outcome())
    #expect(clean.contains("<testcase classname=\"IMG-USER-ROOT\" name=\"no findings\"/>"))
    #expect(!clean.contains("DKF-"))
    #expect(!text(Samples.bad).contains("<testcase classname=\"IMG-USER-ROOT\" name=\"no findings\"/>"))
    let cut = Samples.outcome { $0.incidents = [Incident(code: "cut", message: "cut")] }
    #expect(!text(cut).contains("no findings") && text(cut).contains("<error type=\"cut\" message=\"cut\""))
  }

  @Test func `only what reaches the gate is a failure`() {
    let outcome = Samples.outcome([Samples.userRoot, Samples.writer], gate: Gate(failOn: .high))
    #expect(text(outcome).contains("<failure type=\"high\""))
    #expect(text(outcome).contains("<skipped type=\"medium\" message=\"medium, below the level that fails: nginx"))
    var ofTarget = outcome
    ofTarget.targets[0].failOn = .critical
    #expect(!text(ofTarget).contains("<failure"))
  }

  @Test func `a finding that does not count says why`() {
    #expect(
      text(Samples.mixed).contains(
        "message=\"suppressed by config: nginx | needs &lt;it&gt; (until 2027-03-01): nginx writes to"))
  }
}

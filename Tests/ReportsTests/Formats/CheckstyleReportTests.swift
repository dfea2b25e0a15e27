import Core
import Engine
import TestSupport
import Testing

@testable import Reports

@Suite struct CheckstyleReportTests {
  private func render(_ outcome: Outcome) -> [UInt8] { CheckstyleReport().render(Samples.model(outcome)) }

  @Test(arguments: Samples.formatNames) func `reports look as recorded`(name: String) {
    let outcome = Samples.named(name)
    expectGolden(render(outcome), "checkstyle/\(name).xml")
  }

  @Test(arguments: Samples.formatNames) func `a reader sees every finding that counts`(name: String) throws {
    let outcome = Samples.named(name)
    guard let entries = try PythonReader.read(render(outcome), with: "read_checkstyle.py") as? [[Any]] else { return }
    let incidents = Samples.model(outcome).incidentItems.count
    #expect(entries.count == incidents + outcome.targets.reduce(0) { $0 + $1.findings.count })
    #expect(entries.count { $0[5] as? String == "imgscan.scan-incomplete" } == incidents)
    #expect(incidents > 0 || outcome.isComplete)
  }

  @Test func `a reader gets the text back`() throws {
    guard let entries = try PythonReader.read(render(Samples.spite), with: "read_checkstyle.py") as? [[Any]] else {
      return
    }
    let kept = String(Samples.spiteful.unicodeScalars.dropLast().map(Character.init))
    #expect(entries.dropFirst().allSatisfy { ($0[4] as? String)?.contains(kept) == true })
  }

  @Test func `findings of an image stand at the line of the Dockerfile that made them`() throws {
    let text = String(decoding: render(Samples.mixed), as: UTF8.self)
    #expect(text.contains("<file name=\"api/Dockerfile\">\n    <error line=\"14\" column=\"1\" severity=\"error\""))
    #expect(text.contains("<file name=\"services/api/Dockerfile\">\n    <error line=\"17\" column=\"1\""))
    #expect(text.contains("<file name=\"image/web_ci-8812\">"))
    #expect(!text.contains("nginx"))
  }

  @Test func `xmllint finds it well formed`() throws {
    guard let xmllint = ExternalProgram.find("xmllint") else { return print("not tested: xmllint is not installed") }
    for (name, outcome) in Samples.formatOutcomes {
      let directory = try TemporaryDirectory()
      let path = try directory.write("report.xml", render(outcome))
      let result = try xmllint.run(["--noout", path])
      #expect(result.status == 0 && result.errors.isEmpty, "\(name): \(result.errorText)")
    }
  }
}

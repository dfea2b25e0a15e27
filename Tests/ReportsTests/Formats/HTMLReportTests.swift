import Core
import Engine
import Foundation
import JSONText
import TestSupport
import Testing

@testable import Reports

@Suite struct HTMLReportTests {
  private func page(_ outcome: Outcome) -> String {
    String(decoding: HTMLReport().render(ReportModel(outcome, rules: Samples.allRules)), as: UTF8.self)
  }

  private static let all: [(name: String, outcome: Outcome)] = [
    ("clean", Samples.outcome()), ("bad", Samples.bad), ("incomplete", Samples.incomplete),
    ("dockerfile", Samples.badDockerfile), ("hostile", HTMLReportTests.hostile),
    ("hostile-dockerfile", Samples.hostileDockerfile),
  ]

  /// Names that would be markup if they were not escaped.
  private static let hostile: Outcome = {
    let name =
      #"</code></pre></title></style></script><script>window.ran=1</script>"#
      + #"<img src=x onerror="window.ran=1">'&"#
    var outcome = Samples.hostile
    var target = Samples.target([Samples.setuid("/" + name, layer: 1, mode: name, package: name), Samples.userRoot])
    target.findings[1].message = name
    target.findings[1].evidence = [name]
    target.findings[1].notes = [Note(name, place: .config(pointer: name))]
    target.findings[1].fix = "RUN " + name
    (target.name, target.reference, target.platform, target.digest) = (name, name, name, name)
    (target.baseDecision, target.configFile) = (name, name)
    target.layers[1].createdBy = name
    target.incidents = [Incident(code: name, message: name)]
    target.warnings = target.incidents
    let suppression = Suppression(by: .config, reason: name)
    target.suppressed = [SuppressedFinding(finding: target.findings[1], suppression: suppression)]
    outcome.targets.append(target)
    outcome.warnings = target.incidents
    return outcome
  }()

  @Test func `the policy of the page names its own style sheet and script`() throws {
    for (text, digest) in [(HTMLStyle.text, HTMLStyle.digest), (HTMLScript.text, HTMLScript.digest)] {
      let directory = try TemporaryDirectory()
      let file = try directory.write("text", Array(text.utf8))
      guard let program = ExternalProgram.find("sha256sum") else { return print("not tested: there is no sha256sum") }
      let hex = try Array(program.run([file]).outputText.utf8.prefix(64))
      let bytes = stride(from: 0, to: hex.count, by: 2).compactMap { index in
        UInt8(String(decoding: hex[index..<min(index + 2, hex.count)], as: UTF8.self), radix: 16)
      }
      #expect(Data(bytes).base64EncodedString() == digest)
    }
  }

  @Test(arguments: all.map(\.name)) func `no untrusted text is markup or a control`(name: String) throws {
    let outcome = try #require(HTMLReportTests.all.first { $0.name == name }).outcome
    let page = page(outcome)
    #expect(page.components(separatedBy: "<script").count == 2)
    #expect(page.components(separatedBy: "<style").count == 2)
    #expect(!page.contains("<img"))
    #expect(!page.contains(" style="))
    let bad = page.unicodeScalars.filter { $0 != "\n" && $0.isUnsafeToShow }
    #expect(bad.isEmpty)
    #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\">") && page.hasSuffix("</html>\n"))
    #expect(self.page(outcome) == page)
  }

  @Test func `what could not be read comes before all findings`() throws {
    let page = page(Samples.incomplete)
    let incidents = try #require(page.range(of: "Incomplete: not all could be read"))
    let first = try #require(page.range(of: "<article"))
    #expect(incidents.lowerBound < first.lowerBound)
    #expect(page.contains("layer 2/3: stops at 131,072 of 48,203,113 bytes"))
    #expect(self.page(Outcome(targets: [], gate: Gate())).contains("there was nothing to scan"))
  }

  @Test func `findings that do not count are listed with reason and end`() {
    let date = CalendarDate(year: 2027, month: 3, day: 1)
    let range = Samples.range(14, 1..<2)
    let suppression = Suppression(
      by: .config, reason: "the base needs it", expires: date, place: .source(file: ".imgscan.yaml", range: range))
    let page = page(
      Samples.outcome { $0.suppressed = [SuppressedFinding(finding: Samples.userRoot, suppression: suppression)] })
    for text in ["the base needs it", "2027-03-01", ".imgscan.yaml:14"] { #expect(page.contains(text)) }
    #expect(!page.contains("<article"))
  }

  @Test func `every file of a long list is there`() {
    let page = page(Samples.outcome((0..<700).map { Samples.setuid("/bin/f\($0)", layer: 1) }))
    #expect((0..<700).allSatisfy { page.contains("<code>/bin/f\($0)</code>") })
    #expect(page.components(separatedBy: "<table class=\"files\"").count == 4)
  }

  @Test(arguments: all.map(\.name)) func `a browser shows, filters and prints it`(name: String) throws {
    let outcome = try #require(HTMLReportTests.all.first { $0.name == name }).outcome
    guard let python = ExternalProgram.find("python3"), let chromium = ExternalProgram.find("chromium") else {
      return print("not tested: the HTML report in a browser (chromium and python3 are needed)")
    }
    let directory = try TemporaryDirectory()
    let file = try directory.write("page.html", Array(page(outcome).utf8))
    let tools =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path + "/tools/look_at_html.py"
    let run = try python.run([tools, chromium.path, file, "--width", "400"], seconds: 120)
    if run.status == 2 { return print("not tested: the HTML report in a browser (\(run.errorText))") }
    try #require(run.status == 0, "\(run.errorText)")
    let facts = try JSONParser.parse(run.output)
    let articles = facts["articles"]?.integer
    #expect(facts["console"]?.array?.isEmpty == true, "\(run.outputText)")
    #expect(facts["requests"]?.array?.isEmpty == true)
    #expect(facts["ran"]?.bool == false && facts["scripts"]?.integer == 1 && facts["handlers"]?.integer == 0)
    #expect(facts["withoutScripts"]?["articles"]?.integer == articles)
    #expect(facts["visible"]?.integer == articles && facts["visibleAgain"]?.integer == articles)
    #expect(facts["printed"]?.integer == articles && facts["filterInPrint"]?.integer == 0)
    #expect((facts["pdfPages"]?.integer ?? 0) > 0)
    #expect((facts["wider"]?.integer ?? 1) <= 0)
    for severity in Severity.allCases {
      let filter = facts["filter"]?[severity.rawValue]
      #expect(filter?["ofIt"]?.integer == 0)
      #expect((filter?["visible"]?.integer ?? 0) + (filter?["articles"]?.integer ?? 0) == articles)
    }
  }
}

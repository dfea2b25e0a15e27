import Core
import Foundation
import JSONText
import Reports
import TestSupport
import Testing

@Suite struct HadolintReportTests {
  private typealias File = HadolintReportFile

  private static let findings = [
    File(
      name: "a/Dockerfile",
      findings: [
        File.Finding(code: "DL3006", level: .warning, line: 1, message: "no tag"),
        File.Finding(code: "SC2086", level: .info, line: 12, message: "quote \"it\" & <go>"),
        File.Finding(code: "DL4000", level: .error, line: 13, message: "old"),
        File.Finding(code: "DL3048", level: .style, line: 14, message: "odd"),
      ]),
    File(name: "good"),
  ]
  private static let broken = [
    File(
      name: "-", parseError: File.ParseError(line: 2, column: 9, message: "what is it", excerpt: "        FOO x"))
  ]

  private func text(_ format: HadolintFormat, _ files: [HadolintReportFile], as name: String? = nil) -> String {
    String(decoding: HadolintReport(files: files, reportedName: name).bytes(format), as: UTF8.self)
  }

  @Test func `tty has a line for each, the level coloured where that is wanted`() {
    #expect(
      text(.tty, HadolintReportTests.findings) == """
        a/Dockerfile:1 DL3006 warning: no tag
        a/Dockerfile:12 SC2086 info: quote "it" & <go>
        a/Dockerfile:13 DL4000 error: old
        a/Dockerfile:14 DL3048 style: odd

        """)
    #expect(text(.tty, HadolintReportTests.broken) == "/dev/stdin:2:9 what is it \n")
    let colored = HadolintReport(files: HadolintReportTests.findings, isColored: true).bytes(.tty)
    let lines = String(decoding: colored, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(lines[0] == "a/Dockerfile:1 DL3006 \u{1B}[1m\u{1B}[93mwarning\u{1B}[0m: no tag")
    #expect(lines[1].contains(" \u{1B}[92minfo\u{1B}[0m:"))
    #expect(lines[2].contains(" \u{1B}[1m\u{1B}[91merror\u{1B}[0m:"))
    #expect(lines[3].contains(" \u{1B}[96mstyle\u{1B}[0m:"))
  }

  @Test func `gnu begins with the program's name`() {
    #expect(
      text(.gnu, HadolintReportTests.findings).utf8.starts(
        with: "hadolint:a/Dockerfile:1: DL3006 warning: no tag\n".utf8))
    #expect(text(.gnu, HadolintReportTests.broken) == "hadolint:/dev/stdin:2:9: what is it \n")
  }

  @Test func `json is a list without a line feed`() {
    #expect(
      text(.json, Array(HadolintReportTests.findings.prefix(1))).utf8.starts(
        with: #"[{"code":"DL3006","column":1,"file":"a/Dockerfile","level":"warning","line":1,"message":"no tag"},{"#
          .utf8))
    #expect(
      text(.json, HadolintReportTests.broken)
        == #"[{"code":"DL1000","column":9,"file":"/dev/stdin","level":"error","line":2,"message":"what is it"}]"#)
    #expect(text(.json, [HadolintReportFile(name: "x")]) == "[]")
  }

  @Test func `checkstyle has an element for every file`() {
    #expect(
      text(.checkstyle, HadolintReportTests.findings) == """
        <?xml version="1.0" encoding="UTF-8"?><checkstyle version="4.3"><file name="a/Dockerfile">\
        <error column="1" line="1" message="no tag" severity="warning" source="DL3006"/>\
        <error column="1" line="12" message="quote &quot;it&quot; &amp; &lt;go>" severity="info" source="SC2086"/>\
        <error column="1" line="13" message="old" severity="error" source="DL4000"/>\
        <error column="1" line="14" message="odd" severity="style" source="DL3048"/></file>\
        <file name="good"/></checkstyle>
        """)
    #expect(
      text(.checkstyle, HadolintReportTests.broken) == """
        <?xml version="1.0" encoding="UTF-8"?><checkstyle version="4.3"><file name="-">\
        <error column="9" line="2" message="/dev/stdin:2:9:
          |
        2 |         FOO x
          |         ^
        what is it
        " severity="error"/></file></checkstyle>
        """)
  }

  @Test func `codeclimate ends each object with a NUL, gitlab_codeclimate is a list with fingerprints`() throws {
    let first =
      #"{"categories":["Bug Risk"],"check_name":"DL3006","description":"no tag","#
      + #""location":{"lines":{"begin":1,"end":1},"path":"a/Dockerfile"},"severity":"major","type":"issue"}"#
    let all = text(.codeclimate, HadolintReportTests.findings)
    #expect(all.utf8.starts(with: first.utf8))
    #expect(all.utf8.count { $0 == 0 } == 4 && all.utf8.last == 0)
    let severities = all.utf8.split(separator: 0).map { part in
      (try? JSONParser.parse(Array(part)))?["severity"]?.string ?? ""
    }
    #expect(severities == ["major", "info", "blocker", "minor"])
    let list = try JSONParser.parse(Array(text(.gitlabCodeClimate, HadolintReportTests.findings).utf8))
    // That of `first`, by sha1sum.
    #expect(list.array?.first?["fingerprint"]?.string == "9ba363c5da343899277d715aaf43c0b7eb5e60e3")
    #expect(list.array?.count == 4)
    #expect(
      text(.codeclimate, HadolintReportTests.broken, as: "P").contains(
        #""location":{"path":"/dev/stdin","positions":{"begin":{"column":9,"line":2},"end":{"column":9,"line":2}}}"#))
  }

  @Test func `codacy has objects back to back`() {
    let parts = text(.codacy, HadolintReportTests.findings).components(separatedBy: "}{")
    #expect(parts.count == 4)
    #expect(parts[0] == #"{"filename":"a/Dockerfile","line":1,"message":"no tag","patternId":"DL3006""#)
  }

  @Test func `sonarqube tells bugs from smells`() throws {
    let issues = try JSONParser.parse(Array(text(.sonarqube, HadolintReportTests.findings).utf8))["issues"]?.array ?? []
    #expect(issues.map { $0["severity"]?.string } == ["MAJOR", "MINOR", "CRITICAL", "INFO"])
    #expect(issues.map { $0["type"]?.string } == ["CODE_SMELL", "CODE_SMELL", "BUG", "CODE_SMELL"])
    #expect(
      text(.sonarqube, HadolintReportTests.broken, as: "P")
        == #"{"issues":[{"engineId":"Hadolint","primaryLocation":{"filePath":"P","message":"what is it","#
        + #""textRange":{"endColumn":9,"endLine":2,"startColumn":9,"startLine":2}},"ruleId":"DL1000","#
        + #""severity":"BLOCKER","type":"BUG"}]}"#)
  }

  @Test func `sarif has results and no rules`() throws {
    let run = try JSONParser.parse(Array(text(.sarif, HadolintReportTests.findings).utf8))["runs"]?.array?.first
    let results = run?["results"]?.array ?? []
    #expect(results.map { $0["level"]?.string } == ["warning", "note", "error", "note"])
    let regions = results.map { $0["locations"]?.array?.first?["physicalLocation"]?["region"] }
    #expect(regions.map { $0?["sourceLanguage"]?.string } == ["dockerfile", "sh", "dockerfile", "dockerfile"])
    #expect(regions.map { $0?["startLine"]?.integer } == [1, 12, 13, 14])
    #expect(run?["tool"]?["driver"]?["name"]?.string == "Hadolint")
    #expect(run?["tool"]?["driver"]?["rules"] == nil)
  }

  @Test func `junit has a case for each finding`() {
    let report = text(.junit, HadolintReportTests.findings)
    #expect(report.contains(#"<testsuite errors="0" failures="4" id="hadolint""#))
    #expect(
      report.contains(
        """
        <testcase id="hadolint.rule.SC2086" time="0.001">\
        <failure id="SC2086" message="quote &quot;it&quot; &amp; &lt;go>" type="info">File: a/Dockerfile
        Line: 12
        Category: Hadolint - Dockerfile
        info: quote "it" &amp; &lt;go&gt;
        </failure></testcase>
        """))
    #expect(report.utf8.reversed().starts(with: #" time="0.001"/></testsuites>"#.utf8.reversed()))
    #expect(text(.junit, HadolintReportTests.broken).contains(#"<testcase id="hadolint.error" name="DL1000""#))
  }

  @Test(arguments: HadolintFormat.allCases) func `the given name stands in five formats alone`(_ format: HadolintFormat)
  {
    let obeys: Set<HadolintFormat> = [.checkstyle, .codeclimate, .gitlabCodeClimate, .sonarqube, .junit]
    let report = text(format, Array(HadolintReportTests.findings.prefix(1)), as: "given/name")
    #expect(report.contains("given/name") == obeys.contains(format))
    #expect(report.contains("a/Dockerfile") != obeys.contains(format))
  }
}

@Suite struct HadolintHostileReportTests {
  private static let nasty = "a\u{1B}[31m\"<&>'\u{0}\n\t\r\u{9B}\u{202E}\u{FFFE}]]>é"

  private static let files = [
    HadolintReportFile(
      name: nasty,
      findings: [HadolintReportFile.Finding(code: "DL3006", level: .warning, line: 1, message: "say \(nasty)")]),
    HadolintReportFile(
      name: nasty,
      parseError: HadolintReportFile.ParseError(line: 1, column: 1, message: "no \(nasty)", excerpt: nasty)),
  ]

  private func bytes(_ format: HadolintFormat) -> [UInt8] {
    HadolintReport(files: HadolintHostileReportTests.files).bytes(format)
  }

  @Test(arguments: [HadolintFormat.tty, .gnu]) func `lines stay lines and move no cursor`(_ format: HadolintFormat) {
    let text = String(decoding: bytes(format), as: UTF8.self)
    #expect(text.utf8.count { $0 == 0x0A } == 2)
    #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.isUnsafeToShow })
  }

  @Test(arguments: [HadolintFormat.json, .gitlabCodeClimate, .sonarqube, .sarif])
  func `JSON is valid and keeps the names`(_ format: HadolintFormat) throws {
    let value = try JSONParser.parse(bytes(format))
    if format == .json { #expect(value.array?.first?["file"]?.string == HadolintHostileReportTests.nasty) }
    #expect(!String(decoding: bytes(format), as: UTF8.self).unicodeScalars.contains { $0.isUnsafeToShow })
  }

  @Test func `each object of codeclimate and codacy is valid`() throws {
    let parts = bytes(.codeclimate).split(separator: 0)
    #expect(parts.count == 2)
    for part in parts { _ = try JSONParser.parse(Array(part)) }
    let codacy = String(decoding: bytes(.codacy), as: UTF8.self).replacingOccurrences(of: "}{", with: "},{")
    #expect(try JSONParser.parse(Array("[\(codacy)]".utf8)).array?.count == 2)
  }

  @Test(arguments: [HadolintFormat.checkstyle, .junit]) func `XML is well-formed`(_ format: HadolintFormat) throws {
    let report = bytes(format)
    #expect(!report.contains { $0 < 0x20 && $0 != 0x0A })
    guard let xmllint = ExternalProgram.find("xmllint") else { return print("not tested: xmllint is not installed") }
    let directory = try TemporaryDirectory()
    let result = try xmllint.run(["--noout", try directory.write("report.xml", report)])
    #expect(result.status == 0, "\(result.errorText)")
  }

  @Test func `a parse error far to the right costs no more than its line`() {
    let file = HadolintReportFile(
      name: "x",
      parseError: HadolintReportFile.ParseError(line: 1, column: Int.max, message: "m", excerpt: ""))
    for format in HadolintFormat.allCases { #expect(HadolintReport(files: [file]).bytes(format).count < 8000) }
  }

  @Test func `a report of nothing is one`() {
    let report = HadolintReport(files: [])
    #expect(report.bytes(.json) == Array("[]".utf8) && report.bytes(.gitlabCodeClimate) == Array("[]".utf8))
    #expect(report.bytes(.tty).isEmpty && report.bytes(.codacy).isEmpty && report.bytes(.codeclimate).isEmpty)
    #expect(report.bytes(.sonarqube) == Array(#"{"issues":[]}"#.utf8))
  }
}

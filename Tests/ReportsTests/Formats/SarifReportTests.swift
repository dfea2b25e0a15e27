import Core
import Engine
import JSONText
import Testing

@testable import Reports

@Suite struct SarifReportTests {
  private func run(_ outcome: Outcome, anchor: String? = nil) throws -> JSONValue {
    let bytes = SarifReport().render(Samples.model(outcome, anchor: anchor))
    return try #require(try JSONParser.parse(bytes)["runs"]?.array?.first)
  }

  private func results(_ outcome: Outcome, anchor: String? = nil) throws -> [JSONValue] {
    try run(outcome, anchor: anchor)["results"]?.array ?? []
  }

  private func region(_ result: JSONValue?) -> [Int?] {
    let region = result?["locations"]?.array?.first?["physicalLocation"]?["region"]
    return ["startLine", "startColumn", "endLine", "endColumn"].map { region?[$0]?.integer.map { Int($0) } }
  }

  private func uris(_ value: JSONValue?) -> [String] {
    guard let value else { return [] }
    let own = value["uri"]?.string.map { [$0] } ?? []
    return own + (value.members ?? []).flatMap { uris($0.value) } + (value.array ?? []).flatMap { uris($0) }
  }

  @Test(arguments: Samples.formatNames) func `URIs are relative, encoded and without a colon`(name: String) throws {
    let all = uris(try run(Samples.named(name)))
    let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%")
    #expect(all.allSatisfy { !$0.isEmpty && !$0.hasPrefix("/") && $0.allSatisfy(allowed.contains) })
  }

  @Test func `a colon in a name is no scheme`() throws {
    let finding = Samples.finding("DKF-X", .high, "x", Samples.range(1, 1..<2), file: "git::x/../é a:b")
    #expect(
      uris(try results(Outcome(targets: [Samples.dockerfileTarget([finding])], gate: Gate())).first)
        == ["%C3%A9%20a%3Ab"])
  }

  @Test func `an image finding stands at the anchor and names the path`() throws {
    let result = try #require(try results(Samples.bad, anchor: "./docker/Dockerfile").first)
    #expect(uris(result) == ["docker/Dockerfile"] && region(result) == [1, nil, nil, nil])
    let place = result["locations"]?.array?.first?["logicalLocations"]?.array?.first
    #expect(place?["fullyQualifiedName"]?.string == "/usr/bin/base01")
    #expect(result["message"]?["text"]?.string == "web:ci-8812: /usr/bin/base01 has mode 4755")
  }

  @Test(arguments: [
    (12..<16, "RUN echo été x", [1, 11, 1, 14]), (1..<4, "\u{FEFF}RUN x", [1, 1, 1, 1]),
    (4..<7, "\u{FEFF}RUN x", [1, 1, 1, 4]), (10..<14, "RUN echo 😀😀", [1, 10, 1, 12]),
    (14..<18, "RUN echo 😀😀", [1, 12, 1, 14]), (14..<900, "RUN echo 😀😀", [1, 12, 1, 14]),
  ])
  func `columns count in UTF-16 units`(columns: Range<Int>, text: String, numbers: [Int]) throws {
    let finding = Samples.finding("DKF-X", .high, "x", Samples.range(1, columns))
    let target = Samples.dockerfileTarget([finding], text: text + "\n")
    #expect(region(try results(Outcome(targets: [target], gate: Gate())).first) == numbers)
  }

  @Test func `columns are right far along a long line`() throws {
    let text = String(repeating: "é", count: 5000) + "RUN"
    let columns = TextColumns(SourceText(Array(text.utf8)))
    for index in [0, 1, 127, 128, 129, 4999, 5000] {
      #expect(columns.position(SourcePosition(line: 1, column: index * 2 + 1)).column == index + 1)
    }
  }

  @Test(arguments: [Int.min, -1, 0, 1, 2, 99, Int.max])
  func `a place that no file has is a place all the same`(number: Int) throws {
    let place = SourcePosition(line: number, column: number)
    var finding = Samples.finding("DKF-X", .high, "x", SourceRange(start: place, end: place))
    finding.edits = [SourceEdit(range: SourceRange(start: place, end: place), replacement: "", isSafe: true)]
    let result = try results(Outcome(targets: [Samples.dockerfileTarget([finding])], gate: Gate())).first
    #expect(region(result).compactMap(\.self).allSatisfy { $0 >= 1 })
  }

  @Test func `whole lines have no columns`() throws {
    let results = try results(Samples.mixed)
    #expect(region(results.first { $0["ruleId"]?.string == "IMG-PERM-SETUID" }) == [14, nil, 15, nil])
  }

  @Test func `what does not count is suppressed, with who says so`() throws {
    let suppressions = try results(Samples.mixed).compactMap { $0["suppressions"]?.array?.first }
    #expect(suppressions.map { $0["kind"]?.string } == ["external", "external"])
    #expect(suppressions.allSatisfy { $0["status"]?.string == "accepted" })
    #expect(suppressions.contains { $0["justification"]?.string?.contains("nginx | needs <it>") == true })
    var target = Samples.dockerfileTarget([])
    let comment = Place.source(file: "Dockerfile", range: Samples.range(3, 1..<9))
    target.suppressed = [
      SuppressedFinding(finding: Samples.userMissing, suppression: Suppression(by: .hadolint, place: comment))
    ]
    let inSource = try self.results(Outcome(targets: [target], gate: Gate())).first?["suppressions"]?.array?.first
    #expect(inSource?["kind"]?.string == "inSource")
    #expect(inSource?["location"]?["physicalLocation"]?["region"]?["startLine"]?.integer == 3)
  }

  @Test func `rules say how bad they are, and are found by their index`() throws {
    let run = try run(Samples.bad)
    let rules = run["tool"]?["driver"]?["rules"]?.array ?? []
    for result in run["results"]?.array ?? [] {
      let index = try #require(result["ruleIndex"]?.integer)
      #expect(rules[Int(index)]["id"]?.string == result["ruleId"]?.string)
    }
    let setuid = try #require(rules.first { $0["id"]?.string == "IMG-PERM-SETUID" })
    #expect(setuid["properties"]?["security-severity"]?.string == "8.0")
    #expect(setuid["properties"]?["tags"]?.strings?.prefix(2) == ["security", "external/cwe/cwe-250"])
    for rule in rules {
      #expect(rule["help"]?["text"]?.string?.isEmpty == false && rule["help"]?["markdown"]?.string?.isEmpty == false)
      #expect((rule["properties"]?["tags"]?.array?.count ?? 99) <= 10)
    }
  }

  @Test func `a fix has its changes`() throws {
    let result = try results(Samples.badDockerfile).first { $0["ruleId"]?.string == "DKF-USER-MISSING" }
    let change = result?["fixes"]?.array?.first?["artifactChanges"]?.array?.first
    let replacement = change?["replacements"]?.array?.first
    #expect(change?["artifactLocation"]?["uri"]?.string == "Dockerfile")
    #expect(replacement?["insertedContent"]?["text"]?.string == "USER 10001:10001\n")
    #expect(replacement?["deletedRegion"]?["startLine"]?.integer == 17)
    #expect(replacement?["deletedRegion"]?["endColumn"]?.integer == 1)
    #expect(result?["relatedLocations"]?.array?.count == 2)
  }

  @Test func `a scan that is not complete is not successful`() throws {
    let invocation = try run(Samples.incomplete)["invocations"]?.array?.first
    #expect(invocation?["executionSuccessful"]?.bool == false)
    let levels = invocation?["toolExecutionNotifications"]?.array?.compactMap { $0["level"]?.string } ?? []
    #expect(levels == ["error", "error"] + Array(repeating: "warning", count: 5))
    #expect(try run(Samples.bad)["invocations"]?.array?.first?["executionSuccessful"]?.bool == true)
  }

  @Test(arguments: [
    ("registry.example:5000/team/web:ci-8812", "imgscan/registry.example_5000/team/web/"),
    ("web@sha256:0123", "imgscan/web/"), ("../web:1", "imgscan/web/"), ("", "imgscan/stdin/"),
  ])
  func `an image's category does not change with its tag`(reference: String, category: String) throws {
    let outcome = Samples.outcome([Samples.shell]) { $0.reference = reference }
    #expect(try run(outcome)["automationDetails"]?["id"]?.string == category)
    #expect(try run(Samples.mixed)["automationDetails"]?["id"]?.string == "imgscan/")
  }

  @Test func `the least severe of too many results are left out, and this is said`() throws {
    var outcome = Samples.many(SarifReport.resultLimit + 7)
    outcome.targets[0].findings.append(Samples.setuid("/last", layer: 0, severity: .critical))
    let run = try run(outcome)
    #expect(run["results"]?.array?.count == SarifReport.resultLimit)
    #expect(run["results"]?.array?.contains { $0["message"]?["text"]?.string?.contains("/last ") == true } == true)
    let told = run["invocations"]?.array?.first?["toolExecutionNotifications"]?.array?.first
    #expect(told?["message"]?["text"]?.string?.hasPrefix("8 results") == true)
  }

  @Test func `files of one finding have results of their own, and fingerprints that stay`() throws {
    let few = try results(Samples.grouped(3))
    let many = try results(Samples.grouped(150))
    #expect(few.count == 3 && many.count == 101)
    func names(_ results: [JSONValue]) -> [String?] {
      results.map { $0["partialFingerprints"]?["primaryLocationLineHash"]?.string }
    }
    #expect(names(few) == Array(names(many).prefix(3)) && Set(names(many)).count == 101)
    #expect(few[0]["message"]?["text"]?.string?.contains("/usr/bin/tool0") == true)
  }

  @Test func `a name in a message makes no link`() {
    #expect(SarifReport.plain("a [x](https://h.example) b") == "a [x] (https://h.example) b")
  }
}

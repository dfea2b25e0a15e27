import Core
import Engine
import JSONText
import Testing

@testable import Reports

@Suite struct JSONReportTests {
  private func json(_ outcome: Outcome) -> [UInt8] { JSONReport(rules: Samples.rules).render(outcome) }

  @Test func `a bad image looks as recorded`() { expectGolden(json(Samples.bad), "json/bad.json") }
  @Test func `a clean image looks as recorded`() { expectGolden(json(Samples.outcome()), "json/clean.json") }
  @Test func `an incomplete scan looks as recorded`() { expectGolden(json(Samples.incomplete), "json/incomplete.json") }
  @Test func `a bad Dockerfile looks as recorded`() {
    let report = JSONReport(rules: Samples.allRules)
    expectGolden(report.render(Samples.badDockerfile), "json/dockerfile.json")
    expectGolden(report.render(Samples.brokenDockerfile), "json/dockerfile-broken.json")
  }
  @Test func `the schema is as recorded`() { expectGolden(JSONSchema.text, "schema/report.schema.json") }

  @Test func `every report fits the schema`() throws {
    let schema = try JSONParser.parse(Array(JSONSchema.text.utf8))
    let empty = Outcome(targets: [], gate: Gate())
    let dockerfiles = [Samples.badDockerfile, Samples.brokenDockerfile, Samples.hostileDockerfile]
    for outcome in [Samples.bad, Samples.incomplete, Samples.hostile, Samples.outcome(), empty] + dockerfiles {
      let errors = SchemaCheck(root: schema).errors(try JSONParser.parse(json(outcome)))
      #expect(errors == [])
    }
  }

  @Test(arguments: [
    (#""exitStatus": 1"#, #""exitStatus": "1""#), (#""origin": "base""#, #""origin": "mine""#),
    (#""suppressed": null"#, #""suppresed": null"#), (#""index": 0"#, #""index": -1"#),
  ])
  func `the check against the schema can fail`(good: String, bad: String) throws {
    let schema = try JSONParser.parse(Array(JSONSchema.text.utf8))
    var text = Array(json(Samples.bad))
    let at = try #require((0..<text.count).first { text[$0...].starts(with: good.utf8) })
    text.replaceSubrange(at..<(at + good.utf8.count), with: bad.utf8)
    #expect(SchemaCheck(root: schema).errors(try JSONParser.parse(text)) != [])
  }

  @Test func `keys are those of the contract, in its order`() throws {
    let report = try JSONParser.parse(json(Samples.bad))
    func keys(_ value: JSONValue?) -> [String] { value?.members?.map(\.key) ?? [] }
    #expect(
      keys(report) == ["schemaVersion", "tool", "targets", "findings", "incidents", "warnings", "summary"])
    #expect(
      keys(report["targets"]?.array?.first)
        == [
          "id", "kind", "name", "reference", "platform", "digest", "layers", "digestsVerified", "rules",
          "repositoryPath", "configFile", "profile", "failOn",
        ])
    let finding = report["findings"]?.array?.first
    #expect(
      keys(finding) == [
        "target", "rule", "severity", "title", "message", "label", "location", "layer", "cause", "change", "evidence",
        "notes", "fixes",
        "controls", "aliases", "fingerprint", "suppressed",
      ])
    #expect(
      keys(finding?["location"])
        == ["file", "path", "pointer", "startLine", "startColumn", "endLine", "endColumn"])
    #expect(keys(report["summary"]) == ["bySeverity", "suppressed", "failOn", "failed", "exitStatus"])
    #expect(keys(report["summary"]?["bySeverity"]) == ["critical", "high", "medium", "low", "info"])
  }

  @Test func `unknown values are null, not absent`() throws {
    let outcome = Outcome(targets: [Target(kind: "image", name: "-")], gate: Gate())
    let target = try JSONParser.parse(json(outcome))["targets"]?.array?.first
    for key in ["reference", "platform", "digest"] { #expect(target?[key]?.isNull == true) }
  }

  @Test func `a name that is not UTF-8 is escaped and stays distinct`() throws {
    let findings = [UInt8(0xFE), 0xFF].map { byte in
      Finding(
        rule: "IMG-PERM-SETUID", severity: .high, message: "setuid",
        place: .file(path: RootPath(bytes: [0x2F, byte]), layer: nil))
    }
    let report = try JSONParser.parse(json(Samples.outcome(findings)))
    let paths = report["findings"]?.array?.compactMap { $0["location"]?["path"]?.string }
    #expect(paths == [#"/\xfe"#, #"/\xff"#])
  }

  @Test func `a place in a file has all its numbers`() throws {
    let report = try JSONParser.parse(json(Samples.badDockerfile))
    let finding = try #require(report["findings"]?.array?.first)
    let location = try #require(finding["location"])
    #expect(location["file"]?.string == "Dockerfile" && location["path"]?.isNull == true)
    let numbers = ["startLine", "startColumn", "endLine", "endColumn"].map { location[$0]?.integer }
    #expect(numbers == [17, 1, 17, 11])
    #expect(finding["label"]?.string == "starts as uid 0")
    #expect(finding["notes"]?.array?.first?["location"]?["startLine"]?.integer == 6)
    let fix = try #require(finding["fixes"]?.array?.first)
    #expect(fix["edits"]?.array?.first?["text"]?.string == "USER 10001:10001\n")
    #expect(fix["edits"]?.array?.first?["file"]?.string == "Dockerfile")
  }

  @Test func `a fix is called safe when it has edits and all of them are`() throws {
    let findings = try JSONParser.parse(json(Samples.badDockerfile))["findings"]?.array ?? []
    let safe = findings.compactMap { $0["fixes"]?.array?.first?["safe"]?.bool }
    #expect(safe == [true, false, true, true])
    var mixed = Samples.setuidOrder
    mixed.edits[0].isSafe = true
    let outcome = Outcome(targets: [Samples.dockerfileTarget([mixed])], gate: Gate())
    let fix = try JSONParser.parse(json(outcome))["findings"]?.array?.first?["fixes"]?.array?.first
    #expect(fix?["safe"]?.bool == false && fix?["edits"]?.array?.count == 2)
  }

  @Test func `an incident of a file has its place, and not in its words`() throws {
    let incident = try JSONParser.parse(json(Samples.brokenDockerfile))["incidents"]?.array?.first
    #expect(incident?["message"]?.string == "unknown instruction `RUNN`; did you mean `RUN`?")
    #expect(incident?["location"]?["startLine"]?.integer == 7 && incident?["location"]?["endColumn"]?.integer == 9)
  }

  @Test func `no control byte is in the report but line feeds`() {
    #expect((json(Samples.hostile) + json(Samples.hostileDockerfile)).allSatisfy { $0 >= 0x20 || $0 == 0x0A })
  }

  @Test func `the compact form is one line`() {
    let bytes = JSONReport(pretty: false, rules: Samples.rules).render(Samples.bad)
    #expect(bytes.count { $0 == 0x0A } == 1)
  }
}

/// As much of JSON Schema as `JSONSchema` uses; an unknown keyword is an error.
struct SchemaCheck {
  let root: JSONValue

  func errors(_ value: JSONValue) -> [String] { errors(value, root, "") }

  private func errors(_ value: JSONValue, _ schema: JSONValue, _ at: String) -> [String] {
    (schema.members ?? []).flatMap { errors(value, schema, keyword: $0.key, $0.value, at) }
  }

  private func errors(
    _ value: JSONValue, _ schema: JSONValue, keyword: String, _ want: JSONValue, _ at: String
  ) -> [String] {
    switch keyword {
    case "$schema", "title", "description", "$defs": return []
    case "$ref":
      guard let definition = root["$defs"]?[String((want.string ?? "").dropFirst("#/$defs/".count))] else {
        return ["\(at): no \(want.string ?? "?")"]
      }
      return errors(value, definition, at)
    case "type":
      let names = want.string.map { [$0] } ?? want.strings ?? []
      return names.contains { isOf($0, value) } ? [] : ["\(at): not \(names)"]
    case "const", "enum":
      let allowed = want.array ?? [want]
      return allowed.contains { same($0, value) } ? [] : ["\(at): not an allowed value"]
    case "minimum": return value.integer.map { $0 >= want.integer ?? 0 } ?? true ? [] : ["\(at): too small"]
    case "pattern":
      let text = value.string ?? ""
      return text.count == 16 && text.allSatisfy { "0123456789abcdef".contains($0) } ? [] : ["\(at): not 16 digits"]
    case "anyOf":
      return want.array?.contains { errors(value, $0, at).isEmpty } == true ? [] : ["\(at): none of anyOf"]
    case "required":
      guard value.members != nil else { return [] }
      return (want.strings ?? []).filter { value[$0] == nil }.map { "\(at): no \($0)" }
    case "properties":
      let known = Set((want.members ?? []).map(\.key))
      let unknown = (value.members ?? []).filter { !known.contains($0.key) }.map { "\(at): unknown key \($0.key)" }
      return unknown
        + (want.members ?? []).flatMap { member in
          value[member.key].map { errors($0, member.value, at + "/" + member.key) } ?? []
        }
    case "additionalProperties":
      return (value.members ?? []).flatMap { errors($0.value, want, at + "/" + $0.key) }
    case "items":
      return (value.array ?? []).enumerated().flatMap { errors($0.element, want, at + "/\($0.offset)") }
    default: return ["the schema uses \(keyword)"]
    }
  }

  private func isOf(_ type: String, _ value: JSONValue) -> Bool {
    switch (type, value.kind) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null): true
    case ("integer", .number): value.integer != nil
    default: false
    }
  }

  private func same(_ left: JSONValue, _ right: JSONValue) -> Bool {
    switch (left.kind, right.kind) {
    case (.string(let one), .string(let other)), (.number(let one), .number(let other)): one == other
    default: false
    }
  }
}

import Core
import Engine
import Foundation
import JSONText
import TestSupport
import Testing

@testable import Reports

/// What all formats for programs have in common.
@Suite struct DataFormatTests {
  /// A format, with the ending of its files.
  static let formats: [(name: String, ending: String, report: any DataReport & Sendable)] = [
    ("jsonl", "jsonl", JSONLinesReport()), ("sarif", "sarif", SarifReport()), ("gitlab", "json", GitLabReport()),
    ("codeclimate", "json", CodeClimateReport()), ("sonarqube", "json", SonarQubeReport()),
    ("rdjsonl", "jsonl", ReviewdogReport()), ("asff", "json", ASFFReport()),
  ]
  static let names = formats.map(\.name)

  private func render(_ format: String, _ outcome: Outcome) -> [UInt8] {
    DataFormatTests.formats.first { $0.name == format }?.report.render(Samples.model(outcome)) ?? []
  }

  /// The report's objects: lines, or the value as a whole.
  private func values(_ format: String, _ outcome: Outcome) throws -> [JSONValue] {
    let bytes = render(format, outcome)
    guard format == "jsonl" || format == "rdjsonl" else { return [try JSONParser.parse(bytes)] }
    return try bytes.split(separator: 0x0A).map { try JSONParser.parse(Array($0)) }
  }

  @Test(arguments: names, ["bad", "clean", "incomplete", "dockerfile", "mixed", "nothing"])
  func `reports look as recorded`(format: String, sample: String) {
    let ending = DataFormatTests.formats.first { $0.name == format }?.ending ?? ""
    expectGolden(render(format, Samples.named(sample)), "\(format)/\(sample).\(ending)")
  }

  @Test(arguments: names, Samples.formatNames)
  func `every report is JSON, the same twice, and steers no terminal`(format: String, sample: String) throws {
    let outcome = Samples.named(sample)
    let bytes = render(format, outcome)
    #expect(Samples.unsafe(bytes) == [])
    #expect(bytes == render(format, outcome))
    #expect(bytes.isEmpty || bytes.last == 0x0A)
    #expect(!bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    _ = try values(format, outcome)
  }

  @Test(arguments: names) func `a target that could not be read does not look clean`(format: String) {
    var unread = Target(kind: "image", name: "other.tar")
    unread.incidents = [Incident(code: "corrupt", message: "the index is no JSON at byte 7")]
    let bytes = render(format, Outcome(targets: [unread], gate: Gate()))
    #expect(String(decoding: bytes, as: UTF8.self).contains("the index is no JSON at byte 7"))
  }

  @Test(arguments: ["gitlab", "codeclimate", "rdjsonl", "sonarqube"])
  func `findings that do not count are left out`(format: String) {
    #expect(!String(decoding: render(format, Samples.mixed), as: UTF8.self).contains("nginx"))
  }

  @Test(arguments: ["gitlab", "codeclimate", "asff"], Samples.formatNames)
  func `no two entries have one fingerprint`(format: String, sample: String) throws {
    var outcome = Samples.named(sample)
    outcome.targets += outcome.targets
    let entries = try values(format, outcome).first?.array ?? []
    let names = entries.compactMap { ($0["fingerprint"] ?? $0["Id"])?.string }
    #expect(names.count == entries.count && Set(names).count == names.count)
  }

  @Test(arguments: ["gitlab", "codeclimate", "rdjsonl", "sonarqube"])
  func `a finding for several files has an entry for each of the first hundred`(format: String) throws {
    func count(_ files: Int) throws -> Int {
      let values = try values(format, Samples.grouped(files))
      return format == "rdjsonl" ? values.count : (values.first?["issues"] ?? values.first)?.array?.count ?? 0
    }
    #expect(try [1, 2, 100, 101, 5000].map(count) == [1, 2, 100, 101, 101])
  }

  @Test func `a line of every kind has what the JSON report has`() throws {
    let report = try JSONParser.parse(JSONReport(rules: Samples.allRules).render(Samples.mixed))
    let lines = try values("jsonl", Samples.mixed)
    func keys(_ value: JSONValue?) -> [String] { value?.members?.map(\.key) ?? [] }
    for (kind, list) in [("finding", "findings"), ("warning", "warnings")] {
      let found = lines.filter { $0["kind"]?.string == kind }
      #expect(found.count == report[list]?.array?.count)
      #expect(keys(found.first) == ["kind"] + keys(report[list]?.array?.first))
    }
    #expect(lines.count { $0["kind"]?.string == "target" } == 2)
    #expect(lines.last?["kind"]?.string == "summary" && lines.last?["exitStatus"]?.integer == 1)
  }

  @Test(.timeLimit(.minutes(5))) func `many findings are written in a time that grows with their number`() {
    for (name, _, report) in DataFormatTests.formats {
      let model = Samples.model(Samples.many(2000))
      #expect(!report.render(model).isEmpty, "\(name)")
    }
  }
}

/// Readers of the formats that are not ours.
@Suite struct DataFormatReaderTests {
  /// Reports of all samples in files of one directory.
  private func write(_ report: any DataReport, _ ending: String, _ directory: TemporaryDirectory) throws -> [String] {
    try Samples.formatOutcomes.map { name, outcome in
      try directory.write("\(name).\(ending)", report.render(Samples.model(outcome)))
    }
  }

  private static let schemas =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/tools/schemas"

  private func check(_ reports: [String], against schema: String) throws {
    let text = Array(FileManager.default.contents(atPath: schema) ?? Data())
    let checked = try PythonReader.read(text, with: "check_schema.py", reports)
    #expect(checked as? [Int] == [reports.count] || checked == nil)
  }

  @Test(arguments: ["gitlab", "codeclimate", "sonarqube", "rdjsonl"])
  func `reports have the shape that the format's documentation states`(format: String) throws {
    let directory = try TemporaryDirectory()
    let (_, ending, report) = try #require(DataFormatTests.formats.first { $0.name == format })
    try check(write(report, ending, directory), against: DataFormatReaderTests.schemas + "/\(format).schema.json")
  }

  @Test func `SARIF reports fit the schema of SARIF`() throws {
    guard let schema = PythonReader.sharedCase("schemas/sarif-2.1.0.schema.json") else { return }
    let directory = try TemporaryDirectory()
    try check(write(SarifReport(), "sarif", directory), against: schema)
  }

  @Test func `JSON reports fit the schema that is printed`() throws {
    let directory = try TemporaryDirectory()
    let schema = try directory.write("schema.json", Array(JSONSchema.text.utf8))
    try check(write(JSONReport(), "json", directory), against: schema)
  }

  @Test func `a reader of SARIF sees every result`() throws {
    let directory = try TemporaryDirectory()
    let first = Array(SarifReport().render(Samples.model(Samples.mixed)))
    let others = try write(SarifReport(), "sarif", directory)
    guard let read = try PythonReader.read(first, with: "read_sarif.py", others) as? [[String: Any]] else { return }
    #expect(read.count == others.count + 1)
    let rows = read.first?["rows"] as? [[String: String]] ?? []
    #expect(rows.contains { $0["Location"] == "services/api/Dockerfile" && $0["Line"] == "17" })
    for ((name, outcome), report) in zip(Samples.formatOutcomes, read.dropFirst()) {
      let count = Samples.model(outcome).expanded(Samples.model(outcome).items).count
      let rows = report["rows"] as? [[String: String]] ?? []
      #expect(rows.count == count, "\(name)")
    }
  }

  @Test func `Security Hub's own model takes the findings`() throws {
    for (name, outcome) in Samples.formatOutcomes + [("many", Samples.many(300))] {
      let model = Samples.model(outcome)
      let count = try PythonReader.read(ASFFReport().render(model), with: "check_asff.py")
      #expect(count as? [Int] == [model.items.count + model.incidentItems.count] || count == nil, "\(name)")
    }
  }
}

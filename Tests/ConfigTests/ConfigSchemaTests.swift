import Config
import Core
import Foundation
import JSONText
import TestSupport
import Testing

@Suite struct ConfigSchemaTests {
  private static let packageRoot: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  @Test func `the copy in docs is the schema that is printed`() throws {
    let path = ConfigSchemaTests.packageRoot + "/docs/imgscan.schema.json"
    if ProcessInfo.processInfo.environment["IMGSCAN_RECORD"] == "1" {
      try Data(ConfigSchema.text().utf8).write(to: URL(fileURLWithPath: path))
      Issue.record("\(path) was written anew")
    }
    let copy = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    #expect(copy == ConfigSchema.text(), "IMGSCAN_RECORD=1 writes \(path)")
  }

  @Test func `every key has a description`() throws {
    let schema = try JSONParser.parse(Array(ConfigSchema.text().utf8))
    let properties = try #require(schema["properties"]?.members)
    #expect(properties.count > SettingTable.all.count / 2)
    for property in properties { #expect(property.value["description"]?.string?.isEmpty == false, "\(property.key)") }
  }

  @Test func `the documentation has every key, its values and its default`() throws {
    let path = ConfigSchemaTests.packageRoot + "/docs/configuration.md"
    let text = String(decoding: try #require(FileManager.default.contents(atPath: path)), as: UTF8.self)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
    for setting in SettingTable.all where setting.scope != .commandLine {
      let row = rows.first { $0.contains("`\(setting.key)`") }
      #expect(row != nil, "\(setting.key)")
      if !setting.standard.isEmpty { #expect(row?.contains("| \(setting.standard) |") == true, "\(setting.key)") }
      #expect(row?.contains("(run)") == (setting.scope == .run), "\(setting.key)")
    }
    for setting in SettingTable.all where setting.scope == .commandLine {
      #expect(text.contains("`\(setting.key)`"), "\(setting.key)")
    }
  }

  /// Files and whether both the schema and the reader take them.
  static let files: [(text: String, isGood: Bool)] = [
    (ConfigReaderTests.good, true), ("{}", true), ("rules:\nignore:\n", true), ("base: debian:12", true),
    ("rules: {IMG-TOOL-SHELL: off, DL3002: info}", true), ("target: 1", true), ("$schema: x", true),
    ("ignore: [{rules: [DL3002], expires: 2027-12-31}]", true), ("report: [json=a]", false),
    ("allow-setuid: [{path: /x, mode: '4755', owner: 0}]", true),
    ("fail_on: high", false), ("fail-on: hihg", false), ("fail-on: [high]", false), ("output: x", false),
    ("only-own: 'true'", false), ("only-own: 1", false), ("exit-code: 256", false), ("exit-code: '2'", false),
    ("target: true", false), ("baseline: ''", false),
    ("rules: [IMG-TOOL-SHELL]", false), ("rules: {XYZ: low}", false), ("rules: {DL3002: bad}", false),
    ("ignore: DL3002", false), ("ignore: [XYZ]", false), ("ignore: [{}]", false), ("ignore: [{rules: []}]", false),
    ("ignore: [{rule: DL3002, rules: [DL3002]}]", false), ("ignore: [{rule: DL3002, paths: x}]", false),
    ("ignore: [{rule: DL3002, layer: mine}]", false), ("ignore: [{rule: DL3002, expires: tomorrow}]", false),
    ("allow-setuid: [usr/bin/sudo]", false), ("allow-setuid: [{mode: 4755}]", false),
    ("allow-setuid: [{path: /x, mode: u+s}]", false), ("allow-setuid: [{path: /x, user: x}]", false),
    ("exclude: vendor", false), ("exclude: [{}]", false), ("- a", false),
  ]

  @Test func `the reader takes what the schema's examples say`() {
    for (text, isGood) in ConfigSchemaTests.files {
      let problems = ConfigReader.read(Array(text.utf8), name: "x", directory: "").problems
      #expect(problems.isEmpty == isGood, "\(text): \(problems)")
    }
  }

  @Test func `a checker of schemas takes the same files`() throws {
    guard let checker = try checker() else { return }
    let directory = try TemporaryDirectory()
    let schema = try directory.write("schema.json", Array(ConfigSchema.text().utf8))
    let meta = try checker.run(["--check-metaschema", schema])
    #expect(meta.status == 0, "\(meta.outputText)\(meta.errorText)")
    var bad: [String] = []
    var good: [String] = []
    for (index, (text, isGood)) in ConfigSchemaTests.files.enumerated() {
      let name = (isGood ? "good" : "bad") + "\(index).yaml"
      let path = try directory.write(name, Array(text.utf8))
      if isGood { good.append(path) } else { bad.append(path) }
    }
    let result = try checker.run(["--schemafile", schema] + good)
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    let refusal = try checker.run(["--schemafile", schema] + bad)
    #expect(refusal.status == 1)
    for path in bad { #expect(refusal.outputText.contains(path), "taken: \(path)") }
  }

  private func checker() throws -> ExternalProgram? {
    let script = ConfigSchemaTests.packageRoot + "/Tests/tools/readers.sh"
    let run = try ExternalProgram(path: "/bin/sh").run([script], seconds: 600)
    let directory = run.outputText.split(separator: "\n").last.map(String.init) ?? ""
    let path = directory + "/check-jsonschema"
    if run.status == 0, FileManager.default.isExecutableFile(atPath: path) { return ExternalProgram(path: path) }
    print("not tested: check-jsonschema is not to be had: \(run.errorText)")
    return nil
  }
}

import BuildChecks
import Core
import Foundation
import JSONText
import Testing

/// The answers of BuildKit itself, where the shared cases are at hand.
@Suite struct SharedCheckCaseTests {
  static let path: String? = {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let folder = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root + "/../shared/cases"
    let path = folder + "/parser/checks.jsonl"
    if FileManager.default.fileExists(atPath: path) { return path }
    print("not tested: the shared cases of build checks are not at \(path) (IMGSCAN_CASES names another place)")
    return nil
  }()

  @Test func `the shared cases are judged as BuildKit judges them`() throws {
    guard let path = SharedCheckCaseTests.path else { return }
    let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
    #expect(lines.count >= 160)
    for line in lines {
      let json = try JSONParser.parse(Array(line))
      var test = CheckCase(try #require(json["dockerfile"]?.string))
      test.dockerignore = json["dockerignore"]?.string
      test.target = json["target"]?.string
      test.check = json["options"]?.string
      let wanted = (json["warnings"]?.array ?? []).map { warning in
        "\(warning["rule"]?.string ?? ""):\(warning["line"]?.integer ?? 0)"
      }
      let run = test.run()
      #expect(run.findings.map(CheckCase.line).sorted() == wanted.sorted(), "\(json["name"]?.string ?? "")")
      let isError = json["error"]?["message"] != nil
      #expect((run.error != nil) == isError, "\(json["name"]?.string ?? ""): \(run.error?.message ?? "none")")
    }
  }
}

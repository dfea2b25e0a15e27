import Core
import Foundation
import Testing

@testable import Engine

/// The shared real Dockerfiles, judged by our own rules and compared with the recorded list.
///
/// The list holds file, line, rule and severity and none of the files' text. `IMGSCAN_RECORD=1` writes it anew; the test
/// then fails once.
@Suite struct RealDockerfilesTests {
  private static let root: URL = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    return root
  }()

  /// The shared files; nil when they are not there.
  private static let files: URL? = {
    let cases = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root.path + "/../shared/cases"
    let folder = URL(fileURLWithPath: cases + "/dockerfiles/files").standardizedFileURL
    if FileManager.default.fileExists(atPath: folder.path) { return folder }
    print("not tested: the shared Dockerfiles are not at \(folder.path) (IMGSCAN_CASES names another place)")
    return nil
  }()

  @Test func `real files have the recorded findings`() throws {
    guard let folder = Self.files else { return }
    let list = Self.root.appending(path: "testdata/golden/dockerfiles/findings.tsv")
    let found = try Self.findings(in: folder)
    if ProcessInfo.processInfo.environment["IMGSCAN_RECORD"] == "1" {
      try Data((found.joined(separator: "\n") + "\n").utf8).write(to: list)
      Issue.record("the list was recorded")
      return
    }
    let recorded = Set(try String(contentsOf: list, encoding: .utf8).split(separator: "\n").map(String.init))
    let new = Set(found)
    #expect(recorded.subtracting(new).sorted().prefix(20) == [], "no longer found")
    #expect(new.subtracting(recorded).sorted().prefix(20) == [], "newly found")
  }

  /// `file, line, rule, severity`, sorted by file and line.
  private static func findings(in folder: URL) throws -> [String] {
    let scanner = DockerfileScanner(lintRules: [], checks: [])
    let walker = try #require(FileManager.default.enumerator(atPath: folder.path))
    let names = walker.compactMap { $0 as? String }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var out: [String] = []
    for name in names {
      let path = folder.path + "/" + name
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue else {
        continue
      }
      let target = scanner.scan(Array(try Data(contentsOf: URL(fileURLWithPath: path))), name: name)
      let rows = (target.findings + target.suppressed.map(\.finding)).compactMap { finding -> (Int, String)? in
        guard case .source(_, let range) = finding.place else { return nil }
        return (range.start.line, "\(finding.rule)\t\(finding.severity.rawValue)")
      }
      out += rows.sorted { $0 < $1 }.map { "\(name)\t\($0.0)\t\($0.1)" }
    }
    return out
  }
}

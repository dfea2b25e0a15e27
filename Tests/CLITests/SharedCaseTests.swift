import Foundation
import JSONText
import Synchronization
import TestSupport
import Testing

/// The archives beside the package, if they are there: what real tools wrote, and what an attacker might.
@Suite(.serialized) struct SharedCaseTests {
  @Test func `facts of real archives are what an independent oracle says`() throws {
    guard let cases = Imgscan.cases else { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: cases + "/truth").filter { $0.hasSuffix(".json") }
      .map { String($0.dropLast(5)) }.sorted()
    #expect(names.count >= 26)
    try inPairs(names, name: { $0 }) { name in
      let truth = try JSONParser.parse(Array(try Data(contentsOf: URL(fileURLWithPath: "\(cases)/truth/\(name).json"))))
      let result = try Imgscan.run("facts", "--all-platforms", "--verify", "\(cases)/archives/\(name)")
      if truth["error"] != nil { return result.status == 2 ? [] : ["not refused"] }
      return FactsComparison.differences(try result.json(), truth)
    }
  }

  @Test func `real archives give the same facts through a pipe`() throws {
    guard let cases = Imgscan.cases else { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: cases + "/truth").map { String($0.dropLast(5)) }
      .sorted()
    try inPairs(names, name: { $0 }) { name in
      let path = "\(cases)/archives/\(name)"
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue else {
        return []
      }
      let truth = try JSONParser.parse(Array(try Data(contentsOf: URL(fileURLWithPath: "\(cases)/truth/\(name).json"))))
      guard truth["error"] == nil else { return [] }
      let result = try Imgscan.pipe(path, ["facts", "--all-platforms", "--verify", "-"])
      return FactsComparison.differences(try result.json(), truth)
    }
  }

  /// The layer of this case does not match the diff ID its config states, which its list does not say.
  private static let wrongDiffID = "bomb-200k-setuid.tar.gz"

  @Test func `hostile archives end as they should: no crash, no hang, no silence`() throws {
    guard let cases = Imgscan.cases else { return }
    guard let python = ExternalProgram.find("python3") else {
      print("not tested: hostile archives (python3, which makes them, is not installed)")
      return
    }
    let directory = try TemporaryDirectory()
    let made = try python.run([cases + "/hostile.py", directory.path + "/cases", "--small"], seconds: 300)
    guard made.status == 0 else {
      print("not tested: hostile archives (hostile.py failed: \(made.errorText.suffix(200)))")
      return
    }
    let list = directory.path + "/cases/expected.json"
    let items = try JSONParser.parse(Array(try Data(contentsOf: URL(fileURLWithPath: list)))).array ?? []
    #expect(items.count > 180)
    try inPairs(items, name: { $0["file"]?.string ?? "" }) { item in
      let name = item["file"]?.string ?? ""
      let wanted = Set([item["expect"]?.string ?? ""] + (item["also"]?.strings ?? []))
      let path = directory.path + "/cases/" + name
      let result = try Imgscan.run("--verify", path)
      var wrong: [String] = []
      if name == SharedCaseTests.wrongDiffID {
        if result.status != 2 || !result.outputText.contains("diff ID") {
          wrong.append("the wrong diff ID is not told")
        }
        if !SharedCaseTests.isEnding(try Imgscan.run(path), in: wanted) { wrong.append("not well without --verify") }
      } else if !SharedCaseTests.isEnding(result, in: wanted) {
        let status = result.status.map(String.init) ?? "killed"
        wrong.append("wanted \(wanted.sorted()), status \(status), \(result.errorText.suffix(300))")
      }
      if !(result.output + result.errors).allSatisfy({ $0 >= 32 || $0 == 10 }) { wrong.append("control characters") }
      if result.peakKiB > 600 << 10 { wrong.append("\(result.peakKiB) KiB of memory") }
      return wrong
    }
  }

  /// Whether a run ended in one of the ways: `error` is status 2 with a message and no report, `warn` a report with a
  /// warning or status 2, `ok` a report with status 0 or 1.
  private static func isEnding(_ result: ExternalProgram.Result, in wanted: Set<String>) -> Bool {
    let hasReport = !result.output.isEmpty
    switch result.status {
    case 2: return hasReport ? wanted.contains("warn") : wanted.contains("error") && !result.errors.isEmpty
    case 0, 1: return wanted.contains("ok") || wanted.contains("warn") && result.outputText.contains("warning")
    default: return false
    }
  }

  /// Looks at each item, two at a time; what is wrong with them is recorded here, in the test's own task.
  private func inPairs<Item: Sendable>(
    _ items: [Item], name: (Item) -> String, _ body: @escaping @Sendable (Item) throws -> [String]
  ) throws {
    let wrong = Mutex<[Int: [String]]>([:])
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      for index in stride(from: worker, to: items.count, by: 2) {
        let found: [String]
        do { found = try body(items[index]) } catch { found = ["\(error)"] }
        if !found.isEmpty { wrong.withLock { $0[index] = found } }
      }
    }
    for (index, found) in wrong.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      Issue.record("\(name(items[index])): \(found.prefix(5).joined(separator: "; "))")
    }
  }
}

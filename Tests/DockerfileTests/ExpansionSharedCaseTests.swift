import Dockerfile
import Foundation
import JSONText
import Testing

@Suite struct ExpansionSharedCaseTests {
  /// The shared cases of expansion; nil when they are not there.
  private static let cases: String? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let folder = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root.path + "/../shared/cases"
    let path = folder + "/parser/expand.jsonl"
    if FileManager.default.fileExists(atPath: path) { return path }
    print("not tested: the shared cases of expansion are not at \(path) (IMGSCAN_CASES names another place)")
    return nil
  }()

  @Test func `the shared cases expand as BuildKit expands them`() throws {
    guard let path = ExpansionSharedCaseTests.cases else { return }
    let lines = Array(try Data(contentsOf: URL(fileURLWithPath: path))).split(separator: UInt8(ascii: "\n"))
    #expect(lines.count >= 900)
    for line in lines {
      let json = try JSONParser.parse(Array(line))
      let difference = ExpansionSharedCaseTests.difference(json)
      #expect(difference == nil, "\(json["input"]?.string ?? "")")
    }
  }

  private static func difference(_ json: JSONValue) -> String? {
    var expander = WordExpander(escape: json["escape"]?.string?.utf8.first ?? UInt8(ascii: "\\"))
    expander.keepsQuotes = json["raw_quotes"]?.bool ?? false
    expander.keepsEscapes = json["raw_escapes"]?.bool ?? false
    expander.keepsUnset = json["skip_unset"]?.bool ?? false
    expander.ignoresQuotes = json["skip_quotes"]?.bool ?? false
    var values: [String: [UInt8]] = [:]
    for item in json["env"]?.strings ?? [] {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[String(parts[0])] = Array((parts.count > 1 ? parts[1] : "").utf8)
    }
    let input = Array((json["input"]?.string ?? "").utf8)
    let want = json["want"]
    do throws(ExpansionError) {
      if json["mode"]?.string == "words" {
        let words = try expander.words(input) { values[$0] }.map { String(decoding: $0, as: UTF8.self) }
        return words == want?["words"]?.strings ?? ["?"] ? nil : "\(words)"
      }
      let expansion = try expander.word(input) { values[$0] }
      let isSame =
        String(decoding: expansion.bytes, as: UTF8.self) == want?["result"]?.string
        && expansion.found == Set(want?["matched"]?.strings ?? ["?"])
        && expansion.missing == Set(want?["unmatched"]?.strings ?? ["?"])
      return isSame ? nil : "\(expansion)"
    } catch { return want?["error"] != nil ? nil : error.message }
  }
}

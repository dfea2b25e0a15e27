import Foundation
import Reports
import Rules
import Testing

@Suite struct RulePageTests {
  private static let directory: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path + "/docs/rules"
  }()

  private static let pages: [String: String] = {
    var pages = ["README.md": RulePage.index(RuleTable.infos)]
    for rule in RuleTable.infos { pages[RulePage.name(rule)] = RulePage.page(rule) }
    return pages
  }()

  @Test func `the pages in docs are those of the rules`() throws {
    let directory = RulePageTests.directory
    if ProcessInfo.processInfo.environment["IMGSCAN_RECORD"] == "1" {
      try? FileManager.default.removeItem(atPath: directory)
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      for (name, text) in RulePageTests.pages {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
      }
      Issue.record("\(directory) was written anew")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    #expect(Set(names) == Set(RulePageTests.pages.keys), "IMGSCAN_RECORD=1 writes \(directory)")
    for (name, text) in RulePageTests.pages {
      let page = FileManager.default.contents(atPath: "\(directory)/\(name)").map {
        String(decoding: $0, as: UTF8.self)
      }
      #expect(page == text, "\(name): IMGSCAN_RECORD=1 writes \(directory)")
    }
  }
}

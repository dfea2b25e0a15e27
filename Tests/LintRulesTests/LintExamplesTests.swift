import Core
import LintRules
import Testing

/// The table of the DL rules and the examples in it.
@Suite struct LintExamplesTests {
  @Test func `the table is sorted and no number is there twice`() {
    let ids = LintTable.all.map { $0.info.id }
    #expect(ids == Array(Set(ids)).sorted())
  }

  @Test(arguments: LintTable.all.map { $0.info.id.description })
  func `bad examples are found and good ones are not, in both judgements`(id: String) throws {
    let info = try #require(LintTable.all.first { $0.info.id.description == id }).info
    #expect(info.examples.contains { $0.isBad } && info.examples.contains { !$0.isBad })
    for isExact in [true, false] {
      var options = LintOptions.ofExamples
      options.isExact = isExact
      for example in info.examples {
        let dockerfile = try #require(example.dockerfile)
        let found = LintSnippet.findings(id, in: dockerfile, options)
        #expect(found.isEmpty != example.isBad, "\(id), exact: \(isExact): \(example.title)")
      }
    }
  }

  @Test(arguments: LintTable.all.map { $0.info.id.description })
  func `texts are in the form of the others`(id: String) throws {
    let info = try #require(LintTable.all.first { $0.info.id.description == id }).info
    for text in [info.title, info.what, info.why, info.fix] + info.examples.map(\.title) {
      #expect(!text.isEmpty && text.utf8.last != UInt8(ascii: "."), "\(text)")
      #expect(!text.utf8.contains(0x0A), "\(text)")
    }
  }
}

import Core
import ImageArchive
import JSONText
import Testing

@testable import Reports

@Suite struct ListReportTests {
  @Test func `the rules look as recorded`() throws {
    let report = RuleListReport(rules: Samples.allRules)
    expectGolden(report.text(style: TerminalStyle()), "rules/rules.txt")
    expectGolden(report.json(), "rules/rules.json")
    let listed = try JSONParser.parse(report.json())["rules"]?.array?.compactMap { $0["id"]?.string }
    #expect(listed == Samples.allRules.map(\.id.description).sorted())
  }

  @Test func `the product's own rules can be listed and explained`() {
    #expect(RuleListReport().text(style: TerminalStyle()).contains("IMG-USER-ROOT"))
    #expect(ExplainReport(style: TerminalStyle()).render("IMG-USER-ROOT")?.contains("WHY") == true)
  }

  @Test func `an explanation looks as recorded`() throws {
    let report = ExplainReport(style: TerminalStyle(), rules: Samples.rules)
    expectGolden(try #require(report.render("IMG-PERM-SETUID")), "explain/setuid.txt")
  }

  @Test func `examples that are Dockerfiles are shown as text`() throws {
    let report = ExplainReport(style: TerminalStyle(), rules: Samples.allRules)
    expectGolden(try #require(report.render("DKF-USER-MISSING")), "explain/dockerfile.txt")
  }

  @Test func `a rule is found by any letter case and by alias`() {
    let report = ExplainReport(style: TerminalStyle(), rules: Samples.rules)
    #expect(report.render("img-user-root") == report.render("IMG-USER-ROOT"))
    #expect(report.render("DL3002") == report.render("IMG-USER-ROOT"))
    #expect(report.render("IMG-NOTHING") == nil)
  }

  @Test func `a code of ShellCheck is explained by its page`() throws {
    let text = try #require(ExplainReport(style: TerminalStyle()).render("sc2086"))
    #expect(text.hasPrefix("SC2086  ShellCheck SC2086\n") && text.contains("https://www.shellcheck.net/wiki/SC2086"))
    #expect(ExplainReport(style: TerminalStyle()).render("SC12") == nil)
  }

  @Test(arguments: [("IMG-USER-ROT", "IMG-USER-ROOT"), ("img-perm-setuit", "IMG-PERM-SETUID")])
  func `a slip of the finger gets the right id suggested first`(id: String, expected: RuleID) {
    #expect(ExplainReport(style: TerminalStyle(), rules: Samples.rules).suggestions(for: id).first == expected)
  }

  @Test func `something else gets no suggestion`() {
    #expect(ExplainReport(style: TerminalStyle(), rules: Samples.rules).suggestions(for: "zzz").isEmpty)
  }

  @Test func `an error says what was found and what to type`() {
    let error = ArchiveError(
      .notAnImage, "web\u{1B}.tar is not a container image", found: "a tar archive with 3 files",
      help: "docker save web:ci -o web.tar")
    #expect(
      ErrorText(style: TerminalStyle()).render(error) == """
        error: web\\u{1b}.tar is not a container image
          found: a tar archive with 3 files
          help: docker save web:ci -o web.tar

        """)
  }
}

@Suite struct LayersReportTests {
  private let image = ImageLayers(
    Samples.target(),
    rows: [
      LayerRow(
        index: 0, origin: .base, storedBytes: 29_150_479, uncompressedBytes: 77_894_144, entries: 6231,
        compression: "gzip", diffID: Samples.layers[0].diffID, createdBy: Samples.layers[0].createdBy),
      LayerRow(
        index: 1, origin: .own, storedBytes: 999, uncompressedBytes: 1000, entries: 3, compression: "zstd",
        diffID: Samples.layers[1].diffID, createdBy: "RUN " + String(repeating: "long command ", count: 20)),
      LayerRow(index: 2, origin: .unknown, compression: "none"),
    ])

  @Test func `layers look as recorded`() {
    let report = LayersReport([image, image])
    expectGolden(report.text(style: TerminalStyle()), "layers/layers.txt")
    expectGolden(report.text(style: TerminalStyle(width: 120, isTerminal: true)), "layers/layers-120.txt")
    expectGolden(report.json(), "layers/layers.json")
  }

  @Test func `a terminal's width is kept`() {
    let lines = LayersReport([image]).text(style: TerminalStyle(width: 120, isTerminal: true)).split(separator: "\n")
    #expect(lines.allSatisfy { columnCount(String($0)) <= 120 })
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_999, "999.9 kB"), (1_000_000, "1.0 MB"),
    (77_894_144, "77.8 MB"), (Int64.max, "9,223,372.0 TB"), (-5, "-5 B"),
  ])
  func `sizes have decimal units`(bytes: Int64, expected: String) { #expect(sized(bytes) == expected) }

  @Test(arguments: [
    ("/bin/sh -c #(nop)  CMD [\"sh\"]", "CMD [\"sh\"]"), ("/bin/sh -c apt-get update", "RUN apt-get update"),
    ("RUN /bin/sh -c a &&\n  b # buildkit", "RUN a && b"), ("COPY a b # buildkit", "COPY a b"), ("", ""),
  ])
  func `history is shown as instructions`(history: String, expected: String) {
    #expect(instruction(history) == expected)
  }
}

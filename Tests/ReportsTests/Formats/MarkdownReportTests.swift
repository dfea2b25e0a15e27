import Core
import Engine
import Testing

@testable import Reports

@Suite struct MarkdownReportTests {
  private func render(_ outcome: Outcome, showsSuppressed: Bool = false) -> [UInt8] {
    MarkdownReport().render(Samples.model(outcome, showsSuppressed: showsSuppressed))
  }
  private func text(_ outcome: Outcome, showsSuppressed: Bool = false) -> String {
    String(decoding: render(outcome, showsSuppressed: showsSuppressed), as: UTF8.self)
  }

  @Test(arguments: Samples.formatNames) func `reports look as recorded`(name: String) {
    let outcome = Samples.named(name)
    expectGolden(render(outcome), "markdown/\(name).md")
  }
  @Test func `suppressed findings look as recorded`() {
    expectGolden(render(Samples.mixed, showsSuppressed: true), "markdown/mixed-suppressed.md")
  }

  @Test(arguments: Samples.formatNames) func `a reader sees our structure and nothing else`(name: String) throws {
    let outcome = Samples.named(name)
    let bytes = render(outcome, showsSuppressed: true)
    #expect(Samples.unsafe(bytes).isEmpty)
    guard let read = try PythonReader.read(bytes, with: "read_markdown.py") as? [String: Any] else { return }
    for html in try #require(read["html"] as? [String]) {
      let isOurs =
        html == "</details>\n"
        || html.hasPrefix("<details><summary>") && html.hasSuffix("</summary>\n")
          && html.split(separator: "<").count == 3
      #expect(isOurs, "\(html)")
    }
    #expect(read["links"] as? Int == 0 && read["emphasis"] as? Int == 0)
    let rows = outcome.targets.isEmpty ? 0 : outcome.targets.count + 1
    #expect(read["rows"] as? Int == rows && read["cells"] as? Int == rows * 6)
    let seen = try #require(read["text"] as? String)
    #expect(!seen.contains("@team") && !seen.contains("#12") && !seen.contains("://") && !seen.contains("www."))
  }

  @Test func `a reader gets names back`() throws {
    guard let read = try PythonReader.read(render(Samples.spite), with: "read_markdown.py") as? [String: Any] else {
      return
    }
    let seen = (try #require(read["text"] as? String)).unicodeScalars.filter { $0 != "\u{200B}" }
    #expect(String(String.UnicodeScalarView(seen)).contains(Samples.spiteful))
    #expect((read["code"] as? [String])?.contains(Samples.spiteful) == true)
  }

  @Test func `the verdict is the first line`() {
    #expect(text(Samples.bad).hasPrefix("**imgscan failed**: 15 errors, 1 warning at or above medium"))
    #expect(text(Samples.outcome()).hasPrefix("**imgscan passed**: 42 rules, 0 findings"))
    #expect(text(Samples.incomplete).hasPrefix("**imgscan incomplete**: 2 of 3 images could not be read"))
  }

  @Test func `findings below the least severity are left out`() {
    let report = text(Samples.outcome([Samples.userRoot, Samples.shell], gate: Gate(minSeverity: .high)))
    #expect(report.contains("IMG-USER-ROOT") && !report.contains("IMG-TOOL-SHELL"))
  }

  @Test(arguments: [
    ("plain words, 1/2 (x)", "plain words, 1/2 (x)"), ("a*b_c", "a\\*b\\_c"), ("<b>", "&lt;b&gt;"),
    ("a|b", "a&#124;b"), ("@me", "@&#8203;me"), ("see #12", "see #&#8203;12"),
    ("https://x", "https:&#8203;//x"), ("WWW.x", "WWW&#8203;.x"), ("&amp;", "&amp;amp;"), ("\\", "\\\\"),
    ("a\nb", "a\\\\nb"), ("a: b", "a: b"), ("![x](y)", "\\!\\[x\\](y)"),
  ]) func `prose means nothing but itself`(raw: String, escaped: String) {
    #expect(MarkdownText.prose(raw) == escaped)
  }

  @Test(arguments: [
    ("a", "`a`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a```b``", "```` a```b`` ````"), (" a ", "`  a  `"),
    ("", "(empty)"), ("*|*", "`*|*`"),
  ]) func `fences are longer than any within`(raw: String, code: String) {
    #expect(MarkdownText.code(raw) == code)
  }

  @Test func `a text is cut between characters`() {
    #expect(MarkdownText.cut("aäb", to: 2) == "a…")
    #expect(MarkdownText.cut("aäb", to: 3) == "aä…")
    #expect(MarkdownText.cut("aäb", to: 4) == "aäb")
  }

  @Test func `a page within a limit says what is missing`() {
    let bytes = MarkdownReport(limit: 20_000).render(Samples.model(Samples.many(1_000)))
    #expect(bytes.count <= 20_000)
    #expect(
      String(decoding: bytes, as: UTF8.self).contains(" more findings left out, for the report would be too long._"))
  }
}

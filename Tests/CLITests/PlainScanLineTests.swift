import Config
import Testing

@testable import CLI

@Suite struct PlainScanLineTests {
  /// A line of every setting, with the words that one of its kind takes.
  private static func line(_ setting: Setting) -> [String] {
    switch setting.kind {
    case .flag: ["--\(setting.key)", "app.tar"]
    case .number(let range): ["--\(setting.key)", String(range.lowerBound + 1), "app.tar"]
    case .choice(let words): ["app.tar", "--\(setting.key)", words[0]]
    case .text, .path: ["--\(setting.key)", "auto", "app.tar"]
    case .list:
      switch setting.key {
      case "ignore": ["--ignore", "DL3008", "--ignore", "IMG-USER-ROOT", "app.tar"]
      case "report": ["--report", "json=a.json", "--report", "sarif=b.sarif", "app.tar"]
      case "require-label": ["--require-label", "a:text", "app.tar"]
      default: ["--\(setting.key)", "a=b", "--\(setting.key)", "c=d", "app.tar"]
      }
    }
  }

  @Test(arguments: SettingTable.all)
  func `every setting is read as the argument parser reads it`(_ setting: Setting) throws {
    let line = PlainScanLineTests.line(setting)
    let plain = try #require(PlainScanLine(line))
    let parsed = try ScanLine(parsing: line)
    #expect(plain.subjects == parsed.subjects)
    #expect(plain.flags == parsed.flags)
  }

  @Test(arguments: [
    "scan a", "a b -", "-f json -o out.json -q -j 2 -c x.yaml -i DL3008 a", "-v a", "--color never a -- --b c",
    "--verify --format sarif a", "--fail-on high --min-severity low --only-own a",
  ])
  func `lines of several options are read alike`(_ text: String) throws {
    let line = text.split(separator: " ").map(String.init)
    let plain = try #require(PlainScanLine(line))
    let parsed = try ScanLine(parsing: line)
    #expect(plain.subjects == parsed.subjects)
    #expect(plain.flags == parsed.flags)
  }

  @Test(arguments: [
    "", "scan", "rules", "explain X", "a rules", "--help", "a --help", "-h", "--version", "--wrong a",
    "--format=json a",
    "--format nonsense a", "--format", "--jobs x a", "-j2 a", "--no-verify a", "--quiet --verbose a", "-qv a",
    "--config x --no-config a", "--platform a/b --all-platforms a", "--no-fail --exit-code 3 a", "--ignore NO-RULE a",
    "--no-color a", "--offline a", "-o - a",
  ])
  func `what is not plain is left to the argument parser`(_ text: String) {
    #expect(PlainScanLine(text.split(separator: " ").map(String.init)) == nil)
  }

  @Test func `the commands are those that there are`() {
    #expect(PlainScanLine.commands == ImgscanCommand.commandNames)
  }
}

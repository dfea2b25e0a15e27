import Config
import Core
import JSONText
import Testing

@Suite struct ConfigShowReportTests {
  private var report: ConfigShowReport {
    let file = ConfigReader.read(Array(ConfigReaderTests.good.utf8), name: ".imgscan.yaml", directory: "/repo")
    return ConfigShowReport(
      Settings(
        flags: ["ignore": .list(["DL3064"]), "target": .text("a\u{1B}[2Jb")], environment: ["IMGSCAN_JOBS": "2"],
        file: file))
  }

  @Test func `the text says what holds and from where`() {
    let lines = report.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.first == "KEY                  VALUE                   FROM")
    let cells = lines.map { line in
      line.replacing("  ", with: "|").split(separator: "|").map { $0.trimmingPrefix(" ") }.joined(separator: "|")
    }
    for line in [
      "base|3|.imgscan.yaml:25",
      "fail-on|high|.imgscan.yaml:3",
      "format|text|default",
      "ignore|DL3064|flag",
      "jobs|2|IMGSCAN_JOBS",
      "platform|-|default",
      "target|a\\u{1b}[2Jb|flag",
      "IMG-TOOL-PKG|off|.imgscan.yaml:6",
      "IMG-META-HEALTHCHECK|-|-|-|.imgscan.yaml:16",
      "IMG-PERM-SETUID, DS-0002|image web:*, layer base|-|-|.imgscan.yaml:13",
      "/usr/bin/chage|root:shadow|2755|passwd|2027-01-31|x|.imgscan.yaml:19",
      "vendor/**|.imgscan.yaml:22",
    ] { #expect(cells.contains(line), "\(line)") }
    #expect(!lines.contains { $0.utf8.starts(with: "output".utf8) })
    #expect(lines.last == "" && lines.dropLast().last?.isEmpty == false)
    #expect(report.text().unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnsafeToShow })
  }

  @Test func `the JSON says the same`() throws {
    let json = try JSONParser.parse(Array(report.json().utf8))
    #expect(json["file"]?.string == ".imgscan.yaml")
    let settings = try #require(json["settings"]?.array)
    func setting(_ key: String) -> JSONValue? { settings.first { $0["key"]?.string == key } }
    #expect(setting("fail-on")?["value"]?.string == "high" && setting("fail-on")?["line"]?.integer == 3)
    #expect(setting("jobs")?["value"]?.integer == 2 && setting("jobs")?["variable"]?.string == "IMGSCAN_JOBS")
    #expect(setting("only-own")?["value"]?.bool == true && setting("only-own")?["from"]?.string == "file")
    #expect(setting("base")?["from"]?.string == "file" && setting("platform")?["value"]?.isNull == true)
    #expect(json["rules"]?.array?.map { $0["level"]?.string } == ["medium", "off", "critical"])
    #expect(json["ignores"]?.array?.count == 3 && json["allowSetuid"]?.array?.count == 4)
    #expect(json["excludes"]?.array?.map { $0["line"]?.integer } == [22, 22])
  }

  @Test func `without a file there are only settings`() {
    let text = ConfigShowReport(Settings()).text()
    #expect(!text.contains("\n\n") && !text.contains("IGNORE"))
  }
}

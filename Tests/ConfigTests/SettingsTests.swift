import Config
import Core
import Engine
import Testing

@Suite struct SettingsTests {
  private func file(_ text: String) -> ConfigFile {
    ConfigReader.read(Array(text.utf8), name: ".imgscan.yaml", directory: "/repo")
  }

  @Test func `flag over variable over file over default`() {
    let file = file("fail-on: critical\nprofile: strict\njobs: 3\n")
    let environment = ["IMGSCAN_FAIL_ON": "low", "IMGSCAN_PROFILE": "runbook"]
    let settings = Settings(flags: ["fail-on": .text("high")], environment: environment, file: file)
    #expect(settings.text("fail-on") == "high" && settings.origin("fail-on") == .flag)
    #expect(settings.text("profile") == "runbook" && settings.origin("profile") == .variable("IMGSCAN_PROFILE"))
    #expect(settings.number("jobs") == 3 && settings.origin("jobs").description == ".imgscan.yaml:3")
    #expect(settings.text("min-severity") == "low" && settings.origin("min-severity") == .standard)
    #expect(settings.number("exit-code") == 1)
    #expect(settings.text("base") == nil && settings.entry("base") == nil)
    #expect(settings.problems.isEmpty && settings.warnings.isEmpty)
  }

  @Test func `every default is a value of its setting`() throws {
    for setting in SettingTable.all where !setting.standard.isEmpty {
      #expect(throws: Never.self, "\(setting.key)") { try setting.value(of: setting.standard) }
    }
    #expect(SettingTable.all.map(\.key) == SettingTable.all.map(\.key).sorted())
    #expect(Set(SettingTable.all.map(\.key)).count == SettingTable.all.count)
  }

  @Test(arguments: [
    ("1", true), ("true", true), ("Yes", true), ("ON", true), ("0", false), ("false", false), ("no", false),
    ("off", false),
  ])
  func `words for truth in variables`(_ text: String, _ value: Bool) {
    let settings = Settings(environment: ["IMGSCAN_ONLY_OWN": text], file: file("only-own: \(!value)"))
    #expect(settings.flag("only-own") == value)
    #expect(settings.problems.isEmpty)
  }

  @Test func `an empty variable is none, and lists are split at commas`() {
    let settings = Settings(environment: ["IMGSCAN_FAIL_ON": "", "IMGSCAN_IGNORE": "DL3002, IMG-TOOL-SHELL,,"])
    #expect(settings.origin("fail-on") == .standard)
    #expect(settings.list("ignore") == ["DL3002", "IMG-TOOL-SHELL"])
  }

  @Test(arguments: [
    ("FAIL_ON", "hihg", "expected critical, high, medium, low or info; did you mean `high`?"),
    ("ONLY_OWN", "maybe", "expected 1, 0, true, false, yes, no, on or off"),
    ("EXIT_CODE", "-1", "expected a number from 0 to 255"),
    ("JOBS", "4x", "expected a number from 0 to 1024"),
    ("IGNORE", "DL3002,DL302", "unknown rule `DL302`; did you mean `DL3002`?"),
    ("REPORT", "=x", "expected FORMAT=FILE, such as sarif=imgscan.sarif"),
    ("COLOR", "neverr\u{1B}[0m", "expected auto, always or never"),
  ])
  func `a bad variable is told`(_ name: String, _ text: String, _ message: String) {
    let settings = Settings(environment: ["IMGSCAN_" + name: text])
    let shown = text == "neverr\u{1B}[0m" ? "neverr\\u{1b}[0m" : text
    #expect(settings.problems.map(\.description) == ["IMGSCAN_\(name)=\(shown): \(message)"])
  }

  @Test func `the problem of a flag is told in the same words`() throws {
    let setting = try #require(SettingTable.setting("fail-on"))
    #expect(throws: SettingError(message: "expected critical, high, medium, low or info; did you mean `high`?")) {
      try setting.value(of: "hihg")
    }
    let report = try #require(SettingTable.setting("report"))
    #expect(try report.value(ofItems: ["json=a,b.json"]) == .list(["json=a,b.json"]))
  }

  @Test func `variables that look like ours are told`() {
    let settings = Settings(environment: [
      "IMGSCAN_FAILON": "high", "IMGSCAN_COLOUR": "never", "IMGSCAN_CASES": "x", "IMGSCAN_RECORD": "1",
      "IMGSCAN_PROGRAM": "x", "IMGSCAN_SLOW_TESTS": "1", "IMGSCAN_HOME": "x", "IMGSCAN_JOBS": "1", "FAILON": "x",
    ])
    #expect(
      settings.warnings.map(\.message) == [
        "IMGSCAN_COLOUR is no variable of imgscan; did you mean IMGSCAN_COLOR?",
        "IMGSCAN_FAILON is no variable of imgscan; did you mean IMGSCAN_FAIL_ON?",
      ])
    #expect(settings.warnings.allSatisfy { !$0.isFatal } && settings.problems.isEmpty)
  }

  @Test func `files are seen from the directory of the file that names them`() {
    let file = file("baseline: b.json\ndockerfile: /abs/Dockerfile\n")
    let settings = Settings(flags: ["dockerfile": .text("d/Dockerfile")], file: file)
    #expect(settings.path("baseline") == "/repo/b.json")
    #expect(settings.path("dockerfile") == "d/Dockerfile")
    #expect(settings.path("sarif-anchor") == nil)
    #expect(Settings(flags: ["report": .list(["json=a"])], file: file).reports.first?.file == "a")
    #expect(Settings(environment: ["IMGSCAN_BASELINE": "c"], file: file).path("baseline") == "c")
  }

  @Test func `a policy holds what all of them say`() {
    let file = file(ConfigReaderTests.good)
    let policy = Settings(flags: ["ignore": .list(["DL3064"])], environment: ["IMGSCAN_FAIL_ON": "low"], file: file)
      .policy()
    #expect(policy.file == ".imgscan.yaml" && policy.directory == "/repo")
    #expect(policy.profile == .strict && policy.failOn == .low && policy.onlyOwn)
    #expect(policy.levels == file.levels)
    #expect(policy.ignores == [IgnoreEntry(rules: ["DL3064"], place: .image)] + file.ignores)
    #expect(policy.setuidAllowances == file.setuidAllowances)
    #expect(policy.inlineIgnores == .requireReason)
    #expect(policy.inlineIgnoresPlace == file.values["inline-ignores"].map { file.place($0.range) })
    #expect(policy.base == .layers(3))
    #expect(policy.expiryWarningDays == 14 && policy.baseline == nil)
    #expect(Settings().policy() == Policy())
    #expect(Settings(flags: ["inline-ignores": .text("deny")], file: file).policy().inlineIgnoresPlace == nil)
  }

  @Test(arguments: [
    ("debian:12", "debian:12"), ("./base.tar", "/repo/./base.tar"), ("../base.tar", "/repo/../base.tar"),
    ("/x.tar", "/x.tar"), ("base.tar", "base.tar"), ("03", "03"),
  ])
  func `a base that is no number is a name`(_ text: String, _ name: String) {
    #expect(Settings(file: file("base: '\(text)'")).policy().base == .named(name))
    #expect(Settings(flags: ["base": .text(text)], file: file("jobs: 1")).policy().base == .named(text))
  }
}

import Config
import Core
import Engine
import Testing

@Suite struct ConfigReaderTests {
  static let good = """
    # yaml-language-server: $schema=imgscan.schema.json
    profile: strict
    fail-on: high
    rules:
      IMG-TOOL-SHELL: medium
      IMG-TOOL-PKG: off
      "DL3002": "critical"
    ignore:
      - rule: DKF-TOOL-LEFT
        path: services/old/**
        reason: goes away in März
        expires: 2027-03-01
      - rules: [IMG-PERM-SETUID, DS-0002]
        image: "web:*"
        layer: base
      - IMG-META-HEALTHCHECK
    allow-setuid:
      - /usr/bin/sudo
      - {path: /usr/bin/chage, owner: root:shadow, mode: 2755, package: passwd, reason: "x", expires: "2027-01-31"}
      - {path: /x, mode: 0755}
      - {path: /y, mode: "644"}
    exclude: [vendor/**, "*.bak"]
    inline-ignores: require-reason
    baseline: .imgscan-baseline.json
    base: 3
    only-own: true
    exit-code: 3

    """

  private func read(_ text: String) -> ConfigFile {
    ConfigReader.read(Array(text.utf8), name: ".imgscan.yaml", directory: "/repo")
  }

  @Test func `a good file is read whole`() {
    let file = read(ConfigReaderTests.good)
    #expect(file.problems == [])
    #expect(
      file.values.mapValues(\.value) == [
        "profile": .text("strict"), "fail-on": .text("high"), "inline-ignores": .text("require-reason"),
        "baseline": .text(".imgscan-baseline.json"), "base": .text("3"), "only-own": .flag(true),
        "exit-code": .number(3),
      ])
    #expect(file.values["fail-on"]?.range.start == SourcePosition(line: 3, column: 10))
    #expect(
      file.levels == [
        "IMG-TOOL-SHELL": .severity(.medium), "IMG-TOOL-PKG": .off, "DL3002": .severity(.critical),
      ])
    #expect(file.levelRanges["DL3002"]?.start == SourcePosition(line: 7, column: 3))
    #expect(file.excludes == ["vendor/**", "*.bak"])
    #expect(file.path(of: "a/b") == "/repo/a/b")
    #expect(file.path(of: "/a/b") == "/a/b")
  }

  @Test func `ignores and allowances keep all they say and their places`() throws {
    let file = read(ConfigReaderTests.good)
    func place(_ line: Int, _ column: Int, _ endLine: Int, _ endColumn: Int) -> Place {
      .source(
        file: ".imgscan.yaml",
        range: SourceRange(
          start: SourcePosition(line: line, column: column), end: SourcePosition(line: endLine, column: endColumn)))
    }
    try #require(file.ignores.count == 3)
    #expect(
      file.ignores[0]
        == IgnoreEntry(
          rules: ["DKF-TOOL-LEFT"], path: "services/old/**", reason: "goes away in März",
          expires: CalendarDate(year: 2027, month: 3, day: 1), place: place(9, 5, 12, 24)))
    #expect(
      file.ignores[1]
        == IgnoreEntry(
          rules: ["IMG-PERM-SETUID", "DS-0002"], image: "web:*", layer: .base, place: place(13, 5, 15, 16)))
    #expect(file.ignores[2] == IgnoreEntry(rules: ["IMG-META-HEALTHCHECK"], place: place(16, 5, 16, 25)))
    try #require(file.setuidAllowances.count == 4)
    #expect(file.setuidAllowances[0] == SetuidAllowance(path: "/usr/bin/sudo", place: place(18, 5, 18, 18)))
    var chage = file.setuidAllowances[1]
    chage.place = .image
    #expect(
      chage
        == SetuidAllowance(
          path: "/usr/bin/chage", owner: "root:shadow", mode: "2755", package: "passwd", reason: "x",
          expires: CalendarDate(year: 2027, month: 1, day: 31), place: .image))
    #expect(file.setuidAllowances.map(\.mode) == [nil, "2755", "0755", "0644"])
  }

  @Test func `JSON reads as YAML does`() {
    let file = read(
      #"""
      {
      	"$schema": "x", "fail-on": "low", "rules": {"IMG-TOOL-SHELL": "off"}, "only-own": false,
      	"ignore": ["DL3002", {"rule": "DKF-USER-ROOT", "reason": "é"}]
      }
      """#)
    #expect(file.problems == [])
    #expect(file.ignores.map(\.reason) == [nil, "é"])
    #expect(file.levels == ["IMG-TOOL-SHELL": .off])
  }

  @Test(arguments: [
    "", "---\n", "# all\n#fail-on: high\n", "rules:\nignore:\nallow-setuid: ~\nexclude: []\n",
    "\u{FEFF}fail-on: low\r\n",
  ])
  func `a file with nothing to say is good`(_ text: String) {
    #expect(read(text).problems == [])
  }

  @Test(
    arguments: [
      ("fail_on: high", "1:1: unknown key `fail_on`; did you mean `fail-on`?"),
      ("a: 1\n\nzzzzzzzzzzz: 2", "1:1: unknown key `a`|3:1: unknown key `zzzzzzzzzzz`"),
      ("output: x", "1:1: `output` is for the command line: --output"),
      ("no-config: true", "1:1: `no-config` is for the command line: --no-config"),
      ("fail-on: hihg", "1:10: `fail-on: hihg`: expected critical, high, medium, low or info; did you mean `high`?"),
      ("fail-on:", "1:9: `fail-on`: expected critical, high, medium, low or info, found nothing"),
      ("fail-on: [high]", "1:10: `fail-on`: expected critical, high, medium, low or info, found a list"),
      ("only-own: yes", "1:11: `only-own: yes`: expected true or false; write true"),
      ("only-own: off", "1:11: `only-own: off`: expected true or false; write false"),
      ("only-own: 'true'", "1:11: `only-own: true`: expected true or false; write true, without quotes"),
      ("only-own: {}", "1:11: `only-own`: expected true or false, found a mapping"),
      ("exit-code: 256", "1:12: `exit-code: 256`: expected a number from 0 to 255"),
      ("exit-code: '2'", "1:12: `exit-code: 2`: expected a number from 0 to 255, without quotes"),
      ("exit-code: 0x2", "1:12: `exit-code: 0x2`: expected a number from 0 to 255"),
      ("max-json: 0", "1:11: `max-json: 0`: expected a number, at least 1"),
      ("max-json: 99999999999999999999", "1:11: `max-json: 99999999999999999999`: expected a number, at least 1"),
      ("target: true", "1:9: `target: true`: expected a text"),
      ("baseline: ''", "1:11: `baseline: `: expected a text"),
      ("report: [sarif=x]", "1:1: `report` is for the command line: --report"),
      ("rules: [a]", "1:8: `rules`: expected rules with severities, found a list"),
      ("rules: {IMG-TOOL-SHEL: low}", "1:9: unknown rule `IMG-TOOL-SHEL`; did you mean `IMG-TOOL-SHELL`?"),
      ("rules: {dl3002: low}", "1:9: unknown rule `dl3002`; did you mean `DL3002`?"),
      (
        "rules: {IMG-TOOL-SHELL: hgih}",
        "1:25: `IMG-TOOL-SHELL: hgih`: expected critical, high, medium, low, info or off; did you mean `high`?"
      ),
      (
        "rules: {IMG-TOOL-SHELL: }",
        "1:25: `IMG-TOOL-SHELL`: expected critical, high, medium, low, info or off, found nothing"
      ),
      (
        "rules: {IMG-TOOL-SHELL: false}",
        "1:25: `IMG-TOOL-SHELL: false`: expected critical, high, medium, low, info or off"
      ),
      ("ignore: DL3002", "1:9: `ignore`: expected a list, found `DL3002`"),
      ("ignore: [XYZ]", "1:10: unknown rule `XYZ`"),
      ("ignore: [{}]", "1:10: an ignore without a rule"),
      ("ignore:\n  -", "2:4: `ignore`: expected a text, found nothing"),
      ("ignore: [{reason: x}]", "1:10: an ignore without a rule"),
      ("ignore: [{rules: []}]", "1:10: an ignore without a rule"),
      ("ignore: [{rule: [DL3002]}]", "1:17: `rule`: expected a text, found a list"),
      ("ignore: [{rules: DL3002}]", "1:18: `rules`: expected a list, found `DL3002`"),
      ("ignore: [{rule: DL3002, rules: [DL3002]}]", "1:10: an ignore with `rule` and `rules`; expected one of them"),
      (
        "ignore: [{rule: DL3002, paths: x}]",
        "1:25: unknown key `paths` of an ignore; expected expires, image, layer, path, reason, rule or rules; did you mean `path`?"
      ),
      (
        "ignore: [{rule: DL3002, path: 'a[b'}]",
        "1:31: `path: a[b`: expected a pattern, with `]` for each `[`"
      ),
      (
        "ignore: [{rule: DL3002, image: 'a[b'}]",
        "1:32: `image: a[b`: expected a pattern, with `]` for each `[`"
      ),
      ("allow-setuid: ['/a[b']", "1:16: `path: /a[b`: expected a pattern, with `]` for each `[`"),
      ("exclude: ['a[b']", "1:11: `exclude: a[b`: expected a pattern, with `]` for each `[`"),
      ("ignore: [{rule: DL3002, layer: mine}]", "1:32: `layer: mine`: expected base or own"),
      (
        "ignore: [{rule: DL3002, expires: 2027-02-29}]",
        "1:34: `expires: 2027-02-29`: expected a day such as 2027-03-01"
      ),
      (
        "ignore: [{rule: DL3002, expires: 2027-+3-01}]",
        "1:34: `expires: 2027-+3-01`: expected a day such as 2027-03-01"
      ),
      ("ignore: [{rule: DL3002, expires: }]", "1:34: `expires`: expected a day such as 2027-03-01, found nothing"),
      ("ignore: [{rule: DL3002, path: }]", "1:31: `path`: expected a text, found nothing"),
      ("allow-setuid: [usr/bin/sudo]", "1:16: `usr/bin/sudo`: expected a path in the image, from its root"),
      ("allow-setuid: [{mode: 4755}]", "1:16: an entry of `allow-setuid` without a path"),
      ("allow-setuid: [{path: /x, mode: 9}]", "1:33: `mode: 9`: expected octal digits such as 4755"),
      ("allow-setuid: [{path: /x, mode: u+s}]", "1:33: `mode: u+s`: expected octal digits such as 4755"),
      (
        "allow-setuid: [{path: /x, user: root}]",
        "1:27: unknown key `user` of an entry of `allow-setuid`; expected expires, mode, owner, package, path or reason"
      ),
      ("allow-setuid: /x", "1:15: `allow-setuid`: expected a list, found `/x`"),
      ("exclude: vendor", "1:10: `exclude`: expected a list, found `vendor`"),
      ("exclude: [{}]", "1:11: `exclude`: expected a text, found a mapping"),
      ("- a", "1:1: expected keys with values, found a list"),
      ("high", "1:1: expected keys with values, found `high`"),
      ("fail-on: high\nfail-on: low", "2:1: `fail-on` is set twice, in line 1 and here"),
      ("base: *x", "1:7: `*x` stands for another value; such aliases are not read"),
      ("base: \"\\e[31m\\x07\": 1", nil),
      ("\"a\\e[31m\\u202e\": 1", "1:1: unknown key `a\\u{1b}[31m\\u{202e}`"),
    ] as [(String, String?)])
  func `what is wrong is told with place and way out`(_ text: String, _ wanted: String?) {
    let problems = read(text).problems
    guard let wanted else {
      #expect(problems.count == 1)
      return
    }
    let told = problems.map { String($0.description.dropFirst(".imgscan.yaml:".utf8.count)) }.joined(separator: "|")
    let formats =
      "text, plain, json, jsonl, sarif, github, gitlab, junit, checkstyle, sonarqube, codeclimate, rdjsonl, gnu, "
      + "markdown, asff or html"
    #expect(told == wanted.split(separator: "…", omittingEmptySubsequences: false).joined(separator: formats))
    #expect(problems.allSatisfy { $0.isFatal })
  }

  @Test func `all problems are told at once, in order`() {
    let file = read("fail-on: x\nignore: [A, B]\nonly-own: 2\n")
    #expect(file.problems.count == 4)
    #expect(
      file.problems.compactMap { if case .source(_, let range) = $0.place { range.start.line } else { nil } } == [
        1, 2, 2, 3,
      ])
    #expect(file.values.isEmpty && file.ignores.isEmpty)
  }

  @Test(.timeLimit(.minutes(5))) func `a flood of problems is counted`() {
    let text = "ignore:\n" + String(repeating: "- IMG-TOOL-SHELLX-LONGER-NAME\n", count: 30_000)
    let file = read(text)
    #expect(file.problems.count == 51)
    #expect(file.problems.last?.message == "29950 more problems are not listed")
  }

  @Test func `a file of garbage never does harm`() {
    var random = SplitMix(state: 4)
    let good = Array(ConfigReaderTests.good.utf8)
    let pieces = [
      ": ", "- ", "\n", "\t", "[", "]", "{", "}", "'", "\"", "|", ">", "&a ", "*a", "!", "%", "#", "\u{0}", "---\n",
      "é", "\u{2028}", "\r",
    ]
    for _ in 0..<20_000 {
      var bytes = good
      for _ in 0...random.below(6) {
        let at = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[at] = UInt8(random.below(256))
        case 1: bytes.insert(contentsOf: pieces[random.below(pieces.count)].utf8, at: at)
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + 1 + random.below(9)))
        default: bytes.replaceSubrange(at..<at, with: bytes[at..<min(bytes.count, at + random.below(40))])
        }
      }
      let file = ConfigReader.read(bytes, name: "x", directory: "")
      let lines = bytes.count { $0 == 0x0A } + 1
      for problem in file.problems {
        guard case .source(_, let range)? = problem.place else {
          Issue.record("\(problem) has no place")
          return
        }
        let isSound = (1...lines).contains(range.start.line) && range.start.column >= 1 && range.start <= range.end
        let isClean = !problem.message.unicodeScalars.contains(where: \.isUnsafeToShow)
        guard isSound, isClean else {
          Issue.record("\(problem) of \(bytes)")
          return
        }
      }
    }
  }
}

/// The same numbers on every run. Source: Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014.
private struct SplitMix {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((word ^ word >> 31) % UInt64(max(1, limit)))
  }
}

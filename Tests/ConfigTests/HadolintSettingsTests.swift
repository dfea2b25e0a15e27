import Config
import Core
import Testing

@Suite struct HadolintSettingsTests {
  /// What three places say, and what comes of it.
  struct Row: Sendable, CustomTestStringConvertible {
    var flags = ""
    var file = ""
    var variables: [String: String] = [:]
    var outcome: String

    var testDescription: String { "flags {\(flags)} file {\(file)} \(variables.sorted { $0.key < $1.key })" }
  }

  /// What differs from the defaults.
  private static func words(_ settings: HadolintSettings) -> String {
    var out: [String] = []
    if settings.isFailureOff { out.append("no-fail") }
    if !settings.isColored { out.append("no-color") }
    if settings.isVerbose { out.append("verbose") }
    if settings.hasStrictLabels { out.append("strict") }
    if settings.disablesPragmas { out.append("no-pragmas") }
    if settings.threshold != .info { out.append("from \(settings.threshold)") }
    if !settings.formats.isEmpty { out.append(settings.formats.map { "\($0)" }.joined(separator: "+")) }
    out += settings.levels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    if !settings.ignored.isEmpty { out.append("-" + settings.ignored.sorted().joined(separator: "-")) }
    out += settings.trustedRegistries.map { "@\($0)" }
    out += settings.labels.map { "\($0.name):\($0.type)" }
    return out.joined(separator: " ")
  }

  /// The command line's part is written as a file, too: it says the same.
  private static func settings(_ row: Row) -> HadolintSettings {
    HadolintSettings(
      flags: HadolintChoices.read(Array(row.flags.utf8), name: "flags").choices,
      file: HadolintChoices.read(Array(row.file.utf8), name: ".hadolint.yaml").choices,
      environment: HadolintChoices.read(environment: row.variables).choices)
  }

  @Test(arguments: [
    Row(outcome: ""),
    // Single values: the command line, the file, the environment.
    Row(file: "failure-threshold: error", outcome: "from error"),
    Row(variables: ["HADOLINT_FAILURE_THRESHOLD": "error"], outcome: "from error"),
    Row(
      file: "failure-threshold: style", variables: ["HADOLINT_FAILURE_THRESHOLD": "error"], outcome: "from style"),
    Row(
      flags: "failure-threshold: warning", file: "failure-threshold: style",
      variables: ["HADOLINT_FAILURE_THRESHOLD": "error"], outcome: "from warning"),
    Row(file: "failure-threshold: none", outcome: "from ignore"),
    Row(file: "failure-threshold: ignore", outcome: "from ignore"),
    Row(file: "failure-threshold:", outcome: ""),
    Row(file: "no-fail: true", outcome: "no-fail"),
    Row(file: "no-fail: false", variables: ["HADOLINT_NOFAIL": "1"], outcome: ""),
    Row(flags: "no-fail: true", file: "no-fail: false", outcome: "no-fail"),
    Row(file: "no-fail: TRUE", outcome: "no-fail"),
    Row(file: "no-fail: !!bool \"true\"", outcome: "no-fail"),
    Row(variables: ["HADOLINT_NOFAIL": "Yes"], outcome: "no-fail"),
    Row(variables: ["HADOLINT_NOFAIL": "on"], outcome: "no-fail"),
    Row(variables: ["HADOLINT_NOFAIL": "0"], outcome: ""),
    Row(variables: ["HADOLINT_NOFAIL": ""], outcome: ""),
    Row(file: "no-fail: true", variables: ["HADOLINT_NOFAIL": "0"], outcome: "no-fail"),
    Row(variables: ["NO_COLOR": ""], outcome: "no-color"),
    Row(file: "no-color: false", variables: ["NO_COLOR": "1"], outcome: ""),
    Row(variables: ["HADOLINT_VERBOSE": "y"], outcome: "verbose"),
    Row(file: "strict-labels: true\ndisable-ignore-pragma: true", outcome: "strict no-pragmas"),
    Row(
      variables: ["HADOLINT_STRICT_LABELS": "true", "HADOLINT_DISABLE_IGNORE_PRAGMA": "1"],
      outcome: "strict no-pragmas"),
    // Lists: all of them.
    Row(flags: "format: sarif", file: "format: json\nformats: [gnu, codacy]", outcome: "gnu+codacy+json+sarif"),
    Row(file: "format: json", variables: ["HADOLINT_FORMAT": "codacy,json"], outcome: "codacy+json+json"),
    Row(variables: ["HADOLINT_FORMAT": "json,bogus, gnu"], outcome: "json"),
    Row(
      flags: "ignored: [DL3]", file: "ignored: [DL2]", variables: ["HADOLINT_IGNORE": "DL1"],
      outcome: "-DL1-DL2-DL3"),
    Row(
      flags: "trustedRegistries: [d, a]", file: "trustedRegistries: [c]",
      variables: ["HADOLINT_TRUSTED_REGISTRIES": "a,,b"], outcome: "@a @b @c @d"),
    // Of several levels the strongest.
    Row(flags: "override: {style: [DL1]}", file: "override: {error: [DL1]}", outcome: "DL1=error"),
    Row(file: "override: {warning: [DL1], info: [DL1, DL2]}", outcome: "DL1=warning DL2=info"),
    Row(
      flags: "override: {info: [DL1]}", variables: ["HADOLINT_OVERRIDE_WARNING": "DL1,DL2"],
      outcome: "DL1=warning DL2=warning"),
    Row(file: "override: {ignore: [DL1], bogus: 3}", outcome: ""),
    Row(file: "ignored: &a [DL1]\noverride: {error: *a}", outcome: "DL1=error -DL1"),
    // Labels: the environment, the file, the command line.
    Row(
      flags: "label-schema: {a: spdx, d: email, f: url}", file: "label-schema: {a: semver, d: hash, e: ''}",
      variables: ["HADOLINT_REQUIRE_LABELS": "a:url,b,c:semver"],
      outcome: "a:url b:text c:semver d:hash e:text f:url"),
    Row(variables: ["HADOLINT_REQUIRE_LABELS": "a:url,a:hash,:url,b:"], outcome: "a:hash b:text"),
    Row(variables: ["HADOLINT_REQUIRE_LABELS": "a:url,b:bogus,c:d:e"], outcome: "a:url"),
    // A file with one bad value counts for nothing.
    Row(file: "ignored: [DL1]\nno-fail: maybe", outcome: ""),
    Row(file: "no-fail: maybe", variables: ["HADOLINT_NOFAIL": "1"], outcome: "no-fail"),
    Row(file: "anything: {else: [1]}\n1: 2\nno-fail: true", outcome: "no-fail"),
    Row(file: "ignored: [!!str 3, \"4\", yes, 0b1, 1:30]", outcome: "-0b1-1:30-3-4-yes"),
  ]) func `what three places say together`(_ row: Row) {
    #expect(HadolintSettingsTests.words(HadolintSettingsTests.settings(row)) == row.outcome)
  }

  @Test(arguments: [
    ("no-fail: yes", "1:10: `no-fail: yes`: expected true or false"),
    ("no-fail: \"true\"", "1:10: `no-fail: true`: expected true or false"),
    ("x: 1\nfailure-threshold: Error", "2:20: `failure-threshold: Error`: expected"),
    ("failure-threshold: eror", "did you mean `error`?"),
    ("failure-threshold: 3", "1:20: `failure-threshold: 3`: expected"),
    ("format: JSON", "did you mean `json`?"),
    ("formats: json", "1:10: `formats`: expected a list, found `json`"),
    ("ignored: DL3006", "1:10: `ignored`: expected a list, found `DL3006`"),
    ("ignored: [DL1, 3]", "1:16: `ignored`: expected the name of a rule, found `3`"),
    ("ignored: [~]", "1:11: `ignored`: expected the name of a rule, found nothing"),
    ("ignored: [0x1f]", "found `0x1f`"), ("ignored: [1e3]", "found `1e3`"), ("ignored: [-.inf]", "found `-.inf`"),
    ("override: [a]", "1:11: `override`: expected levels with lists, found a list"),
    ("override: {error: DL1}", "1:19: `override.error`: expected a list, found `DL1`"),
    ("trustedRegistries: [1]", "1:21: `trustedRegistries`: expected the name of a registry, found `1`"),
    ("label-schema: [a]", "1:15: `label-schema`: expected names with types, found a list"),
    ("label-schema: {a: ulr}", "1:19: `label-schema.a: ulr`: expected text, url"),
    ("label-schema: {a: }", "`label-schema.a`: expected"),
    ("- a", "1:1: expected keys with values, found a list"), ("text", "1:1: expected keys with values, found `text`"),
    ("x: [", ".hadolint.yaml:1:"), ("ignored: []\nignored: []", ".hadolint.yaml:2:1:"),
    ("---\na: 1\n---\nb: 2", ".hadolint.yaml:3:"),
  ]) func `a bad value is told with its place`(_ text: String, _ words: String) throws {
    let read = HadolintChoices.read(Array(text.utf8), name: ".hadolint.yaml")
    let problem = try #require(read.problem)
    #expect(problem.description.contains(words), "\(problem)")
    #expect(problem.description.contains("nothing of the file is used"))
    #expect(!problem.isFatal)
    #expect(read.choices == HadolintChoices())
  }

  @Test(arguments: ["", "# nothing\n", "{}", "no-fail:\nignored:\noverride: {error: }\nlabel-schema: ~"])
  func `nothing comes of nothing`(_ text: String) {
    let read = HadolintChoices.read(Array(text.utf8), name: "x")
    #expect(read.problem == nil && read.choices == HadolintChoices())
  }

  @Test(arguments: [
    ("HADOLINT_FORMAT", "jsn", "HADOLINT_FORMAT=jsn: expected tty"),
    ("HADOLINT_FAILURE_THRESHOLD", "ERROR", "did you mean `error`?"),
    ("HADOLINT_REQUIRE_LABELS", "a:ulr", "HADOLINT_REQUIRE_LABELS=a:ulr: expected NAME:text"),
    ("HADOLINT_NOFAIL", "maybe\u{1B}[31m", "HADOLINT_NOFAIL=maybe\\u{1b}[31m: expected 1"),
  ]) func `a bad variable is told`(_ name: String, _ value: String, _ words: String) {
    let problems = HadolintChoices.read(environment: [name: value]).problems
    #expect(problems.count == 1 && problems.allSatisfy { !$0.isFatal })
    #expect(problems.first?.description.contains(words) == true, "\(problems)")
  }

  @Test func `levels and ignores decide what is reported`() {
    var settings = HadolintSettings()
    settings.levels = ["DL1001": .info, "DL3006": .error, "DL3007": .style]
    settings.ignored = ["DL3007", "DL3008"]
    #expect(settings.level(of: "DL1001", .ignore) == .info)
    #expect(settings.level(of: "DL3057", .ignore) == nil)
    #expect(settings.level(of: "DL3006", .warning) == .error)
    #expect(settings.level(of: "DL3007", .warning) == nil)
    #expect(settings.level(of: "DL3008", .warning) == nil)
    #expect(settings.level(of: "DL3009", .warning) == .warning)
  }

  @Test func `the first file that is there is looked for in this order`() {
    #expect(
      HadolintConfigPlaces.candidates(environment: ["HOME": "/h"]) == [
        ".hadolint.yaml", ".hadolint.yml", "/h/.config/hadolint.yaml", "/h/.config/hadolint.yml",
        "/h/.hadolint/hadolint.yaml", "/h/.hadolint/hadolint.yml", "/h/.hadolint/config.yaml",
        "/h/.hadolint/config.yml", "/h/.hadolint.yaml", "/h/.hadolint.yml",
      ])
    #expect(
      HadolintConfigPlaces.candidates(environment: ["XDG_CONFIG_HOME": "/x"]) == [
        ".hadolint.yaml", ".hadolint.yml", "/x/hadolint.yaml", "/x/hadolint.yml",
      ])
    // A path that is not absolute counts as none.
    #expect(
      HadolintConfigPlaces.candidates(environment: ["XDG_CONFIG_HOME": "x", "HOME": "/h"])
        == HadolintConfigPlaces.candidates(environment: ["HOME": "/h"]))
  }
}

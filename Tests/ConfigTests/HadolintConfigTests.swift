import Config
import Core
import Engine
import Testing

@Suite struct HadolintConfigTests {
  private func read(_ text: String) -> ConfigFile {
    HadolintConfig.read(Array(text.utf8), name: ".hadolint.yaml", directory: "/repo")
  }

  @Test func `what it says of rules of ours is taken`() {
    let file = read(
      """
      failure-threshold: error
      ignored:
        - DL3002
        - DL3008
        - SC2086
      override:
        style: [DL3002]
        error:
          - DL3002
          - DL3064
        info: [DL3064, DL3015]
      trustedRegistries: [docker.io]
      label-schema: {maintainer: text, version: semver}
      strict-labels: true
      disable-ignore-pragma: true
      anything: {else: 1}
      """)
    #expect(file.problems == [])
    #expect(file.ignores.map(\.rules) == [["DL3002"], ["DL3008"], ["SC2086"]])
    #expect(file.ignores.first?.reason == nil)
    #expect(
      file.ignores.first?.place
        == file.place(
          SourceRange(
            start: SourcePosition(line: 3, column: 5), end: SourcePosition(line: 3, column: 11))))
    // The strongest of several holds, whatever the order.
    #expect(
      file.levels == ["DL3002": .severity(.medium), "DL3064": .severity(.medium), "DL3015": .severity(.info)])
    #expect(
      file.values.mapValues(\.value) == [
        "inline-ignores": .text("deny"), "trusted-registry": .list(["docker.io"]),
        "require-label": .list(["maintainer:text", "version:semver"]), "strict-labels": .flag(true),
      ])
  }

  @Test(arguments: [("error", Severity.medium), ("warning", .low), ("info", .info), ("style", .info)])
  func `its severities become ours`(_ word: String, _ severity: Severity) {
    #expect(read("override: {\(word): [DL3002]}").levels == ["DL3002": .severity(severity)])
  }

  @Test(arguments: ["", "ignored:\noverride:\n", "disable-ignore-pragma: false", "override: {ignore: [DL3002]}"])
  func `nothing comes of nothing`(_ text: String) {
    let file = read(text)
    #expect(file == ConfigFile(name: ".hadolint.yaml", directory: "/repo"))
  }

  @Test(arguments: [
    ("ignored: [DL3002\n", "2:1: not YAML: did not find expected ',' or ']', while parsing a flow sequence"),
    ("ignored: DL3002", "1:10: `ignored`: expected a list, found `DL3002`"),
    ("ignored: [DL3002, [x]]", "1:19: `ignored`: expected the name of a rule, found a list"),
    ("ignored: [DL3002]\noverride: [x]", "2:11: `override`: expected severities, found a list"),
    ("override: {error: DL3002}", "1:19: `override.error`: expected a list, found `DL3002`"),
    ("disable-ignore-pragma: 'true'", "1:24: `disable-ignore-pragma: true`: expected true or false"),
    ("x", "1:1: expected keys with values, found `x`"),
  ])
  func `a bad file is a warning and counts for nothing`(_ text: String, _ message: String) {
    let file = read(text)
    #expect(file.problems.map(\.description) == [".hadolint.yaml:\(message); the file is not used"])
    #expect(file.problems.allSatisfy { !$0.isFatal })
    #expect(file.ignores.isEmpty && file.levels.isEmpty && file.values.isEmpty)
  }
}

import BuildChecks
import Dockerfile
import Testing

/// Files that are made to be slow or to break something; the time limits are for debug builds on a busy machine.
@Suite struct BuildCheckHostileTests {
  static let files: [(name: String, text: String)] = [
    (
      "stages from each other",
      "FROM scratch AS s0\n" + (1...4_000).map { "FROM s\($0 - 1) AS s\($0)\nENV A\($0)=$A0\n" }.joined()
    ),
    (
      "stages that copy from the one before",
      "FROM scratch AS s0\n" + (1...4_000).map { "FROM scratch AS s\($0)\nCOPY --from=s\($0 - 1) a /\n" }.joined()
    ),
    (
      "a long circle",
      (0..<4_000).map { "FROM scratch AS s\($0)\nCOPY --from=s\(($0 + 1) % 4_000) a /\n" }.joined()
    ),
    ("one name for all stages", String(repeating: "FROM a AS a\nCOPY --from=a a /\n", count: 4_000)),
    ("undefined variables", "FROM scratch\n" + (0..<6_000).map { "ENV VARIABLE\($0)=$VARIABLE\($0)X\n" }.joined()),
    ("variables in one line", "FROM scratch\nUSER " + (0..<4_000).map { "$v\($0)" }.joined() + "\n"),
    (
      "pairs in one line",
      "FROM scratch\nENV " + (0..<5_000).map { "v\($0)=$w\($0)" }.joined(separator: " \\\n ") + "\n"
    ),
    ("a growing value", "FROM scratch\nENV A=aaaaaaaaaa\n" + String(repeating: "ENV A=$A$A$A$A\n", count: 5_000)),
    (
      "many triggers, many children",
      "FROM scratch AS a\n" + String(repeating: "ONBUILD USER $x\n", count: 1_000)
        + String(repeating: "FROM a\n", count: 1_000)
    ),
    ("ports", "FROM scratch\nEXPOSE " + String(repeating: "1:2/TCP ", count: 8_000) + "\n"),
    ("brackets", "FROM scratch\nUSER " + String(repeating: "${a:-", count: 5_000) + "\n"),
    ("a long name", "FROM \(String(repeating: "a-", count: 30_000))\nFROM \(String(repeating: "a/", count: 30_000))\n"),
    ("commands", "FROM scratch\n" + String(repeating: "CMD a\nHEALTHCHECK NONE\n", count: 4_000)),
    ("empty lines", "FROM scratch\n" + String(repeating: "RUN a \\\n\n\n b\n", count: 4_000)),
    ("control characters", "FROM \u{1B}[31m AS \u{1B}[0m\nENV \u{7}=$\u{9B}\n\0\0\nCMD \0\n"),
    ("mounts", "FROM scratch\nRUN --mount=" + String(repeating: "from=a,target=/$x,", count: 3_000) + "type=bind a\n"),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: files.indices)
  func `a hostile file is judged in time`(index: Int) {
    let text = BuildCheckHostileTests.files[index].text
    for isStrict in [true, false] {
      _ = CheckCase(text, dockerignore: "*.a\n").run(isStrict: isStrict)
    }
  }

  @Test func `triggers that multiply are left off with a remark`() throws {
    let file = try #require(BuildCheckHostileTests.files.first { $0.name.hasPrefix("many triggers") })
    #expect(CheckCase(file.text).run().limitRemarks.count == 1)
    #expect(CheckCase("FROM scratch AS a\nONBUILD USER b\nFROM a\n").run().limitRemarks.isEmpty)
  }

  @Test(.timeLimit(.minutes(5))) func `patterns and sources that multiply are left off with a remark`() {
    let patterns = (0..<3_000).map { "*a*b*c\($0)*\n" }.joined()
    let sources = (0..<3_000).map { "COPY \(String(repeating: "ab/", count: 30))\($0) /\n" }.joined()
    let run = CheckCase("FROM scratch\n" + sources, dockerignore: patterns).run()
    #expect(run.limitRemarks.count == 1)
    #expect(run.findings.isEmpty)
  }
}

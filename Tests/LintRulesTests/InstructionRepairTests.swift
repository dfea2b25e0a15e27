import Core
import LintRules
import Testing

/// Where a default judgement of instructions differs from an exact one, and what places it tells.
@Suite struct InstructionRepairTests {
  @Test(arguments: [
    ("DL3006", "FROM localhost:5000/x", [1], []),
    ("DL3006", "FROM $R/q.io/x", [], [1]),
    ("DL3006", "FROM x:1 AS Build\nFROM build", [], [2]),
    ("DL3006", "FROM x:1 AS b\nFROM q.io/b", [2], []),
    ("DL3007", "FROM localhost:5000/x:latest", [1], []),
    ("DL3010", "COPY a.tgz /t/\nRUN tar xzf /t/a.tgz", [1], []),
    ("DL3010", "FROM x\nCOPY a.tgz /t/\nRUN tar -xf /t/a.tgz\nFROM y", [2], []),
    ("DL3010", "COPY a.tgz /t/\nRUN tar -cf o.tar --exclude=y a.tgz", [], [1]),
    ("DL3020", "ADD git@example.com:a/b.git /d", [], [1]),
    ("DL3020", "ADD $SOURCE /d", [], [1]),
    ("DL3020", "ADD app /d", [1], [1]),
    ("DL3021", "COPY a b .", [], [1]),
    ("DL3021", "COPY a b ${DIR}", [], [1]),
    ("DL3021", "COPY a b $DIR/c", [1], [1]),
    ("DL3022", "FROM x AS Build\nCOPY --from=build f /g", [], [2]),
    ("DL3023", "FROM x AS Build\nCOPY --from=build f /g", [2], []),
    ("DL3024", "FROM x AS Build\nFROM x AS build", [2], []),
    ("DL3025", "CMD [\"a\\qb\"]", [1], []),
    ("DL3025", "CMD [\"a\\\\\"]", [], [1]),
    ("DL3044", "ENV A=1 B=${A:-x}", [1], []),
    ("DL3044", "ARG B A\nENV A=1 C=$A", [], [2]),
    ("DL3045", "FROM x\nWORKDIR /x\nFROM x\nCOPY a b", [4], []),
    ("DL3057", "FROM x\nFROM x\nHEALTHCHECK NONE", [1], []),
    ("DL3064", "ARG A TOKEN", [1], []),
    ("DL3064", "ENV A=1\\\n TOKEN=x", [2], []),
    ("DL3065", "FROM --platform=\"$TARGETPLATFORM\" x:1", [1], []),
    ("DL3066", "ENV A=1\nUSER $A", [], [2]),
    ("DL3066", "ARG A\nUSER ${A:-1}", [], [2]),
    ("DL3066", "USER 1 ", [], [1]),
    ("DL3066", "FROM x\nUSER root\nUSER a\nUSER b\nFROM y\nUSER c", [4, 6], [2, 3, 4, 6]),
    ("DL3066", "FROM x\nUSER root", [], [2]),
    ("DL3066", "FROM mcr.microsoft.com/windows/nanoserver:1809\nUSER ContainerUser\nFROM x\nUSER a", [4], [2, 4]),
    ("DL3025", "HEALTHCHECK CMD a || exit 1", [], [1]),
    ("DL3025", "ENTRYPOINT exec java $OPTS", [], [1]),
    ("DL3025", "CMD execute", [1], [1]),
    ("DL3064", "ARG USERNAME\nENV TOKENIZERS=1\nENV PASSWORD_FILE=/a\nARG NPM_TOKEN", [4], [1, 2, 3, 4]),
    ("DL3064", "ARG AWS_ACCESS_KEY_ID", [1], [1]),
    ("DL3064", "ENV TOKEN=\nENV TOKEN=\"\"\nENV TOKEN=x", [3], [1, 2, 3]),
    ("DL3021", "COPY a b C:\\\\c\\\\", [], [1]),
  ])
  func `a known defect is repaired by default`(rule: String, dockerfile: String, usual: [Int], exact: [Int]) {
    #expect(LintSnippet.lines(rule, in: dockerfile, LintOptions()) == usual)
    #expect(LintSnippet.lines(rule, in: dockerfile) == exact)
  }

  @Test func `what is of no registry is not judged by default`() {
    let dockerfile = "FROM q.io/x AS b\nFROM $X\nCOPY --from=0 f /g\nFROM z.io/b"
    var options = LintSnippet.options { $0.trustedRegistries = ["q.io"] }
    #expect(LintSnippet.lines("DL3026", in: dockerfile, options) == [2, 3])
    options.isExact = false
    #expect(LintSnippet.lines("DL3026", in: dockerfile, options) == [4])
  }

  @Test(arguments: [
    ("DL3016", "RUN npm install git+https://u:secret@example.com/a/b"),
    ("DL3016", "RUN npm install git+https://u:secret\(String(repeating: "x", count: 90))@example.com/a/b"),
    ("DL3020", "ADD ftp://u:secret@example.com/a /b"),
  ])
  func `the password of an address is in no message`(rule: String, dockerfile: String) {
    for options in [LintOptions(), LintSnippet.exact] {
      let messages = LintSnippet.findings(rule, in: dockerfile, options).map(\.message)
      #expect(messages.count == 1 && !messages[0].contains("secret"))
    }
  }

  @Test func `the value of a label with a variable is not judged by default`() {
    var options = LintSnippet.options { $0.labelSchema = [("u", .url)] }
    #expect(LintSnippet.lines("DL3052", in: "LABEL u=$URL", options) == [1])
    options.isExact = false
    #expect(LintSnippet.lines("DL3052", in: "LABEL u=$URL", options).isEmpty)
    #expect(LintSnippet.lines("DL3052", in: "LABEL u=url", options) == [1])
  }

  @Test(arguments: [
    ("DL3000", "FROM x\nWORKDIR app", ["2:9 app"]),
    ("DL3006", "FROM --platform=linux/arm64 debian AS a", ["1:29 debian"]),
    ("DL3011", "FROM x\nEXPOSE 80 70000 90000", ["2:11 70000", "2:17 90000"]),
    ("DL3020", "FROM x\nADD a.tgz b /d", ["2:11 b"]),
    ("DL3021", "FROM x\nCOPY a b \\\n  /d", ["3:3 /d"]),
    ("DL3022", "FROM x\nCOPY --chown=1 --from=b a /d", ["2:16 --from=b"]),
    ("DL3024", "FROM x AS a\nFROM y AS a", ["2:11 a"]),
    ("DL3043", "FROM x\nONBUILD FROM y", ["2:9 FROM"]),
    ("DL3044", "FROM x\nENV A=1 B=$A C=$A", ["2:11 $A", "2:16 $A"]),
    ("DL3048", "FROM x\nLABEL a=1 B=2 C=3", ["2:11 B=2", "2:15 C=3"]),
    ("DL3064", "FROM x\nONBUILD ENV A=1 TOKEN=x", ["2:17 TOKEN"]),
    ("DL1001", "FROM x\n# hadolint ignore=DL3006\nUSER 1", ["2:1 # hadolint ignore=DL3006"]),
  ])
  func `the place is that of the word to blame`(rule: String, dockerfile: String, places: [String]) {
    #expect(LintSnippet.places(rule, in: dockerfile) == places)
  }
}

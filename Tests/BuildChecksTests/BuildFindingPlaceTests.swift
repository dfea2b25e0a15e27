import BuildChecks
import Core
import Dockerfile
import Testing

/// Findings are at the exact part, on the line that BuildKit names.
@Suite struct BuildFindingPlaceTests {
  /// The marked text of each finding, and the texts of its notes.
  private func marks(_ text: String, dockerignore: String? = nil) -> [String] {
    let source = SourceText(Array(text.utf8))
    let check = "experimental=all"
    return CheckCase(text, dockerignore: dockerignore, check: check).run().findings.flatMap { finding -> [String] in
      ([finding.place] + finding.notes.compactMap(\.place)).map { place in
        guard case .source(let file, let range) = place, file == "Dockerfile" else { return "elsewhere" }
        let bytes = source.bytes[source.offset(of: range.start)..<source.offset(of: range.end)]
        return "\(range.start.line):" + String(decoding: bytes, as: UTF8.self)
      }
    }
  }

  @Test(arguments: [
    ("FROM scratch AS Build\n", ["1:Build"]),
    ("FROM scratch as build\n", ["1:as"]),
    ("FROM scratch\nuser a\n", ["2:user"]),
    ("FROM scratch\nENV A=1 B=${X:-1}\n", ["2:${X"]),
    ("FROM scratch\nENV A=1 B=\"${X}\"\n", ["2:${X}"]),
    ("FROM scratch\nENV A=1 B=$X\n", ["2:$X"]),
    ("FROM scratch\nENV A=1 \\\n  B=$X\n", ["2:ENV", "3:$X"]),
    ("FROM scratch\nCOPY <<E /x\na\n$X\nE\n", ["2:COPY", "4:$X"]),
    ("FROM scratch\nCOPY --chown=$X a /x\n", ["2:$X"]),
    ("FROM scratch\nRUN --mount=target=/a,id=$X a\n", ["2:$X"]),
    ("FROM scratch\nEXPOSE 80 81/TCP\n", ["2:81/TCP"]),
    ("FROM scratch\nEXPOSE 80 1:81\n", ["2:1:81"]),
    ("FROM scratch\nARG KEY=1 B\n", ["2:KEY"]),
    ("FROM scratch\nARG \\\n  KEY=1 B\n", ["2:ARG", "3:KEY"]),
    ("FROM scratch\nENV \"KEY\"=1 B=2\n", ["2:\"KEY\""]),
    ("FROM scratch\nENV a b\n", ["2:ENV"]),
    ("FROM scratch\nWORKDIR a b\n", ["2:a b"]),
    ("FROM --platform=linux/amd64 scratch\n", ["1:--platform=linux/amd64"]),
    ("FROM --platform=$TARGETPLATFORM scratch\n", ["1:--platform=$TARGETPLATFORM"]),
    ("FROM alpine:3$V\n", ["1:$V"]),
    ("FROM Alpine\n", ["1:Alpine"]),
    ("FROM scratch AS a\nFROM scratch AS a\n", ["2:a", "1:FROM"]),
    ("FROM scratch AS scratch\n", ["1:scratch"]),
    ("FROM scratch\nCMD [\"a\"]\nCMD [\"b\"]\n", ["2:CMD", "3:CMD"]),
    ("FROM scratch\nCMD a\n", ["2:CMD"]),
    ("FROM scratch\nRUN a \\\n\n\n  b\n", ["5:  b", "3:"]),
    ("# x\nARG a\nFROM scratch\n", ["2:ARG", "1:# x"]),
    ("\\\nFROM scratch AS Build\n", ["1:\\", "2:Build"]),
    ("FROM scratch AS a\nONBUILD USER $X\nFROM a\n", ["3:FROM"]),
  ])
  func `the exact part is marked`(text: String, expected: [String]) { #expect(marks(text) == expected) }

  @Test func `a source that is kept out is marked`() {
    #expect(marks("FROM scratch\nCOPY a \\\n ./b /\n", dockerignore: "b") == ["2:COPY", "3:./b"])
  }

  @Test func `letter case can be put right by an edit`() throws {
    let text = "FROM scratch as a\nuser b\n"
    let findings = CheckCase(text).run().findings
    #expect(findings.map { $0.edits.map(\.replacement) } == [["AS"], ["USER"]])
    #expect(findings.allSatisfy { finding in finding.edits.allSatisfy { $0.isSafe } })
    for finding in findings {
      guard case .source(_, let range) = finding.place else { continue }
      #expect(finding.edits.map(\.range) == [range])
    }
  }

  @Test func `messages are short and end without a full stop`() throws {
    let name = String(repeating: "N", count: 5_000)
    let text = "FROM scratch AS \(name)\nWORKDIR \(name)\nUSER $\(name)\nENV KEY_\(name)=1\nEXPOSE 80/tcp\n"
    let findings = CheckCase(text).run().findings
    #expect(findings.count == 4)
    for finding in findings {
      #expect(finding.message.utf8.count < 400)
      #expect(finding.message.last != ".")
    }
  }

  @Test func `findings are in the order of lines, then rules, and the same each time`() {
    let text = "FROM scratch as A\nENV key $x\ncmd a\nUSER $b$a\nCMD $x\n"
    let first = CheckCase(text).run().findings
    #expect(
      first.map(CheckCase.line) == [
        "FromAsCasing:1", "StageNameCasing:1", "LegacyKeyValueFormat:2", "SecretsUsedInArgOrEnv:2", "UndefinedVar:2",
        "ConsistentInstructionCasing:3", "JSONArgsRecommended:3", "MultipleInstructionsDisallowed:3", "UndefinedVar:4",
        "UndefinedVar:4", "JSONArgsRecommended:5",
      ])
    for _ in 0..<5 { #expect(CheckCase(text).run().findings == first) }
  }
}

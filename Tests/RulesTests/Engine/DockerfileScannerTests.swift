import Core
import Rules
import Testing

@testable import Engine

/// Judging one Dockerfile: findings, what Docker refuses, and comments that silence.
@Suite struct DockerfileScannerTests {
  private func scan(_ text: String, target: String? = nil, today: CalendarDate? = nil) -> Target {
    DockerfileScanner(targetStage: target, today: today).scan(Array(text.utf8), name: "Dockerfile")
  }

  private func rules(_ target: Target) -> Set<String> { Set(target.findings.map(\.rule.description)) }

  @Test func `a bad file has findings in order`() {
    let target = scan("FROM debian:12\nRUN chmod 777 /srv\nCMD [\"x\"]\n")
    let expectedCount = RuleTable.infos.count { $0.subject == .dockerfile && $0.level != .ignore }
    #expect(target.kind == "dockerfile" && target.ruleCount == expectedCount && target.incidents.isEmpty)
    #expect(rules(target).isSuperset(of: ["DKF-USER-MISSING", "DKF-SETUID-MISSING", "DKF-WORLD-WRITABLE"]))
    #expect(target.findings.map(\.severity) == target.findings.map(\.severity).sorted(by: >))
  }

  @Test func `an error is an incident and the rest is judged`() {
    let target = scan("FROM debian:12\nRUNN x\nRUN chmod 777 /srv\n")
    #expect(target.incidents.map(\.code) == ["unknown-instruction"])
    #expect(rules(target).contains("DKF-WORLD-WRITABLE"))
    guard case .source("Dockerfile", let range)? = target.incidents.first?.place else {
      Issue.record("the incident has no place")
      return
    }
    #expect(range.start == SourcePosition(line: 2, column: 1))
  }

  @Test(arguments: ["FROM debian:12\nONBUILD MAINTAINER a\n", "RUN x\nFROM debian:12\n"])
  func `what Docker refuses is no finding of its own`(text: String) {
    let target = scan(text)
    #expect(target.incidents.count == 1 && rules(target).isDisjoint(with: ["DL3043", "DL3061"]))
    let policy = PolicyScan.policy { $0.profile = .hadolint }
    let exact = DockerfileScanner(policy: policy).scan(Array(text.utf8), name: "Dockerfile")
    #expect(!rules(exact).isDisjoint(with: ["DL3043", "DL3061"]))
  }

  @Test(arguments: ["", "# nothing\n", "RUN x\n", "\u{0}", "FROM\n"])
  func `a file without a stage is not judged`(text: String) {
    let target = scan(text)
    #expect(!target.incidents.isEmpty && target.findings.isEmpty)
  }

  @Test func `a target that is not there is an incident`() {
    let target = scan("FROM a AS one\nFROM b AS two\n", target: "three")
    #expect(target.incidents.map(\.code) == ["no-such-stage"])
    #expect(target.incidents.first?.message.contains("one, two") == true)
  }

  @Test func `another target ships other steps`() {
    let text = "FROM debian:12 AS one\nRUN chmod 777 /srv\nFROM debian:12\nRUN chmod 777 /opt\n"
    #expect(scan(text).findings.filter { $0.rule == "DKF-WORLD-WRITABLE" }.map(\.message).joined().contains("/opt"))
    let one = scan(text, target: "one").findings.filter { $0.rule == "DKF-WORLD-WRITABLE" }
    #expect(one.count == 1 && one[0].message.contains("/srv"))
  }

  @Test(arguments: [
    ("# imgscan ignore=DKF-WORLD-WRITABLE\nRUN chmod 777 /srv\n", 1),
    ("# imgscan ignore=DKF-VOLUME,DKF-WORLD-WRITABLE reason=\"it is\"\n\n# more\nRUN chmod 777 /srv\n", 1),
    ("RUN true && \\\n  # imgscan ignore=DKF-WORLD-WRITABLE\n  chmod 777 /srv\n", 1),
    ("# imgscan stage-ignore=DKF-WORLD-WRITABLE\nRUN x\nRUN chmod 777 /srv\n", 1),
    ("RUN chmod 777 /srv\n# imgscan file-ignore=DKF-WORLD-WRITABLE\n", 1),
    ("# imgscan ignore=DKF-VOLUME\nRUN chmod 777 /srv\n", 0),
    ("# imgscan ignore=DKF-WORLD-WRITABLE\nRUN x\nRUN chmod 777 /srv\n", 0),
    ("# imgscan ignore=DKF-WORLD-WRITABLE expires=2026-01-01\nRUN chmod 777 /srv\n", 0),
    ("# imgscan ignore=DKF-WORLD-WRITABLE expires=2026-11-21\nRUN chmod 777 /srv\n", 1),
    ("# imgscan ignore=DKF-WORLD-WRITABLE until=x\nRUN chmod 777 /srv\n", 0),
  ])
  func `a comment silences what it names, where it stands`(text: String, suppressed: Int) {
    let target = scan("FROM debian:12\n" + text, today: CalendarDate(year: 2026, month: 11, day: 21))
    #expect(target.suppressed.filter { $0.finding.rule == "DKF-WORLD-WRITABLE" }.count == suppressed)
    #expect(rules(target).contains("DKF-WORLD-WRITABLE") == (suppressed == 0))
  }

  @Test func `a stage's comment ends with the stage`() {
    let text =
      "# imgscan stage-ignore=DKF-TLS-OFF\nFROM a AS one\nRUN curl -k https://x.example/a\nFROM b\nRUN curl -k https://x.example/b\n"
    #expect(scan(text).findings.filter { $0.rule == "DKF-TLS-OFF" }.count == 1)
    #expect(scan(text).suppressed.count == 1)
  }

  @Test func `of several comments the first one counts, whatever it is about`() {
    let file = "# imgscan file-ignore=DKF-TLS-OFF reason=file\n"
    let stage = "# imgscan stage-ignore=DKF-VOLUME,DKF-TLS-OFF reason=stage\n"
    let instruction = "# imgscan ignore=DKF-TLS-OFF reason=instruction\n"
    let again = "# imgscan ignore=DKF-TLS-OFF reason=again\n"
    for (comments, reason) in [
      ([file, stage, instruction], "file"), ([stage, instruction, file], "stage"),
      ([instruction, again, stage], "instruction"), ([again, instruction], "again"),
    ] {
      let target = scan("FROM a\nWORKDIR /x\n" + comments.joined() + "RUN curl -k https://x.example/a\n")
      #expect(target.suppressed.map(\.suppression.reason) == [reason])
    }
  }

  @Test(arguments: [
    "# hadolint global ignore=DL3002\nFROM debian:12\nUSER root\n",
    "FROM debian:12\n# hadolint ignore=DL3002\nUSER root\n",
    "# check=skip=SecretsUsedInArgOrEnv\nFROM debian:12\nENV DB_PASSWORD=aTrulySecretValue1\n",
  ])
  func `other tools' comments count for the rules they name`(text: String) {
    #expect(scan(text).suppressed.count == 1, "\(scan(text).findings.map(\.rule))")
  }

  @Test func `no secret is in the text that excerpts are made of`() {
    let text = "FROM debian:12\nENV DB_PASSWORD=aTrulySecretValue1 \\\n  API_TOKEN='another Secret9'\nUSER 1\n"
    let target = scan(text)
    let shown = String(decoding: target.source?.bytes ?? [], as: UTF8.self)
    #expect(shown.utf8.count == text.utf8.count)
    #expect(!shown.contains("Secret") && shown.contains("ENV DB_PASSWORD=***") && shown.contains("\nUSER 1\n"))
    #expect(
      !target.findings.map { [$0.message, $0.label, $0.fix] + $0.evidence }.joined().contains { $0.contains("Secret9") }
    )
  }

  @Test func `a comment that silences nothing is told`() {
    let text = "FROM debian:12\n# imgscan ignore=DKF-A expires=2020-01-01\n# imgscan ignore\nUSER 1\n"
    let target = scan(text, today: CalendarDate(year: 2026, month: 11, day: 21))
    #expect(target.warnings.map(\.code) == ["expired-ignore", "unknown-rule", "pragma"])
    #expect(target.warnings.allSatisfy { $0.place != nil })
  }
}

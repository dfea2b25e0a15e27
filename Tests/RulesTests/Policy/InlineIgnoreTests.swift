import Core
import Testing

@testable import Engine

/// Comments that silence, under a policy.
@Suite struct InlineIgnoreTests {
  private func scan(_ comment: String, _ change: (inout Policy) -> Void = { _ in }) -> Target {
    PolicyScan.dockerfile("FROM debian:12\n\(comment)\nRUN chmod 777 /srv\nUSER 1000\n", PolicyScan.policy(change))
  }

  private static let place = PolicyScan.line(3)
  private static let with = "# imgscan ignore=DKF-WORLD-WRITABLE reason=\"shared\""
  private static let without = "# imgscan ignore=DKF-WORLD-WRITABLE"

  @Test(
    arguments: [
      (nil, Profile.standard, true, true), (.allow, .standard, true, true), (.requireReason, .standard, true, false),
      (.deny, .standard, false, false), (nil, .strict, true, false), (.allow, .strict, true, true),
      (nil, .runbook, true, true),
    ] as [(InlineIgnores?, Profile, Bool, Bool)])
  func `the policy decides which comments count`(
    inline: InlineIgnores?, profile: Profile, withReason: Bool, withoutReason: Bool
  ) {
    for (comment, isSilent) in [(Self.with, withReason), (Self.without, withoutReason)] {
      let target = scan(comment) {
        ($0.inlineIgnores, $0.profile) = (inline, profile)
        $0.levels = ["DKF-WORLD-WRITABLE": .severity(.high)]
      }
      #expect(target.findings(of: "DKF-WORLD-WRITABLE").isEmpty == isSilent)
      #expect(target.warnings.isEmpty == isSilent)
    }
  }

  @Test func `a comment that is refused is told with the setting's place`() {
    var target = scan(Self.with) { ($0.inlineIgnores, $0.inlineIgnoresPlace) = (.deny, Self.place) }
    #expect(target.warnings.map(\.code) == ["denied-ignore"])
    #expect(
      target.warnings.first?.message == "this comment counts for nothing (inline-ignores: deny in .imgscan.yaml:3)")
    target = scan(Self.without) { $0.profile = .strict }
    #expect(target.warnings.map(\.code) == ["ignore-without-reason"])
  }

  @Test func `other tools' comments are refused as well, and told only when they matter`() {
    for (rule, count) in [("DL3002", 1), ("DL3008", 0)] {
      let text = "FROM debian:12\n# hadolint ignore=\(rule)\nUSER root\n"
      for inline in [InlineIgnores.deny, .requireReason] {
        let target = PolicyScan.dockerfile(text, PolicyScan.policy { $0.inlineIgnores = inline })
        #expect(target.suppressed.isEmpty && target.warnings.count == count, "\(rule)")
      }
      #expect(PolicyScan.dockerfile(text).suppressed.count == count)
      #expect(PolicyScan.dockerfile(text).warnings.isEmpty)
    }
  }

  @Test(
    arguments: [
      ("# imgscan ignore=DKF-VOLUME", ["unused-ignore"], "this comment silences nothing; remove it"),
      (
        "# imgscan ignore=DKF-VOLUME,DKF-WORLD-WRITABLE", ["unused-ignore"],
        "this comment silences nothing of DKF-VOLUME; remove it"
      ),
      ("# imgscan ignore=IMG-USER-ROOT", ["unused-ignore"], "this comment silences nothing; remove it"),
      ("# imgscan ignore=DKF-VOLUNE", ["unknown-rule"], "\"DKF-VOLUNE\" is no rule; did you mean DKF-VOLUME?"),
      (
        "# imgscan ignore=dkf-world-writeable", ["unknown-rule"],
        "\"dkf-world-writeable\" is no rule; did you mean DKF-WORLD-WRITABLE?"
      ),
      ("# imgscan ignore=XYZ", ["unknown-rule"], "\"XYZ\" is no rule: imgscan rules lists them"),
      (
        "# imgscan ignore=DKF-WORLD-WRITABLE expires=2026-11-22", ["expiring-ignore"],
        "this comment expires tomorrow, on 2026-11-22"
      ),
      (
        "# imgscan ignore=DKF-WORLD-WRITABLE expires=2026-11-20", ["expired-ignore"],
        "this comment silences nothing since it expired on 2026-11-20"
      ),
      ("# imgscan ignore", ["pragma"], nil), ("# hadolint ignore=DL3002", [], nil),
      ("# imgscan ignore=DKF-WORLD-WRITABLE", [], nil),
    ] as [(String, [String], String?)])
  func `comments that are of no use are told`(comment: String, codes: [String], message: String?) {
    let target = scan(comment)
    #expect(target.warnings.map(\.code) == codes)
    #expect(message == nil || target.warnings.first?.message == message)
    #expect(target.warnings.allSatisfy { $0.place != nil && $0.place != .image })
  }

  @Test(.timeLimit(.minutes(5))) func `a file of nothing but comments is judged in no time`() {
    let name = String(repeating: "X", count: 100)
    let names = (0..<10_000).map { "DKF-VOLUM\($0)" }.joined(separator: ",")
    let lines = (0..<5_000).map { "# imgscan file-ignore=DKF-A\($0),\(name)" }.joined(separator: "\n")
    let target = scan(lines + "\n# imgscan ignore=\(names)")
    #expect(target.warnings.count { $0.code == "unknown-rule" } == Problems.keptPerCode)
    #expect(target.warnings.allSatisfy { $0.message.utf8.count < 200 })
  }

  @Test func `an expired comment returns the finding with a note`() {
    let finding = scan("# imgscan ignore=DKF-WORLD-WRITABLE expires=2026-11-20").findings(of: "DKF-WORLD-WRITABLE")
      .first
    #expect(finding?.notes.last?.message == "the ignore in Dockerfile:2 expired on 2026-11-20")
  }

  @Test func `the same twice is once too often`() {
    let target = scan("# imgscan ignore=DKF-WORLD-WRITABLE\n# imgscan ignore=DKF-WORLD-WRITABLE")
    #expect(target.suppressed.count == 1 && target.warnings.map(\.code) == ["unused-ignore"])
  }

  @Test func `a rule that is off makes no comment unused, nor does a file that is not read to its end`() {
    #expect(scan("# imgscan ignore=DKF-VOLUME") { $0.levels = ["DKF-VOLUME": .off] }.warnings.isEmpty)
    #expect(scan("# imgscan ignore=DKF-VOLUME\nRUNN x").warnings.isEmpty)
  }

  @Test func `a comment for a code of ShellCheck is no mistake`() {
    #expect(scan("# imgscan ignore=SC2086").warnings.isEmpty)
    #expect(scan("# imgscan ignore=SC20860").warnings.map(\.code) == ["unknown-rule"])
  }

  @Test func `a comment comes before the configuration, the configuration before the baseline`() {
    let text = "FROM debian:12\n\(Self.with)\nRUN chmod 777 /srv\nUSER 1000\n"
    let plain = "FROM debian:12\nRUN chmod 777 /srv\nUSER 1000\n"
    let baseline = Baseline(of: [PolicyScan.dockerfile(plain)])
    let ignore = IgnoreEntry(rules: ["DKF-WORLD-WRITABLE"], place: PolicyScan.line(1))
    let all = PolicyScan.policy { ($0.ignores, $0.baseline) = ([ignore], baseline) }
    func by(_ text: String, _ policy: Policy) -> [Suppression.Source] {
      PolicyScan.dockerfile(text, policy).suppressed(of: "DKF-WORLD-WRITABLE").map(\.suppression.by)
    }
    #expect(by(text, all) == [.imgscan])
    #expect(by(plain, all) == [.config])
    #expect(by(plain, PolicyScan.policy { $0.baseline = baseline }) == [.baseline])
  }
}

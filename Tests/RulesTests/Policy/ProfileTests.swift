import Core
import Rules
import Testing

@testable import Engine

/// Which rules a profile asks, and how severe their findings become.
@Suite struct ProfileTests {
  private func adjusted(_ rule: RuleID, _ severity: Severity, _ change: (inout Policy) -> Void) -> Severity? {
    let levels = RuleLevels(PolicyScan.policy(change), infos: RuleTable.infos)
    return levels.adjusted([Finding(rule: rule, severity: severity, message: "", place: .image)]).first?.severity
  }

  @Test(arguments: [
    ("IMG-PERM-STOCK", Severity.medium, Severity.high), ("IMG-TOOL-SHELL", .low, .medium),
    ("IMG-TOOL-SHELL", .info, .info), ("IMG-USER-GID0", .info, .info), ("DKF-SUDO", .high, .high),
    ("DKF-SUDO", .medium, .high), ("DKF-TOOL-LEFT", .medium, .high), ("DKF-TOOL-LEFT", .low, .medium),
    ("DKF-TOOL-LEFT", .info, .info), ("DKF-USER-MISSING", .info, .medium), ("DKF-SETUID-MISSING", .info, .medium),
    ("DKF-SHELL-LEFT", .info, .medium), ("DKF-WRITABLE-ROOT", .info, .medium), ("IMG-RO-WRITER", .low, .medium),
    ("IMG-RO-STATE", .low, .medium), ("IMG-RO-LOGFILE", .low, .medium), ("IMG-RO-VOLOWNER", .low, .medium),
    ("IMG-RO-PIDDIR", .low, .low), ("IMG-PERM-SETUID", .critical, .critical), ("IMG-PERM-SETUID", .low, .low),
    ("IMG-PERM-WW-FILE", .high, .high), ("DKF-SECRET", .critical, .critical), ("IMG-META-HEALTHCHECK", .info, .low),
  ])
  func `strict and runbook change severities as the table says`(id: String, usual: Severity, strict: Severity) {
    let rule = RuleID(id)
    #expect(adjusted(rule, usual) { $0.profile = .strict } == strict)
    #expect(adjusted(rule, usual) { $0.profile = .runbook } == strict)
    #expect(adjusted(rule, usual) { _ in } == usual)
  }

  @Test func `a level by id or alias beats the profile`() {
    for name in ["DKF-USER-ROOT", "DL3002"] {
      for profile in Profile.allCases {
        let severity = adjusted("DKF-USER-ROOT", .high) {
          $0.profile = profile
          $0.levels = [name: .severity(.low)]
        }
        #expect(severity == .low)
      }
    }
    let both = adjusted("DKF-USER-ROOT", .high) {
      $0.levels = ["DKF-USER-ROOT": .severity(.info), "DL3002": .severity(.critical)]
    }
    #expect(both == .info)
  }

  private static let text = "FROM debian:12\nRUN chmod 777 /srv\nADD https://x.example/a /a\nUSER root\n"

  @Test func `a rule that is off is not asked`() {
    let usual = PolicyScan.dockerfile(Self.text)
    let less = PolicyScan.dockerfile(
      Self.text, PolicyScan.policy { $0.levels = ["DKF-USER-ROOT": .off, "DKF-WORLD-WRITABLE": .off] })
    #expect(!usual.findings(of: "DKF-USER-ROOT").isEmpty && !usual.findings(of: "DKF-WORLD-WRITABLE").isEmpty)
    #expect(less.findings(of: "DKF-USER-ROOT").isEmpty && less.findings(of: "DKF-WORLD-WRITABLE").isEmpty)
    #expect(less.ruleCount == usual.ruleCount - 2 && less.suppressed.isEmpty)
  }

  @Test func `runbook asks the rules that answer it, and those that are given a severity`() throws {
    let runbook = PolicyScan.dockerfile(Self.text, PolicyScan.policy { $0.profile = .runbook })
    let answering = RuleTable.dockerfile.filter { $0.info.controls.contains { $0.description.hasPrefix("runbook:") } }
    #expect(runbook.ruleCount == answering.count && answering.count < RuleTable.dockerfile.count)
    #expect(runbook.findings(of: "DKF-WORLD-WRITABLE").isEmpty && !runbook.findings(of: "DKF-USER-ROOT").isEmpty)
    let more = PolicyScan.dockerfile(
      Self.text,
      PolicyScan.policy {
        $0.profile = .runbook
        $0.levels = ["DKF-WORLD-WRITABLE": .severity(.critical)]
      })
    #expect(more.findings.first?.rule == "DKF-WORLD-WRITABLE" && more.ruleCount == answering.count + 1)
    let image = try PolicyScan.image(PolicyScan.sample(), PolicyScan.policy { $0.profile = .runbook })
    #expect(image.ruleCount < RuleTable.image.count && !image.findings.isEmpty)
  }

  @Test func `findings are sorted by their new severities`() throws {
    let strict = try PolicyScan.image(
      PolicyScan.sample(), PolicyScan.policy { $0.levels = ["IMG-TOOL-FETCH": .severity(.critical)] })
    #expect(strict.findings.last { $0.severity == .critical }?.rule == "IMG-TOOL-FETCH")
    #expect(strict.findings.map(\.severity) == strict.findings.map(\.severity).sorted(by: >))
  }

  @Test func `a target names its policy, and none without one`() {
    let policy = PolicyScan.policy {
      $0.profile = .strict
      $0.failOn = .low
    }
    let target = PolicyScan.dockerfile(Self.text, policy)
    #expect(target.profile == .strict && target.configFile == ".imgscan.yaml" && target.failOn == .low)
    let without = PolicyScan.dockerfile(Self.text, nil)
    #expect(without.profile == .standard && without.configFile == nil && without.failOn == nil)
  }
}

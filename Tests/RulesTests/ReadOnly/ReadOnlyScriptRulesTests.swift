import Core
import ImageArchive
import RootFS
import TestSupport
import Testing

@testable import Rules

/// The rules that rest on scripts, the environment and the history.
@Suite struct ReadOnlyScriptRulesTests {
  static let rules: [any ImageRule.Type] = [
    ReadOnlyDaemons.self, ReadOnlyEntrypoint.self, ReadOnlyEnvironment.self, ReadOnlyExec.self, ReadOnlyVolumeLost.self,
    ReadOnlyWorkingDirectory.self,
  ]

  @Test(arguments: 0..<rules.count) func `a rule's examples show it`(index: Int) {
    let rule = Self.rules[index]
    #expect(rule.info.examples.contains { $0.isBad } && rule.info.examples.contains { !$0.isBad })
    for example in rule.info.examples {
      let found = TestImage.findings(rule, config: example.config, layers: example.layers)
      #expect(found.isEmpty != example.isBad, "\(rule.info.id): \(example.title)")
      #expect(found.allSatisfy { $0.rule == rule.info.id && $0.severity <= .medium && $0.identity != nil })
    }
  }

  @Test(arguments: 0..<rules.count) func `a Windows image is not judged`(index: Int) {
    for example in Self.rules[index].info.examples {
      var image = TestImage.model(config: example.config, layers: example.layers, needs: Self.rules[index].info.needs)
      image.config.os = "windows"
      #expect(Self.rules[index].init().findings(in: image).isEmpty)
    }
  }

  static func entrypoint(_ script: String, config: String = "") -> [Finding] {
    TestImage.findings(
      ReadOnlyEntrypoint.self, config: #"{"Entrypoint":["/entrypoint.sh"]\#(config)}"#,
      layers: [[.script("/entrypoint.sh", "#!/bin/sh\n" + script), .directory("/run")]])
  }

  @Test func `a script's finding names script, line and text`() throws {
    let finding = try #require(Self.entrypoint("echo\nmkdir -p /var/lib/app\n\"$X\" > \"$Y\"\n").first)
    #expect(finding.message == "start script /entrypoint.sh writes to /var/lib/app, which no volume covers")
    #expect(finding.severity == .medium)
    #expect(
      finding.evidence == [
        "/entrypoint.sh:3 mkdir -p /var/lib/app", "1 write goes where could not be told: lines 4",
      ])
    guard case .file(let path, _, let line) = finding.place else {
      Issue.record("no file")
      return
    }
    #expect(path == RootPath("/entrypoint.sh") && line == 3)
  }

  @Test(arguments: [
    ("if x; then touch /etc/a; fi\n", "", [Severity.low]), ("touch /etc/a || true\n", "", [.low]),
    ("touch /etc/a\n", "", [.medium]), ("touch /etc/a\n", #","Labels":{"imgscan.writable":"/etc"}"#, []),
    ("touch /etc/a\n", #","Volumes":{"/etc":{}}"#, []), ("touch /dev/shm/a\n", "", []), ("touch $X\n", "", []),
  ])
  func `what surely runs and is covered nowhere is medium`(script: String, config: String, severities: [Severity]) {
    #expect(Self.entrypoint(script, config: config).map(\.severity) == severities)
  }

  @Test(arguments: [
    ("cron\n", [Severity.medium]), ("if x; then cron; fi\n", [.low]), ("echo cron\n", []),
    ("exec supervisord -n\n", [.medium]),
  ])
  func `a daemon that a script starts is told`(script: String, severities: [Severity]) {
    let found = TestImage.findings(
      ReadOnlyDaemons.self, config: #"{"Entrypoint":["/entrypoint.sh"]}"#,
      layers: [[.script("/entrypoint.sh", "#!/bin/sh\n" + script)]])
    #expect(found.map(\.severity) == severities)
  }
}

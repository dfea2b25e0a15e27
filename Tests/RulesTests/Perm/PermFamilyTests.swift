import Core
import ImageArchive
import RootFS
import TestSupport
import Testing

@testable import Rules

/// What all rules about permissions share.
@Suite struct PermFamilyTests {
  static let rules: [(rule: any ImageRule.Type, severity: Severity, strict: Severity)] = [
    (PermDevnode.self, .medium, .medium), (PermFilecap.self, .high, .high), (PermFilecapEperm.self, .medium, .medium),
    (PermHardlinkSurvivor.self, .high, .high), (PermLate.self, .info, .info), (PermNoowner.self, .low, .low),
    (PermSensitive.self, .high, .high), (PermSetgid.self, .high, .high), (PermSetiddir.self, .low, .low),
    (PermSetuid.self, .high, .high), (PermSetuidScript.self, .medium, .medium), (PermSetuidUser.self, .high, .high),
    (PermStock.self, .medium, .high), (PermSudo.self, .high, .high), (PermWWDir.self, .medium, .medium),
    (PermWWFile.self, .medium, .medium),
  ]

  @Test(arguments: rules.indices) func `a rule has the severities of the design`(_ index: Int) {
    #expect(Self.rules[index].rule.info.severity == Self.rules[index].severity)
    #expect(Self.rules[index].rule.info.strictSeverity == Self.rules[index].strict)
  }

  @Test(arguments: rules.indices) func `bad examples fire and good ones are silent`(_ index: Int) {
    let rule = Self.rules[index].rule
    #expect(rule.info.examples.contains { $0.isBad } && rule.info.examples.contains { !$0.isBad })
    for example in rule.info.examples {
      let findings = TestImage.findings(
        rule, config: example.config, layers: example.layers, baseLayers: example.baseLayers)
      #expect(findings.isEmpty != example.isBad, "\(rule.info.id): \(example.title)")
    }
  }

  @Test(arguments: rules.indices) func `a Windows image is passed over`(_ index: Int) {
    let rule = Self.rules[index].rule
    for example in rule.info.examples where example.isBad {
      var model = TestImage.model(
        config: example.config, layers: example.layers, baseLayers: example.baseLayers, needs: rule.info.needs)
      model.config.os = "windows"
      #expect(rule.init().findings(in: model).isEmpty)
    }
  }

  @Test(arguments: [
    (0o4755 as UInt16, "-rwsr-xr-x"), (0o4644, "-rwSr--r--"), (0o2755, "-rwxr-sr-x"), (0o2644, "-rw-r-Sr--"),
    (0o1777, "-rwxrwxrwt"), (0o1666, "-rw-rw-rwT"), (0o7000, "---S--S--T"), (0, "----------"),
  ])
  func `a mode is printed as ls prints it`(_ mode: UInt16, _ text: String) {
    let model = TestImage.model(layers: [[ExampleFile("/x", mode: mode)]])
    #expect(model.root.lookup("/x").map { model.root.info($0).modeText } == text)
  }

  @Test(arguments: [
    ("/usr/bin/su", "RUN chmod a-s /usr/bin/su"), ("/a b", "RUN chmod a-s '/a b'"),
    ("/a$(id)", "RUN chmod a-s '/a$(id)'"), ("/a'b", ""), ("/a\nb", ""), ("/\u{202E}x", ""),
  ])
  func `a fix quotes a path or does without it`(_ path: String, _ fix: String) {
    #expect(RootPath(path).run("chmod a-s") == fix)
  }
}

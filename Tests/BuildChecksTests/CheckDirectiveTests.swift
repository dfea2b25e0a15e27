import BuildChecks
import Core
import Testing

/// `# check=` at the top, above instructions, and from outside.
@Suite struct CheckDirectiveTests {
  /// Two findings: `JSONArgsRecommended` and `MaintainerDeprecated`.
  static let body = "FROM scratch\nCMD a\nMAINTAINER b\n"
  static let json = "JSONArgsRecommended"
  static let maintainer = "MaintainerDeprecated"

  @Test(
    arguments: [
      ("", [json, maintainer]),
      ("# check=skip=all\n", []),
      ("#check=skip=all\n", []),
      ("# CHECK = skip=all\n", []),
      ("# check=skip=JSONArgsRecommended\n", [maintainer]),
      ("# check=skip=JSONArgsRecommended,MaintainerDeprecated\n", []),
      ("# check=skip=JSONArgsRecommended, MaintainerDeprecated\n", [maintainer]),
      ("# check=skip=JSONArgsRecommended # because\n", [maintainer]),
      ("# check=skip=jsonargsrecommended\n", [json, maintainer]),
      ("# check=skip=NoSuchRule\n", [json, maintainer]),
      ("# check=skip=all;skip=NoSuchRule\n", []),
      ("# check=skip=JSONArgsRecommended;skip=MaintainerDeprecated\n", [json]),
      ("# check=error=false;experimental=all;skip=all\n", []),
      ("# check=error=0;error=0;skip=all;x=y\n", [json, maintainer]),
      ("# check=;skip=all\n", nil),
      ("# check=skip=all;\n", nil),
      ("# check=skip\n", nil),
      ("# check=Skip=all\n", nil),
      ("# check=error=yes\n", nil),
      ("# check=error=\n", nil),
      ("# syntax=x\n# check=skip=all\n", []),
      ("# syntax=x\n# check=skip=all\n# escape=`\n", []),
      ("#!/usr/bin/x\n# check=skip=all\n", []),
      ("# note\n# check=skip=all\n", [json, maintainer]),
      ("\n# check=skip=all\n", [json, maintainer]),
      (" # check=skip=all\n", [json, maintainer]),
      ("\u{FEFF}# check=skip=all\n", []),
    ] as [(String, [String]?)])
  func `the directive at the top`(head: String, rules: [String]?) {
    let run = CheckCase(head + CheckDirectiveTests.body).run()
    #expect(run.findings.map(\.rule.description) == rules ?? [])
    #expect((run.error != nil) == (rules == nil))
    if rules == nil { #expect(run.error?.code == "check-option") }
  }

  @Test(
    arguments: [
      ("skip=all", []),
      ("", [json, maintainer]),
      ("skip=JSONArgsRecommended, MaintainerDeprecated", []),
      ("nonsense", nil),
    ] as [(String, [String]?)])
  func `options from outside replace the directive`(check: String, rules: [String]?) {
    let text = "# check=skip=MaintainerDeprecated\n" + CheckDirectiveTests.body
    for test in [
      CheckCase(text, check: check), CheckCase(text, arguments: ["BUILDKIT_DOCKERFILE_CHECK": check]),
    ] {
      let run = test.run()
      #expect(run.findings.map(\.rule.description) == rules ?? [])
      #expect((run.error != nil) == (rules == nil))
    }
  }

  @Test(arguments: [
    ("# check=skip=JSONArgsRecommended\n", true),
    ("#check=skip=all\n", true),
    ("# check=skip=JSONArgsRecommended because\n", true),
    ("# check=skip=JSONArgsRecommended\n\n# note\n\n", true),
    ("# note\n# check=skip=JSONArgsRecommended\n", true),
    ("# check=skip=JSONArgsRecommended\n#\n", false),
    ("  # check=skip=JSONArgsRecommended\n", false),
    ("# check=skip=X\n# check=skip=JSONArgsRecommended\n", false),
    ("# check=bad\n# check=skip=JSONArgsRecommended\n", false),
    ("# check=skip=JSONArgsRecommended;error=maybe\n", false),
    ("# check=error=true\n", false),
    ("# checks=skip=all\n", false),
  ])
  func `the comment above an instruction`(comment: String, isSilent: Bool) {
    let run = CheckCase("FROM scratch\n" + comment + "CMD a\n").run()
    #expect(run.findings.isEmpty == isSilent)
    #expect(run.silenced.count == (isSilent ? 1 : 0))
    #expect(run.error == nil)
  }

  @Test func `the comment above an instruction may ask for an experimental check`() {
    let text = "\n# check=experimental=all\nARG a\n# b\nARG c\nFROM scratch\n"
    #expect(CheckCase(text).found() == ["InvalidDefinitionDescription:3"])
    #expect(CheckCase("# check=skip=all\n" + text).found() == ["InvalidDefinitionDescription:4"])
  }

  @Test func `findings fail the build with error=true`() {
    let text = "# check=skip=MaintainerDeprecated;error=1\n"
    let run = CheckCase(text + CheckDirectiveTests.body).run()
    #expect(run.error?.code == "lint-violation")
    #expect(run.error?.message == "lint violation found for rules: JSONArgsRecommended")
    #expect(run.error?.line == 0)
    #expect(CheckCase(text + "FROM scratch\n").run().error == nil)
    #expect(CheckCase(text + "FROM scratch\nCMD a\nUSER ${\n").run().error?.code == "expansion")
  }

  @Test func `what is silenced is told with the line that silences it`() {
    let text = "# check=skip=MaintainerDeprecated\n# note\nFROM scratch\n# check=skip=all\n# x\nCMD a\nMAINTAINER b\n"
    let run = CheckCase(text).run()
    #expect(run.findings.isEmpty)
    #expect(
      run.silenced.map { "\(CheckCase.line($0.finding)) by \($0.line)" } == [
        "JSONArgsRecommended:6 by 4", "MaintainerDeprecated:7 by 1",
      ])
  }

  @Test func `a wrong directive is an error, and outside BuildKit's profile no more`() {
    let test = CheckCase("# check=bad\n" + CheckDirectiveTests.body)
    #expect(test.found().isEmpty)
    #expect(test.found(isStrict: false) == ["JSONArgsRecommended:3", "MaintainerDeprecated:4"])
    #expect(test.run(isStrict: false).error?.line == 1)
  }
}

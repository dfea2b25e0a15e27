import BuildChecks
import Core
import Testing

/// Checks of the instructions of stages.
@Suite struct StepCheckTests {
  @Test(arguments: [
    CheckCase("FROM scratch\nMAINTAINER a\n", ["MaintainerDeprecated:2"]),
    CheckCase("FROM scratch\nMAINTAINER\nMAINTAINER a\n", ["MaintainerDeprecated:2"]),
    CheckCase("MAINTAINER a\nFROM scratch\n", ["MaintainerDeprecated:1"]),
    CheckCase("FROM scratch\n# check=skip=MaintainerDeprecated\nMAINTAINER a\n"),
    CheckCase("FROM scratch\nRUN a \\\n\n  b\n", ["NoEmptyContinuation:4"]),
    CheckCase(
      "FROM scratch\nRUN a \\\n \t\n# x\n  b \\\n\n  c\nUSER \\\n\n a\n",
      ["NoEmptyContinuation:10", "NoEmptyContinuation:7"]),
    CheckCase("FROM scratch\nRUN a \\\n# x\n  b\n"),
    CheckCase("FROM scratch\nRUN a \\\n\n", ["NoEmptyContinuation:3"]),
    CheckCase("FOO\nRUN a \\\n\n  b\n", ["NoEmptyContinuation:4"]),
    CheckCase("FROM scratch\nENV a\nRUN a \\\n\n  b\n"),
    CheckCase("# check=skip=NoEmptyContinuation\nFROM scratch\nRUN a \\\n\n  b\n"),
  ])
  func `lines and MAINTAINER`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM scratch\nWORKDIR a\n", ["WorkdirRelativePath:2"]),
    CheckCase("FROM scratch\nWORKDIR \"\"\n", ["WorkdirRelativePath:2"]),
    CheckCase("FROM scratch\nWORKDIR .\n", ["WorkdirRelativePath:2"]),
    CheckCase("FROM scratch\nWORKDIR '/a b'\nWORKDIR c\n"),
    CheckCase("FROM scratch\nARG D\nWORKDIR $D/a\n"),
    CheckCase("FROM scratch\nARG D=x\nWORKDIR $D/a\n", ["WorkdirRelativePath:3"]),
    CheckCase("FROM scratch\nARG D=x\nWORKDIR $D/a\n", arguments: ["D": "/y"]),
    CheckCase("FROM scratch AS a\nWORKDIR /x\nFROM a\nWORKDIR y\nFROM scratch\nWORKDIR z\n", ["WorkdirRelativePath:6"]),
    CheckCase("FROM scratch\n# check=skip=WorkdirRelativePath\nWORKDIR a\n"),
    CheckCase("FROM scratch AS a\nONBUILD WORKDIR x\nWORKDIR y\n", ["WorkdirRelativePath:3"]),
    CheckCase("FROM scratch AS a\nONBUILD WORKDIR /x\nFROM a\nWORKDIR y\n"),
  ])
  func `working directories`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase(
      "FROM scratch\nCMD a\nCMD b\nCMD [\"c\"]\n",
      [
        "JSONArgsRecommended:2", "JSONArgsRecommended:3", "MultipleInstructionsDisallowed:2",
        "MultipleInstructionsDisallowed:3",
      ]),
    CheckCase("FROM scratch AS a\nCMD [\"a\"]\nFROM a\nCMD [\"a\"]\n"),
    CheckCase(
      "FROM scratch\nHEALTHCHECK CMD a\nENTRYPOINT []\nHEALTHCHECK NONE\n", ["MultipleInstructionsDisallowed:2"]),
    CheckCase("FROM scratch AS a\nONBUILD CMD [\"x\"]\nFROM a\nCMD [\"y\"]\n", ["MultipleInstructionsDisallowed:3"]),
    CheckCase(
      "FROM scratch\n# check=skip=MultipleInstructionsDisallowed\nCMD []\nCMD []\n",
      ["MultipleInstructionsDisallowed:3"]),
    CheckCase("FROM scratch\nCMD []\n# check=skip=MultipleInstructionsDisallowed\nCMD []\n"),
    CheckCase("FROM scratch\nSHELL [\"a\"]\nCMD b\nENTRYPOINT c\n"),
    CheckCase("FROM scratch AS a\nSHELL [\"a\"]\nFROM a\nCMD b\nFROM scratch\nCMD b\n", ["JSONArgsRecommended:6"]),
    CheckCase("FROM scratch\nCMD ['a']\nENTRYPOINT [\"a\"] b\n", ["JSONArgsRecommended:2", "JSONArgsRecommended:3"]),
    CheckCase("FROM scratch\nHEALTHCHECK CMD a b\n"),
    CheckCase(
      "FROM scratch\ncmd a\n# check=skip=JSONArgsRecommended\nENTRYPOINT b\n",
      ["ConsistentInstructionCasing:2", "JSONArgsRecommended:2"]),
  ])
  func `commands`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM scratch\nENV a b=c\nENV d=e\nLABEL f g\n", ["LegacyKeyValueFormat:2", "LegacyKeyValueFormat:4"]),
    CheckCase("FROM scratch\nENV a = b\n", ["LegacyKeyValueFormat:2"]),
    CheckCase("FROM scratch\nENV a \"b\n"),
    CheckCase("FROM scratch AS a\nONBUILD LABEL a b\nONBUILD ENV A=1\n"),
    CheckCase("FROM scratch\nARG API_TOKEN\nENV auth=1 x=2\n", ["SecretsUsedInArgOrEnv:2", "SecretsUsedInArgOrEnv:3"]),
    CheckCase("ARG API_TOKEN\nFROM scratch\nLABEL password=1\n"),
    CheckCase("FROM scratch\nARG n=PASSWORD\nENV $n=1\n", ["SecretsUsedInArgOrEnv:3"]),
    CheckCase("FROM scratch\nENV __key__=1 my-key=2 pass=3 passphrase=4\n", ["SecretsUsedInArgOrEnv:2"]),
    CheckCase("FROM scratch\nARG TOKEN=${X\nARG KEY\n", ["SecretsUsedInArgOrEnv:2"]),
    CheckCase("FROM scratch\n# check=skip=SecretsUsedInArgOrEnv\nARG TOKEN\n"),
    CheckCase("FROM scratch AS a\nONBUILD ARG TOKEN\nFROM a\n", ["SecretsUsedInArgOrEnv:3"]),
  ])
  func `names and values`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM scratch\nEXPOSE 80/Tcp 81/UDP 82/udp\n", ["ExposeProtoCasing:2", "ExposeProtoCasing:2"]),
    CheckCase(
      "FROM scratch\nEXPOSE 1:80 :81 [::1]:82:82 127.0.0.1::83\n",
      ["ExposeInvalidFormat:2", "ExposeInvalidFormat:2", "ExposeInvalidFormat:2"]),
    CheckCase("FROM scratch\nEXPOSE 70-72:80-82 1-2:90\n", ["ExposeInvalidFormat:2", "ExposeInvalidFormat:2"]),
    CheckCase("FROM scratch\nEXPOSE $P\nEXPOSE 80:80\n", ["ExposeInvalidFormat:3"]),
    CheckCase("FROM scratch\nEXPOSE z 1:2\n", ["ExposeInvalidFormat:2"]),
    CheckCase("FROM scratch\nEXPOSE a 1:2\nEXPOSE 1:2\n", ["ExposeInvalidFormat:2"]),
    CheckCase("FROM scratch\nEXPOSE 65536\nEXPOSE 1:2\n"),
    CheckCase("FROM scratch\nENV P=\"1:2 3:4\"\nEXPOSE $P\n", ["ExposeInvalidFormat:3", "ExposeInvalidFormat:3"]),
    CheckCase("FROM scratch\n# check=skip=ExposeInvalidFormat,ExposeProtoCasing\nEXPOSE 1:2/TCP\n"),
  ])
  func `ports`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM scratch\nENV A=$B C=$B D=\"$B$B\"\n", ["UndefinedVar:2", "UndefinedVar:2", "UndefinedVar:2"]),
    CheckCase("FROM scratch\nENV A='$B' C=\\$B\n"),
    CheckCase("FROM scratch\nUSER $1$@$$\n", ["UndefinedVar:2", "UndefinedVar:2", "UndefinedVar:2"]),
    CheckCase("FROM scratch\nARG A B=$A C\nUSER $A$B$C\n"),
    CheckCase("FROM scratch\nENV A=1 B=$A\n", ["UndefinedVar:2"]),
    CheckCase("FROM scratch\nARG A=1 B=$A\n"),
    CheckCase("ARG A=1\nFROM scratch\nUSER $A\nARG A\nUSER $A\n", ["UndefinedVar:3"]),
    CheckCase("FROM scratch AS a\nARG A\nENV B=1\nFROM a\nUSER $A$B\nFROM scratch\nUSER $A\n", ["UndefinedVar:7"]),
    CheckCase("FROM scratch\nARG A=$B\n", arguments: ["A": "1"]),
    CheckCase("FROM scratch\nRUN echo $A\nCMD [\"$A\"]\nENTRYPOINT [\"$A\"]\nSHELL [\"$A\"]\nEXPOSE $A\n"),
    CheckCase("FROM scratch\nHEALTHCHECK CMD $A\nCOPY --exclude=$A x /y\nCOPY --from=a$A x /y\nUSER $A\n"),
    CheckCase(
      "FROM scratch\nCOPY --chown=$A --chmod=$B $C $D\n",
      ["UndefinedVar:2", "UndefinedVar:2", "UndefinedVar:2", "UndefinedVar:2"]),
    CheckCase(
      "FROM scratch\nCOPY [\"$C\", \"/d\"]\nVOLUME /$V\nLABEL a=$L\nSTOPSIGNAL 1$S\n",
      ["UndefinedVar:2", "UndefinedVar:3", "UndefinedVar:4", "UndefinedVar:5"]),
    CheckCase("FROM scratch\nADD --checksum=$S http://h/a /b\nUSER $A\n", ["UndefinedVar:2", "UndefinedVar:3"]),
    CheckCase(
      "FROM scratch\nCOPY <<E /x\n$A '$B' \\$C ${D:-1}\nE\n", ["UndefinedVar:2", "UndefinedVar:2", "UndefinedVar:2"]),
    CheckCase("FROM scratch\nCOPY <<'E' /x\n$A\nE\nCOPY <<-E /$Y\n\t$X\n\tE\n", ["UndefinedVar:5", "UndefinedVar:5"]),
    CheckCase(
      "# escape=`\nFROM scratch\nUSER `$A\nUSER \\$A\nCOPY <<E /x\n\\$A `$A\nE\n",
      ["UndefinedVar:4", "UndefinedVar:5"]),
    CheckCase("FROM scratch\nRUN --mount=type=cache,target=/$A,id=$B x\n", ["UndefinedVar:2", "UndefinedVar:2"]),
    CheckCase("FROM scratch\nENV A=$PATH\nUSER $A\n"),
    CheckCase("FROM scratch\nUSER $HTTP_PROXY\n", ["UndefinedVar:2"], arguments: ["HTTP_PROXY": "x"]),
    CheckCase("FROM scratch\nARG TARGETARCH\nUSER $TARGETARCH\n"),
    CheckCase("FROM scratch\nUSER $X\nUSER ${A?no}\nUSER $Y\n", ["UndefinedVar:2", "UndefinedVar:3"]),
    CheckCase("FROM scratch\nENV A=$B C=${D\nUSER $E\n", ["UndefinedVar:2"]),
    CheckCase("FROM scratch\n# check=skip=UndefinedVar\nUSER $A\nUSER $B\n", ["UndefinedVar:4"]),
    CheckCase("FROM scratch AS a\nONBUILD USER $A\nFROM a\nFROM a\n", ["UndefinedVar:3", "UndefinedVar:4"]),
    CheckCase("FROM scratch AS a\nONBUILD USER $A\nFROM a AS b\nFROM b\n", ["UndefinedVar:3"]),
    CheckCase("FROM scratch AS a\nONBUILD COPY <<E /x\n$A\nE\nFROM a\n", ["UndefinedVar:5"]),
  ])
  func `variables that are never set`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM scratch\nCOPY a.md /\nADD b/a.md b /\n", ["CopyIgnoredFile:2"], dockerignore: "*.md\n"),
    CheckCase("FROM scratch\nCOPY b/c/a.md /\n", ["CopyIgnoredFile:2"], dockerignore: "b/*\n"),
    CheckCase("FROM scratch\nCOPY b/a.md b /\n", ["CopyIgnoredFile:2"], dockerignore: "b/**\n"),
    CheckCase(
      "FROM scratch\nCOPY c/b/a.md b/c /\n", ["CopyIgnoredFile:2", "CopyIgnoredFile:2"], dockerignore: "**/b\n"),
    CheckCase("FROM scratch\nCOPY . a /\n", ["CopyIgnoredFile:2", "CopyIgnoredFile:2"], dockerignore: "**\n"),
    CheckCase("FROM scratch\nCOPY . a /\n", ["CopyIgnoredFile:2"], dockerignore: "?\n"),
    CheckCase("FROM scratch\nCOPY a b /\n", dockerignore: "*\n!a\n"),
    CheckCase("FROM scratch\nCOPY a b /\n", dockerignore: "# *\n #x\n\n"),
    CheckCase("FROM scratch\nCOPY a1 ab /\n", ["CopyIgnoredFile:2"], dockerignore: "\u{FEFF}  /a[0-9]  \r\n"),
    CheckCase("FROM scratch\nCOPY a1 ab /\n", ["CopyIgnoredFile:2"], dockerignore: "a[^0-9]"),
    CheckCase("FROM scratch\nCOPY a /\n", dockerignore: "[\na\n"),
    CheckCase("FROM scratch\nCOPY xa x/a /\n", ["CopyIgnoredFile:2", "CopyIgnoredFile:2"], dockerignore: "**a\n"),
    CheckCase(
      "FROM scratch\nARG f=a\nCOPY $f /\nCOPY --from=x a /\nADD http://h/a git@h.x:a/b https://h/a.git /\n",
      ["CopyIgnoredFile:3"], dockerignore: "a\nhttp*\ngit*"),
    CheckCase("FROM scratch\n# check=skip=CopyIgnoredFile\nCOPY a /\n", dockerignore: "a"),
  ])
  func `sources that are kept out`(test: CheckCase) { #expect(test.found() == test.expected) }

  @Test(arguments: [
    CheckCase("FROM scratch\nENTRYPOINT exec a $B\n", ["JSONArgsRecommended:2"]),
    CheckCase("FROM scratch\nENV GPG_KEY=1 TOKEN_URL=2\n", ["SecretsUsedInArgOrEnv:2", "SecretsUsedInArgOrEnv:2"]),
    CheckCase("FROM scratch\nENV API_TOKEN=\"\"\n", ["SecretsUsedInArgOrEnv:2"]),
    CheckCase("FROM scratch\nFROM a\nWORKDIR C:/b\n", ["WorkdirRelativePath:3"]),
  ])
  func `what only sounds like a defect is none by default`(test: CheckCase) {
    let rules: Set<RuleID> = ["JSONArgsRecommended", "SecretsUsedInArgOrEnv", "WorkdirRelativePath"]
    #expect(test.run().findings.filter { rules.contains($0.rule) }.map(CheckCase.line) == test.expected)
    #expect(test.run(isStrict: false).findings.allSatisfy { !rules.contains($0.rule) })
  }

  @Test func `what is a defect is one by default, too`() {
    let test = CheckCase("FROM scratch\nARG API_TOKEN\nCMD execute it\n")
    #expect(test.found(isStrict: false) == ["JSONArgsRecommended:3", "SecretsUsedInArgOrEnv:2"])
  }
}

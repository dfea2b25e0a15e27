import LintRules
import Testing

/// USER, WORKDIR, ports, health and commands: lines as hadolint 2.15.1 reports them.
@Suite struct StageEndRuleTests {
  @Test(arguments: [
    ("WORKDIR /x", []),
    ("WORKDIR xy", [1]),
    ("WORKDIR \"/x\"", []),
    ("WORKDIR \"xy\"", [1]),
    ("WORKDIR $x", []),
    ("WORKDIR c:\\x", []),
    ("WORKDIR ./x", [1]),
    ("WORKDIR ~/x", [1]),
    ("WORKDIR 1:/x", [1]),
    ("FROM x\nONBUILD WORKDIR xy", []),
  ])
  func `DL3000 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3000", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x\nUSER root", [2]),
    ("FROM x\nUSER 0:0", [2]),
    ("FROM x\nUSER root:root", [2]),
    ("FROM x\nUSER root\nUSER 1", []),
    ("USER root", []),
    ("FROM x\nUSER root\nFROM y\nUSER 0", [2, 4]),
    ("FROM x\nUSER \"root\"", []),
    ("FROM x\nUSER ROOT", []),
    ("FROM x\nUSER $U", []),
    ("FROM x\nUSER root ", []),
    ("FROM x\nONBUILD USER root", []),
    ("FROM x\nUSER 00", []),
  ])
  func `DL3002 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3002", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("USER a", [1]),
    ("USER 1", []),
    ("USER 1:a", []),
    ("USER a:1", [1]),
    ("USER :1", []),
    ("USER \"1\"", [1]),
    ("USER $A", [1]),
    ("ARG A\nUSER $A", []),
    ("ARG A\nUSER $ABC", []),
    ("ARG A\nUSER ${A:-1}", [2]),
    ("ENV A=1\nUSER $A", [2]),
    ("ARG A B\nUSER $B", [2]),
    ("ARG A\nFROM x\nUSER x${A}", []),
    ("FROM x\nUSER a\nUSER 1\nFROM y\nUSER b", [2, 5]),
    ("ONBUILD USER a", []),
    ("USER 1 ", [1]),
  ])
  func `DL3066 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3066", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("EXPOSE 65535", []),
    ("EXPOSE 65536", [1]),
    ("EXPOSE 80 70000", [1]),
    ("EXPOSE 70000/udp", [1]),
    ("EXPOSE 1-65536", [1]),
    ("EXPOSE $P", []),
    ("EXPOSE 70000-$P", []),
    ("EXPOSE 1000000000000000000000", [1]),
    ("EXPOSE 0", []),
    ("ONBUILD EXPOSE 70000", []),
  ])
  func `DL3011 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3011", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x\nHEALTHCHECK NONE\nHEALTHCHECK CMD [\"x\"]\nHEALTHCHECK NONE", [3, 4]),
    ("FROM x\nHEALTHCHECK NONE\nFROM y\nHEALTHCHECK NONE", []),
    ("HEALTHCHECK NONE\nHEALTHCHECK NONE", [2]),
    ("FROM x\nHEALTHCHECK NONE\nONBUILD HEALTHCHECK NONE", []),
  ])
  func `DL3012 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3012", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x\nCMD [\"a\"]\nCMD [\"b\"]", [3]),
    ("FROM x\nCMD [\"a\"]\nFROM y\nCMD [\"b\"]", []),
    ("CMD a\nCMD b", [2]),
    ("FROM x\nCMD [\"a\"]\nONBUILD CMD b", []),
  ])
  func `DL4003 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL4003", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x\nENTRYPOINT [\"a\"]\nRUN x\nENTRYPOINT [\"b\"]\nENTRYPOINT [\"c\"]", [4, 5]),
    ("FROM x\nENTRYPOINT [\"a\"]\nFROM y\nENTRYPOINT [\"b\"]", []),
  ])
  func `DL4004 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL4004", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("CMD a b", [1]),
    ("CMD [\"a\"]", []),
    ("CMD []", []),
    ("CMD [ \"a\" , \"b\" ]", []),
    ("CMD [a]", [1]),
    ("CMD ['a']", [1]),
    ("CMD [\"a\",]", [1]),
    ("CMD [\"a\" \"b\"]", [1]),
    ("CMD [\"a\\qb\"]", []),
    ("CMD [\"a\\\\\"]", [1]),
    ("CMD [\"a\\\\b\"]", []),
    ("CMD [\"a\\\"b\"]", []),
    ("CMD [\"a\\\\\\\"b\"]", [1]),
    ("# escape=`\nCMD [\"c:\\\\\"]", []),
    ("ENTRYPOINT a", [1]),
    ("HEALTHCHECK CMD a", [1]),
    ("HEALTHCHECK --interval=3s CMD [\"a\"]", []),
    ("HEALTHCHECK NONE", []),
    ("FROM x\nONBUILD CMD a", []),
    ("CMD [\\\n\"a\",\\\n# c\n\"b\"]", []),
  ])
  func `DL3025 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3025", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x", [1]),
    ("FROM x\nHEALTHCHECK NONE", []),
    ("FROM x AS b\nHEALTHCHECK NONE\nFROM b AS c\nFROM c", []),
    ("FROM x AS b\nFROM b AS c\nFROM c\nHEALTHCHECK CMD [\"x\"]", []),
    ("FROM x\nFROM y\nHEALTHCHECK NONE", [1]),
    ("FROM x:1\nFROM x:2\nHEALTHCHECK NONE", []),
    ("FROM x AS b\nFROM x AS b\nHEALTHCHECK NONE\nFROM b", [1]),
    ("HEALTHCHECK NONE\nFROM x", [2]),
    ("FROM x\nONBUILD HEALTHCHECK NONE", [1]),
    ("FROM b\nFROM y\nFROM y as a\nHEALTHCHECK CMD [\"x\"]\nFROM y", [1]),
  ])
  func `DL3057 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3057", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("# hadolint ignore=DL3006\nFROM x", [1]),
    ("# hadolint  ignore = DL3006 , SC1 # why", [1]),
    ("# hadolint ignore=DL3006 why", []),
    ("# hadolint global ignore=DL3006", []),
    ("# hadolint shell=bash", []),
    ("## hadolint ignore=DL1", []),
    ("FROM x\n  # hadolint ignore=DL1", [2]),
    ("FROM x\nRUN a && \\\n# hadolint ignore=DL1\n b", []),
  ])
  func `DL1001 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL1001", in: dockerfile) == lines)
  }
}

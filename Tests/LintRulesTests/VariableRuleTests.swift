import LintRules
import Testing

/// ENV, ARG and the names of labels: lines as hadolint 2.15.1 reports them.
@Suite struct VariableRuleTests {
  @Test(arguments: [
    ("ENV A=1 B=$A", [1]),
    ("ENV A=$B B=1", [1]),
    ("ENV A=1 A=$A", [1]),
    ("ENV A=$A", []),
    ("ENV A=1 B=\"${A}\"", [1]),
    ("ENV A=1 B=\\$A", [1]),
    ("ENV A=1 B=${A:-x}", []),
    ("ENV A=1 B=$AB", []),
    ("ENV A=1 B=$A-B", [1]),
    ("ENV A=1 B=${A", []),
    ("ENV A=1 B=${C$A}", [1]),
    ("ENV A=0\nENV A=1 B=$A", []),
    ("ARG A\nFROM x\nENV A=1 B=$A", []),
    ("ENV A $A", []),
    ("FROM x\nENV A=1\nFROM y\nENV A=1 B=$A", []),
    ("ONBUILD ENV A=1 B=$A", []),
    ("ENV B=1 \\\n  C=2 \\\n  D=$C", [1]),
    ("ENV A=1\\\n B=$A C=$B", []),
    ("ENV A=1\\\n B=2 \\\n C=$A", [1]),
  ])
  func `DL3044 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3044", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("LABEL a=1", []),
    ("LABEL A=1", [1]),
    ("LABEL a.b-c_d/e=1", []),
    ("LABEL a..b=1", [1]),
    ("LABEL a--b=1", [1]),
    ("LABEL a__b=1", []),
    ("LABEL a.=1", [1]),
    ("LABEL 1a=1", [1]),
    ("LABEL com.docker.x=1", [1]),
    ("LABEL com.dockerx=1", []),
    ("LABEL io.docker.x=1 b=2", [1]),
    ("LABEL \"a b\"=1", [1]),
    ("LABEL \"ab\"=1", []),
    ("LABEL $a=1", [1]),
    ("LABEL A 1", [1]),
    ("ONBUILD LABEL A=1", []),
    ("LABEL a=1\\\n B=2", []),
    ("LABEL a=1\\\n b=2 C=3", [1]),
  ])
  func `DL3048 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3048", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("ARG NPM_TOKEN", [1]),
    ("ENV NPM_TOKEN=x", [1]),
    ("ENV A=1 DB_PASSWORD=x", [1]),
    ("ENV MY_SECRET x", [1]),
    ("ARG heroku_api_user", [1]),
    ("ARG Api_Key_2", [1]),
    ("ENV A=token", []),
    ("ONBUILD ENV AUTH_TOKEN=x", [1]),
    ("ONBUILD ARG TOKEN=x", [1]),
    ("ARG A TOKEN", []),
    ("ENV PASSWD=x", []),
    ("FROM x\nENV TRAVIS_SUDO=1 OS_USERNAME=x", [2]),
    ("ENV A=1\\\n TOKEN=x", []),
    ("ENV A=1\\\n TOKEN=x \\\n SECRET=y", [1]),
    ("ENV A=1 \\\nTOKEN=x", [1]),
  ])
  func `DL3064 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3064", in: dockerfile) == lines)
  }
}

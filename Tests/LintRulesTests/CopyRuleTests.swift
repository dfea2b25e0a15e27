import LintRules
import Testing

/// COPY and ADD: lines as hadolint 2.15.1 reports them.
@Suite struct CopyRuleTests {
  @Test(arguments: [
    ("COPY p.tgz /t/\nRUN tar -xf /t/p.tgz", [1]),
    ("COPY p.tgz /t/\nRUN tar xf /t/p.tgz", []),
    ("COPY p.tgz /t/q.tar\nRUN tar --extract -f q.tar", [1]),
    ("COPY p.tgz /t/q.tar\nRUN tar -xf p.tgz", []),
    ("COPY --from=a p.tgz /t/\nRUN tar -xf p.tgz", []),
    ("COPY p.zip /t/\nRUN unzip p.zip", []),
    ("COPY a.gz b.xz /t/\nRUN gunzip a.gz; unxz b.xz", [1]),
    ("FROM x\nCOPY p.tgz /t/\nRUN tar -xf p.tgz\nFROM y", []),
    ("FROM x\nCOPY p.tgz /t/\nFROM y\nRUN tar -xf p.tgz", []),
    ("RUN tar -xf p.tgz\nCOPY p.tgz /t/", []),
    ("COPY a\\p.tgz /t/\nRUN tar -xf p.tgz", [1]),
    ("COPY p.gz /t/\nCOPY p.gz /u/\nRUN [\"zcat\",\"/t/p.gz\"]", [1, 2]),
    ("COPY p.tgz /t/\nRUN tar -tf p.tgz", []),
  ])
  func `DL3010 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3010", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("ADD f /d", [1]),
    ("ADD f.tgz /d", []),
    ("ADD http://x /d", []),
    ("ADD git@g:h/i.git /d", [1]),
    ("ADD $X /d", [1]),
    ("ADD \"f\" /d", [1]),
    ("ADD f.tgz g /d", [1]),
    ("ADD [\"f\",\"/d\"]", [1]),
    ("ADD --chown=1 f /d", [1]),
    ("ADD f.Z g.tar.xz https://x /d", []),
    ("ONBUILD ADD f /d", []),
  ])
  func `DL3020 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3020", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("COPY a b /d", [1]),
    ("COPY a b /d/", []),
    ("COPY a b \"/d/\"", []),
    ("COPY a b .", [1]),
    ("COPY a b $D", [1]),
    ("COPY [\"a\",\"b\",\"/d\"]", [1]),
    ("COPY a /d", []),
    ("ADD a b /d", []),
    ("COPY --from=z a b /d", [1]),
    ("ONBUILD COPY a b /d", []),
  ])
  func `DL3021 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3021", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("COPY a b", [1]),
    ("COPY a /b", []),
    ("COPY a $b", []),
    ("COPY a \"b\"", [1]),
    ("COPY a c:/b", []),
    ("WORKDIR /x\nCOPY a b", []),
    ("FROM x AS a\nWORKDIR /x\nFROM a\nCOPY a b", []),
    ("FROM x\nWORKDIR /x\nFROM x\nCOPY a b", []),
    ("FROM x AS a\nWORKDIR /x\nFROM x\nCOPY a b", [4]),
    ("FROM x\nCOPY a b\nWORKDIR /x\nCOPY a b", [2]),
    ("ADD a b", []),
    ("ONBUILD COPY a b", []),
    ("FROM d:1\nWORKDIR /x\nFROM q.io/d:2\nCOPY a b", []),
  ])
  func `DL3045 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3045", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("COPY --from=x / /", [1]),
    ("COPY / /", []),
    ("COPY --from=x /a /", []),
    ("COPY --from=x / /a", []),
    ("COPY --from=x \"/\" /", [1]),
    ("COPY --from=x /a / /", [1]),
    ("COPY --from=x [\"/\",\"/\"]", [1]),
  ])
  func `DL3067 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3067", in: dockerfile) == lines)
  }
}

import LintRules
import Testing

/// Stages, FROM and what stands before it: lines as hadolint 2.15.1 reports them.
@Suite struct StageRuleTests {
  private let trusted = LintSnippet.options { $0.trustedRegistries = ["q.io", "*.e.com", "f.*"] }

  @Test(arguments: [
    ("FROM x", [1]),
    ("FROM x:1", []),
    ("FROM x@sha256:ab", []),
    ("FROM scratch", []),
    ("FROM $X", []),
    ("FROM foo/$X", [1]),
    ("FROM x:1 AS b\nFROM b", []),
    ("FROM x:1 AS b\nFROM B", [2]),
    ("FROM b\nFROM x:1 AS b", [1]),
    ("FROM q.io/x", [1]),
    ("FROM localhost:80/x", []),
    ("FROM x:${V:-1}", []),
    ("FROM q.io:80/x", [1]),
    ("from x", [1]),
    ("FROM x:1 AS b\nFROM q.io/b", []),
    ("FROM ${R:-q.io}/x", []),
    ("FROM $R/q.io/x", [1]),
  ])
  func `DL3006 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3006", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x:latest", [1]),
    ("FROM x:latest@sha256:ab", []),
    ("FROM x:latest-1", []),
    ("FROM q.io/a/x:latest", [1]),
    ("FROM x:LATEST", []),
    ("FROM x", []),
    ("FROM x:$V", []),
  ])
  func `DL3007 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3007", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x AS a\nFROM y AS a", [2]),
    ("FROM x AS a\nFROM y AS b", []),
    ("FROM x AS a\nFROM y AS A", []),
    ("FROM x as a\nFROM y\nFROM z aS a\nFROM q AS a", [3, 4]),
  ])
  func `DL3024 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3024", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM --platform=linux/amd64 x:1", [1]),
    ("FROM --platform=$BUILDPLATFORM x:1", []),
    ("FROM --platform=${TARGETPLATFORM:-linux/amd64} x:1", []),
    ("FROM --platform=$P x:1", [1]),
    ("FROM x:1", []),
  ])
  func `DL3029 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3029", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM --platform=$TARGETPLATFORM x:1", [1]),
    ("FROM --platform=${TARGETPLATFORM} x:1", [1]),
    ("FROM --platform=$BUILDPLATFORM x:1", []),
    ("FROM --platform=x$TARGETPLATFORM x:1", []),
    ("FROM x:1", []),
  ])
  func `DL3065 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3065", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x AS scratch", [1]),
    ("FROM x AS context", [1]),
    ("FROM x AS Scratch", []),
    ("FROM x AS contexts", []),
    ("FROM scratch", []),
  ])
  func `DL3063 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3063", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("RUN x", [1]),
    ("RUN x\nFROM y\nRUN z", [1]),
    ("ARG A\nFROM y", []),
    ("# c\nFROM y", []),
    ("ONBUILD RUN x\nFROM y", [1]),
    ("ONBUILD FROM x", [1]),
    ("LABEL a=b\nUSER 1\nFROM x", [1, 2]),
    ("arg a", []),
    ("ARG A\n\nENV B=1\nFROM x", [3]),
  ])
  func `DL3061 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3061", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("ONBUILD ONBUILD RUN x", [1]),
    ("FROM x\nONBUILD FROM y", [2]),
    ("FROM x\nONBUILD MAINTAINER y", [2]),
    ("onbuild maintainer y", [1]),
    ("FROM x\nONBUILD RUN x", []),
    ("FROM x\nRUN y", []),
  ])
  func `DL3043 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3043", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x AS a\nCOPY --from=a f /g", []),
    ("COPY --from=a f /g", [1]),
    ("FROM x\nCOPY --from=0 f /g", []),
    ("FROM x\nCOPY --from=1 f /g", [2]),
    ("FROM x\nCOPY --from=x:1 f /g", []),
    ("FROM x\nCOPY --from=x f /g", [2]),
    ("FROM x\nCOPY --from=0a f /g", []),
    ("FROM x\nCOPY --from=$A f /g", [2]),
    ("FROM x\nCOPY --from=99999999999999999999 f /g", [2]),
    ("FROM x\nCOPY --from=A f /g\nFROM y AS A", [2]),
    ("FROM x\nONBUILD COPY --from=a f /g", []),
  ])
  func `DL3022 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3022", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x AS a\nCOPY --from=a f /g", [2]),
    ("FROM x AS a\nFROM y\nCOPY --from=a f /g", []),
    ("FROM x AS a\nCOPY --from=A f /g", []),
    ("FROM a\nCOPY --from=a f /g", []),
  ])
  func `DL3023 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3023", in: dockerfile) == lines)
  }

  @Test(arguments: [
    ("FROM x", [1]),
    ("FROM q.io/x", []),
    ("FROM a.e.com/x", []),
    ("FROM e.com/x", [1]),
    ("FROM f.g/x", []),
    ("FROM q.io/x AS b\nFROM z.io/b", []),
    ("FROM scratch", []),
    ("FROM $X", [1]),
    ("FROM localhost:80/x", [1]),
    ("FROM q.io/x\nCOPY --from=z f /g", [2]),
    ("FROM q.io/x\nCOPY --from=0 f /g", [2]),
    ("FROM q.io/x AS b\nCOPY --from=b f /g", []),
    ("FROM q.io/x\nCOPY --from=z.io/x f /g", [2]),
    ("FROM q.io/x\nRUN --mount=type=cache,from=z,target=/x true", [2]),
    ("FROM q.io/x\nRUN --mount=from=q.io/z,target=/x true", []),
    ("FROM q.io/x\nRUN --mount=type=cache,target=/x true", []),
    ("FROM q.io:80/x", [1]),
  ])
  func `DL3026 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3026", in: dockerfile, trusted) == lines)
  }
}

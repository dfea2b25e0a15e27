import LintRules
import Testing

/// Labels under a schema: lines as hadolint 2.15.1 reports them.
@Suite struct LabelSchemaRuleTests {
  private let schema = LintSnippet.options { options in
    options.labelSchema = [
      ("u", .url), ("t", .rfc3339), ("s", .spdx), ("h", .hash), ("v", .semver), ("m", .email), ("x", .text),
    ]
    options.hasStrictLabels = true
  }
  private let small = LintSnippet.options { $0.labelSchema = [("a", .text), ("b", .text)] }

  @Test(arguments: [
    ("FROM x", [1, 1]),
    ("FROM x\nLABEL a=1", [1]),
    ("FROM x\nLABEL a=1 b=", []),
    ("FROM x AS s\nLABEL a=1 b=1\nFROM s", []),
    ("FROM x AS s\nFROM y\nCOPY --from=s f /g\nLABEL a=1 b=1", []),
    ("FROM x AS s\nFROM s\nLABEL a=1 b=1", []),
    ("FROM x AS s\nFROM s AS t\nLABEL a=1 b=1", [1, 1]),
    ("FROM x AS s\nFROM x AS s\nLABEL a=1 b=1\nFROM s", []),
    ("FROM x\nFROM x\nLABEL a=1 b=1", [1, 1]),
    ("LABEL a=1 b=1\nFROM x", [2, 2]),
    ("FROM x\nONBUILD LABEL a=1 b=1", [1, 1]),
  ])
  func `DL3049 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3049", in: dockerfile, small) == lines)
  }

  @Test(arguments: [
    ("LABEL q=1", [1]),
    ("LABEL x=1", []),
    ("LABEL x=1 q=1 r=1", [1]),
    ("ONBUILD LABEL q=1", []),
    ("LABEL q 1", [1]),
  ])
  func `DL3050 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3050", in: dockerfile, schema) == lines)
  }

  @Test(arguments: [
    ("LABEL x=\"\"", [1]),
    ("LABEL x=", [1]),
    ("LABEL x=\" \"", []),
    ("LABEL x \"\"", []),
    ("LABEL u=\"\" x=''", [1, 1]),
    ("LABEL x=\"\" x=1", [1]),
    ("ONBUILD LABEL x=\"\"", []),
    ("LABEL q=\"\"", []),
  ])
  func `DL3051 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3051", in: dockerfile, schema) == lines)
  }

  @Test(arguments: [
    ("LABEL u=\"http://x\"", []),
    ("LABEL u=\"urn:x\"", []),
    ("LABEL u=\"x\"", [1]),
    ("LABEL u=\"http://x y\"", [1]),
    ("LABEL u=\"1a:x\"", [1]),
    ("LABEL u=\"http:\"", []),
    ("LABEL u=\"http://x/%zz\"", [1]),
    ("LABEL u=\"http://x/%20\"", []),
    ("LABEL u=\"http://[::1]:80/\"", []),
    ("LABEL u=\"http://[1::2::3]/\"", [1]),
    ("LABEL u=\"http://[x]/\"", [1]),
    ("LABEL u=\"http://x:ab/\"", [1]),
    ("LABEL u=\"http://a@b@c/\"", [1]),
    ("LABEL u=\"http://x/#f#g\"", [1]),
    ("LABEL u=\"//x/y\"", [1]),
    ("LABEL u=\"$U\"", [1]),
    ("LABEL u=\"\"", [1]),
    ("LABEL x=y", []),
  ])
  func `DL3052 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3052", in: dockerfile, schema) == lines)
  }

  @Test(arguments: [
    ("LABEL t=\"2020-01-02T03:04:05Z\"", []),
    ("LABEL t=\"2020-01-02 03:04:05Z\"", [1]),
    ("LABEL t=\"2020-01-02T03:04:05\"", [1]),
    ("LABEL t=\"2020-01-02T03:04:05.25+01:00\"", []),
    ("LABEL t=\"2020-01-02T03:04:05+0100\"", []),
    ("LABEL t=\"2020-02-30T03:04:05Z\"", [1]),
    ("LABEL t=\"2000-02-29T03:04:05Z\"", []),
    ("LABEL t=\"1900-02-29T03:04:05Z\"", [1]),
    ("LABEL t=\"2020-01-02T24:00:00Z\"", [1]),
    ("LABEL t=\"2020-01-02T23:59:60z\"", []),
    ("LABEL t=\"2020-01-02\"", [1]),
    ("LABEL t=\"2020-1-2T3:4:5Z\"", [1]),
    ("LABEL t=\" 2020-01-02T03:04:05Z\"", []),
    ("LABEL t=\"2020-01-02T03:04:05+1:00\"", [1]),
    ("LABEL t=\"\"", [1]),
  ])
  func `DL3053 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3053", in: dockerfile, schema) == lines)
  }

  @Test(arguments: [
    ("LABEL s=\"MIT\"", []),
    ("LABEL s=\"mit\"", [1]),
    ("LABEL s=\"MIT OR Apache-2.0\"", [1]),
    ("LABEL s=\"GPL-2.0\"", [1]),
    ("LABEL s=\"GPL-2.0-only\"", []),
    ("LABEL s=\"BSD\"", [1]),
    ("LABEL s=\"MIT \"", []),
    ("LABEL s=\" MIT\"", [1]),
    ("LABEL s=\"zlib-acknowledgement\"", []),
    ("LABEL s=\"0BSD\"", []),
    ("LABEL s=\"\"", [1]),
  ])
  func `DL3054 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3054", in: dockerfile, schema) == lines)
  }

  @Test(arguments: [
    ("LABEL h=\"abcdef0\"", []),
    ("LABEL h=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", []),
    ("LABEL h=\"aaaaaaaa\"", [1]),
    ("LABEL h=\"ABCDEF0\"", [1]),
    ("LABEL h=\"abcdefg\"", [1]),
    ("LABEL h=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", [1]),
    ("LABEL h=\"\"", [1]),
  ])
  func `DL3055 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3055", in: dockerfile, schema) == lines)
  }

  @Test(arguments: [
    ("LABEL v=\"1.2.3\"", []),
    ("LABEL v=\"v1.2.3\"", [1]),
    ("LABEL v=\"1.2\"", [1]),
    ("LABEL v=\"1.2.3.4\"", [1]),
    ("LABEL v=\"01.2.3\"", []),
    ("LABEL v=\"1.2.3-rc.1+b.5\"", []),
    ("LABEL v=\"1.2.3-\"", []),
    ("LABEL v=\"1.2.3-a..b\"", [1]),
    ("LABEL v=\"1.2.3-a.\"", []),
    ("LABEL v=\"1.2.3+a+b\"", [1]),
    ("LABEL v=\"1.2.3-a_b\"", [1]),
    ("LABEL v=\"1..3\"", [1]),
    ("LABEL v=\"\"", [1]),
  ])
  func `DL3056 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3056", in: dockerfile, schema) == lines)
  }

  @Test(arguments: [
    ("LABEL m=\"a@b\"", []),
    ("LABEL m=\"a.b+c@d.e\"", []),
    ("LABEL m=\"a\"", [1]),
    ("LABEL m=\"a@\"", [1]),
    ("LABEL m=\"@b\"", [1]),
    ("LABEL m=\"a..b@c\"", [1]),
    ("LABEL m=\".a@b\"", [1]),
    ("LABEL m=\"a b@c\"", [1]),
    ("LABEL m=\"a@b_c\"", [1]),
    ("LABEL m=\"a@-b\"", [1]),
    ("LABEL m=\"a@b.\"", []),
    ("LABEL m=\"a@b..\"", [1]),
    ("LABEL m=\"a@[1.2.3.4]\"", []),
    ("LABEL m=\"(c)a@b\"", []),
    ("LABEL m=\"(c a@b\"", [1]),
    ("LABEL m=\"A <a@b>\"", [1]),
    ("LABEL m=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b\"", []),
    ("LABEL m=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b\"", [1]),
    ("LABEL m=\"\"", [1]),
    ("LABEL m='\"a b\"@c'", []),
    ("LABEL m=\"\\\"a b\\\"@c\"", []),
    ("LABEL m=\"\\\"a@b\"", [1]),
  ])
  func `DL3058 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3058", in: dockerfile, schema) == lines)
  }
}

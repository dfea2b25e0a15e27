import Core
import Testing

@testable import Dockerfile

/// A short form of how a text is read: command, flags and arguments of each node, then the codes of errors.
private func dump(_ text: String) -> String {
  let syntax = DockerfileSyntax(Array(text.utf8))
  let nodes = syntax.nodes.map { node in
    node.texts.map { text in
      var parts = [GoUTF8.string(node.bytes(text.command))]
      parts += text.flags.map { "[\($0.text)]" } + text.arguments.map { "<\($0.text)>" }
      return parts.joined(separator: " ") + (text.isJSON ? " json" : "")
    }.joined(separator: " / ")
  }
  return (nodes + syntax.errors.filter { $0.layer == .parse }.map { "error \($0.code) \($0.lines)" })
    .joined(separator: "\n")
}

/// How lines become nodes (the Dockerfile language as BuildKit reads it).
@Suite struct LineTests {
  @Test(arguments: [
    ("FROM a", "FROM <a>"),
    ("\u{FEFF}FROM a", "FROM <a>"),
    ("FROM a\r\nRUN b\r\r\n", "FROM <a>\nRUN <b>"),
    ("FROM a\rRUN b\n", "FROM <a> <RUN> <b>"),
    ("FROM a # x", "FROM <a> <#> <x>"),
    ("FR\\\nOM a", "FROM <a>"),
    ("\\\nFROM a", "FROM <a>"),
    ("FROM a\nRUN x \\\n", "FROM <a>\nRUN <x>"),
    ("FROM a\nRUN x \\\n # comment \\\n\n  y", "FROM <a>\nRUN <x   y>"),
    ("FROM a\nRUN x \\  \t\n y", "FROM <a>\nRUN <x  y>"),
    ("FROM a\nRUN x \\\\\nRUN y", "FROM <a>\nRUN <x \\\\>\nRUN <y>"),
    ("FROM a\nRUN \"a \\\n# dropped\nb\"", "FROM <a>\nRUN <\"a b\">"),
    ("# escape=`\nFROM a\nRUN x `\n y \\", "FROM <a>\nRUN <x  y \\>"),
    ("# syntax=x\n# escape=`\nFROM a\nRUN x `\n y", "FROM <a>\nRUN <x  y>"),
    ("# hello\n# escape=`\nFROM a\nRUN x `\nRUN y", "FROM <a>\nRUN <x `>\nRUN <y>"),
    ("#!x\n# escape=`\nFROM a", "FROM <a>"),
    ("  \u{3000}FROM\u{0B}a", "FROM <a>"),
    ("FROM\u{A0}a", "FROM\u{A0}a"),
  ])
  func `lines are joined and split as Docker does`(text: String, expected: String) {
    #expect(dump(text) == expected)
  }

  @Test(arguments: [
    ("", "error no-instructions 0...0"),
    ("# only\n\n", "error no-instructions 2...2"),
    ("# escape=x\nFROM a", "FROM <a>\nerror directive-escape 0...0"),
    ("# escape=`\n#escape=\\\nFROM a", "FROM <a>\nerror directive-twice 1...1"),
    ("FROM a\nENV b\nRUN c", "FROM <a>\nRUN <c>\nerror pair-without-value 2...2"),
    ("FROM a\nLABEL a=b c\nRUN d", "FROM <a>\nRUN <d>\nerror pair-without-equals 2...2"),
    ("FROM a\nCMD [1]\nRUN b", "FROM <a>\nRUN <b>\nerror json-not-strings 2...2"),
    ("FROM a\nRUN <<EOF\nb\n", "FROM <a>\nerror heredoc-open 2...3"),
  ])
  func `an error has its lines and the rest is read`(text: String, expected: String) {
    #expect(dump(text) == expected)
  }

  @Test(arguments: [
    ("RUN --a=b c", "RUN [--a=b] <c>"),
    ("RUN --a='b c' --d=\"e\\\"f\" g", "RUN [--a=b c] [--d=e\"f] <g>"),
    ("RUN -- --a b", "RUN <--a b>"),
    ("RUN --a", "RUN [--a]"),
    ("ENV --x a=b", "ENV [--x] <a> <b> <=>"),
    ("COPY --chown=é a b", "COPY [--chown=Ã©] <a> <b>"),
    ("ONBUILD --x RUN --y z", "ONBUILD [--x] / RUN [--y] <z>"),
    ("ONBUILD ONBUILD RUN a", "ONBUILD / ONBUILD / RUN <a>"),
    ("ONBUILD", "ONBUILD"),
    ("FOO a b", "FOO"),
  ])
  func `flags come before arguments`(text: String, expected: String) { #expect(dump(text) == expected) }

  @Test(arguments: [
    ("CMD [\"a\", \"b\\u0063\\n\"]", "CMD <a> <bc\n> json"),
    ("CMD [ ]", "CMD json"),
    ("CMD ['a']", "CMD <['a']>"),
    ("RUN [\"a\"] && b", "RUN <[\"a\"] && b>"),
    ("RUN [ -f x ]", "RUN <[ -f x ]>"),
    ("CMD [\"a\",]", "CMD <[\"a\",]>"),
    ("CMD [\"\\ud83d\\ude00\\ud800\"]", "CMD <😀\u{FFFD}> json"),
    ("CMD [\"a\t\"]", "CMD <[\"a\t\"]>"),
    ("CMD [1e999]", "CMD <[1e999]>"),
    ("COPY [\"a b\", \"c\"]", "COPY <a b> <c> json"),
    ("COPY \"a b\" c", "COPY <\"a> <b\"> <c>"),
    ("HEALTHCHECK --interval=5s CMD [\"x\"]", "HEALTHCHECK [--interval=5s] <CMD> <x> json"),
    ("HEALTHCHECK CMD x  y", "HEALTHCHECK <CMD> <x  y>"),
    ("USER  a b ", "USER <a b>"),
    ("EXPOSE 1 2", "EXPOSE <1> <2>"),
    ("ENV a b=c", "ENV <a> <b=c> <>"),
    ("ENV a=b c='d e' f=g\\ h", "ENV <a> <b> <=> <c> <'d e'> <=> <f> <g\\ h> <=>"),
    ("ARG a b=\"c d\"", "ARG <a> <b=\"c d\">"),
    ("RUN", "RUN"),
  ])
  func `arguments follow the grammar of their instruction`(text: String, expected: String) {
    #expect(dump(text) == expected)
  }

  @Test func `a line of 65535 bytes is read and a longer one is not`() {
    let head = "FROM a\nRUN "
    func text(_ length: Int) -> String { head + String(repeating: "x", count: length - 4) + "\nRUN y\n" }
    #expect(DockerfileSyntax(Array(text(65_535).utf8)).nodes.count == 3)
    let cut = DockerfileSyntax(Array(text(65_536).utf8))
    #expect(cut.nodes.count == 1)
    #expect(cut.parseError?.code == "line-too-long")
  }

  @Test func `comments before an instruction are attached to it`() {
    let syntax = DockerfileSyntax(Array("# one\n\n#two\nFROM a\n # in\n#\n# three\nRUN b \\\n# inner\n c\n".utf8))
    #expect(syntax.nodes.map { $0.comments.map { GoUTF8.string($0.text) } } == [["one", "two"], ["three"]])
    #expect(syntax.comments.map(\.line) == [1, 3, 5, 6, 7, 9])
  }

  @Test func `places inside continued lines are exact`() throws {
    let text = "FROM a\nRUN one && \\\n  # comment\n\n  two \\\r\n && three\n"
    let syntax = DockerfileSyntax(Array(text.utf8))
    let line = String(decoding: syntax.nodes[1].line.bytes, as: UTF8.self)
    for word in ["RUN", "one", "two", "three"] {
      let start = try #require(
        line.range(of: word).map { line.utf8.distance(from: line.startIndex, to: $0.lowerBound) })
      let offsets = syntax.nodes[1].line.offsets(of: start..<(start + word.utf8.count))
      #expect(String(decoding: syntax.source.bytes[offsets], as: UTF8.self) == word)
    }
    let two = try #require(line.range(of: "two").map { line.utf8.distance(from: line.startIndex, to: $0.lowerBound) })
    #expect(syntax.range(two..<(two + 3), of: 1).start == SourcePosition(line: 5, column: 3))
  }

  @Test(arguments: [10, 200_000])
  func `deep ONBUILD and many nodes are read without recursion`(depth: Int) {
    let text =
      Array("FROM a\n".utf8) + Array(repeating: Array("ONBUILD \\\n".utf8), count: depth).joined()
      + Array("RUN a\n".utf8)
    #expect(DockerfileSyntax(text).nodes.last?.texts.count == depth + 1)
  }
}

extension String {
  /// Where a text first occurs.
  fileprivate func range(of text: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
      at = index(after: at)
    }
    return nil
  }
}

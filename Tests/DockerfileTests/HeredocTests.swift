import Core
import Testing

@testable import Dockerfile

/// Here-documents of RUN, COPY and ADD.
@Suite struct HeredocTests {
  /// Names, switches and contents of the second node's here-documents: `EOF+ 0 "x\n"` (+ expanded, - tabs cut).
  private func dump(_ text: String) -> [String] {
    let syntax = DockerfileSyntax(Array("FROM a\n\(text)".utf8))
    guard syntax.nodes.count > 1 else { return syntax.errors.map(\.code) }
    return syntax.nodes[1].heredocs.map {
      let name = GoUTF8.string($0.name) + ($0.expands ? "+" : "") + ($0.cutsTabs ? "-" : "")
      return "\(name) \($0.descriptor) \(GoUTF8.string($0.content).debugDescription)"
    }
  }

  @Test(arguments: [
    ("RUN <<EOF\nx\nEOF\n", ["EOF+ 0 \"x\\n\""]),
    ("RUN <<EOF\nx # y \\\n\n# z\nEOF", ["EOF+ 0 \"x # y \\\\\\n\\n# z\\n\""]),
    ("RUN <<-EOF\n\tx\n\tEOF\n", ["EOF+- 0 \"\\tx\\n\""]),
    ("RUN <<'EOF'\n$x\nEOF\n", ["EOF 0 \"$x\\n\""]),
    ("RUN <<\"E F\"\nx\nE F\n", ["E F 0 \"x\\n\""]),
    ("RUN <<\\EOF\nx\nEOF\n", ["EOF+ 0 \"x\\n\""]),
    ("RUN cat 3<<A <<B\na\nA\nb\nB\n", ["A+ 3 \"a\\n\"", "B+ 0 \"b\\n\""]),
    ("RUN << EOF\nx\nEOF\n", ["EOF+ 0 \"x\\n\""]),
    ("RUN <<$X\nx\n$X\n", ["$X+ 0 \"x\\n\""]),
    ("COPY <<a.txt /srv/\nx\r\na.txt\r\n", ["a.txt+ 0 \"x\\r\\n\""]),
    ("ONBUILD RUN <<EOF\nx\nEOF\n", ["EOF+ 0 \"x\\n\""]),
    ("RUN <<EOF\nEOF\n", ["EOF+ 0 \"\""]),
    ("RUN echo $((1 << 2))\nx\n2))\n", ["2))+ 0 \"x\\n\""]),
  ])
  func `a body is kept as it is`(text: String, expected: [String]) { #expect(dump(text) == expected) }

  @Test(arguments: [
    "RUN a<<EOF\n", "RUN <<<EOF\n", "RUN <<A<<B\n", "RUN <<- EOF\n", "RUN $((1<<2))\n", "RUN [\"<<EOF\"]\n",
    "CMD <<EOF\n", "RUN 'x <<EOF\n", "RUN <<\"\"\n", "RUN \"<<EOF\"\n",
  ])
  func `what only looks like one is none`(text: String) { #expect(dump(text) == []) }

  @Test(arguments: ["RUN <<EOF\nx", "COPY <<A <<B /x\nA\n"])
  func `a missing end is an error`(text: String) { #expect(dump(text) == ["heredoc-open"]) }

  @Test func `lines of the node reach to the closing line`() {
    let syntax = DockerfileSyntax(Array("FROM a\nRUN <<A\nx\nA\nRUN b\n".utf8))
    #expect(syntax.nodes.map(\.lines) == [1...1, 2...4, 5...5])
    #expect(syntax.source.bytes[syntax.nodes[1].heredocs[0].offsets].elementsEqual("x\n".utf8))
  }

  @Test func `tabs are cut from the body of a minus form only`() {
    let syntax = DockerfileSyntax(Array("FROM a\nRUN <<-A\n\t\tx\ty\n\tA\n".utf8))
    #expect(syntax.nodes[1].heredocs[0].body == Array("x\ty\n".utf8))
  }
}

import ShellSyntax
import Testing

@Suite struct SubstitutionTests {
  @Test(arguments: [
    ("x $(a b)", ["x $(a b)", "a b"]), ("x \"$(a \"b c\")\"", ["x \"$(a \"b c\")\"", "a \"b c\""]),
    ("x `a b`", ["x `a b`", "a b"]), ("x `a \\`b\\``", ["x `a \\`b\\``", "a \\`b\\`", "b"]),
    ("x \"`a \\\"b\\\"`\"", ["x \"`a \\\"b\\\"`\"", "a \\\"b\\\""]),
    ("x <(a) >(b)", ["x <(a) >(b)", "a", "b"]), ("x $((1 + $(a)))", ["x $((1 + $(a)))", "a"]),
    ("x ${y:-$(a)}", ["x ${y:-$(a)}", "a"]), ("x=$(a) y", ["x=$(a) y", "a"]), ("x=(1 $(a))", ["x=(1 $(a))", "a"]),
    ("x >$(a)", ["x >$(a)", "a"]), ("for i in $(a); do b; done", ["a", "b"]),
    ("case $(a) in $(b)) c;; esac", ["a", "b", "c"]), ("[[ $(a) ]]", ["[[ $(a) ]]", "a"]),
    ("x $( (a) )", ["x $( (a) )", "a"]), ("x $((a); b)", ["x $((a); b)", "a", "b"]),
    ("x $(case y in z) a;; esac)", ["x $(case y in z) a;; esac)", "a"]),
    ("x $(# no )\na)", ["x $(# no )\na)", "a"]),
    ("x \"a$(b; c | d)e\"; f", ["x \"a$(b; c | d)e\"", "b", "c", "d", "f"]),
  ])
  func `commands inside words are found in order`(text: String, slices: [String]) {
    let read = ShellText(text)
    #expect(read.problems.isEmpty)
    #expect(read.slices == slices)
  }

  @Test func `a substitution is a part that names its scope`() {
    let read = ShellText("x \"a$(b)\"$((1+2))")
    #expect(
      read.script.commands[0].words[1].parts == [
        .literal("a", isQuoted: true), .substitution(scope: 1, isQuoted: true), .arithmetic("1+2"),
      ])
    #expect(read.script.scopes[1].kind == .substitution)
    #expect(read.slice(read.script.scopes[1].range) == "$(b)")
    #expect(read.scopes(around: "b") == ["substitution", "script"])
  }
}

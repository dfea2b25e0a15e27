import ShellSyntax
import Testing

@Suite struct CompoundTests {
  @Test(arguments: [
    ("if x; then a; fi", ["then", "script"]), ("if a; then b; fi", ["if", "script"]),
    ("if x; then y; elif a; then z; fi", ["if", "script"]), ("if x; then y; else a; fi", ["then", "script"]),
    ("while a; do b; done", ["while", "script"]), ("until x\ndo\na\ndone", ["do", "script"]),
    ("for i in 1 \"2 3\"; do a; done", ["for i in [\"1\", \"2 3\"]", "script"]),
    ("for i\ndo a; done", ["for i in [\"$@\"]", "script"]),
    ("for i in x\n{ a; }", ["for i in [\"x\"]", "script"]),
    ("for ((i=0; i<3; i++)); do a; done", ["for  in []", "script"]),
    ("select s in p q; do a; done", ["for s in [\"p\", \"q\"]", "script"]),
    ("case $x in y|'z') a;; esac", ["case $x [\"y\", \"z\"]", "script"]),
    ("case $x in (y) ;; *) a ; esac", ["case $x [\"*\"]", "script"]),
    ("case x in\n y) b ;& \n# c\n z) a\n ;;&\nesac", ["case x [\"z\"]", "script"]),
    ("(a)", ["subshell", "script"]), ("{ a; }", ["group", "script"]), ("( (a) )", ["subshell", "subshell", "script"]),
    ("((a); b)", ["subshell", "subshell", "script"]),
    ("f() { a; }", ["group", "function f", "script"]), ("f () (a)", ["subshell", "function f", "script"]),
    ("function f { a; }", ["group", "function f", "script"]),
    ("function f ()\n{ a; }", ["group", "function f", "script"]),
    ("time { a; }", ["group", "script"]), ("while :; do if x; then a; fi done", ["then", "do", "script"]),
    ("for i in 1; do for j in 2; do a; done done", ["for j in [\"2\"]", "for i in [\"1\"]", "script"]),
    ("if x\r\nthen\r\na\r\nfi\r\n", ["then", "script"]),
    ("if x; then\\\n a; fi", ["then", "script"]),
  ])
  func `a command knows what it stands in`(text: String, scopes: [String]) {
    let read = ShellText(text)
    #expect(read.problems.isEmpty)
    #expect(read.scopes(around: "a") == scopes)
    #expect(read.command("a").map { read.slice($0.range) } == "a")
  }

  @Test func `the parts of a compound share its place in a pipeline`() throws {
    let read = ShellText("x && if a; then b; elif c; then d; else e; fi 2>f >g | h")
    let parts = read.script.scopes.dropFirst()
    #expect(parts.map(\.part) == [0, 1, 2, 3, 4])
    #expect(parts.map { read.slice($0.range) } == [" a; ", " b; ", " c; ", " d; ", " e; "])
    #expect(parts.allSatisfy { $0.pipeline.count == 2 && $0.pipeline.index == 0 && $0.join == .and })
    #expect(parts.allSatisfy { $0.redirections.map(\.target.text) == ["f", "g"] })
    let last = try #require(read.command("h"))
    #expect(last.pipeline.index == 1)
    #expect(read.script.pipelineMembers(of: last.pipeline) == [.compound(scope: 1), .command(6)])
  }

  @Test func `tests are commands whose operators are words`() {
    let read = ShellText("[[ $a < b && ( -f x || $c =~ ^(d|e f)+$ ) ]] && (( i++ < 5 )) >x; y")
    #expect(read.problems.isEmpty)
    #expect(
      read.commands == [
        ["[[", "$a", "<", "b", "&&", "(", "-f", "x", "||", "$c", "=~", "^(d|e f)+$", ")", "]]"],
        ["((", " i++ < 5 ", "))"], ["y"],
      ])
    #expect(read.script.commands[1].redirections.count == 1)
  }

  @Test func `time before a simple command is its name`() {
    #expect(ShellText("time -p a b").commands == [["time", "-p", "a", "b"]])
  }

  @Test(arguments: [
    ("if a; then b", "no \"fi\" before the end", ["a", "b"]),
    ("while a; do b; c", "no \"done\" before the end", ["a", "b", "c"]),
    ("case x in a) b", "no \"esac\" before the end", ["b"]), ("{ a; b", "no \"}\" before the end", ["a", "b"]),
    ("( a; b", "no \")\" before the end", ["a", "b"]), ("if a; then fi; b", "no command before \"fi\"", ["a", "b"]),
    ("( if a; then b; ); c", "no \"fi\" before the end of what is around it", ["a", "b", "c"]),
    ("for i in a; b", "no \"do\" after \"for\"", ["b"]), ("fi; a", "unexpected \"fi\"", ["a"]),
  ])
  func `a compound without its end is a problem`(text: String, message: String, names: [String]) {
    let read = ShellText(text)
    #expect(read.problems.first == message)
    #expect(read.commands.map { $0.first ?? "" } == names)
  }

  @Test(
    arguments: [
      ("a", []), ("x; a", []), ("x && a", .success), ("x || a", .failure), ("x || { a; }", .failure),
      ("x && ( y || a )", [.success, .failure]), ("if a; then x; fi", []), ("if x; then a; fi", .branch),
      ("if x; then y; elif a; then z; fi", .branch), ("case x in y) a;; esac", .branch),
      ("for i in x; do a; done", .loop),
      ("while a; do x; done", []), ("while x; do a; done", .loop), ("f() { a; }", .uncalledFunction),
      ("f() { a; }; f", []), ("x && y $(a)", []), ("x || sh -c 'a'", .failure), ("a && x", []), ("x | a", []),
    ] as [(String, ShellGuards)])
  func `what a command depends on is told`(text: String, guards: ShellGuards) throws {
    let read = ShellText(text)
    let command = try #require(read.command("a"))
    #expect(read.script.guards(of: command) == guards)
    #expect(read.script.isConditional(command) == !guards.isEmpty)
  }
}

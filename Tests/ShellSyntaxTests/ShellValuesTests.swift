import ShellSyntax
import Testing

@Suite struct ShellValuesTests {
  /// The fields of the last word of the command `use`.
  private func fields(_ text: String) -> [String]? {
    let script = ShellText(text).script
    guard let index = script.commands.lastIndex(where: { $0.words.first?.text == "use" }) else { return ["?"] }
    var all: [String] = []
    for word in script.commands[index].words.dropFirst() {
      guard let fields = script.fields(of: word, before: index, environment: { $0 == "HOME" ? "/root" : nil }) else {
        return nil
      }
      all += fields
    }
    return all
  }

  @Test(
    arguments: [
      ("use a 'b c'", ["a", "b c"]), ("deps=\"a b  c\" && use $deps", ["a", "b", "c"]),
      ("x='a b'; use \"$x\"", ["a b"]),
      ("x=a; x+=b; use $x", ["ab"]), ("export X=1; use y$X", ["y1"]), ("use $HOME/x ${HOME}", ["/root/x", "/root"]),
      ("use ${u:-a b}", ["a", "b"]), ("use \"${u:-$HOME}\"", ["/root"]), ("x=; use ${x:-d} ${x-d}", ["d"]),
      ("for i in a 'b c'; do use $i.x; done", ["a.x", "b", "c.x"]),
      ("for i in a b; do use \"/$i\"; done", ["/a", "/b"]),
      ("x=1; y=$x$x; use $y", ["11"]), ("x=1; for i in $x 2; do use $i; done", ["1", "2"]),
      ("use {a,b{c,d}}e", ["ae", "bce", "bde"]), ("use '{a,b}' {a} {a..c}", ["{a,b}", "{a}", "{a..c}"]),
      ("x=a use $HOME", ["/root"]), ("x=1; { use $x; }", ["1"]), ("(x=1); x=2; use $x", ["2"]),
      ("a=(x 'y z'); use \"${a[@]}\"", ["x", "y z"]), ("x=1; use $x; x=2", ["1"]), ("x='a*'; use $x", ["a*"]),
      ("x=; use $x", []), ("x=; use \"$x\"", [""]), ("{ x=1; }; (use $x)", nil), ("HOME=/x; (use $HOME)", ["/x"]),
      ("use $u", nil), ("use $(a)", nil), ("x=$(a); use $x", nil), ("x=1; read x; use $x", nil),
      ("x=1; unset x; use $x", nil), ("x=1; if y; then x=2; fi; use $x", nil), ("y || x=1; use $x", nil),
      ("x=1 y; use $x", nil), ("for i in $u; do use $i; done", nil), ("x=$x; use $x", nil), ("use ${HOME#/}", nil),
      ("use $((1+1))", nil),
    ] as [(String, [String]?)])
  func `fields are known from what is set before`(text: String, expected: [String]?) {
    #expect(fields(text) == expected)
  }

  @Test func `a word that grows without end is not known`() {
    var text = "x=aaaaaaaaaaaaaaaa;"
    for _ in 0..<100 { text += "x=$x$x$x$x$x$x$x$x;" }
    #expect(fields(text + "use $x") == nil)
    var loops = ""
    for name in "abcdefgh".unicodeScalars { loops += "for \(name) in 1 2 3 4 5 6 7 8 9; do " }
    #expect(fields(loops + "use $a$b$c$d$e$f$g$h") == nil)
  }

  @Test func `words of a large file stand for fewer fields`() {
    let list = (0..<40).map { "w\($0)" }.joined(separator: " ")
    let variable = "x='\(list)'; use $x"
    let loop = "for i in \(list); do use $i; done"
    let braces = "use {a,b}{a,b}{a,b}{a,b}{a,b}"
    for (text, few) in [(variable, nil), (loop, nil), (braces, 1)] as [(String, Int?)] {
      var script = ShellText(text).script
      guard let index = script.commands.lastIndex(where: { $0.words.first?.text == "use" }) else {
        Issue.record("no command")
        continue
      }
      let word = script.commands[index].words[1]
      script.limitFields(fileBytes: 4_000)
      #expect((script.fields(of: word, before: index) { _ in nil }?.count ?? 0) >= 32)
      script.limitFields(fileBytes: 10_000_000)
      #expect(script.fields(of: word, before: index) { _ in nil }?.count == few)
      script.limitFields(fileBytes: .max)
      #expect(script.fields(of: script.commands[index].words[0], before: index) { _ in nil } == ["use"])
    }
  }
}

import ShellSyntax
import Testing

/// Where text begins that no shell takes behind complete commands.
@Suite struct LeftoverTests {
  @Test(arguments: [
    ("a; )", 3), ("a; fi", 3), ("a; }", 3), ("a b (c)", 4), ("{ a; } b", 7), ("a;; b", 1), ("a; ; b", 3),
    ("a & & b", 4), ("(a) b 'c", 4),
  ])
  func `text behind complete commands is a leftover`(text: String, place: Int) {
    let script = ShellScript.parse(Array(text.utf8))
    #expect(script.leftover == place)
    #expect(!script.isComplete)
  }

  @Test(arguments: ["a", "a && b", "a 'b", "a (b)", "a && ; b", "{ a; ) }", "$(a; fi)", "a 'b\n; )", "if a; )"])
  func `complete texts and those that fail before have none`(text: String) {
    #expect(ShellScript.parse(Array(text.utf8)).leftover == nil)
  }
}

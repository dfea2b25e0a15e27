import ShellSyntax
import Testing

@Suite struct QuotingTests {
  @Test(arguments: [
    (#"a 'b c' d"#, ["a", "b c", "d"]),
    (#"a "b c"d'e'"#, ["a", "b cde"]),
    (#"a\ b \"c"#, ["a b", "\"c"]),
    (#"echo "\$x \" \\ \a \`""#, ["echo", #"$x " \ \a `"#]),
    (#"echo $'a\tb\x41\101\u00e9\'' $"t""#, ["echo", "a\tbAAé'", "t"]),
    ("echo a\\\nb \\\n c", ["echo", "ab", "c"]),
    ("echo 'a\\\nb' \"a\\\nb\"", ["echo", "a\\\nb", "ab"]),
    ("echo a#b #c 'd", ["echo", "a#b"]),
    ("echo \"\" ''", ["echo", "", ""]),
    ("echo {a,b}*.c [x]", ["echo", "{a,b}*.c", "[x]"]),
    ("ls !(a|b) @(c d)", ["ls", "!(a|b)", "@(c d)"]),
    ("echo $ a$ \"$\"", ["echo", "$", "a$", "$"]),
    ("echo a\u{0}b é", ["echo", "a\u{0}b", "é"]),
    ("echo a\r\n", ["echo", "a"]),
    ("echo \"a\"b\\\r\n c\r\n", ["echo", "ab", "c"]),
    ("echo if then }", ["echo", "if", "then", "}"]),
  ])
  func `words lose their quotes`(text: String, words: [String]) {
    let read = ShellText(text)
    #expect(read.commands == [words])
    #expect(read.problems.isEmpty)
    #expect(read.script.commands[0].words.allSatisfy { $0.literal != nil || $0.text.hasPrefix("$") })
  }

  @Test func `the range of a word covers its quotes`() {
    let read = ShellText(#"a  'b c' x"$y"\ z  >f"#)
    #expect(read.wordSlices == [["a", "'b c'", #"x"$y"\ z"#]])
    #expect(read.slices == [#"a  'b c' x"$y"\ z  >f"#])
  }

  @Test func `parts keep what is quoted and what is expanded`() {
    let read = ShellText(#"a x"$y ${z:-"q r"}"$1'lit'"#)
    #expect(
      read.script.commands[0].words[1].parts == [
        .literal("x", isQuoted: false), .literal("", isQuoted: true),
        .parameter(name: "y", operation: "", isQuoted: true), .literal(" ", isQuoted: true),
        .parameter(name: "z", operation: ":-\"q r\"", isQuoted: true),
        .parameter(name: "1", operation: "", isQuoted: false), .literal("lit", isQuoted: true),
      ])
    #expect(read.script.commands[0].words[1].literal == nil)
  }

  @Test(arguments: [
    ("$x", "x", ""), ("${x}", "x", ""), ("${#x}", "x", "#"), ("${x#*/}", "x", "#*/"), ("${x:?no}", "x", ":?no"),
    ("${!x}", "x", "!"), ("${x[@]}", "x", "[@]"), ("$?", "?", ""), ("$10", "1", ""), ("${10}", "10", ""),
    ("${#}", "#", ""), ("${x:-${y:-'}'}}", "x", ":-${y:-'}'}"), ("${x//a/\\}}", "x", "//a/\\}"),
  ])
  func `a parameter has a name and an operation`(text: String, name: String, operation: String) {
    let read = ShellText("echo \(text)")
    #expect(read.problems.isEmpty)
    #expect(
      read.script.commands[0].words[1].parts.first
        == .parameter(name: name, operation: operation, isQuoted: false))
  }

  @Test(arguments: [
    ("echo 'a; b", "single quote is not closed", 5), ("x; echo \"a", "double quote is not closed", 8),
    ("echo `a", "backquote is not closed", 5), ("echo ${a", "\"${\" has no closing brace", 5),
    ("echo $(a", "no \")\" before the end", 7), ("echo $'a", "single quote is not closed", 5),
    ("echo @(a", "pattern list has no closing parenthesis", 5), ("x=(a", "array has no closing parenthesis", 2),
  ])
  func `what is not closed is a problem where it begins`(text: String, message: String, offset: Int) {
    let read = ShellText(text)
    #expect(read.script.problems == [ShellProblem(message, offset: offset)])
    #expect(!read.script.isComplete)
  }
}

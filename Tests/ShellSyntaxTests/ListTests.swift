import ShellSyntax
import Testing

@Suite struct ListTests {
  @Test func `joins, pipes, negation and background are noted`() {
    let read = ShellText("a | b |& c && ! d || e & f; g\nh")
    #expect(read.commands == [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"]])
    let commands = read.script.commands
    #expect(commands.map(\.join) == [.always, .always, .always, .and, .or, .always, .always, .always])
    #expect(commands.map(\.pipeline.index) == [0, 1, 2, 0, 0, 0, 0, 0])
    #expect(commands.map(\.pipeline.count) == [3, 3, 3, 1, 1, 1, 1, 1])
    #expect(commands.map(\.isNegated) == [false, false, false, true, false, false, false, false])
    #expect(commands.map(\.isBackground) == [true, true, true, true, true, false, false, false])
    #expect(Set(commands.map(\.pipeline.id)).count == 6)
    #expect(read.script.pipelineMembers(of: commands[1].pipeline) == [.command(0), .command(1), .command(2)])
  }

  @Test func `a line feed may follow an operator`() {
    let read = ShellText("a &&\n\n b |\n # c\n d")
    #expect(read.commands == [["a"], ["b"], ["d"]])
    #expect(read.problems.isEmpty)
    #expect(read.script.commands.map(\.join) == [.always, .and, .and])
  }

  @Test func `redirections have an operator, a descriptor and a target`() {
    let read = ShellText("a >x 2>&1 &>>y {fd}<z 3<&- <<<w >|v <>u 2> t b")
    let redirections = read.script.commands[0].redirections
    #expect(redirections.map(\.operation) == [">", ">&", "&>>", "<", "<&", "<<<", ">|", "<>", ">"])
    #expect(redirections.map(\.descriptor) == [nil, "2", nil, "{fd}", "3", nil, nil, nil, "2"])
    #expect(redirections.map(\.target.text) == ["x", "1", "y", "z", "-", "w", "v", "u", "t"])
    #expect(redirections.map { read.slice($0.target.range) } == ["x", "1", "y", "z", "-", "w", "v", "u", "t"])
    #expect(read.commands == [["a", "b"]])
  }

  @Test(arguments: [
    ("a >/dev/null", true), ("a > /dev/null 2>&1", true), ("a &>/dev/null", true), ("a 2>/dev/null", false),
    ("a >&-", true), ("a 2>/dev/null >&2", true), ("a >/dev/null >x", false), ("a", false), ("a >&2", false),
  ])
  func `discarded output is seen`(text: String, isDiscarded: Bool) {
    #expect(ShellText(text).script.commands[0].isOutputDiscarded == isDiscarded)
  }

  @Test func `assignments stand before words and after export`() {
    let read = ShellText("A=1 B+='x y' c D=2; export E=\"$F\" G; local h=(1 'b c'); x[1]=2")
    #expect(read.commands == [["c", "D=2"], ["export", "E=$F", "G"], ["local", "h=(1 b c)"], []])
    let assignments = read.script.commands.map(\.assignments)
    #expect(assignments.map { $0.map(\.name) } == [["A", "B"], ["E"], ["h"], ["x[1]"]])
    #expect(assignments.map { $0.map(\.value.text) } == [["1", "x y"], ["$F"], ["(1 b c)"], ["2"]])
    #expect(assignments[0].map(\.appends) == [false, true])
    #expect(assignments[2][0].elements?.map(\.text) == ["1", "b c"])
    #expect(read.slice(assignments[1][0].value.range) == "\"$F\"")
  }

  @Test(arguments: [
    ("a && && b", "no command before \"&&\"", 5), ("; a", "no command before \";\"", 0),
    ("a | ; b", "no command before \";\"", 4), ("a )", "unexpected \")\"", 2), ("a &&", "no command after \"&&\"", 3),
    ("a b(c", "unexpected \"(\"", 3), ("a >", "no target after \">\"", 3), ("a ;; b", "unexpected \";;\"", 2),
    ("done", "unexpected \"done\"", 0), ("(a) b", "unexpected word after a compound command", 4),
  ])
  func `a misplaced operator is a problem`(text: String, message: String, offset: Int) {
    let read = ShellText(text)
    #expect(read.script.problems == [ShellProblem(message, offset: offset)])
    #expect(!read.commands.isEmpty || text == "done")
  }

  @Test func `commands around a problem are kept`() {
    #expect(ShellText("a; b ) ; c && d").commands == [["a"], ["b"], ["c"], ["d"]])
  }

  @Test func `another dialect is not read`() {
    let read = ShellText("Get-Item x", dialect: .other("powershell"))
    #expect(read.commands.isEmpty)
    #expect(read.problems == ["text is for \"powershell\", not for a shell"])
  }
}

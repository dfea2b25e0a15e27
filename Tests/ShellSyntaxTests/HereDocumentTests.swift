import ShellSyntax
import Testing

@Suite struct HereDocumentTests {
  private func bodies(_ read: ShellText) -> [String?] {
    read.script.commands.flatMap(\.redirections).compactMap(\.body).map { read.slice($0.range) }
  }

  @Test(arguments: [
    ("cat <<E\na\nb\nE\nc", ["a\nb\n"], [["cat"], ["c"]]),
    ("cat <<A <<B; d\na\nA\nb\nB\nc", ["a\n", "b\n"], [["cat"], ["d"], ["c"]]),
    ("cat <<-E\n\ta\n\tE\nc", ["\ta\n"], [["cat"], ["c"]]), ("cat <<E | d\na\nE", ["a\n"], [["cat"], ["d"]]),
    ("cat <<E\nE\nc", [""], [["cat"], ["c"]]), ("cat <<E\na", ["a"], [["cat"]]),
    ("if cat <<E; then\na\nE\n c; fi", ["a\n"], [["cat"], ["c"]]),
    ("x $(cat <<E\na)\nE\n) y; z", ["a)\n"], [["x", "$(cat <<E\na)\nE\n)", "y"], ["cat"], ["z"]]),
    ("cat <<E\r\na\r\nE\r\nc\r\n", ["a\r\n"], [["cat"], ["c"]]),
    ("cat <<E &&\na\nE\nc", ["a\n"], [["cat"], ["c"]]), ("cat <<E\n E\nE \nE\nc", [" E\nE \n"], [["cat"], ["c"]]),
  ])
  func `lines go to their here-document`(text: String, expected: [String], commands: [[String]]) {
    let read = ShellText(text)
    #expect(read.problems.isEmpty)
    #expect(bodies(read) == expected)
    #expect(read.commands == commands)
  }

  @Test func `only an unquoted delimiter lets commands run`() {
    let text = "cat <<E; cat <<'F'; cat <<\\G\n$(a) `b` \\$(c)\nE\n$(d)\nF\n$(e)\nG\nf"
    let read = ShellText(text)
    #expect(read.commands == [["cat"], ["cat"], ["cat"], ["a"], ["b"], ["f"]])
    #expect(read.slices.suffix(3) == ["a", "b", "f"])
    #expect(read.script.commands.flatMap(\.redirections).map(\.body?.isExpanded) == [true, false, false])
  }

  @Test func `a compound has the here-document after it`() {
    let read = ShellText("while read x; do a; done <<E\nb\nE\nc")
    #expect(read.commands == [["read", "x"], ["a"], ["c"]])
    #expect(read.script.scopes[1].redirections.first?.body.map { read.slice($0.range) } == "b\n")
    #expect(read.script.scopes[2].redirections.first?.body.map { read.slice($0.range) } == "b\n")
  }

  @Test func `a here-document for a shell is read as commands`() throws {
    let read = ShellText("bash <<E && z\napt-get update \\\n -y\necho $(id) \\$x $y\nE\n")
    #expect(read.problems.isEmpty)
    #expect(
      read.commands == [["bash"], ["z"], ["apt-get", "update", "-y"], ["echo", "$(id)", "$x", "$y"], ["id"]])
    #expect(read.slices == ["bash <<E", "z", "apt-get update \\\n -y", "echo $(id) \\$x $y", "id"])
    #expect(read.scopes(around: "echo") == ["text of 0", "script"])
    #expect(ShellText("bash x <<E\nb\nE").commands == [["bash", "x"]])
    #expect(ShellText("sudo sh -s y <<'E'\nb\nE").commands.last == ["b"])
    #expect(ShellText("cat <<E\nb\nE").commands == [["cat"]])
  }
}

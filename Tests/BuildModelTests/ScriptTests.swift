import Core
import Dockerfile
import ShellSyntax
import Testing

@testable import BuildModel

/// The shell text of instructions and where its parts are in the file.
@Suite struct ScriptTests {
  private func model(_ text: String) -> BuildModel {
    BuildModel(DockerfileSyntax(Array(text.utf8)), file: "Dockerfile")
  }

  /// The program names of the last RUN's commands, each with line and column.
  private func commands(_ text: String) -> [String] {
    let build = model(text)
    guard let script = build.lastShipped(.run)?.script else { return [] }
    return script.script.commands.map { command in
      guard case .source(_, let range) = build.place(command.range, in: script) else { return "" }
      return "\(script.script.resolved(command).name) \(range.start.line):\(range.start.column)"
    }
  }

  @Test(arguments: [
    ("FROM a\nRUN x && y", ["x 2:5", "y 2:10"]),
    ("FROM a\nRUN --mount=type=cache,target=/c x \\\n  # no\n\n  && y\n", ["x 2:34", "y 5:6"]),
    ("FROM a\nRUN <<EOF\nx\ny z\nEOF\n", ["x 3:1", "y 4:1"]),
    ("FROM a\nRUN <<-EOF\n\tx\n\tEOF\n", ["x 3:2"]),
    ("FROM a\nRUN [\"x\", \"y\"]\n", ["x 2:7"]),
    ("FROM a\nRUN [\"/bin/sh\", \"-c\", \"x && y\"]\n", ["sh 2:7", "x 2:24", "y 2:29"]),
    ("FROM a\nRUN bash <<EOF\nx\nEOF\n", ["bash 2:5", "x 3:1"]),
    ("FROM a\nRUN <<EOF bash\nx\nEOF\n", ["bash 2:5", "x 3:1"]),
  ])
  func `commands have their places`(text: String, expected: [String]) { #expect(commands(text) == expected) }

  @Test func `a body may be another language`() throws {
    let step = try #require(model("FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n").lastShipped(.run))
    #expect(step.script?.dialect == .other("python3"))
    #expect(step.script?.script.isComplete == false)
  }

  @Test func `a here-document for a file is no script`() {
    #expect(commands("FROM a\nRUN cat <<EOF > /etc/x\nrm -rf /\nEOF\n") == ["cat 2:5"])
  }

  @Test func `a powershell stage has no commands`() {
    #expect(commands("FROM a\nSHELL [\"pwsh\", \"-c\"]\nRUN x; y\n").isEmpty)
  }
}

import Testing

@testable import Dockerfile

/// What Docker checks of each instruction.
@Suite struct InstructionTests {
  private func codes(_ text: String) -> [String] { DockerfileSyntax(Array(text.utf8)).errors.map(\.code) }

  @Test(arguments: [
    ("FROM", "from-arguments"), ("FROM a b", "from-arguments"), ("FROM a AS 1b", "stage-name"),
    ("FROM a AS b@c", "stage-name"), ("FROM --x a", "unknown-flag"), ("FROM --platform a", "flag-without-value"),
    ("FROM --platform=a --platform=b c", "flag-twice"), ("RUN x", "no-stage"), ("FROMM a", "unknown-instruction"),
    ("FROM a\nADD x", "no-destination"), ("FROM a\nCOPY --link=x a b", "flag-not-boolean"),
    ("FROM a\nCOPY --link= a b", "flag-without-value"), ("FROM a\nCOPY --From=x a b", "unknown-flag"),
    ("FROM a\nADD --from=x a b", "unknown-flag"), ("FROM a\nCOPY x <<EOF\nEOF", "heredoc-destination"),
    ("FROM a\nRUN --network=x y", "flag-value"), ("FROM a\nRUN --security=x y", "flag-value"),
    ("FROM a\nRUN --mount= y", "mount-not-csv"), ("FROM a\nRUN --mount='\"a' y", "mount-not-csv"),
    ("FROM a\nRUN --mount=from=$x,target=/y z", "mount-from-variable"), ("FROM a\nENV =b", "blank-name"),
    ("FROM a\nARG =b", "blank-name"), ("FROM a\nARG", "no-argument"), ("FROM a\nSHELL a", "shell-form"),
    ("FROM a\nSHELL []", "no-argument"), ("FROM a\nVOLUME [\" \"]", "empty-volume"), ("FROM a\nUSER", "no-argument"),
    ("FROM a\nONBUILD", "no-argument"), ("FROM a\nONBUILD FROM b", "onbuild-trigger"),
    ("FROM a\nONBUILD ONBUILD RUN x", "onbuild-trigger"), ("FROM a\nHEALTHCHECK FOO x", "healthcheck-type"),
    ("FROM a\nHEALTHCHECK CMD", "healthcheck-command"), ("FROM a\nHEALTHCHECK NONE x", "healthcheck-none"),
    ("FROM a\nHEALTHCHECK --interval=5 CMD x", "flag-value"),
    ("FROM a\nHEALTHCHECK --interval=1us CMD x", "flag-value"),
    ("FROM a\nHEALTHCHECK --retries=-1 CMD x", "flag-value"), ("ARG X", "no-stage"),
  ])
  func `what Docker refuses is told`(text: String, code: String) { #expect(codes(text) == [code]) }

  @Test(arguments: [
    "FROM a", "ARG X\nFROM $X", "FROM a aS b", "FROM --platform= a", "FROM a\nRUN", "FROM a\nARG --x y",
    "FROM a\nSTOPSIGNAL --x y", "FROM a\nHEALTHCHECK --x=y NONE", "FROM a\nHEALTHCHECK --interval=1h30m CMD x",
    "FROM a\nHEALTHCHECK --interval=0 --retries=0 CMD x", "FROM a\nONBUILD FOO x", "FROM a\nCMD []",
    "FROM a\nCOPY --link --exclude=a --exclude=b x y", "FROM a\nRUN --mount=type=cache,target=/x --mount=type=tmpfs y",
    "FROM a\nRUN --mount=\"type=bind\",from=b,\"source=a\"\"b\" y", "FROM a\nRUN --mount=from=b$ y",
  ])
  func `what Docker takes is taken`(text: String) { #expect(codes(text) == []) }

  @Test func `a mistyped word has a suggestion`() throws {
    let errors = DockerfileSyntax(Array("FROM a\nRUNN x\nCOPY --form=b c d\nRUN --mont=x y\n".utf8)).errors
    #expect(errors.map(\.help) == ["did you mean RUN?", "did you mean --from?", "did you mean --mount?"])
    #expect(errors.map(\.lines) == [2...2, 3...3, 4...4])
  }

  @Test func `a pair without its ENV is named without its value`() {
    let errors = DockerfileSyntax(Array("FROM a\nENV A=1\n  PASSWORD=hunter2\n".utf8)).errors
    #expect(errors.map(\.code) == ["unknown-instruction"])
    #expect(errors.first?.message.contains("PASSWORD=…") == true && errors.first?.message.contains("hunter2") == false)
  }

  @Test func `an error does not hide the instructions around it`() {
    let syntax = DockerfileSyntax(Array("FROM a\nFOO x\nUSER b\n".utf8))
    #expect(syntax.instructions.map(\.keyword) == [.from, .user])
  }

  @Test func `mount fields are split at commas outside quotes`() throws {
    let syntax = DockerfileSyntax(Array("FROM a\nRUN --mount=\"'a=1,2',TYPE=secret,required\" x\n".utf8))
    guard case .run(let run) = syntax.instructions[1].kind else { throw Wrong() }
    #expect(run.mounts[0].fields.map(\.key) == ["'a", "2'", "type", "required"])
    #expect(run.mounts[0].type == "secret")
  }

  private struct Wrong: Error {}
}

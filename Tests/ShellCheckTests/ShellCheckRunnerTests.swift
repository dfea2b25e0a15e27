import Foundation
import TestSupport
import Testing

@testable import ShellCheck

@Suite struct ShellCheckRunnerTests {
  private func codes(_ result: Result<[ShellCheckFinding], ShellCheckError>) -> ShellCheckError.Code? {
    if case .failure(let error) = result { error.code } else { nil }
  }

  private func messages(_ result: Result<[ShellCheckFinding], ShellCheckError>) -> [String]? {
    try? result.get().map(\.message)
  }

  private func scripts(_ lines: some Sequence<String>) -> [[UInt8]] { lines.map { Array("\($0)\n".utf8) } }

  @Test(arguments: [1, 3])
  func `each script gets its own findings`(jobs: Int) throws {
    let fake = try FakeShellCheck(FakeShellCheck.answering)
    let names = (0..<100).map { "s\($0)" }
    let results = fake.run(scripts(names), jobs: jobs)
    #expect(results.map(messages) == names.map { [$0] })
  }

  @Test func `no scripts start no process`() throws {
    let fake = try FakeShellCheck("echo x >> \"${0%/*}/log\"")
    #expect(fake.run([], jobs: 2).isEmpty)
    #expect(fake.lines(of: "log").isEmpty)
  }

  @Test func `many scripts share few processes and equal ones are judged once`() throws {
    let fake = try FakeShellCheck("echo $# >> \"${0%/*}/log\"\n" + FakeShellCheck.answering)
    let names = (0..<5000).map { "s\($0 % 100)" }
    let results = fake.run(scripts(names), jobs: 2)
    #expect(results.map(messages) == names.map { [$0] })
    // Four arguments are options.
    #expect(fake.lines(of: "log").compactMap { Int($0) }.map { $0 - 4 }.sorted() == [4, 32, 32, 32])
  }

  @Test func `one bad script costs the others nothing`() throws {
    let fake = try FakeShellCheck(
      "for f do case $f in -*) ;; *) read -r l < \"$f\"; [ \"$l\" != bad ] || exit 9 ;; esac; done\n"
        + FakeShellCheck.answering)
    let names = (0..<70).map { $0 == 40 ? "bad" : "s\($0)" }
    let results = fake.run(scripts(names), jobs: 2)
    #expect(results.indices.filter { messages(results[$0]) != [names[$0]] } == [40])
    #expect(codes(results[40]) == .failed)
  }

  @Test(
    arguments: [
      ("exit 4", .failed), ("echo oops >&2; exit 3", .failed), ("kill -9 $$", .failed), ("exit 0", .failed),
      ("echo hello", .badOutput), ("echo '{\"comments\":[{}]}'", .badOutput), ("yes", .tooMuchOutput),
      ("sleep 100", .timedOut), ("exec >&- 2>&-; sleep 100", .timedOut), ("sleep 100 & wait", .timedOut),
      ("yes >&2", .timedOut),
    ] as [(String, ShellCheckError.Code)])
  func `a program that misbehaves is an error for the script`(text: String, code: ShellCheckError.Code) throws {
    let fake = try FakeShellCheck(text)
    var limits = ShellCheckLimits()
    (limits.secondsAlone, limits.seconds, limits.outputBytes) = (1, 1, 100_000)
    let results = fake.run(scripts(["a"]), limits: limits)
    #expect(results.map(codes) == [code])
  }

  @Test func `the error says what the program said`() throws {
    let fake = try FakeShellCheck("echo 'cannot open libgmp' >&2; exit 127")
    let results = fake.run(scripts(["a"]))
    #expect(throws: ShellCheckError(.failed, "it ended with status 127: cannot open libgmp")) { try results[0].get() }
  }

  @Test func `a process that its child outlives has ended`() throws {
    let fake = try FakeShellCheck("sleep 100 &\n" + FakeShellCheck.answering)
    let start = ProcessInfo.processInfo.systemUptime
    #expect(messages(fake.run(scripts(["a"]))[0]) == ["a"])
    #expect(ProcessInfo.processInfo.systemUptime - start < 30)
  }

  @Test func `what a program has started is stopped with it`() throws {
    let fake = try FakeShellCheck("sleep 100 &\necho $! > \"${0%/*}/log\"\nwait")
    var limits = ShellCheckLimits()
    limits.secondsAlone = 1
    #expect(fake.run(scripts(["a"]), limits: limits).map(codes) == [.timedOut])
    let child = try #require(fake.lines(of: "log").first)
    // Dead, or dead and not yet asked for.
    let isGone = (0..<100).contains { _ in
      usleep(50_000)
      let state = FileManager.default.contents(atPath: "/proc/\(child)/stat").map {
        String(decoding: $0, as: UTF8.self)
      }
      return state.map { $0.contains(") Z ") } ?? true
    }
    #expect(isGone)
  }

  @Test func `a program that always fails is not asked 5,000 times`() throws {
    let fake = try FakeShellCheck("echo x >> \"${0%/*}/log\"; exit 2")
    let results = fake.run(scripts((0..<5000).map { "s\($0)" }), jobs: 2)
    #expect(results.count == 5000)
    #expect(results.allSatisfy { codes($0) != nil })
    #expect(fake.lines(of: "log").count <= 4)
  }

  @Test func `a program that is not there or no program is an error`() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("shellcheck", Array("#!/bin/sh\n".utf8))
    for path in ["/nowhere/shellcheck", file, directory.path, ""] {
      let runner = ShellCheckRunner(program: ShellCheckProgram(path: path), jobs: 2)
      let results = runner.run(scripts((0..<100).map { "s\($0)" }))
      #expect(results.count == 100)
      #expect(results.allSatisfy { codes($0) != nil }, "\(path)")
    }
  }

  @Test func `a script at the limit is judged and one byte more is not`() throws {
    let fake = try FakeShellCheck(FakeShellCheck.answering)
    var limits = ShellCheckLimits()
    limits.scriptBytes = 4
    #expect(fake.run(scripts(["abc", "abcd"]), limits: limits).map(codes) == [nil, .tooLong])
  }

  @Test func `options of the user's environment are not handed on and memory is limited`() throws {
    let fake = try FakeShellCheck(
      "l=$(ulimit -d)\necho \"$SHELLCHECK_OPTS,$X,$l\" > \"${0%/*}/log\"\n" + FakeShellCheck.answering,
      environment: ["SHELLCHECK_OPTS": "-e SC2086", "X": "kept"])
    _ = fake.run(scripts(["a"]))
    #expect(fake.lines(of: "log") == [",kept,1048576"])
  }

  @Test func `nothing is left behind`() throws {
    let fake = try FakeShellCheck("sleep 100")
    func files() throws -> [String] {
      try (["/dev/shm", "/tmp"].flatMap { try FileManager.default.contentsOfDirectory(atPath: $0) }).filter {
        $0.utf8.count == "imgscan-XXXXXX".utf8.count && $0.hasPrefix("imgscan-")
      }
    }
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    var limits = ShellCheckLimits()
    limits.secondsAlone = 1
    _ = fake.run(scripts(["a"]), limits: limits)
    #expect(try files().isEmpty)
    // Other tests of this process open and close files meanwhile.
    #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count < descriptors + 40)
  }
}

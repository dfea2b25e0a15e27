import Foundation
import ShellCheck
import TestSupport
import Testing

@Suite struct ShellCheckProgramTests {
  @Test func `the first program of that name in PATH is taken`() throws {
    let directory = try TemporaryDirectory()
    for place in ["a", "b", "c", "d"] { try directory.write("\(place)/shellcheck", Array("#!/bin/sh\n".utf8)) }
    try FileManager.default.createDirectory(atPath: directory.path + "/e/shellcheck", withIntermediateDirectories: true)
    for place in ["b", "c"] { chmod("\(directory.path)/\(place)/shellcheck", 0o755) }
    let path = ["a", "e", "b", "c"].map { "\(directory.path)/\($0)" }.joined(separator: ":")
    #expect(ShellCheckProgram.find(path: nil, environmentPath: path)?.path == directory.path + "/b/shellcheck")
    #expect(ShellCheckProgram.find(path: nil, environmentPath: directory.path + "/a::/nowhere:") == nil)
    #expect(ShellCheckProgram.find(path: nil, environmentPath: "") == nil)
    #expect(ShellCheckProgram.find(path: "x/y", environmentPath: path)?.path == "x/y")
    #expect(ShellCheckProgram.find(path: "shellcheck", environmentPath: path)?.path == "./shellcheck")
  }

  @Test func `relative directories of PATH are passed over`() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("shellcheck", Array("#!/bin/sh\n".utf8))
    chmod(file, 0o755)
    let up = FileManager.default.currentDirectoryPath.split(separator: "/").map { _ in ".." }.joined(separator: "/")
    #expect(FileManager.default.isExecutableFile(atPath: up + file))
    #expect(ShellCheckProgram.find(path: nil, environmentPath: "\(up)\(directory.path):.") == nil)
  }

  @Test(
    arguments: [
      ("echo 'ShellCheck - x'; echo 'version: 0.11.0'; echo 'license: y'", "0.11.0"), ("echo 'version: 1.2-rc'", "1.2"),
      ("echo version", nil), ("exit 0", nil), ("echo 'version: 1.0'; exit 1", nil), ("yes", nil), ("kill -9 $$", nil),
    ] as [(String, String?)])
  func `the version is what it says`(text: String, version: String?) throws {
    #expect(try FakeShellCheck(text).version == version)
  }

  @Test func `a program that is not there has no version`() {
    #expect(ShellCheckProgram(path: "/nowhere/shellcheck").version == nil)
  }
}

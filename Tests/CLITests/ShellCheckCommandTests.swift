import Glibc
import JSONText
import TestSupport
import Testing

/// What becomes of ShellCheck's findings in reports and profiles, with the program that is installed.
@Suite struct ShellCheckCommandTests {
  private static let text = "FROM debian:12\nRUN cd /x; echo $y\nUSER 1\n"

  /// The codes of ShellCheck that a run reports; nil when it is not installed.
  private func run(_ arguments: [String], _ text: String = Self.text) throws -> ExternalProgram.Result? {
    guard let program = ExternalProgram.find("shellcheck") else {
      print("not tested: shellcheck is not installed")
      return nil
    }
    let directory = try TemporaryDirectory()
    _ = try directory.write("Dockerfile", Array(text.utf8))
    return try Imgscan.run(
      in: directory.path, ["--no-config", "Dockerfile"] + arguments, environment: ["IMGSCAN_SHELLCHECK": program.path])
  }

  private func codes(_ result: ExternalProgram.Result) throws -> [String] {
    (try result.json()["findings"]?.array ?? []).compactMap { $0["rule"]?.string }.filter {
      $0.utf8.starts(with: "SC".utf8)
    }
    .sorted()
  }

  @Test(arguments: [
    ("default", ["SC2086", "SC2154", "SC2164"]), ("strict", ["SC2086", "SC2154", "SC2164"]), ("runbook", []),
    ("buildkit", []),
  ])
  func `profiles that are no linter's have nothing of it`(profile: String, expected: [String]) throws {
    guard let result = try run(["-f", "json", "--profile", profile]) else { return }
    #expect(try codes(result) == expected)
  }

  @Test func `SARIF says where a code is explained and what a change does`() throws {
    guard let result = try run(["-f", "sarif"]) else { return }
    let run = try #require(try result.json()["runs"]?.array?.first)
    let rule = run["tool"]?["driver"]?["rules"]?.array?.first { $0["id"]?.string == "SC2164" }
    #expect(rule?["helpUri"]?.string == "https://www.shellcheck.net/wiki/SC2164")
    #expect(rule?["shortDescription"]?["text"]?.string == "ShellCheck SC2164")
    let found = run["results"]?.array?.first { $0["ruleId"]?.string == "SC2086" }
    let change = try #require(found?["fixes"]?.array?.first)
    #expect(change["description"]?["text"]?.string == found?["message"]?["text"]?.string)
    #expect(found?["message"]?["text"]?.string?.hasSuffix(".") == false)
  }

  @Test func `a comment silences a code and is no mistake`() throws {
    let text = "FROM debian:12\n# imgscan ignore=SC2086,SC2154\nRUN cd /x; echo $y\nUSER 1\n"
    guard let result = try run(["-f", "json"], text) else { return }
    let report = try result.json()
    let counted = (report["findings"]?.array ?? []).filter { $0["suppressed"]?.members == nil }
    let codes = counted.compactMap { $0["rule"]?.string }.filter { $0.utf8.starts(with: "SC".utf8) }
    #expect(codes == ["SC2164"] && report["warnings"]?.array?.isEmpty == true)
  }

  @Test func `a baseline knows them`() throws {
    guard let result = try run(["--baseline", "none.json"]) else { return }
    #expect(result.status == 2)
    let directory = try TemporaryDirectory()
    _ = try directory.write("Dockerfile", Array(Self.text.utf8))
    let program = ExternalProgram.find("shellcheck")?.path ?? "off"
    func imgscan(_ arguments: String...) throws -> ExternalProgram.Result {
      try Imgscan.run(in: directory.path, arguments, environment: ["IMGSCAN_SHELLCHECK": program])
    }
    #expect(try imgscan("baseline", "write", "Dockerfile").status == 0)
    let after = try imgscan("--baseline", ".imgscan-baseline.json", "-f", "json", "--fail-on", "info", "Dockerfile")
    #expect(after.status == 0)
    #expect(try codes(after) == ["SC2086", "SC2154", "SC2164"])
  }

  @Test(arguments: [("auto", 0), ("require", 2)])
  func `a text that a required program does not judge is not clean`(wish: String, status: Int32) throws {
    let directory = try TemporaryDirectory()
    _ = try directory.write("Dockerfile", Array("FROM scratch\nRUN x\nUSER 1000\n".utf8))
    let program = try directory.write("bin/shellcheck", Array("#!/bin/sh\nexit 7\n".utf8))
    #expect(chmod(program, 0o755) == 0)
    let result = try Imgscan.run(
      in: directory.path, ["--no-config", "--fail-on", "critical", "Dockerfile"],
      environment: ["IMGSCAN_SHELLCHECK": wish, "PATH": directory.path + "/bin:/usr/bin:/bin"])
    #expect(result.status == status, "\(result.outputText)\(result.errorText)")
    #expect(result.outputText.contains("shellcheck did not judge"))
  }
}

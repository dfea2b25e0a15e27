import Foundation
import JSONText
import TestSupport
import Testing

/// Flags, variables and files, as they come together on the command line.
@Suite struct ConfigurationCommandTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A repository with a Dockerfile that starts as root, in a directory of its own.
  private func repository(_ configuration: String? = nil, dockerfile: String = "FROM debian:12\nUSER root\n") throws {
    try directory.write(".git/HEAD", Array("ref: refs/heads/main\n".utf8))
    try directory.write("services/api/Dockerfile", Array(dockerfile.utf8))
    if let configuration { try directory.write(".imgscan.yaml", Array(configuration.utf8)) }
  }

  private func scan(
    _ arguments: String..., environment: [String: String] = [:], at place: String = ""
  ) throws -> ExternalProgram.Result {
    try Imgscan.run(in: directory.path + place, arguments, environment: environment)
  }

  @Test func `a flag beats a variable, a variable beats the file, the file beats the default`() throws {
    try repository("fail-on: critical\n")
    #expect(try scan("services/api/Dockerfile").status == 0)
    #expect(try scan("services/api/Dockerfile", environment: ["IMGSCAN_FAIL_ON": "high"]).status == 1)
    let all = try scan("--fail-on", "critical", "services/api/Dockerfile", environment: ["IMGSCAN_FAIL_ON": "high"])
    #expect(all.status == 0)
    #expect(try scan("--no-config", "services/api/Dockerfile").status == 1)
  }

  @Test func `the configuration is found from the subject upwards, and from below the root`() throws {
    try repository("fail-on: critical\n")
    #expect(try scan("Dockerfile", at: "/services/api").status == 0)
    #expect(try scan(directory.path + "/services/api/Dockerfile", at: "/..").status == 0)
    try directory.write("services/api/.imgscan.yaml", Array("fail-on: low\n".utf8))
    #expect(try scan(".").status == 1)
  }

  @Test func `each subject has the gate of its own configuration`() throws {
    try repository("fail-on: high\n")
    try directory.write("services/web/Dockerfile", Array("FROM debian:12\nUSER root\n".utf8))
    try directory.write("services/web/.imgscan.yaml", Array("fail-on: critical\n".utf8))
    #expect(try scan("services/web").status == 0)
    #expect(try scan("services/api").status == 1)
    #expect(try scan("services").status == 1)
  }

  @Test func `config show says where each value comes from`() throws {
    try repository("fail-on: critical\nprofile: strict\n")
    let shown = try scan("config", "show", "--no-ignore", environment: ["IMGSCAN_BASE": "3"])
    #expect(shown.status == 0)
    let rows = shown.outputText.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(rows.contains { $0.starts(with: ["fail-on", "critical", ".imgscan.yaml:1"]) })
    #expect(rows.contains { $0.starts(with: ["profile", "strict", ".imgscan.yaml:2"]) })
    #expect(rows.contains { $0.starts(with: ["base", "3", "IMGSCAN_BASE"]) })
    #expect(rows.contains { $0.first == "no-ignore" && $0.last == "flag" })
    #expect(throws: Never.self) { try scan("config", "show", "-f", "json").json() }
  }

  @Test(arguments: [
    ("fail_on: high\n", ".imgscan.yaml:1:1: unknown key `fail_on`; did you mean `fail-on`?"),
    ("fail-on: hihg\n", ".imgscan.yaml:1:10: "), ("rules:\n  DKF-USER-ROT: low\n", ".imgscan.yaml:2:3: "),
    ("ignore:\n  - rule: X\n    expires: 2026-02-30\n", ".imgscan.yaml:3:14: "), ("a: [\n", ".imgscan.yaml:2:1: "),
  ])
  func `a configuration that is not understood is 2, with its place`(text: String, message: String) throws {
    try repository(text)
    let result = try scan("services/api/Dockerfile")
    #expect(result.status == 2)
    #expect(result.errorText.contains("error: " + message), "\(result.errorText)")
    #expect(result.output.isEmpty)
  }

  @Test func `a data format says so, too, and nothing looks clean`() throws {
    try repository("fail_on: high\n")
    let report = try scan("-f", "json", "--report", "sarif=out.sarif", "services/api/Dockerfile")
    #expect(report.status == 2)
    #expect(try report.json()["incidents"]?.array?.isEmpty == false)
    let sarif = try JSONParser.parse(
      Array(#require(FileManager.default.contents(atPath: directory.path + "/out.sarif"))))
    let invocation = sarif["runs"]?.array?.first?["invocations"]?.array?.first
    #expect(invocation?["executionSuccessful"]?.bool == false)
    let commands = try scan("-f", "github", "Dockerfile", at: "/services/api")
    #expect(commands.outputText.hasPrefix("::error file=.imgscan.yaml,line=1,"))
  }

  @Test(arguments: [
    ["--quiet", "--verbose"], ["--no-fail", "--exit-code", "3"], ["--config", "a.yaml", "--no-config"],
    ["--platform", "linux/amd64", "--all-platforms"], ["--fail-on", "hihg"], ["--report", "sarfi=a"],
    ["--report", "sarif"], ["--report", "json=a", "--report", "sarif=./a"], ["--report", "json=-"],
    ["--exit-code", "256"], ["--ignore", "DKF-USER-ROT"], ["--baseline", "none.json"], ["--config", "none.yaml"],
  ])
  func `flags that contradict each other, or say nothing, are 2 and one message`(_ flags: [String]) throws {
    try repository()
    let result = try Imgscan.run(in: directory.path, flags + ["services/api/Dockerfile"])
    #expect(result.status == 2, "\(flags)")
    #expect(result.output.isEmpty, "\(flags)")
    let errors = result.errorText.split(separator: "\n").filter { $0.lowercased().hasPrefix("error: ") }
    #expect(errors.count == 1, "\(flags): \(result.errorText)")
  }

  @Test func `a bad variable is 2, a strange one is a hint`() throws {
    try repository()
    let bad = try scan("services/api/Dockerfile", environment: ["IMGSCAN_FAIL_ON": "hihg"])
    #expect(bad.status == 2)
    #expect(bad.errorText.contains("IMGSCAN_FAIL_ON=hihg: expected critical"), "\(bad.errorText)")
    let strange = try scan("services/api/Dockerfile", environment: ["IMGSCAN_FIAL_ON": "high"])
    #expect(strange.status == 1)
    #expect((strange.outputText + strange.errorText).contains("did you mean IMGSCAN_FAIL_ON?"))
  }

  @Test func `what a configuration excludes is not searched, but judged when named`() throws {
    try repository("exclude: [services/**]\n", dockerfile: "FROM scratch\nUSER 1\n")
    try directory.write("Dockerfile", Array("FROM scratch\nUSER 1\n".utf8))
    #expect(try scan("-f", "json", ".").json()["targets"]?.array?.count == 1)
    #expect(try scan("-f", "json", "services/api/Dockerfile").json()["targets"]?.array?.count == 1)
    let none = try scan("services")
    #expect(none.status == 2 && none.errorText.contains("excluded by the configuration"))
  }

  @Test(arguments: ["dockerfile: ../outside", "baseline: /etc/passwd", "base: ../outside", "dockerfile: link"])
  func `a configuration reads no file outside of its repository`(_ text: String) throws {
    let outside = directory.path + "/outside"
    try directory.write("outside", Array("FROM root:x:0:0\n".utf8))
    try directory.write("inside/.git/HEAD", [])
    try directory.write("inside/Dockerfile", Array("FROM scratch\nUSER 1\n".utf8))
    try directory.write("inside/.imgscan.yaml", Array((text + "\n").utf8))
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/inside/link", withDestinationPath: outside)
    let result = try scan("Dockerfile", at: "/inside")
    #expect(result.status == 2)
    #expect(result.errorText.contains("outside of the repository") && !result.errorText.contains("root:x"))
  }

  @Test func `no configuration says where reports are written`() throws {
    try repository("report: [json=/tmp/x]\n")
    let result = try scan("services/api/Dockerfile")
    #expect(result.status == 2 && result.errorText.contains("`report` is for the command line"))
  }

  @Test(arguments: ["nowhere", ".imgscan.yaml", "services"])
  func `a configuration that is no file is an error, not none`(_ target: String) throws {
    try repository(dockerfile: "FROM scratch\nUSER 1\n")
    let place = directory.path + "/.imgscan.yaml"
    try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: target)
    let result = try scan("services/api/Dockerfile")
    #expect(result.status == 2 && result.errorText.contains("the configuration cannot be read"))
  }

  @Test func `hadolint's configuration counts where there is none of ours`() throws {
    try repository()
    try directory.write(".hadolint.yaml", Array("ignored: [DL3002]\n".utf8))
    #expect(try scan("--fail-on", "high", "services/api/Dockerfile").status == 0)
    try directory.write(".imgscan.yaml", Array("fail-on: high\n".utf8))
    #expect(try scan("services/api/Dockerfile").status == 1)
  }
}

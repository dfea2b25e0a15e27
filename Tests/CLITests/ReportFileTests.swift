import Foundation
import JSONText
import TestSupport
import Testing

/// Several reports of one run, and what other programs read besides.
@Suite struct ReportFileTests {
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write(
      "Dockerfile", Array("FROM debian:12\nRUN apt-get update && apt-get install -y netcat\nCMD [\"/app\"]\n".utf8))
  }

  private static let formats = [
    "text", "plain", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "sonarqube", "codeclimate",
    "rdjsonl", "gnu", "markdown", "asff", "html",
  ]

  private func scan(
    _ arguments: [String], environment: [String: String] = [:], output: String? = nil
  ) throws -> ExternalProgram.Result {
    try Imgscan.run(
      in: directory.path, arguments, environment: ["SOURCE_DATE_EPOCH": "1700000000"].merging(environment) { $1 },
      output: output)
  }

  private func content(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: directory.path + "/" + name).map(Array.init)
  }

  @Test func `one run writes every format, each as it is written alone`() throws {
    let wanted = Self.formats.flatMap { ["--report", "\($0)=out.\($0)"] }
    let all = try scan(wanted + ["-f", "gnu", "Dockerfile"])
    #expect(all.status == 1)
    for format in Self.formats {
      let alone = try scan(["-f", format, "Dockerfile"])
      #expect(alone.status == 1)
      #expect(content("out.\(format)") == alone.output, "\(format)")
      #expect(!alone.output.isEmpty, "\(format)")
      if format != "text", format != "plain" {
        #expect(alone.errorText.split(separator: "\n").last?.contains("failed: ") == true, "\(format)")
      }
    }
  }

  @Test(arguments: formats)
  func `two runs, one thread and four give the same bytes`(_ format: String) throws {
    for number in 0..<40 {
      try directory.write("d\(number)/Dockerfile", Array("FROM debian:\(number)\nRUN chmod u+s /bin/\(number)\n".utf8))
    }
    let first = try scan(["-f", format, "-j", "1", "."])
    for jobs in ["1", "4"] { #expect(try scan(["-f", format, "-j", jobs, "."]).output == first.output) }
  }

  @Test(arguments: formats)
  func `a full disk is 2 and one line`(_ format: String) throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    let result = try scan(["-f", format, "-q", "Dockerfile"], output: "/dev/full")
    #expect(result.status == 2)
    let errors = result.errorText.split(separator: "\n").filter { $0.hasPrefix("error: ") }
    #expect(errors == ["error: the report cannot be written to standard output: no space left on device"])
  }

  @Test func `a report that cannot be written does not keep the others, and leaves nothing behind`() throws {
    let result = try scan(["--report", "json=no/such/a.json", "--report", "sarif=b.sarif", "Dockerfile"])
    #expect(result.status == 2)
    #expect(content("b.sarif") != nil)
    #expect(result.errorText.contains("no/such/a.json"))
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    #expect(names == ["Dockerfile", "b.sarif"])
  }

  @Test(arguments: ["Dockerfile", "./Dockerfile", "link", ".imgscan.yaml"])
  func `no report replaces what was read`(_ target: String) throws {
    try directory.write(".imgscan.yaml", Array("fail-on: high\n".utf8))
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/link", withDestinationPath: directory.path + "/Dockerfile")
    let (dockerfile, configuration) = (content("Dockerfile"), content(".imgscan.yaml"))
    for arguments in [["-o", target], ["--report", "json=\(target)"]] {
      let result = try scan(arguments + ["Dockerfile"])
      #expect(result.status == 2 && result.errorText.contains("which was read"), "\(result.errorText)")
    }
    #expect(try scan(["baseline", "write", "-o", target, "Dockerfile"]).status == 2)
    #expect(content("Dockerfile") == dockerfile && content(".imgscan.yaml") == configuration)
  }

  @Test func `two names of one file are one`() throws {
    try directory.write("d/x", [])
    let result = try scan(["--report", "json=x.json", "--report", "sarif=d/../x.json", "Dockerfile"])
    #expect(result.status == 2 && result.errorText.contains("two reports go to"))
  }

  @Test func `reports in files are written though the pipe is closed`() throws {
    for number in 0..<200 {
      try directory.write("d\(number)/Dockerfile", Array("FROM debian:\(number)\nRUN chmod u+s /bin/\(number)\n".utf8))
    }
    let shell = ExternalProgram(path: "/bin/sh")
    _ = try shell.run(
      ["-c", #"cd "$1" && "$0" -v --all --report sarif=out.sarif . | head -1"#, Imgscan.program.path, directory.path])
    #expect(throws: Never.self) { try JSONParser.parse(Array(#require(content("out.sarif")))) }
  }

  @Test func `what is typed is told without its control characters`() throws {
    for arguments in [["--\u{1B}[31mred"], ["completions", "\u{1B}[31m"], ["man", "a\u{9B}b"]] {
      let result = try scan(arguments)
      #expect(result.status == 2)
      #expect(result.errors.allSatisfy { $0 >= 32 && $0 != 0x7F || $0 == 10 })
    }
  }

  @Test func `a closed pipe is quiet`() throws {
    let shell = ExternalProgram(path: "/bin/sh")
    let result = try shell.run(
      ["-c", #""$0" -f json "$1" | head -c 1; true"#, Imgscan.program.path, directory.path + "/Dockerfile"])
    #expect(result.errorText.split(separator: "\n").filter { $0.hasPrefix("error") }.isEmpty)
  }

  @Test func `a GitHub job gets commands after the text, a summary and outputs`() throws {
    let environment = [
      "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": directory.path + "/summary.md",
      "GITHUB_OUTPUT": directory.path + "/outputs",
    ]
    try directory.write("outputs", Array("before=1\n".utf8))
    let automatic = try scan(["Dockerfile"], environment: environment)
    #expect(automatic.outputText.contains("\n::error file=Dockerfile,line=1,"))
    let outputs = try #require(content("outputs").map { String(decoding: $0, as: UTF8.self) })
    #expect(outputs.hasPrefix("before=1\n") && outputs.contains("failed=true\n") && outputs.contains("worst=high\n"))
    #expect(try #require(content("summary.md")).count > 100)
    let chosen = try scan(["-f", "text", "Dockerfile"], environment: environment)
    #expect(!chosen.outputText.contains("::error"))
  }

  @Test func `reports name files from the repository's root, wherever they are written`() throws {
    try directory.write(".git/HEAD", [])
    try directory.write("services/a b/Dockerfile", Array("FROM debian:12\nUSER root\n".utf8))
    let result = try Imgscan.run(in: directory.path + "/services", ["-f", "sarif", "a b/Dockerfile"])
    let location = try result.json()["runs"]?.array?.first?["results"]?.array?.first?["locations"]?.array?.first
    #expect(location?["physicalLocation"]?["artifactLocation"]?["uri"]?.string == "services/a%20b/Dockerfile")
  }
}

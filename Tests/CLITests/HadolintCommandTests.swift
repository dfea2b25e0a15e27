import Foundation
import JSONText
import TestSupport
import Testing

/// The program under the name `hadolint`, in a directory with some files.
private struct HadolintBench {
  static let files: [String: String] = [
    "Dockerfile": "FROM debian\nRUN cd /tmp && sudo x\nMAINTAINER a\n",
    "good": "FROM debian:1\n", "warned": "FROM debian\n", "bad": "FROM debian:1\n\t FOO x\n", "empty": "", "c": "# x\n",
    "silenced": "# hadolint ignore=DL3006\nFROM debian\n", "d/Dockerfile": "FROM debian\n",
    "relative": "FROM debian:1\nWORKDIR a\n", "lower": "from debian:1\nworkdir a\n", "late": "RUN a\n",
    "threshold.yaml": "failure-threshold: error\n", "formats.yaml": "format: json\nformats: [gnu]\n",
    "ignored.yaml": "ignored: [DL3006]\n", "wrong.yaml": "ignored: [DL3006]\nno-fail: maybe\n",
    "levels.yaml": "override: {error: [DL3006], style: [DL3006], info: [DL1001]}\n",
  ]

  let directory: TemporaryDirectory
  let link: String

  init() throws {
    directory = try TemporaryDirectory()
    link = directory.path + "/hadolint"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Imgscan.program.path)
    try FileManager.default.createDirectory(atPath: directory.path + "/d", withIntermediateDirectories: true)
    for (name, text) in HadolintBench.files { _ = try directory.write(name, Array(text.utf8)) }
  }

  func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:], program: String? = nil
  ) throws -> ExternalProgram.Result {
    try ExternalProgram(path: "/bin/sh").run(
      ["-c", #"cd "$1" && shift && exec "$0" "$@""#, program ?? link, directory.path] + arguments, input: input,
      environment: ["HOME": "/nonexistent", "XDG_CONFIG_HOME": "", "HADOLINT_NOFAIL": ""].merging(environment) { $1 })
  }

  func read(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: directory.path + "/" + name) ?? Data(), as: UTF8.self)
  }
}

extension ExternalProgram.Result {
  /// The codes of a JSON report, with their levels and lines.
  fileprivate var found: [String] {
    get throws {
      try (json().array ?? []).map { item in
        "\(item["file"]?.string ?? ""):\(item["line"]?.integer ?? 0) \(item["code"]?.string ?? "") "
          + "\(item["level"]?.string ?? "")"
      }
    }
  }
}

@Suite struct HadolintCommandTests {
  /// Source: hadolint 2.15.1, measured with the same command lines on the same files.
  @Test(arguments: [
    ("Dockerfile", 1), ("good", 0), ("warned", 1), ("bad", 1), ("empty", 0), ("c", 0), ("silenced", 0), ("late", 1),
    ("", 1), ("--bogus good", 1), ("-f bogus good", 1), ("-f", 1), ("-t bogus good", 1), ("-t ERROR good", 1),
    ("-t error warned", 0), ("-t warning warned", 1), ("-t style warned", 1), ("-t none warned", 1),
    ("-t none good", 0), ("-t error bad", 1), ("--no-fail bad", 0), ("--no-fail Dockerfile", 0),
    ("-f codeclimate bad", 0), ("-f codacy bad", 0), ("-f gitlab_codeclimate bad", 1), ("-f json -f codacy bad", 0),
    ("--style DL3006 warned", 0), ("--style DL3006 --error DL3006 warned", 1), ("--info DL3006 -t warning warned", 0),
    ("--ignore DL3006 warned", 0), ("--ignore DL1000 bad", 1), ("--disable-ignore-pragma silenced", 1),
    ("-c threshold.yaml warned", 0), ("-c threshold.yaml -t info warned", 1), ("-c ignored.yaml warned", 0),
    ("-c wrong.yaml warned", 1), ("-c levels.yaml -t error warned", 1), ("-c nosuch.yaml good", 1),
    ("nosuch", 1), ("nosuch good", 1), ("good d", 1), ("--no-fail nosuch good", 1), ("--no-fail nosuch", 1), ("d", 1),
    ("-- good", 0), ("-Vfjson good", 0), ("-fgnu warned", 1),
    ("-v", 0), ("-vV nosuch", 0), ("-h", 0), ("--require-label a:b good", 1), ("-o /nonexistent/x good", 1),
    ("--trusted-registry quay.io good", 1), ("--trusted-registry docker.io good", 0),
  ]) func `exit status`(_ line: String, _ status: Int32) throws {
    let result = try HadolintBench().run(line.split(separator: " ").map(String.init))
    #expect(result.status == status, "\(line): \(result.outputText)\(result.errorText)")
  }

  @Test(arguments: [
    (["HADOLINT_NOFAIL": "1"], "warned", 0), (["HADOLINT_FAILURE_THRESHOLD": "error"], "warned", 0),
    (["HADOLINT_FAILURE_THRESHOLD": "error"], "-t info warned", 1), (["HADOLINT_IGNORE": "DL3006"], "warned", 0),
    (["HADOLINT_OVERRIDE_STYLE": "DL3006"], "warned", 0), (["HADOLINT_DISABLE_IGNORE_PRAGMA": "y"], "silenced", 1),
    (["HADOLINT_TRUSTED_REGISTRIES": "quay.io"], "good", 1), (["HADOLINT_FORMAT": "codacy"], "bad", 0),
    (["HADOLINT_FORMAT": "bogus"], "good", 0),
  ]) func `exit status by environment`(_ environment: [String: String], _ line: String, _ status: Int32) throws {
    let result = try HadolintBench().run(line.split(separator: " ").map(String.init), environment: environment)
    #expect(result.status == status, "\(environment) \(line): \(result.outputText)\(result.errorText)")
  }

  @Test func `a file that cannot be read costs the others nothing`() throws {
    let bench = try HadolintBench()
    let result = try bench.run(["-f", "json", "nosuch", "warned", "d", "bad", "relative", "lower", "good"])
    #expect(result.status == 1)
    #expect(
      try result.found == [
        "warned:1 DL3006 warning", "bad:2 DL1000 error", "relative:2 DL3000 error", "lower:2 DL3000 error",
      ])
    #expect(result.errorText.contains("nosuch: no such file or directory"))
    #expect(result.errorText.contains("d is a directory, expected a Dockerfile"))
  }

  @Test func `where no file can be read there is no report`() throws {
    let result = try HadolintBench().run(["-f", "json", "nosuch"])
    #expect(result.status == 1 && result.output.isEmpty)
  }

  @Test func `the place of a parse error is that of the word, tabs widened`() throws {
    let bench = try HadolintBench()
    let json = try bench.run(["-f", "json", "bad"]).json().array?.first
    #expect(json?["line"]?.integer == 2 && json?["column"]?.integer == 10)
    #expect(try bench.run(["-f", "checkstyle", "bad"]).outputText.contains("2 |          FOO x\n  |          ^\n"))
  }

  @Test(arguments: [
    ("ENV DB_PASSWORD=hunter2 B", "2 | ENV DB_PASSWORD=******* *\n"),
    ("ENV A=1 DB_PASSWORD hunter2", "2 | ENV A=* DB_PASSWORD *******\n"),
    ("FROM --x=1 https://u:hunter2@h/a", "2 | FROM --x=* "),
    ("COPY --x=1 a b", "2 | COPY --x=1 a b\n"),
  ]) func `the line of a parse error shows no password`(_ line: String, _ shown: String) throws {
    let bench = try HadolintBench()
    _ = try bench.directory.write("odd", Array("FROM debian:1\n\(line)\n".utf8))
    for format in ["tty", "json", "checkstyle", "codeclimate", "gitlab_codeclimate", "codacy", "sonarqube", "junit"] {
      let text = try bench.run(["-f", format, "odd"]).outputText
      #expect(!text.contains("hunter2"), "\(format)")
      if format == "checkstyle" { #expect(text.contains(shown)) }
    }
  }

  @Test(arguments: ["-", "/dev/stdin"]) func `standard input`(_ name: String) throws {
    let bench = try HadolintBench()
    let result = try bench.run(["-f", "json", name], input: bench.directory.path + "/warned")
    #expect(try result.found == ["\(name):1 DL3006 warning"])
    let broken = try bench.run(["-f", "json", "-"], input: bench.directory.path + "/bad")
    #expect(try broken.found == ["/dev/stdin:2 DL1000 error"])
    #expect(try bench.run(["-"], input: bench.directory.path + "/empty").status == 0)
  }

  @Test func `a pipe named as a file is read`() throws {
    let bench = try HadolintBench()
    let result = try ExternalProgram(path: "/bin/sh").run(
      ["-c", #"cd "$1" && mkfifo pipe && { cat warned > pipe & } && exec "$0" -f json pipe"#, bench.link]
        + [bench.directory.path], environment: ["HOME": "/nonexistent"])
    #expect(try result.found == ["pipe:1 DL3006 warning"])
  }

  @Test func `outputs take the formats in order`() throws {
    let bench = try HadolintBench()
    let two = try bench.run(["-f", "json", "-o", "o1", "-f", "gnu", "-o", "o2", "-f", "codacy", "warned"])
    #expect(bench.read("o1").hasPrefix(#"[{"code":"DL3006""#))
    #expect(bench.read("o2").hasPrefix("hadolint:warned:1: DL3006 warning: "))
    #expect(two.outputText.hasPrefix(#"{"filename":"warned""#))
    let people = try bench.run(["-o", "o3", "-o", "o4", "-f", "json", "--no-color", "warned"])
    #expect(people.output.isEmpty)
    #expect(bench.read("o3").hasPrefix("[{") && bench.read("o4").hasPrefix("warned:1 DL3006 warning: "))
    let both = try bench.run(["-c", "formats.yaml", "warned"])
    #expect(both.outputText.hasPrefix("hadolint:warned:1:") && both.outputText.hasSuffix("}]"))
  }

  @Test func `no report replaces a Dockerfile`() throws {
    let bench = try HadolintBench()
    let result = try bench.run(["-o", "warned", "warned"])
    #expect(result.status == 1 && bench.read("warned") == HadolintBench.files["warned"])
  }

  @Test func `levels are given, rules that are off are asked`() throws {
    let bench = try HadolintBench()
    #expect(
      try bench.run(["-f", "json", "-c", "levels.yaml", "silenced", "warned"]).found == [
        "silenced:1 DL1001 info", "warned:1 DL3006 error",
      ])
    #expect(try bench.run(["-f", "json", "--style", "DL1001", "silenced"]).found == ["silenced:1 DL1001 style"])
  }

  @Test func `a configuration is found in the working directory`() throws {
    let bench = try HadolintBench()
    _ = try bench.directory.write(".hadolint.yml", Array("ignored: [DL3006]".utf8))
    #expect(try bench.run(["warned"]).status == 0)
    _ = try bench.directory.write(".hadolint.yaml", Array("ignored: [DL3007]".utf8))
    #expect(try bench.run(["warned"]).status == 1)
    try FileManager.default.createDirectory(
      atPath: bench.directory.path + "/xdg", withIntermediateDirectories: true)
    _ = try bench.directory.write("xdg/hadolint.yaml", Array("ignored: [DL3006]".utf8))
    try FileManager.default.removeItem(atPath: bench.directory.path + "/.hadolint.yaml")
    try FileManager.default.removeItem(atPath: bench.directory.path + "/.hadolint.yml")
    #expect(try bench.run(["warned"], environment: ["XDG_CONFIG_HOME": bench.directory.path + "/xdg"]).status == 0)
  }

  @Test func `a bad configuration is a warning with its place, and the defaults hold`() throws {
    let result = try HadolintBench().run(["-c", "wrong.yaml", "--no-color", "warned"])
    #expect(result.outputText.hasPrefix("warned:1 DL3006 warning: "))
    #expect(result.errorText.hasPrefix("warning: wrong.yaml:2:10: `no-fail: maybe`: expected true or false"))
  }

  @Test func `colour is off by option and variable alone`() throws {
    let bench = try HadolintBench()
    #expect(try bench.run(["warned"]).output.contains(0x1B) == (ProcessInfo.processInfo.environment["NO_COLOR"] == nil))
    #expect(try !bench.run(["warned"], environment: ["NO_COLOR": ""]).output.contains(0x1B))
    #expect(try !bench.run(["--no-color", "warned"]).output.contains(0x1B))
  }

  @Test func `-V says what holds`() throws {
    let result = try HadolintBench().run(["-V", "-t", "error", "--require-label", "a:url", "good"])
    #expect(
      result.errorText.contains("failure-threshold: error\n") && result.errorText.contains("label-schema: a:url\n"))
  }
}

@Suite struct HadolintProfileTests {
  @Test(arguments: [
    ["--profile", "hadolint", "-f", "json", "warned"], ["--profile=hadolint", "-f", "json", "warned"],
    ["scan", "--profile", "hadolint", "-f", "json", "warned"],
    ["warned", "--format", "hadolint-json", "--profile=hadolint"],
  ]) func `the profile is the same command`(_ arguments: [String]) throws {
    let result = try HadolintBench().run(arguments, program: Imgscan.program.path)
    #expect(result.status == 1)
    #expect(try result.found == ["warned:1 DL3006 warning"])
  }

  @Test func `the environment chooses it, an option or another command does not`() throws {
    let bench = try HadolintBench()
    let environment = ["IMGSCAN_PROFILE": "hadolint"]
    let program = Imgscan.program.path
    let result = try bench.run(["-f", "json", "warned"], environment: environment, program: program)
    #expect(try result.found == ["warned:1 DL3006 warning"])
    let other = try bench.run(
      ["--profile", "strict", "-f", "json", "warned"], environment: environment, program: program)
    #expect(try other.json().array == nil)
    #expect(try bench.run(["rules"], environment: environment, program: program).status == 0)
  }

  @Test func `directories are searched`() throws {
    let bench = try HadolintBench()
    let result = try bench.run(["--profile", "hadolint", "-f", "json", "d"], program: Imgscan.program.path)
    #expect(try result.found == ["d/Dockerfile:1 DL3006 warning"])
    let many = try bench.run(
      ["--profile", "hadolint", "-f", "json", "warned", "warned"], program: Imgscan.program.path)
    #expect(try many.found.count == 2)
  }
}

import Foundation
import JSONText
import TestSupport
import Testing

/// What the repository ships beside the program: its Dockerfile, hooks, action, templates and packages.
@Suite struct PackagingTests {
  private static let root = Imgscan.packageRoot
  private static let shell = ExternalProgram(path: "/bin/sh")

  /// A program of the tests' virtual environment or of PATH; nil, with a printed line, where there is none.
  private static func tool(_ name: String) throws -> ExternalProgram? {
    let script = root + "/Tests/tools/readers.sh"
    if FileManager.default.fileExists(atPath: script) {
      let result = try shell.run([script], seconds: 300)
      let place = result.outputText.split(separator: "\n").last.map(String.init) ?? ""
      let path = place + "/" + name
      if result.status == 0, FileManager.default.isExecutableFile(atPath: path) { return ExternalProgram(path: path) }
    }
    if let program = ExternalProgram.find(name) { return program }
    print("not tested: \(name) is not to be had")
    return nil
  }

  /// Whether the program has a flag of `scan`.
  private static func knows(_ flag: String) throws -> Bool {
    if try Imgscan.run("scan", "--help").outputText.contains(flag) { return true }
    print("not tested: the program does not know \(flag)")
    return false
  }

  @Test(arguments: [[], ["--profile", "strict"]])
  func `the image of imgscan is described by a Dockerfile without findings`(flags: [String]) throws {
    if let flag = flags.first, try !Self.knows(flag) { return }
    let result = try Imgscan.run(
      ["scan", "-f", "json", "--fail-on", "low", "--min-severity", "low"] + flags + [Self.root + "/Dockerfile"])
    #expect(result.status == 0)
    #expect(try result.json()["findings"]?.array?.filter { $0["severity"]?.string != "info" }.isEmpty == true)
  }

  @Test(arguments: [
    ("vendor.github-actions", "action.yml"), ("vendor.github-workflows", "docs/ci/github.yml"),
    ("vendor.gitlab-ci", "docs/ci/gitlab.yml"), ("vendor.azure-pipelines", "docs/ci/azure-pipelines.yml"),
    ("vendor.bitbucket-pipelines", "docs/ci/bitbucket-pipelines.yml"),
  ])
  func `templates keep to the schema of their service`(schema: String, file: String) throws {
    guard let checker = try Self.tool("check-jsonschema") else { return }
    let result = try checker.run(["--builtin-schema", schema, Self.root + "/" + file])
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
  }

  @Test func `zizmor finds nothing in the action`() throws {
    guard let zizmor = try Self.tool("zizmor") else { return }
    let result = try zizmor.run(["--offline", "--no-progress", Self.root + "/action.yml"])
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
  }

  @Test func `the action puts nothing that the runner expands into a script`() throws {
    let text = try String(contentsOfFile: Self.root + "/action.yml", encoding: .utf8)
    let scripts = text.split(separator: "\n").filter { $0.contains("run: ") }
    #expect(scripts.count == 2)
    #expect(scripts.allSatisfy { !$0.contains("${{") && !$0.hasSuffix("|") })
  }

  @Test func `shellcheck finds nothing in the scripts`() throws {
    guard let shellcheck = try Self.tool("shellcheck") else { return }
    let result = try Self.shell.run([
      "-c",
      #"cd "$1" && "$0" packaging/*.sh .github/action/*.sh .ci/*.sh Tests/tools/run_pre_commit.sh"#,
      shellcheck.path, Self.root,
    ])
    #expect(result.status == 0, "\(result.outputText)")
  }

  @Test func `pre-commit runs the hook on Dockerfiles only, and it fails for a bad one`() throws {
    guard let program = try Self.tool("pre-commit"), ExternalProgram.find("git") != nil else { return }
    let directory = try TemporaryDirectory()
    let result = try Self.shell.run(
      [Self.root + "/Tests/tools/run_pre_commit.sh", Self.root, Imgscan.program.path, directory.path],
      environment: ["PATH": (program.path as NSString).deletingLastPathComponent + ":" + Self.path], seconds: 300)
    let text = result.outputText
    #expect(result.status == 0, "\(result.errorText)")
    #expect(text.contains("\nbad: 1\n") && text.contains("\ngood: 0\n") && text.contains("\nother: 0\n"), "\(text)")
    #expect(text.contains("DKF-USER-MISSING") && text.contains("(no files to check)Skipped"))
  }

  @Test(arguments: [
    ("web/Dockerfile:18:1: error: the final stage never leaves root [DKF-USER-MISSING]", "18"),
    ("app.tar: warning: 1 tool is present: /usr/bin/nc [IMG-TOOL-NET]", ""),
    ("a b/Dockerfile:7: note: no health check: none [IMG-META-HEALTHCHECK]", "7"),
  ])
  func `the problem matcher reads one-line findings`(line: String, number: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: Self.root + "/.github/imgscan-matcher.json"))
    let matchers = try #require(try JSONParser.parse(Array(bytes))["problemMatcher"]?.array)
    let found = try matchers.compactMap { matcher -> (String, String)? in
      let pattern = try #require(matcher["pattern"]?.array?.first?["regexp"]?.string)
      let expression = try NSRegularExpression(pattern: pattern)
      let whole = NSRange(line.startIndex..., in: line)
      guard let match = expression.firstMatch(in: line, range: whole) else { return nil }
      func group(_ index: Int) -> String { Range(match.range(at: index), in: line).map { String(line[$0]) } ?? "" }
      return (group(1), group(2))
    }
    #expect(found.count == 1)
    #expect(found.first?.0 == String(line.prefix { $0 != ":" }))
    #expect(found.first?.1 == number)
  }

  @Test func `make install puts the files in place and make uninstall removes them`() throws {
    let directory = try TemporaryDirectory()
    let settings = ["DESTDIR": directory.path, "PREFIX": "/opt/tool", "BINARY": Imgscan.program.path, "ZSHDIR": ""]
    let script = Self.root + "/packaging/install.sh"
    let result = try Self.shell.run([script, "install"], environment: settings)
    #expect(result.status == 0, "\(result.errorText)")
    let base = directory.path + "/opt/tool/"
    #expect(try ExternalProgram(path: base + "lib/docker/cli-plugins/docker-imgscan").run(["--version"]).status == 0)
    for (shell, file) in [
      ("bash", "share/bash-completion/completions/imgscan"), ("zsh", "share/zsh/site-functions/_imgscan"),
      ("fish", "share/fish/vendor_completions.d/imgscan.fish"),
    ] {
      #expect(FileManager.default.fileExists(atPath: base + file))
      guard let program = ExternalProgram.find(shell) else { continue }
      #expect(try program.run(["-n", base + file]).status == 0)
    }
    try checkPages(base + "share/man")
    #expect(try Self.shell.run([script, "uninstall"], environment: settings).status == 0)
    let rest = FileManager.default.enumerator(atPath: directory.path)?.allObjects.compactMap { $0 as? String } ?? []
    #expect(rest.allSatisfy { !$0.hasPrefix("opt") || !$0.contains("imgscan") }, "\(rest)")
  }

  private func checkPages(_ directory: String) throws {
    for page in ["man1/imgscan.1", "man5/imgscan.yaml.5", "man7/imgscan-rules.7"] {
      #expect(FileManager.default.fileExists(atPath: directory + "/" + page))
      guard let mandoc = ExternalProgram.find("mandoc") else { continue }
      let result = try mandoc.run(["-Tlint", "-Wwarning", directory + "/" + page])
      // The pages carry no date, so that they are the same each time.
      let complaints = result.outputText.split(separator: "\n").filter { !$0.contains("missing date") }
      #expect(complaints.isEmpty, "\(complaints)")
    }
  }

  @Test func `docker lists and runs imgscan as a plug-in`() throws {
    guard let docker = ExternalProgram.find("docker") else {
      print("not tested: there is no docker client")
      return
    }
    let metadata = try Imgscan.run("docker-cli-plugin-metadata")
    guard metadata.status == 0, metadata.outputText.contains("SchemaVersion") else {
      print("not tested: the program does not answer docker-cli-plugin-metadata")
      return
    }
    let directory = try TemporaryDirectory()
    try directory.write("cli-plugins/README", [])
    try FileManager.default.createSymbolicLink(
      atPath: directory.path + "/cli-plugins/docker-imgscan", withDestinationPath: Imgscan.program.path)
    let settings = ["DOCKER_CONFIG": directory.path, "DOCKER_HOST": "unix:///nonexistent"]
    let version = try docker.run(["imgscan", "--version"], environment: settings)
    #expect(version.status == 0, "\(version.errorText)")
    #expect(try version.outputText.contains(Imgscan.run("--version").outputText))
    let help = try docker.run(["--help"], environment: settings)
    #expect(help.outputText.contains("imgscan*"))
  }

  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["IMGSCAN_SLOW_TESTS"] == "1"),
    .timeLimit(.minutes(30)))
  func `packages are made, and made again they are the same`() throws {
    for step in ["dist.sh", "deb.sh", "image.sh", "check.sh"] {
      let result = try Self.shell.run([Self.root + "/packaging/" + step], seconds: 1200)
      #expect(result.status == 0, "\(step): \(result.outputText)\(result.errorText.suffix(2000))")
    }
  }

  private static var path: String { ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin" }
}

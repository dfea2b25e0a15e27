import Foundation
import JSONText
import TestSupport
import Testing

/// Subjects as the command line takes them: Dockerfiles, trees, globs, standard input.
@Suite struct SubjectTests {
  /// A Dockerfile that has no USER: a finding at high.
  static let bad = Array("FROM debian:12\nCOPY app /\nCMD [\"/app\"]\n".utf8)

  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// The names of the targets of a JSON report, without the directory.
  private func targets(_ result: ExternalProgram.Result) throws -> [String] {
    try (result.json()["targets"]?.array ?? []).compactMap { target in
      target["name"]?.string.map { $0.replacingOccurrences(of: directory.path + "/", with: "") }
    }
  }

  private func kinds(_ result: ExternalProgram.Result) throws -> [String] {
    try (result.json()["targets"]?.array ?? []).compactMap { $0["kind"]?.string }
  }

  private func findingCount(_ result: ExternalProgram.Result) throws -> Int {
    try result.json()["findings"]?.array?.count ?? 0
  }

  private func scan(_ arguments: String..., input: String? = nil) throws -> ExternalProgram.Result {
    try Imgscan.run(["-f", "json"] + arguments, input: input, seconds: 20)
  }

  @Test func `a Dockerfile is judged, whatever it is called`() throws {
    let result = try scan(try directory.write("build.txt", SubjectTests.bad))
    #expect(result.status == 1, "\(result.errorText)")
    #expect(try kinds(result) == ["dockerfile"])
  }

  @Test func `an image and a Dockerfile stand in one report, in the order given`() throws {
    let image = try directory.write("app.tar", SavedImage.tar(ExitStatusTests.bad.dockerMembers()))
    let file = try directory.write("Dockerfile", SubjectTests.bad)
    #expect(try kinds(try scan(file, image)) == ["dockerfile", "image"])
    #expect(try kinds(try scan(image, file)) == ["image", "dockerfile"])
  }

  @Test func `all Dockerfiles of a tree stand in one report, whatever the threads`() throws {
    let names = (100..<160).map { "services/\($0)/Dockerfile" }
    for name in names { try directory.write(name, SubjectTests.bad) }
    let one = try scan("-j1", directory.path)
    #expect(one.status == 1)
    #expect(try targets(one) == names)
    #expect(try findingCount(one) >= names.count)
    #expect(try scan("-j8", directory.path).output == one.output)
  }

  @Test func `quoted globs and ignore files`() throws {
    for name in ["s/a/Dockerfile", "s/b/Dockerfile", "s/b/x/Dockerfile"] { try directory.write(name, SubjectTests.bad) }
    try directory.write("s/.gitignore", Array("b\n".utf8))
    #expect(try targets(try scan(directory.path + "/s/*/Dockerfile")) == ["s/a/Dockerfile"])
    #expect(
      try targets(try scan("--no-ignore", directory.path + "/s/*/Dockerfile")) == ["s/a/Dockerfile", "s/b/Dockerfile"])
    let nothing = try scan(directory.path + "/s/*/Nothing")
    #expect(nothing.status == 2)
    #expect(nothing.errorText.contains("no file matches"))
  }

  @Test func `a bad subject costs the good ones nothing`() throws {
    let good = try directory.write("a/Dockerfile", SubjectTests.bad)
    let other = try directory.write("b/Dockerfile", SubjectTests.bad)
    let json = try directory.write("x.json", Array(#"{"family":"web"}"#.utf8))
    mkfifo(directory.path + "/fifo", 0o600)
    for (trouble, words) in [
      (json, "neither a container image, a Dockerfile nor a deployment file"), (directory.path + "/fifo", "is a FIFO"),
      (directory.path + "/none", "no such file"),
    ] {
      let result = try scan(good, trouble, other)
      #expect(result.status == 2)
      #expect(result.errorText.contains(words), "\(result.errorText)")
      #expect(try targets(result).count == 3)
      #expect(try findingCount(result) >= 2)
    }
  }

  @Test(.enabled(if: getuid() != 0)) func `a file without permission among good ones is 2, and they are reported`()
    throws
  {
    try directory.write("a/Dockerfile", SubjectTests.bad)
    chmod(try directory.write("b/Dockerfile", SubjectTests.bad), 0)
    let result = try scan(directory.path)
    #expect(result.status == 2)
    #expect(result.errorText.contains("b/Dockerfile: permission denied"))
    #expect(try targets(result) == ["a/Dockerfile", "b/Dockerfile"])
    #expect(try findingCount(result) >= 1)
  }

  @Test func `a Dockerfile on standard input is judged under the name that is given`() throws {
    let file = try directory.write("Dockerfile", SubjectTests.bad)
    let unnamed = try scan("-", input: file)
    #expect(unnamed.status == 1)
    #expect(try targets(unnamed) == ["-"])
    #expect(try targets(try scan("-", "--stdin-filename", "api/Dockerfile", input: file)) == ["api/Dockerfile"])
    let piped = try Imgscan.pipe(file, ["-f", "json", "-"])
    #expect(piped.output == unnamed.output)
    let twice = try scan("-", "-", input: file)
    #expect(twice.status == 2)
    #expect(twice.errorText.contains("named twice"))
  }

  @Test func `JSON on standard input is told, and a broken one is a Dockerfile`() throws {
    let json = try scan("-", input: try directory.write("a", Array(#"{"a":{}}"#.utf8)))
    #expect(json.status == 2)
    #expect(json.errorText.contains("standard input is neither a container image, a Dockerfile nor a deployment file"))
    #expect(try kinds(try scan("-", input: try directory.write("b", Array("{{ x }}\nFROM a".utf8)))) == ["dockerfile"])
  }

  @Test func `--as overrules the content`() throws {
    let text = try directory.write("Dockerfile", SubjectTests.bad)
    let json = try directory.write("x.json", Array(#"{"family":"web"}"#.utf8))
    for arguments in [["--as", "image", text], ["--as", "image", "-"]] {
      let result = try Imgscan.run(arguments, input: text)
      #expect(result.status == 2)
      #expect(result.errorText.contains("is not a container image"))
    }
    #expect(try kinds(try scan("--as", "dockerfile", json)) == ["dockerfile"])
    #expect(try scan("--as", "kubernetes", text).status == 2)
  }

  @Test func `a directory without any Dockerfile is 2 and says so`() throws {
    try directory.write("readme", [65])
    let result = try Imgscan.run(directory.path)
    #expect(result.status == 2)
    #expect(result.errorText.contains("without an image, a Dockerfile, a compose file or a task definition"))
    try directory.write("Dockerfile.bin", [0, 1])
    let binary = try Imgscan.run(directory.path)
    #expect(binary.status == 2)
    #expect(binary.errorText.contains("only files that are called so and are something else"))
  }

  @Test func `without a subject the Dockerfile that lies here is named`() throws {
    try directory.write("Dockerfile", SubjectTests.bad)
    let shell = ExternalProgram(path: "/bin/sh")
    let result = try shell.run(["-c", #"cd "$1" && "$0""#, Imgscan.program.path, directory.path])
    #expect(result.status == 2)
    #expect(result.errorText.contains("found ./Dockerfile — run `imgscan .`"))
    let here = try shell.run(["-c", #"cd "$1" && "$0" -f json . ./Dockerfile"#, Imgscan.program.path, directory.path])
    #expect(try targets(here) == ["Dockerfile"])
  }
}

import Foundation
import ImageArchive
import TestSupport
import Testing

@testable import Engine

@Suite struct SubjectFinderTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Writes files with a text each and returns the directory.
  @discardableResult
  func tree(_ files: String..., text: String = "FROM x\n") throws -> String {
    for file in files { try directory.write(file, Array(text.utf8)) }
    return directory.path
  }

  /// What is found, without the directory's path: names, and messages after `!`.
  func find(_ arguments: [String], change: (inout SubjectFinder) -> Void = { _ in }) -> [String] {
    var finder = SubjectFinder(input: StandardInput())
    change(&finder)
    return finder.find(arguments.map { $0.hasPrefix("-") ? $0 : directory.path + "/" + $0 }).map { result in
      func short(_ text: String) -> String { text.replacingOccurrences(of: directory.path + "/", with: "") }
      switch result {
      case .success(let subject): return (subject.kind == .image ? "image " : "") + short(subject.name)
      case .failure(let failure): return "! " + short(failure.error.message)
      }
    }
  }

  @Test func `files of a tree come sorted by their bytes, each once, arguments in order`() throws {
    try tree(
      "b/Dockerfile", "a/x.Dockerfile", "a/Containerfile", "a-b/Dockerfile", "Dockerfile.dev", "a/readme",
      "B/dockerfile")
    let all = [
      "B/dockerfile", "Dockerfile.dev", "a-b/Dockerfile", "a/Containerfile", "a/x.Dockerfile", "b/Dockerfile",
    ]
    #expect(find(["."]).map { $0.replacingOccurrences(of: "./", with: "") } == all)
    #expect(find(["b", "a", "b", "a/Containerfile"]) == ["b/Dockerfile", "a/Containerfile", "a/x.Dockerfile"])
    #expect(find(["a/x.Dockerfile", "a//"]) == ["a/x.Dockerfile", "a/Containerfile"])
  }

  @Test func `hidden directories are passed over, but for those that hold Dockerfiles`() throws {
    try tree(
      ".git/Dockerfile", ".cache/Dockerfile", ".devcontainer/Dockerfile", ".github/x/Dockerfile",
      ".docker/api/Dockerfile")
    #expect(find([""]) == [".devcontainer/Dockerfile", ".docker/api/Dockerfile", ".github/x/Dockerfile"])
  }

  @Test(arguments: [
    ("Dockerfile", DockerfileName.Verdict.yes), ("dockerfile", .yes), ("DOCKERFILE.PROD", .yes), ("Dockerfile-1", .yes),
    ("Dockerfile_x", .yes), ("Dockerfile2", .yes), ("Dockerfile.arm64v8", .yes), ("a.b.Dockerfile", .yes),
    ("x.dockerfile", .yes), (".Dockerfile", .yes), ("Containerfile", .yes), ("x.Containerfile", .yes),
    ("Containerfile.in", .no), ("Dockerfile.", .yes), ("Dockerfile.txt", .yes), ("Dockerfile.1.2", .yes),
    ("Dockerfile.dockerignore", .no), ("Dockerfile~", .no), ("Dockerfile.SWP", .no), (".Dockerfile.swp", .no),
    ("Dockerfile.md", .no), ("Dockerfile.orig", .no), ("Dockerfile.j2", .no), ("Dockerfile.alpine.tmpl", .no),
    ("dockerfile.py", .no), ("Dockerfile.yaml", .no), ("myDockerfile", .no), ("Dockerfil", .no), ("", .no),
    ("Dockerfile.go", .ifItBeginsLikeOne), ("DockerfileParser.java", .ifItBeginsLikeOne),
    ("DockerfileProd", .ifItBeginsLikeOne), ("Dockerfiles", .ifItBeginsLikeOne),
  ])
  func `a name says whether a file is a Dockerfile`(_ name: String, _ verdict: DockerfileName.Verdict) {
    #expect(DockerfileName.verdict(Array(name.utf8)) == verdict)
  }

  @Test func `what a doubtful name stands for is told by how the file begins`() throws {
    try tree("a/Dockerfile.go", "a/DockerfileProd", text: "# build\n\n  arg X=1\nFROM x\n")
    try tree("a/dockerfile.js", "a/Dockerfiles", text: "import x\nFROM y")
    #expect(find(["a"]) == ["a/Dockerfile.go", "a/DockerfileProd"])
  }

  @Test func `ignore files are obeyed in searches, not for what is named`() throws {
    try tree("a/Dockerfile", "b/Dockerfile", "b/c/Dockerfile", "b/d/Dockerfile", "e/Dockerfile")
    try directory.write(".gitignore", Array("/a\n**/d/\n".utf8))
    try directory.write("b/.gitignore", Array("!/d/\n/c\n".utf8))
    try directory.write(".ignore", Array("e\n".utf8))
    #expect(find([""]) == ["b/Dockerfile", "b/d/Dockerfile"])
    #expect(find(["a"]) == ["a/Dockerfile"])
    #expect(find(["", "a/Dockerfile"]) == ["b/Dockerfile", "b/d/Dockerfile", "a/Dockerfile"])
    #expect(find([""]) { $0.obeysIgnoreFiles = false }.count == 5)
  }

  @Test func `the ignore files above a searched directory count up to the repository`() throws {
    try tree("r/.git/HEAD", "r/a/b/Dockerfile", "r/a/b/x/Dockerfile", "r/a/b/y/Dockerfile", "r/a/b/z/Dockerfile")
    try directory.write(".gitignore", Array("Dockerfile\n".utf8))
    try directory.write("r/.gitignore", Array("/a/b/x\nb/\n".utf8))
    try directory.write("r/a/.gitignore", Array("b/y/\n".utf8))
    try directory.write("r/.git/info/exclude", Array("z/\n".utf8))
    #expect(find(["r/a/b"]) == ["r/a/b/Dockerfile"])
    #expect(find(["r/a/b/x"]) == ["r/a/b/x/Dockerfile"])
  }

  @Test func `a repository inside a tree has its own rules`() throws {
    try tree("sub/.git/HEAD", "sub/x/Dockerfile", "sub/y/Dockerfile", "x/Dockerfile")
    try directory.write(".gitignore", Array("x\n".utf8))
    try directory.write("sub/.gitignore", Array("y\n".utf8))
    #expect(find([""]) == ["sub/x/Dockerfile"])
  }

  @Test func `a directory without any Dockerfile is an error that says what was there`() throws {
    try tree("a/readme", "b/Dockerfile")
    try directory.write("b/.gitignore", Array("Dockerfile\n".utf8))
    #expect(find(["a"]) == ["! a is a directory without an image, a Dockerfile, a compose file or a task definition"])
    var finder = SubjectFinder(input: StandardInput())
    guard case .failure(let failure) = finder.find([directory.path + "/b"]).first else {
      Issue.record("something was found")
      return
    }
    #expect(failure.error.help == "--no-ignore searches those too")
  }

  @Test func `globs that the shell left alone are searched`() throws {
    try tree("s/a/Dockerfile", "s/b/Dockerfile", "s/b/c/Dockerfile", "s/b/.x/Dockerfile", "s/[b]", "s/ign/Dockerfile")
    try directory.write("s/.gitignore", Array("ign\n".utf8))
    #expect(find(["s/*/Dockerfile"]) == ["s/a/Dockerfile", "s/b/Dockerfile"])
    #expect(find(["s/**/Dockerfile"]) == ["s/a/Dockerfile", "s/b/Dockerfile", "s/b/c/Dockerfile"])
    #expect(find(["s/**/.x/Docker*"]) == ["s/b/.x/Dockerfile"])
    #expect(find(["s/?/Dockerfil[a-e]"]) == ["s/a/Dockerfile", "s/b/Dockerfile"])
    #expect(find(["s/[b]"]) == ["s/[b]"], "a file of that very name")
    #expect(
      find(["s/*/nothing"]) == [
        "! no file matches \(directory.path)/s/*/nothing".replacingOccurrences(of: directory.path + "/", with: "")
      ])
  }

  @Test func `a link is followed to a file of the tree, and no directory is entered through one`() throws {
    let manager = FileManager.default
    try tree("t/real/Dockerfile", "outside/Dockerfile")
    try manager.createDirectory(atPath: directory.path + "/t/a", withIntermediateDirectories: true)
    func link(_ name: String, _ target: String) throws {
      try manager.createSymbolicLink(atPath: directory.path + "/t/" + name, withDestinationPath: target)
    }
    try link("a/Dockerfile", "../real/Dockerfile")
    try link("b", "real")
    try link("Dockerfile.loop", "Dockerfile.loop")
    try link("Dockerfile.none", "nowhere")
    try link("Dockerfile.dir", "real")
    #expect(find(["t"]) == ["t/a/Dockerfile"], "the same file under its first name")
    try link("Dockerfile.out", "../outside/Dockerfile")
    #expect(
      find(["t"]) == [
        "! t/Dockerfile.out is a symbolic link to a file outside the tree, which is not read", "t/a/Dockerfile",
      ])
    #expect(find(["t", "outside/Dockerfile"]) == ["t/a/Dockerfile", "outside/Dockerfile"])
  }

  @Test func `an empty file that is named is neither, one in a tree is a Dockerfile`() throws {
    try tree("Dockerfile", text: "")
    #expect(
      find(["Dockerfile"]) == ["! Dockerfile is empty, expected a container image, a Dockerfile or a deployment file"])
    #expect(find(["Dockerfile"]) { $0.taken = .dockerfile } == ["Dockerfile"])
    #expect(find([""]) == ["Dockerfile"])
  }

  @Test func `special files are neither found nor opened`() throws {
    try tree("Dockerfile")
    mkfifo(directory.path + "/Dockerfile.fifo", 0o600)
    #expect(find([""]) == ["Dockerfile"])
    #expect(find(["Dockerfile.fifo"]) == ["! Dockerfile.fifo is a FIFO, not a file or directory"])
  }

  @Test func `names that are no UTF-8 are opened by their bytes`() throws {
    let name = Array((directory.path + "/Dockerfile.").utf8) + [0xFF]
    let descriptor = RegularFile.withCPath(name) { open($0, O_WRONLY | O_CREAT, 0o600) }
    close(descriptor)
    var finder = SubjectFinder(input: StandardInput())
    let subjects = finder.find([directory.path]).compactMap { try? $0.get() }
    #expect(subjects.map(\.path) == [name])
    let judged = TextBatch(jobs: 1).judge(subjects) { index, _ in
      Target(kind: "dockerfile", name: subjects[index].name)
    }
    #expect(judged == [.target(Target(kind: "dockerfile", name: directory.path + "/Dockerfile.\u{FFFD}"))])
  }

  @Test func `limits of a search are told, and what was found stays`() throws {
    try tree("a/Dockerfile", "a/b/Dockerfile", "a/b/c/Dockerfile")
    func limited(_ names: Int) -> [String] { find(["a"]) { $0.limits.searchedNames = names } }
    #expect(limited(5).count == 3)
    #expect(
      limited(4).last?.hasPrefix("! a: more than 4 names") == true || limited(4).first?.hasPrefix("! a: more") == true)
    let deep = find(["a"]) { $0.limits.pathBytes = (directory.path + "/a/b").utf8.count + 1 }
    #expect(deep.filter { $0.hasPrefix("!") }.count == 1)
    #expect(deep.filter { !$0.hasPrefix("!") } == ["a/Dockerfile", "a/b/Dockerfile"])
  }

  @Test func `a tree as deep as paths can be is searched without recursion`() throws {
    var path = directory.path
    while path.utf8.count < 4070 {
      path += "/d"
      mkdir(path, 0o700)
    }
    _ = FileManager.default.createFile(atPath: path + "/Dockerfile", contents: Data("FROM x".utf8))
    var finder = SubjectFinder(input: StandardInput())
    #expect(finder.find([directory.path]).compactMap { try? $0.get().name } == [path + "/Dockerfile"])
  }

  @Test(.enabled(if: getuid() != 0)) func `a directory that cannot be read is an error beside what can`() throws {
    try tree("a/Dockerfile", "b/Dockerfile")
    chmod(directory.path + "/a", 0)
    defer { chmod(directory.path + "/a", 0o700) }
    #expect(find([""]) == ["! a: permission denied", "b/Dockerfile"])
  }

  @Test func `what git lists is what a search finds`() throws {
    guard let git = ExternalProgram.find("git") else {
      print("not tested: there is no git to compare with")
      return
    }
    var random = IgnorePatternTests.Source(state: 99)
    let names = ["a", "b", "c", "d.x"]
    for round in 0..<25 {
      let own = try TemporaryDirectory()
      _ = try git.run(["init", "-q", own.path])
      for _ in 0..<40 {
        let path = (0..<Int.random(in: 0...3, using: &random)).map { _ in random.word(names, 1) + "/" }.joined()
        _ = try? own.write(path + "Dockerfile." + random.word(["1", "2", "3"], 2), [])
      }
      let pieces =
        names + ["*", "**/", "/", "!", "Dockerfile.1", "Dockerfile*", "*3", "/**", "\n", "\n", "\n!", "[ab]/"]
      for place in ["", "a/", "b/", "a/b/", ".git/info/"] {
        let file = place.hasPrefix(".git") ? place + "exclude" : place + ".gitignore"
        _ = try? own.write(file, Array(random.word(pieces, 9).utf8))
      }
      for start in ["", "a", "a/b"] where FileManager.default.fileExists(atPath: own.path + "/" + start) {
        let listed = try git.run(
          ["-C", own.path, "ls-files", "-o", "-z", "--exclude-standard", "--", start.isEmpty ? "." : start])
        let expected = listed.outputText.split(separator: "\0").map(String.init).filter { $0.contains("Dockerfile") }
        var finder = SubjectFinder(input: StandardInput())
        let found = finder.find([own.path + "/" + start]).compactMap {
          try? $0.get().name.dropFirst(own.path.count + 1)
        }
        // What lies in a directory that is ignored as a whole is found when the directory is named.
        let isIgnored = try git.run(["-C", own.path, "check-ignore", "-q", start.isEmpty ? "." : start]).status == 0
        if isIgnored { continue }
        #expect(
          found.map(String.init) == expected.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
          "round \(round) \(start)")
      }
    }
  }
}

import Foundation
import JSONText
import TestSupport
import Testing

@Suite struct RofsCommandTests {
  static let nginx = SavedImage(
    [
      TarEntry.directory("etc"), .directory("etc/nginx"),
      .file("etc/nginx/nginx.conf", "pid /run/nginx.pid;\nhttp { access_log off; }\n"),
      .directory("run"), .directory("usr"), .directory("usr/sbin"), .file("usr/sbin/nginx", "\u{7F}ELF", mode: 0o755),
      .directory("var"), .directory("var/cache"),
      TarEntry("var/cache/nginx/", type: "5", mode: 0o755, uid: 101, gid: 101),
      .directory("var/spool"), .directory("data"),
    ],
    config: #"{"Cmd":["nginx","-g","daemon off;"],"Env":["PATH=/usr/sbin"],"Volumes":{"/data":{}}}"#, tags: ["web:ci"])

  /// The image as a file named web.tar.
  static func saved(_ image: SavedImage = nginx) throws -> (directory: TemporaryDirectory, file: String) {
    let directory = try TemporaryDirectory()
    return (directory, try directory.write("web.tar", SavedImage.tar(image.dockerMembers())))
  }

  @Test func `the screen names every mount with its reason and what to type`() throws {
    let (directory, _) = try Self.saved()
    let run = try Imgscan.run(in: directory.path, ["rofs", "web.tar"])
    #expect(run.status == 0)
    #expect(run.errorText.isEmpty)
    let lines = run.outputText.split(separator: "\n").map(String.init)
    try #require(lines.count == 7, "\(run.outputText)")
    #expect(lines[0] == "web.tar can run with a read-only root; it needs:")
    #expect(lines[1] == "  PATH              KIND    OWNER/MODE    CONFIDENCE  WHY")
    #expect(lines[2] == "  /data             volume  0:0 0755      certain     VOLUME in the image config")
    #expect(
      lines[3].hasPrefix("  /run              tmpfs   0:0 0755      certain     /etc/nginx/nginx.conf:1 pid /run/nginx")
    )
    #expect(lines[4].hasPrefix("  /var/cache/nginx  tmpfs   101:101 0755  known       request bodies"))
    #expect(
      lines[5] == "try:  docker run --read-only --tmpfs /run:rw,noexec,nosuid,nodev,uid=0,gid=0,mode=0755,size=64m "
        + "--tmpfs /var/cache/nginx:rw,noexec,nosuid,nodev,uid=101,gid=101,mode=0755,size=64m -v data:/data web:ci")
    #expect(
      lines[6] == "emit: --emit ecs | compose | k8s | docker        "
        + "verify: docker diff CONTAINER | imgscan rofs web.tar --docker-diff -")
  }

  @Test func `JSON has the same members in the same order`() throws {
    let (directory, file) = try Self.saved()
    let run = try Imgscan.run("rofs", file, "--format", "json")
    let json = try run.json()
    let image = try #require(json["images"]?.array?.first)
    #expect(
      image.members?.map(\.key) == [
        "subject", "image", "platform", "user", "service", "state", "entries", "unknown", "dockerDiff",
      ])
    #expect(image["image"]?.string == "web:ci")
    #expect(image["user"]?.string == "0:0")
    #expect(image["state"]?.string == "mounts")
    let entries = try #require(image["entries"]?.array)
    #expect(
      entries.first?.members?.map(\.key) == [
        "path", "kind", "uid", "gid", "mode", "exec", "confidence", "proposed", "why", "hides", "obstacle", "evidence",
      ])
    let pid = try #require(entries.first { $0["path"]?.string == "/run" })
    let source = try #require(pid["evidence"]?.array?.first { $0["source"]?.string == "config" })
    #expect(source["file"]?.string == "/etc/nginx/nginx.conf")
    #expect(source["line"]?.integer == 1)
    #expect(try Imgscan.run("rofs", file, "--format", "json").output == run.output)
    _ = directory
  }

  @Test func `every form is printed alone`() throws {
    let (directory, file) = try Self.saved()
    let ecs = try Imgscan.run("rofs", file, "--emit", "ecs")
    #expect(ecs.status == 0)
    #expect(try ecs.json()["volumes"]?.array?.count == 1)
    #expect(ecs.errorText.contains("an empty task volume belongs to root"))
    #expect(try Imgscan.run("rofs", file, "--emit", "ecs", "--no-tmpfs").json()["volumes"]?.array?.count == 3)
    #expect(try Imgscan.run("rofs", file, "--emit", "docker").outputText.hasSuffix("  web:ci\n"))
    #expect(try Imgscan.run("rofs", file, "--emit", "compose").outputText.hasPrefix("services:\n"))
    #expect(try Imgscan.run("rofs", file, "--emit", "k8s").outputText.contains("\nspec:\n"))
    let out = directory.path + "/snippet.json"
    #expect(try Imgscan.run("rofs", file, "--emit", "ecs", "-o", out).output.isEmpty)
    #expect(FileManager.default.contents(atPath: out).map { Array($0) } == ecs.output)
  }

  @Test func `what a container wrote is folded in`() throws {
    let (directory, file) = try Self.saved()
    let changes = try directory.write("changes", Array("C /run\nA /run/nginx.pid\nA /var/spool/x/y\n+junk\n".utf8))
    for arguments in [["--docker-diff", changes], ["--diff", changes]] {
      let run = try Imgscan.run(["rofs", file] + arguments)
      #expect(run.status == 0)
      #expect(run.outputText.contains("/var/spool/x "))
      #expect(run.outputText.contains("missed by the plan; docker diff: A /var/spool/x/y"))
      #expect(run.outputText.contains("docker diff: 3 changes, 1 line skipped; 1 place missed by the plan\n"))
      #expect(run.errorText.contains("1 line of the docker diff skipped"))
    }
    let piped = try Imgscan.run("rofs", file, "--docker-diff", "-", "--format", "json", input: changes)
    let diff = try #require(try piped.json()["images"]?.array?.first?["dockerDiff"])
    #expect(diff["missed"]?.array?.compactMap(\.string) == ["/var/spool/x"])
    #expect(diff["skippedLines"]?.integer == 1)
  }

  @Test(
    arguments: [
      (["--docker-diff", "/nonexistent"], "/nonexistent"), (["--emit", "ecs", "--format", "json"], "give one"),
      (["--no-tmpfs"], "--emit ecs"), (["--emit", "nomad"], "docker"), (["--no-tmpfs", "--emit", "k8s"], "--emit ecs"),
    ] as [([String], String)])
  func `wrong usage is told`(arguments: [String], words: String) throws {
    let (directory, file) = try Self.saved()
    let run = try Imgscan.run(["rofs", file] + arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errorText.contains(words), "\(run.errorText)")
    _ = directory
  }

  @Test func `what is no docker diff is refused with what was expected`() throws {
    let (directory, file) = try Self.saved()
    let run = try Imgscan.run("rofs", file, "--docker-diff", try directory.write("x", Array("FROM alpine\n".utf8)))
    #expect(run.status == 2)
    #expect(run.errorText.contains("no line is what docker diff prints"))
    #expect(run.errorText.contains("docker diff CONTAINER"))
    #expect(try Imgscan.run("rofs", "-", "--docker-diff", "-").status == 2)
  }

  @Test func `a damaged image has a plan of what was read and status 2`() throws {
    let (directory, file) = try Self.saved()
    var bytes = SavedImage.tar(Self.nginx.dockerMembers())
    bytes.removeLast(bytes.count / 2)
    let cut = try directory.write("cut.tar", bytes)
    #expect(try Imgscan.run("rofs", cut).status == 2)
    var lying = Self.nginx
    lying.statedDiffIDs = ["sha256:" + String(repeating: "0", count: 64)]
    let wrong = try directory.write("wrong.tar", SavedImage.tar(lying.dockerMembers()))
    let run = try Imgscan.run("rofs", wrong, "--verify")
    #expect(run.status == 2)
    #expect(run.outputText.contains("/var/cache/nginx"))
    #expect(run.errorText.contains("diff ID"))
    _ = file
  }

  @Test func `several images are several blocks, and a snippet takes one`() throws {
    let directory = try TemporaryDirectory()
    let second = SavedImage(
      [TarEntry.file("app", "\u{7F}ELF", mode: 0o755)], config: #"{"Cmd":["/app"]}"#, tags: ["app:2"])
    var members = Self.nginx.dockerMembers().filter { $0.name != "manifest.json" }
    members += second.dockerMembers(firstLayer: 2).filter { $0.name != "manifest.json" }
    let items = [
      Self.nginx.dockerItem(layerNames: [SavedImage.v1ID(1) + "/layer.tar"]),
      second.dockerItem(layerNames: [SavedImage.v1ID(2) + "/layer.tar"]),
    ]
    members.append(ArchiveMember("manifest.json", text: "[\(items.joined(separator: ","))]"))
    let file = try directory.write("two.tar", SavedImage.tar(members))
    let run = try Imgscan.run("rofs", file)
    #expect(run.status == 0)
    #expect(run.outputText.contains("two.tar web:ci linux/amd64 can run with a read-only root; it needs:\n"))
    #expect(run.outputText.contains("two.tar app:2 linux/amd64 can run with a read-only root; no mount is needed\n"))
    let emitted = try Imgscan.run("rofs", file, "--emit", "docker")
    #expect(emitted.status == 2)
    #expect(emitted.output.isEmpty)
    #expect(emitted.errorText.contains("web:ci linux/amd64, app:2 linux/amd64"))
    #expect(try Imgscan.run("rofs", file, "--emit", "docker", "--image", "app:2").outputText.hasSuffix("  app:2\n"))
  }

  @Test func `no byte of an image reaches the terminal as a control`() throws {
    let odd = SavedImage(
      [TarEntry.file("app", "\u{7F}ELF", mode: 0o755)],
      config: #"{"Cmd":["/app"],"Volumes":{"/a\u001b[2J\nb":{},"/c\u202ed":{},"/e:f":{}}}"#,
      tags: [#"x\u001b]0;y\u0007:1"#])
    let (directory, file) = try Self.saved(odd)
    for arguments in [[], ["--format", "json"], ["--ascii"]]
      + ["docker", "compose", "ecs", "k8s"].map({ ["--emit", $0] })
    {
      let run = try Imgscan.run(["rofs", file] + arguments)
      for text in [run.outputText, run.errorText] {
        #expect(!text.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || $0 == "\u{202E}") }, "\(arguments)")
      }
    }
    let emitted = try Imgscan.run("rofs", file, "--emit", "docker")
    #expect(emitted.status == 2)
    #expect(emitted.errorText.contains("the path /e:f has a colon"))
    _ = directory
  }

  @Test func `the shared images have a plan each`() throws {
    guard let cases = Imgscan.cases else { return }
    let names = try FileManager.default.contentsOfDirectory(atPath: cases + "/archives").sorted()
    for name in names where !name.hasSuffix(".tsv") && !name.hasPrefix("neg-") {
      let run = try Imgscan.run("rofs", cases + "/archives/" + name, "--format", "json")
      #expect(run.status == 0, "\(name): \(run.errorText)")
      for image in try run.json()["images"]?.array ?? [] {
        let isTold = image["state"]?.string != "unknown" || image["unknown"]?.array?.isEmpty == false
        #expect(isTold, "\(name)")
      }
    }
  }
}

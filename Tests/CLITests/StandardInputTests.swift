import JSONText
import TestSupport
import Testing

@Suite struct StandardInputTests {
  static let image: SavedImage = {
    var image = SavedImage(
      [
        TestLayer([
          .directory("bin"), .setuid("bin/su"), .file("bin/dash", "\u{7F}ELF", mode: 0o755),
          .symlink("bin/sh", to: "dash"),
          .file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n"),
          .file("etc/group", "app:x:1000:\n"),
          .file("usr/bin/nc.openbsd", "\u{7F}ELF", mode: 0o755), .directory("w", mode: 0o777),
        ]),
        TestLayer([
          .file("entry.sh", "#!/bin/sh\nexec su-exec app /app\n", mode: 0o755), .file("etc/.wh.nothing"),
          .file("bin/su", "\u{7F}ELF", mode: 0o755), .setuid("opt/tool"),
        ]).gzipped,
      ], config: #"{"User":"app","Entrypoint":["/entry.sh"]}"#)
    image.history = #"[{"created_by":"ADD x"},{"created_by":"RUN y"}]"#
    return image
  }()

  static let orders: [(String, [ArchiveMember])] = [
    ("docker, manifest last", image.dockerMembers()), ("docker, manifest first", image.dockerMembers().reversed()),
    ("docker v1.0", image.legacyMembers()), ("oci", image.ociMembers()),
    ("oci, index first", image.ociMembers().reversed()),
  ]

  /// A JSON report without what only names the subject.
  private func findings(_ result: ExternalProgram.Result) throws -> [String] {
    let keys = try result.json()["findings"]?.findingKeys ?? []
    #expect(keys.count > 2)
    return keys
  }

  @Test(arguments: orders)
  func `a pipe gives the findings that the file gives`(_ what: String, _ members: [ArchiveMember]) throws {
    let directory = try TemporaryDirectory()
    let tar = SavedImage.tar(members)
    var files = [try directory.write("app.tar", tar), try directory.write("app.tar.gz", Gzip.member(tar))]
    if let zstd = try ExternalProgram.compress(tar, with: "zstd") {
      files.append(try directory.write("app.tar.zst", zstd))
    }
    let expected = try Imgscan.run("-f", "json", files[0])
    for verify in [[], ["--verify"]] {
      for file in files {
        let fromFile = try Imgscan.run(["-f", "json"] + verify + [file])
        let piped = try Imgscan.pipe(file, ["-f", "json"] + verify + ["-"])
        for result in [fromFile, piped] {
          #expect(result.status == expected.status, "\(file) \(result.errorText)")
          #expect(try findings(result) == findings(expected), "\(file)")
        }
      }
    }
  }

  @Test(arguments: orders)
  func `and the same facts`(_ what: String, _ members: [ArchiveMember]) throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("app.tar", SavedImage.tar(members))
    let (fromFile, piped) = (
      try Imgscan.run("facts", "--tree", file), try Imgscan.pipe(file, ["facts", "--tree", "-"])
    )
    let (one, two) = (try fromFile.json()["images"]?.array?.first, try piped.json()["images"]?.array?.first)
    for key in ["setid", "setid_gone", "world_writable_dirs", "tools", "tree", "run_user", "rootfs_counts"] {
      let text = one?[key].map(FactsComparison.text)
      #expect(text != nil)
      #expect(text == two?[key].map(FactsComparison.text), "\(key)")
    }
  }

  @Test func `an empty pipe is 2 and says so`() throws {
    let result = try Imgscan.run("-", input: "/dev/null")
    #expect(result.status == 2)
    #expect(result.errorText.contains("standard input is empty"))
  }

  @Test func `a pipe that ends early is 2`() throws {
    let directory = try TemporaryDirectory()
    let tar = SavedImage.tar(StandardInputTests.image.dockerMembers())
    for missing in [1400, 3000, tar.count - 700] {
      let file = try directory.write("cut.tar", Array(tar.dropLast(missing)))
      #expect(try Imgscan.pipe(file, ["-"]).status == 2, "\(missing) bytes short")
      #expect(try Imgscan.run(file).status == 2, "\(missing) bytes short")
    }
  }

  @Test func `a file on standard input is read like a pipe`() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("app.tar", SavedImage.tar(StandardInputTests.image.dockerMembers()))
    let (redirected, direct) = (try Imgscan.run("-f", "json", "-", input: file), try Imgscan.run("-f", "json", file))
    #expect(try findings(redirected) == findings(direct))
  }

  @Test func `a slow pipe of small pieces changes nothing`() throws {
    let directory = try TemporaryDirectory()
    let image = SavedImage([.setuid("a"), TarEntry("d/", mode: 0o4755), .setuid("z")])
    let file = try directory.write("app.tar", SavedImage.tar(image.dockerMembers()))
    let script = #"dd if="$1" bs=200 2>/dev/null | dd bs=200 2>/dev/null | "$0" facts -"#
    let shell = ExternalProgram(path: "/bin/sh")
    let slow = try shell.run(["-c", script, Imgscan.program.path, file])
    let setid = try slow.json()["images"]?.array?.first?["setid"]?.array?.compactMap { $0["path"]?.string }
    #expect(setid == ["/a", "/d", "/z"])
  }
}

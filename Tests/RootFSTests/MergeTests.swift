import Core
import ImageArchive
import RootFS
import Testing

@Suite struct MergeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var layers: [[Step]]
    /// Everything but directories, or everything when `all`.
    var lines: [String]
    var warnings: [String] = []
    var incidents: [String] = []
    var all = false
    var testDescription: String { what }
  }

  static let tree: [Step] = [.directory("d"), .file("d/a"), .file("d/b", 0o4755), .file("d/s/c")]

  /// What Docker, podman and umoci agree on.
  static let agreed: [Case] = [
    Case(
      what: "a higher file replaces a lower one", layers: [[.file("f")], [.file("f", 0o600)]], lines: ["/f file 600 @1"]
    ),
    Case(
      what: "a directory keeps its children and takes the newest metadata", layers: [tree, [.directory("d", 0o700)]],
      lines: [
        "/d directory 700 @1", "/d/a file 644 @0", "/d/b file 4755 @0", "/d/s directory 755 @0", "/d/s/c file 644 @0",
      ], all: true),
    Case(
      what: "missing parents are made as root's, 0755", layers: [[.file("x/y/z")]],
      lines: ["/x directory 755 @0", "/x/y directory 755 @0", "/x/y/z file 644 @0"], all: true),
    Case(
      what: "a whiteout removes a file", layers: [tree, [.gone("d/b")]],
      lines: ["/d/a file 644 @0", "/d/s/c file 644 @0"]),
    Case(what: "a whiteout removes a tree", layers: [tree, [.gone("d")]], lines: [], all: true),
    Case(
      what: "a whiteout removes a link and not its target", layers: [[.file("t"), .symlink("l", "t")], [.gone("l")]],
      lines: ["/t file 644 @0"]),
    Case(
      what: "a whiteout of nothing has no effect", layers: [tree, [.gone("x"), .gone("x/y"), .gone("d/a/b")]],
      lines: ["/d/a file 644 @0", "/d/b file 4755 @0", "/d/s/c file 644 @0"]),
    Case(
      what: "a whiteout first, then the name: the new one stays",
      layers: [[.file("f")], [.gone("f"), .file("f", 0o600)]], lines: ["/f file 600 @1"]),
    Case(
      what: "an opaque mark hides lower children, before the entries", layers: [tree, [.opaque("d"), .file("d/n")]],
      lines: ["/d directory 755 @0", "/d/n file 644 @1"], all: true),
    Case(
      what: "and after them", layers: [tree, [.file("d/n"), .opaque("d")]],
      lines: ["/d directory 755 @0", "/d/n file 644 @1"], all: true),
    Case(
      what: "and between them", layers: [tree, [.file("d/s/n"), .opaque("d"), .file("d/m")]],
      lines: ["/d/m file 644 @1", "/d/s/n file 644 @1"]),
    Case(
      what: "an opaque mark of an upper directory reaches all below",
      layers: [[.file("a/b/c/d")], [.file("a/x"), .opaque("a")]], lines: ["/a/x file 644 @1"]),
    Case(
      what: "an opaque mark of a new directory",
      layers: [[.file("f")], [.directory("n"), .opaque("n"), .file("n/x")]],
      lines: ["/f file 644 @0", "/n/x file 644 @1"]),
    Case(
      what: "an opaque mark of what never was", layers: [[.file("f")], [.opaque("no/where")]], lines: ["/f file 644 @0"]
    ),
    Case(
      what: "an opaque mark leaves what a still higher layer adds",
      layers: [tree, [.opaque("d")], [.file("d/a", 0o600)]], lines: ["/d/a file 600 @2"]),
    Case(
      what: "a directory over a link replaces the link, not its target",
      layers: [[.file("t/x"), .symlink("l", "t")], [.directory("l"), .file("l/y")]],
      lines: ["/l directory 755 @1", "/l/y file 644 @1", "/t directory 755 @0", "/t/x file 644 @0"], all: true),
    Case(
      what: "a file over a directory takes the tree", layers: [tree, [.file("d")]], lines: ["/d file 644 @1"], all: true
    ),
    Case(
      what: "a link over a directory takes the tree", layers: [tree, [.symlink("d", "e")]],
      lines: ["/d symlink 777 @1 -> e"], all: true),
    Case(
      what: "a directory over a file", layers: [[.file("f")], [.directory("f")]], lines: ["/f directory 755 @1"],
      all: true),
    Case(
      what: "rewriting one hard link leaves the other as it was",
      layers: [[.file("g", 0o4755), .hardLink("f", "g", 0o4755)], [.file("f", 0o755)]],
      lines: ["/f file 755 @1", "/g file 4755 @0"]),
    Case(
      what: "removing one hard link leaves the other",
      layers: [[.file("g", 0o4755), .hardLink("f", "g", 0o4755)], [.gone("g")]],
      lines: ["/f file 4755 @0"]),
    Case(
      what: "a file named .wh.d holds files", layers: [[.file("d")], [.file(".wh.d/x")]],
      lines: ["/.wh.d/x file 644 @1", "/d file 644 @0"]),
  ]

  /// Where they differ: the oracle's choice (image-formats, section 7).
  static let differing: [Case] = [
    Case(
      what: "an opaque mark of the root hides all below", layers: [tree, [.file("n"), .opaque("")]],
      lines: ["/n file 644 @1"], warnings: ["opaque-root"]),
    Case(
      what: "the name first, then its whiteout: it stays", layers: [[.file("f")], [.file("f", 0o600), .gone("f")]],
      lines: ["/f file 600 @1"], warnings: ["whiteout-conflict"]),
    Case(
      what: "a whiteout, then the directory again: lower children stay hidden",
      layers: [tree, [.gone("d"), .directory("d"), .file("d/n")]], lines: ["/d directory 755 @1", "/d/n file 644 @1"],
      warnings: ["directory-remade"], all: true),
    Case(
      what: "a file below, then the directory's whiteout: the file stays", layers: [tree, [.file("d/n"), .gone("d")]],
      lines: ["/d/n file 644 @1"], warnings: ["whiteout-conflict"]),
    Case(
      what: "an entry below a lower link goes where the link points",
      layers: [[.directory("usr/bin"), .symlink("bin", "usr/bin")], [.file("bin/su", 0o4755)]],
      lines: ["/bin symlink 777 @0 -> usr/bin", "/usr/bin/su file 4755 @1"], warnings: ["entry-below-link"]),
    Case(
      what: "below an absolute and a climbing link it stays in the root",
      layers: [[.symlink("a", "/etc"), .symlink("b", "../../../etc")], [.file("a/x"), .file("b/y")]],
      lines: [
        "/a symlink 777 @0 -> /etc", "/b symlink 777 @0 -> ../../../etc", "/etc/x file 644 @1", "/etc/y file 644 @1",
      ],
      warnings: ["entry-below-link", "entry-below-link"]),
    Case(
      what: "below a link of the same layer it goes there too",
      layers: [[.symlink("bin", "usr/bin"), .file("bin/su", 0o4755)]],
      lines: ["/bin symlink 777 @0 -> usr/bin", "/usr/bin/su file 4755 @0"]),
    Case(
      what: "a whiteout through a lower link removes in the target",
      layers: [[.file("d/a"), .file("d/b"), .symlink("s", "d")], [.gone("s/a")]],
      lines: ["/d/b file 644 @0", "/s symlink 777 @0 -> d"]),
    Case(
      what: "the same path twice: the last one", layers: [[.file("f", 0o4755), .file("f", 0o755)]],
      lines: ["/f file 755 @0"],
      warnings: ["duplicate-entry"]),
    Case(
      what: "a hard link's own mode counts for all names",
      layers: [[.file("a", 0o755), .hardLink("b", "a", 0o4755)]], lines: ["/a file 4755 @0", "/b file 4755 @0"],
      warnings: ["hardlink-differs"]),
    Case(
      what: "a hard link to a file of a lower layer is that file",
      layers: [[.file("a", 0o4755)], [.hardLink("b", "a", 0o4755)]],
      lines: ["/a file 4755 @0", "/b file 4755 @1"]),
    Case(
      what: "a hard link before its target is skipped", layers: [[.hardLink("b", "a"), .file("a")]],
      lines: ["/a file 644 @0"],
      warnings: ["hardlink-missing"]),
    Case(
      what: "a hard link to a directory is skipped", layers: [[.directory("d"), .hardLink("b", "d")]],
      lines: ["/d directory 755 @0"],
      warnings: ["hardlink-missing"], all: true),
    Case(
      what: "a hard link to a link is that link",
      layers: [[.file("t"), .symlink("l", "t"), .hardLink("h", "l", 0o777)]],
      lines: ["/h symlink 777 @0 -> t", "/l symlink 777 @0 -> t", "/t file 644 @0"]),
    Case(
      what: "a hard link to itself", layers: [[.file("a", 0o4755), .hardLink("a", "a", 0o4755)]],
      lines: ["/a file 4755 @0"]),
    Case(
      what: "a hard link over the directory its target is in",
      layers: [[.file("d/x", 0o4755)], [.hardLink("d", "d/x", 0o4755)]],
      lines: ["/d file 4755 @1"], all: true),
    Case(
      what: "a whiteout below a missing directory makes none", layers: [[.file("f")], [.gone("no/x")]],
      lines: ["/f file 644 @0"], all: true),
    Case(
      what: "a file used as a directory becomes one", layers: [[.file("f"), .file("f/x")]],
      lines: ["/f directory 755 @0", "/f/x file 644 @0"], warnings: ["file-as-directory"], all: true),
    Case(
      what: "an entry below a circle of links is an incident",
      layers: [[.symlink("a", "b"), .symlink("b", "a"), .file("a/x")]],
      lines: ["/a symlink 777 @0 -> b", "/b symlink 777 @0 -> a"], incidents: ["entry-unreachable"]),
    Case(
      what: "an entry below a link to nothing makes what is missing", layers: [[.symlink("a", "x/y"), .file("a/f")]],
      lines: ["/a symlink 777 @0 -> x/y", "/x/y/f file 644 @0"]),
    Case(
      what: "a link put in the way after the first entry",
      layers: [[.file("d/a")], [.file("d/b"), .symlink("d", "e"), .file("d/c")]],
      lines: ["/d symlink 777 @1 -> e", "/e/c file 644 @1"]),
    Case(
      what: "a link replaced after the first entry",
      layers: [
        [.directory("usr/bin"), .symlink("bin", "usr/bin")], [.file("bin/a"), .directory("bin"), .file("bin/b")],
      ],
      lines: ["/bin/b file 644 @1", "/usr/bin/a file 644 @1"], warnings: ["entry-below-link"]),
    Case(
      what: "a removed directory is not written into again",
      layers: [[.file("d/s/a")], [.file("d/s/b"), .file("d"), .directory("d"), .file("d/s/c")]],
      lines: ["/d/s/c file 644 @1"]),
  ]

  @Test(arguments: agreed + differing)
  func `layers are applied as runtimes apply them`(_ example: Case) {
    let merged = Merged(example.layers)
    #expect((example.all ? merged.lines : merged.files) == example.lines)
    #expect(merged.warnings == example.warnings)
    #expect(merged.incidents == example.incidents)
  }

  @Test(arguments: agreed + differing)
  func `a merge that frees the layers as it goes gives the same`(_ example: Case) {
    var root = RootFS()
    for (index, layer) in example.layers.enumerated() {
      var record = LayerRecord()
      for step in layer {
        record.append(path: step.path, kind: step.kind, mode: step.mode, uid: 0, gid: 0, link: step.link)
      }
      root.applyConsuming(&record, layer: index)
    }
    let usual = Merged(example.layers)
    var paths: [String] = []
    root.forEach { paths.append("\(root.path(of: $0)) \(root.info($0))") }
    var expected: [String] = []
    usual.root.forEach { expected.append("\(usual.root.path(of: $0)) \(usual.root.info($0))") }
    #expect(paths.sorted() == expected.sorted())
  }

  @Test func `the root's own entry sets its mode`() {
    let merged = Merged([[.directory("", 0o700)]])
    #expect(merged.root.info(.root).mode == 0o700)
  }

  @Test func `names that differ in one byte beyond UTF-8 are two files`() {
    var root = RootFS()
    var record = LayerRecord()
    record.append(path: "é", kind: .file, mode: 0o644, uid: 0, gid: 0)
    record.append(path: "e\u{301}", kind: .file, mode: 0o644, uid: 0, gid: 0)
    root.apply(record, layer: 0)
    #expect(root.children(of: .root).count == 2)
  }
}

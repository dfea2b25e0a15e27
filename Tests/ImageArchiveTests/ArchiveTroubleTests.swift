import Core
import Foundation
import TestSupport
import Testing

@testable import ImageArchive

/// Archives that lack something, contradict themselves or lead elsewhere.
@Suite struct ArchiveTroubleTests {
  static let image = SavedImage([TestLayer([.setuid("bin/su")]), TestLayer([.file("f")])])

  /// The members of the image with one of them changed or, for nil, gone.
  static func members(
    _ members: [ArchiveMember] = image.dockerMembers(), _ change: (ArchiveMember) -> ArchiveMember?
  ) -> [ArchiveMember] { members.compactMap(change) }

  @Test(arguments: [Int64.max - 1, 1 << 62])
  func `a last member of absurd size is an incident and no overflow`(_ size: Int64) throws {
    let entries = ArchiveTroubleTests.image.dockerMembers().reversed().compactMap { member -> TarEntry? in
      guard case .file(let bytes) = member.body else { return nil }
      return TarEntry(member.name).with { $0.content = bytes }
    }
    for last in entries.indices {
      var order = entries
      order.append(order.remove(at: last).with { $0.statedSize = size })
      do {
        let opened = try OpenedArchive.open(bytes: TarBuilder.archive(order))
        #expect(!(opened.incidents + opened.layers.flatMap(\.self)).isEmpty)
        #expect(opened.archive.problems.incidents.map(\.code) == ["archive-truncated"])
      } catch is ArchiveError {
        #expect(order[order.count - 1].name.starts(with: "manifest.json".utf8))
      }
    }
  }

  @Test func `a layer that is not there is an incident of that layer`() throws {
    let opened = try OpenedArchive.open(
      ArchiveTroubleTests.members { $0.name.hasPrefix(SavedImage.v1ID(2)) ? nil : $0 })
    #expect(opened.layers == [["file 4755 bin/su", "layer-missing"]])
  }

  @Test(arguments: [
    ("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "layer-foreign"),
    ("application/vnd.oci.image.layer.nondistributable.v1.tar", "layer-foreign"),
    ("application/vnd.oci.image.layer.v1.tar", "layer-missing"),
    ("application/vnd.oci.image.layer.v1.tar+gzip+encrypted", "layer-unsupported"),
  ])
  func `a layer kept elsewhere or encrypted is told by its media type`(_ type: String, _ code: String) throws {
    let blob = SavedImage.blob(ArchiveTroubleTests.image.layers[1].stored).name
    let members = ArchiveTroubleTests.members(ArchiveTroubleTests.image.ociMembers(mediaTypes: [1: type])) {
      $0.name == blob ? nil : $0
    }
    #expect(try OpenedArchive.open(members).layers == [["file 4755 bin/su", code]])
  }

  @Test func `an encrypted layer is not read even when it looks readable`() throws {
    let type = "application/vnd.oci.image.layer.v1.tar+encrypted"
    let opened = try OpenedArchive.open(ArchiveTroubleTests.image.ociMembers(mediaTypes: [0: type]))
    #expect(opened.layers == [["layer-unsupported", "file 644 f"]])
  }

  @Test func `a missing config is an incident, and the image is not judged`() throws {
    let opened = try OpenedArchive.open(
      ArchiveTroubleTests.members { $0.name.hasSuffix(".json") && $0.name != "manifest.json" ? nil : $0 })
    #expect(opened.incidents == ["config-not-found"])
    #expect(opened.archive.images.map(\.hasConfig) == [false])
  }

  @Test func `a config that is not what its name says is an incident when verified`() throws {
    let members = ArchiveTroubleTests.members { member in
      guard member.name.hasSuffix(".json"), member.name != "manifest.json" else { return member }
      return ArchiveMember(member.name, ArchiveTroubleTests.image.configBytes + [10])
    }
    #expect(try OpenedArchive.open(members).incidents == ["digest-mismatch"])
    #expect(try OpenedArchive.open(members, verifies: false).incidents == [])
  }

  @Test func `an OCI manifest or index that is not what its digest says is an incident when verified`() throws {
    let manifest = SavedImage.blob(ArchiveTroubleTests.image.ociManifest()).name
    let members = ArchiveTroubleTests.members(ArchiveTroubleTests.image.ociMembers()) { member in
      guard member.name == manifest, case .file(let bytes) = member.body else { return member }
      return ArchiveMember(member.name, bytes + [10])
    }
    #expect(try OpenedArchive.open(members).incidents == ["digest-mismatch"])
    #expect(try OpenedArchive.open(members, verifies: false).incidents == [])
  }

  @Test func `a layer of another size than stated is told`() throws {
    let layer = ArchiveTroubleTests.image.layers[0]
    let blob = SavedImage.blob(layer.stored).name
    let members = ArchiveTroubleTests.members(ArchiveTroubleTests.image.ociMembers()) {
      $0.name == blob ? ArchiveMember($0.name, layer.stored + [UInt8](repeating: 0, count: 512)) : $0
    }
    #expect(try OpenedArchive.open(members).archive.images[0].layers.map { $0.sizeProblem != nil } == [true, false])
  }

  @Test func `more diff IDs than layers are an incident`() throws {
    var image = ArchiveTroubleTests.image
    image.statedDiffIDs = image.layers.map(\.diffID) + [digest(of: [])]
    #expect(try OpenedArchive.open(image.dockerMembers()).incidents == ["layer-count"])
  }

  @Test(arguments: [
    #"{"User":1000}"#, #"{"User":["a"]}"#, #"{"Env":"A=b"}"#, #"{"Env":[1]}"#, #"{"Entrypoint":"/bin/sh"}"#,
    #"{"Cmd":{}}"#, #"{"ExposedPorts":["80"]}"#, #"{"Volumes":["/data"]}"#, #"{"WorkingDir":1}"#, "[]", #""text""#, "1",
  ])
  func `a config value of the wrong kind is an incident and never a guess`(_ config: String) throws {
    let opened = try OpenedArchive.open(SavedImage([.setuid("a")], config: config).dockerMembers())
    #expect(opened.incidents == ["config-corrupt"])
    #expect(opened.archive.images.map(\.hasConfig) == [false])
  }

  @Test(arguments: ["null", "{}", #"{"User":null,"Env":null,"Cmd":null,"Volumes":null,"Labels":null}"#])
  func `a config of nulls is one without values`(_ config: String) throws {
    let opened = try OpenedArchive.open(SavedImage([.setuid("a")], config: config).dockerMembers())
    #expect(opened.incidents == [])
    #expect(opened.archive.images.map(\.config.user) == [""])
  }

  @Test func `the last of two User keys counts, as in Docker, with a warning`() throws {
    let opened = try OpenedArchive.open(
      SavedImage([.setuid("a")], config: #"{"User":"1000","User":"0"}"#).dockerMembers())
    #expect(opened.archive.images.map(\.config.user) == ["0"])
    #expect(opened.warnings == ["json-duplicate-key"])
  }

  static let badManifests: [String] = [
    "null", "[]", "1", #""x""#, "[null]", "[[]]", "[{}]", #"[{"Config":1,"Layers":2}]"#, "[", "", " ", "NaN",
    #"{"schemaVersion":2}"#, String(repeating: "[", count: 100_000), #"[{"Config":"c.json","Layers":"l"}]"#,
  ]

  @Test(arguments: badManifests)
  func `a manifest.json that is none is an error, never an empty success`(_ text: String) throws {
    let members = ArchiveTroubleTests.members { $0.name == "manifest.json" ? ArchiveMember($0.name, text: text) : $0 }
    let error = try openingError(members)
    #expect(error != nil)
    #expect(error?.message.isEmpty == false)
  }

  static let secret = "the-secret-of-the-host"

  /// Names that lead out of the archive, as layer or config.
  static let escapes = [
    "../secret", "../../../../../../../../../../SECRET", "SECRET", "./../secret", "a/../../secret", "link",
    "climbing-link", "",
  ]

  @Test(arguments: escapes, [true, false])
  func `a name that leads out of the archive never opens a file of the host`(_ name: String, _ asDirectory: Bool) throws
  {
    let directory = try TemporaryDirectory()
    let layer = TarBuilder.archive([.setuid(ArchiveTroubleTests.secret)])
    let secret = try directory.write("secret", layer)
    let name = name.replacing("SECRET", with: String(secret.dropFirst(name.hasPrefix("..") ? 1 : 0)))
    let configName = try directory.write(
      "secret.json", Array(#"{"config":{"User":"\#(ArchiveTroubleTests.secret)"}}"#.utf8))
    for config in [nil, configName, "../secret.json", "config-link"] {
      let item =
        #"[{"Config":"\#(config ?? "good.json")","RepoTags":["app:1"],"Layers":["\#(name)"]}]"#
      let members = [
        ArchiveMember("good.json", ArchiveTroubleTests.image.configBytes), ArchiveMember("link", .symlink(secret)),
        ArchiveMember("climbing-link", .symlink("../secret")), ArchiveMember("config-link", .symlink(configName)),
        ArchiveMember("manifest.json", text: item),
      ]
      let path =
        asDirectory
        ? try directory.unpack(members, as: "image\(config?.count ?? 0)")
        : try directory.write("image.tar", SavedImage.tar(members))
      prepareProcessForArchives()
      let archive: ImageArchive
      do {
        archive = try ImageArchive.open(path, plan: ScanPlan(), selection: ImageSelection(), verifies: true)
      } catch { continue }
      let opened = OpenedArchive(archive, directory)
      #expect(!"\(opened.layers)".contains(ArchiveTroubleTests.secret))
      #expect(!"\(archive.images.map(\.config))".contains(ArchiveTroubleTests.secret))
      let isTold = archive.images.allSatisfy {
        !$0.problems.incidents.isEmpty || $0.layers.contains { $0.missing != nil }
      }
      #expect(isTold)
    }
  }

  @Test(arguments: [
    ("l", "file 4755 bin/su"), ("./l", "file 4755 bin/su"), ("a/../l", "file 4755 bin/su"), ("../l", "layer-missing"),
  ])
  func `a name that climbs out is not taken for the member it would meet`(_ name: String, _ expected: String) throws {
    var image = ArchiveTroubleTests.image
    image.layers = [image.layers[0]]
    let members = [
      ArchiveMember("l", image.layers[0].stored), ArchiveMember("c.json", image.configBytes),
      ArchiveMember("manifest.json", text: #"[{"Config":"c.json","Layers":["\#(name)"]}]"#),
    ]
    #expect(try OpenedArchive.open(members).layers == [[expected]])
  }

  @Test func `a file below a directory is opened without following any link`() throws {
    let directory = try TemporaryDirectory()
    let root = try directory.unpack([
      ArchiveMember("d/f", text: "x"), ArchiveMember("file-link", .symlink("d/f")),
      ArchiveMember("directory-link", .symlink("d")),
      ArchiveMember("fifo", .fifo),
    ])
    let opened = try OpenFile.openDirectory(root)
    #expect(try OpenFile.open(below: opened, components: ["d", "f"]).sizeBytes == 1)
    for components in [
      ["file-link"], ["directory-link", "f"], ["d"], ["fifo"], ["d", "f", "x"], ["..", "image", "d", "f", ""], [],
    ] {
      #expect(throws: ArchiveError.self, "\(components)") { try OpenFile.open(below: opened, components: components) }
    }
  }

  @Test func `an OCI directory whose blob is a link to the host is not followed`() throws {
    let directory = try TemporaryDirectory()
    let layer = ArchiveTroubleTests.image.layers[0]
    let outside = try directory.write("outside", layer.stored)
    for target in [outside, "../../../outside"] {
      let blob = SavedImage.blob(layer.stored).name
      let members = ArchiveTroubleTests.members(ArchiveTroubleTests.image.ociMembers()) {
        $0.name == blob ? ArchiveMember($0.name, .symlink(target)) : $0
      }
      let path = try directory.unpack(members, as: target.hasPrefix("/") ? "absolute" : "relative")
      prepareProcessForArchives()
      let archive = try ImageArchive.open(path, plan: ScanPlan(), selection: ImageSelection(), verifies: true)
      #expect(archive.images[0].layers[0].missing != nil)
    }
  }

  @Test func `a blob directory that is a link to the host is not followed`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.unpack(ArchiveTroubleTests.image.ociMembers(), as: "image")
    let manager = FileManager.default
    try manager.moveItem(atPath: path + "/blobs", toPath: directory.path + "/blobs")
    try manager.createSymbolicLink(atPath: path + "/blobs", withDestinationPath: directory.path + "/blobs")
    prepareProcessForArchives()
    #expect(throws: ArchiveError.self) {
      try ImageArchive.open(path, plan: ScanPlan(), selection: ImageSelection(), verifies: true)
    }
  }

  @Test func `links between members that go round or are too many are incidents`() throws {
    func chain(_ count: Int) throws -> [[String]] {
      var members = [ArchiveMember("l0", ArchiveTroubleTests.image.layers[0].stored)]
      for index in 1...count { members.append(ArchiveMember("l\(index)", .symlink("l\(index - 1)"))) }
      members.append(ArchiveMember("c.json", ArchiveTroubleTests.image.configBytes))
      members.append(ArchiveMember("manifest.json", text: #"[{"Config":"c.json","Layers":["l\#(count)","self"]}]"#))
      members.append(ArchiveMember("self", .symlink("self")))
      return try OpenedArchive.open(members).layers
    }
    #expect(try chain(39) == [["file 4755 bin/su", "layer-missing"]])
    #expect(try chain(300) == [["layer-missing", "layer-missing"]])
  }

  @Test(arguments: [
    "sha256:../../../../etc/passwd", "../../etc:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "sha256", "sha256:",
    "sha256:ABCDEF",
    "sha256:zz", "", ":",
  ])
  func `a digest that is none never becomes a path`(_ digest: String) throws {
    let index = #"{"manifests":[{"digest":"\#(digest)"}]}"#
    let error = try openingError([ArchiveMember("index.json", text: index), ArchiveMember("oci-layout", text: "{}")])
    #expect(error != nil)
  }

  @Test func `an index that names itself ends`() throws {
    let fake = digest(of: [1])
    let index = #"{"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"digest":"\#(fake)"}]}"#
    let members = [
      ArchiveMember("index.json", text: index), ArchiveMember("blobs/sha256/\(hex(of: fake))", text: index),
    ]
    #expect(try openingError(members) != nil)
  }

  @Test func `an archive cut in its last layer has incidents, whatever is left`() throws {
    let members: [ArchiveMember] = ArchiveTroubleTests.image.dockerMembers().reversed()
    let whole = SavedImage.tar(members)
    for missing in [1100, 1500, 2600, 3000, 4000] {
      let opened = try OpenedArchive.open(bytes: Array(whole.dropLast(missing)))
      let layerTrouble = opened.layers.joined().contains { $0.contains("layer-") }
      #expect(!opened.incidents.isEmpty || layerTrouble, "\(missing) bytes short")
    }
  }

  @Test func `everything below one directory is refused with the command that mends it`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("x.tar", SavedImage.tar(ArchiveTroubleTests.image.dockerMembers(), prefix: "image/"))
    prepareProcessForArchives()
    #expect {
      try ImageArchive.open(path, plan: ScanPlan(), selection: ImageSelection(), verifies: false)
    } throws: {
      let error = $0 as? ArchiveError
      return error?.code == .notAnImage && error?.help?.contains("tar -C image") == true
    }
  }

  @Test func `an exported root file system is told from an image`() throws {
    let error = try openingError(["bin/su", "etc/passwd", "usr/x", "var/y"].map { ArchiveMember($0, text: "x") })
    #expect(error?.code == .notAnImage)
    #expect(error?.help?.contains("not docker export") == true)
  }

  @Test func `a directory that is no image is refused without listing what is below it`() throws {
    let directory = try TemporaryDirectory()
    try directory.write("deep/manifest.json", Array("[]".utf8))
    prepareProcessForArchives()
    #expect {
      try ImageArchive.open(directory.path, plan: ScanPlan(), selection: ImageSelection(), verifies: false)
    } throws: { ($0 as? ArchiveError)?.code == .notAnImage }
  }

  @Test(arguments: ["/dev/zero", "/dev/null", "fifo", "nothing-there"])
  func `what is no file is an error before it is opened`(_ name: String) throws {
    let directory = try TemporaryDirectory()
    try directory.unpack([ArchiveMember("fifo", .fifo)], as: "d")
    let path = name.hasPrefix("/") ? name : directory.path + "/d/" + name
    prepareProcessForArchives()
    #expect {
      try ImageArchive.open(path, plan: ScanPlan(), selection: ImageSelection(), verifies: false)
    } throws: { ($0 as? ArchiveError)?.code == .unreadable }
  }

  @Test(arguments: ["manifest.json", "index.json"])
  func `a FIFO inside a directory is not opened`(_ name: String) throws {
    #expect(try openingError([ArchiveMember(name, .fifo)], asDirectory: true) != nil)
    #expect(try openingError([ArchiveMember(name, .fifo)]) != nil)
  }

  @Test func `the limits of members, JSON bytes, layers and images are errors that say so`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("image.tar", SavedImage.tar(ArchiveFormatTests.several))
    func error(_ change: (inout ArchiveLimits) -> Void) -> ArchiveError? {
      var plan = ScanPlan()
      change(&plan.limits)
      prepareProcessForArchives()
      do throws(ArchiveError) {
        _ = try ImageArchive.open(path, plan: plan, selection: ImageSelection(), verifies: false)
        return nil
      } catch { return error }
    }
    #expect(error { _ in } == nil)
    #expect(error { $0.members = 5 } == nil)
    #expect(error { $0.members = 4 }?.code == .limit)
    #expect(error { $0.images = 2 } == nil)
    #expect(error { $0.images = 1 }?.code == .limit)
    #expect(error { $0.jsonBytes = 50 }?.help?.contains("--max-json") == true)
  }
}

import Core
import TestSupport
import Testing

@testable import ImageArchive

@Suite struct ArchiveFormatTests {
  static let image = SavedImage(
    [TestLayer([.setuid("bin/su")]), TestLayer([.file("etc/passwd", "root:x:0:0")])], config: #"{"User":"app"}"#)
  static let expected = [["file 4755 bin/su", "file 644 etc/passwd"]]

  static func expectImage(_ opened: OpenedArchive, format: String, reference: String? = "app:1") {
    #expect(opened.layers == expected)
    #expect(opened.archive.format == format)
    #expect(opened.archive.images.map(\.config.user) == ["app"])
    #expect(opened.archive.images.map(\.reference) == [reference])
    #expect(opened.incidents == [])
  }

  static let dockerOrders: [(String, [ArchiveMember])] = [
    ("manifest last", image.dockerMembers()), ("manifest first", image.dockerMembers().reversed()),
    ("with ./", image.dockerMembers().map { ArchiveMember("./" + $0.name, $0.body) }),
    ("with a leading /", image.dockerMembers().map { ArchiveMember("/" + $0.name, $0.body) }),
    (
      "with directories",
      [ArchiveMember("./", .directory), ArchiveMember(SavedImage.v1ID(1) + "/", .directory)] + image.dockerMembers()
    ),
    ("with AppleDouble files", [ArchiveMember("._manifest.json", text: "x")] + image.dockerMembers()),
    (
      "with legacy files beside",
      image.dockerMembers() + image.legacyMembers().filter { !$0.name.hasSuffix("layer.tar") }
    ),
  ]

  @Test(arguments: dockerOrders)
  func `a docker archive is read in whatever order and spelling`(_ what: String, _ members: [ArchiveMember]) throws {
    ArchiveFormatTests.expectImage(try OpenedArchive.open(members), format: "docker-archive")
  }

  @Test func `an unpacked docker archive is read too`() throws {
    ArchiveFormatTests.expectImage(
      try OpenedArchive.open(ArchiveFormatTests.image.dockerMembers(), asDirectory: true), format: "dir")
  }

  @Test func `a layer that is a link to an equal one is that one, also before it`() throws {
    let layer = TestLayer([.setuid("bin/su")])
    var members = SavedImage([layer, layer]).dockerMembers()
    members[0].body = .symlink("../\(SavedImage.v1ID(2))/layer.tar")
    let opened = try OpenedArchive.open(members)
    #expect(opened.layers == [["file 4755 bin/su", "file 4755 bin/su"]])
    #expect(opened.archive.images[0].layers[0].name == opened.archive.images[0].layers[1].name)
    members[0].body = .hardLink("\(SavedImage.v1ID(2))/layer.tar")
    #expect(try OpenedArchive.open(members).layers == [["file 4755 bin/su", "file 4755 bin/su"]])
  }

  @Test func `Docker 1 archives are followed from the tag to the bottom layer`() throws {
    ArchiveFormatTests.expectImage(
      try OpenedArchive.open(ArchiveFormatTests.image.legacyMembers()), format: "docker-v1.0")
    let untagged = ArchiveFormatTests.image.legacyMembers().filter { $0.name != "repositories" }
    ArchiveFormatTests.expectImage(try OpenedArchive.open(untagged), format: "docker-v1.0", reference: nil)
  }

  @Test func `parents that go round in a circle end, and that is told`() throws {
    var members = ArchiveFormatTests.image.legacyMembers()
    let one = SavedImage.v1ID(1)
    members[1] = ArchiveMember("\(one)/json", text: #"{"id":"\#(one)","parent":"\#(SavedImage.v1ID(2))"}"#)
    let opened = try OpenedArchive.open(members)
    #expect(opened.layers == ArchiveFormatTests.expected)
    #expect(opened.incidents == ["layer-missing"])
  }

  @Test func `more layers than any image has are an incident`() throws {
    let limit = ArchiveLimits().layers
    let names = [String](repeating: #""l""#, count: limit + 1).joined(separator: ",")
    let docker = [ArchiveMember("manifest.json", text: #"[{"Config":"c.json","Layers":[\#(names)]}]"#)]
    #expect(try openingError(docker)?.found?.contains("2001 layers") == true)
    let legacy = (0...limit).map { number in
      ArchiveMember("\(number)/json", text: #"{"parent":"\#(number == limit ? "" : String(number + 1))"}"#)
    }
    let opened = try OpenedArchive.open(legacy + [ArchiveMember("repositories", text: #"{"r":{"t":"0"}}"#)])
    #expect(opened.incidents.contains("layer-missing"))
    #expect(opened.archive.images.map(\.layers.count) == [limit])
  }

  @Test func `an OCI archive and an OCI directory are read`() throws {
    let members = ArchiveFormatTests.image.ociMembers()
    ArchiveFormatTests.expectImage(try OpenedArchive.open(members), format: "oci")
    ArchiveFormatTests.expectImage(try OpenedArchive.open(members, asDirectory: true), format: "oci")
    ArchiveFormatTests.expectImage(try OpenedArchive.open(members.dropLast()), format: "oci")
  }

  @Test func `a skopeo directory is read`() throws {
    let members = ArchiveFormatTests.image.skopeoMembers()
    ArchiveFormatTests.expectImage(try OpenedArchive.open(members, asDirectory: true), format: "dir", reference: nil)
  }

  @Test func `manifest.json wins over an index.json that is empty or null`() throws {
    for index in [#"{"schemaVersion":2,"manifests":null}"#, #"{"schemaVersion":2,"manifests":[]}"#] {
      let members =
        ArchiveFormatTests.image.dockerMembers() + [
          ArchiveMember("index.json", text: index),
          ArchiveMember("oci-layout", text: #"{"imageLayoutVersion":"1.0.0"}"#),
        ]
      ArchiveFormatTests.expectImage(try OpenedArchive.open(members), format: "docker+oci hybrid")
    }
  }

  @Test func `lower-case keys, as old jib writes them, are read`() throws {
    let lowered = ArchiveFormatTests.image.dockerMembers().map { member in
      guard member.name == "manifest.json", case .file(let bytes) = member.body else { return member }
      let text = String(decoding: bytes, as: UTF8.self).replacing("Config", with: "config")
        .replacing("RepoTags", with: "repoTags").replacing("Layers", with: "layers")
      return ArchiveMember("manifest.json", text: text)
    }
    ArchiveFormatTests.expectImage(try OpenedArchive.open(lowered), format: "docker-archive")
  }

  @Test func `layers stored as gzip under any name are read`() throws {
    let image = SavedImage(ArchiveFormatTests.image.layers.map(\.gzipped), config: #"{"User":"app"}"#)
    ArchiveFormatTests.expectImage(try OpenedArchive.open(image.dockerMembers()), format: "docker-archive")
    ArchiveFormatTests.expectImage(
      try OpenedArchive.open(
        image.ociMembers(mediaTypes: [0: "application/vnd.oci.image.layer.v1.tar+zstd", 1: "x/y"])),
      format: "oci")
  }

  @Test func `a nested index with attestations gives the image of this platform`() throws {
    let (index, members) = multiPlatform()
    let opened = try OpenedArchive.open(members)
    let host = Platform.host.architecture
    #expect(opened.layers == [["file 4755 \(host)"]])
    #expect(opened.archive.images[0].reference == "multi:1")
    #expect(opened.archive.images[0].platform?.architecture == host)
    #expect(opened.incidents == [])
    _ = index
  }

  @Test func `a platform or all of them can be asked for`() throws {
    let (_, members) = multiPlatform()
    var selection = ImageSelection()
    selection.platform = Platform("linux/arm64")
    #expect(try OpenedArchive.open(members, selection: selection).layers == [["file 4755 arm64"]])
    selection.platform = Platform("linux/s390x")
    let error = try openingError(members, selection: selection)
    #expect(error?.code == .notFound)
    #expect(error?.found == "linux/amd64, linux/arm64")
    selection = ImageSelection()
    selection.takesAllPlatforms = true
    #expect(try OpenedArchive.open(members, selection: selection).layers == [["file 4755 amd64"], ["file 4755 arm64"]])
  }

  /// An index in an index: two platforms and an attestation.
  private func multiPlatform() -> ([UInt8], [ArchiveMember]) {
    let images = ["amd64", "arm64"].map { architecture in
      var image = SavedImage([.setuid(architecture)])
      image.architecture = architecture
      return image
    }
    let attestation = Array(
      #"{"schemaVersion":2,"config":{},"layers":[{"mediaType":"application/vnd.in-toto+json"}]}"#.utf8)
    let descriptors =
      images.map {
        SavedImage.descriptor(
          of: $0.ociManifest(), more: #""platform":{"os":"linux","architecture":"\#($0.architecture)"}"#)
      } + [
        SavedImage.descriptor(
          of: attestation,
          more:
            #""platform":{"os":"unknown","architecture":"unknown"},"annotations":{"vnd.docker.reference.type":"attestation-manifest"}"#
        )
      ]
    let inner = SavedImage.index(descriptors)
    let outer = SavedImage.index([
      SavedImage.descriptor(
        of: inner, type: "application/vnd.oci.image.index.v1+json",
        more: #""annotations":{"org.opencontainers.image.ref.name":"1","io.containerd.image.name":"multi:1"}"#)
    ])
    let members =
      images.flatMap { $0.blobMembers() } + [
        SavedImage.blob(attestation), SavedImage.blob(inner), ArchiveMember("index.json", outer),
      ]
    return (inner, members)
  }

  static let several: [ArchiveMember] = {
    let one = SavedImage([.setuid("one")], tags: ["one:1", "one:latest"])
    let two = SavedImage([.setuid("two")], tags: ["two:2"])
    let items = [one.dockerItem(layerNames: ["l1"]), two.dockerItem(layerNames: ["l2"])]
    return [
      ArchiveMember("l1", one.layers[0].stored), ArchiveMember("l2", two.layers[0].stored),
      ArchiveMember(hex(of: one.configDigest) + ".json", one.configBytes),
      ArchiveMember(hex(of: two.configDigest) + ".json", two.configBytes),
      ArchiveMember("manifest.json", text: "[\(items.joined(separator: ","))]"),
    ]
  }()

  @Test(
    arguments: [
      (nil, ["one:1", "two:2"]), ("two:2", ["two:2"]), ("one:latest", ["one:1"]), ("one", ["one:1"]),
    ] as [(String?, [String])])
  func `of several images all are taken, or the one that is named`(_ name: String?, _ expected: [String]) throws {
    var selection = ImageSelection()
    selection.name = name
    #expect(
      try OpenedArchive.open(ArchiveFormatTests.several, selection: selection).archive.images.map(\.reference)
        == expected)
  }

  @Test func `a name that is not there is an error that lists the names`() throws {
    var selection = ImageSelection()
    selection.name = "three"
    let error = try openingError(ArchiveFormatTests.several, selection: selection)
    #expect(error?.code == .notFound)
    #expect(error?.found?.contains("two:2") == true)
  }

  @Test func `a tagged image is not found by its name without the tag unless the tag is latest`() throws {
    var selection = ImageSelection()
    selection.name = "two"
    #expect(try openingError(ArchiveFormatTests.several, selection: selection) != nil)
  }

  @Test(arguments: ["gzip", "zstd", "xz", "bzip2"])
  func `a whole archive may be compressed`(_ codec: String) throws {
    for members in [ArchiveFormatTests.image.dockerMembers(), ArchiveFormatTests.image.dockerMembers().reversed()] {
      guard let bytes = try ExternalProgram.compress(SavedImage.tar(members), with: codec) else {
        print("not tested: \(codec) is not installed")
        return
      }
      let opened = try OpenedArchive.open(bytes: bytes)
      ArchiveFormatTests.expectImage(opened, format: "docker-archive")
      #expect(opened.archive.isStream)
      #expect(opened.archive.compression.rawValue == codec)
    }
    let layers = ArchiveFormatTests.image.layers.map(\.gzipped)
    let inner = SavedImage.tar(SavedImage(layers, config: #"{"User":"app"}"#).ociMembers())
    let bytes = try #require(try ExternalProgram.compress(inner, with: codec))
    ArchiveFormatTests.expectImage(try OpenedArchive.open(bytes: bytes), format: "oci")
  }

  @Test func `a whole archive in several gzip members is read`() throws {
    let tar = SavedImage.tar(ArchiveFormatTests.image.dockerMembers())
    let bytes = Gzip.member(Array(tar[..<1000])) + Gzip.member([]) + Gzip.member(Array(tar[1000...]))
    ArchiveFormatTests.expectImage(try OpenedArchive.open(bytes: bytes), format: "docker-archive")
  }

  @Test func `an image without layers is an image`() throws {
    let opened = try OpenedArchive.open(SavedImage([TestLayer]()).dockerMembers())
    #expect(opened.layers == [[]])
    #expect(opened.incidents == [])
  }

  @Test func `a BOM and padding around manifest.json are passed over`() throws {
    var members = ArchiveFormatTests.image.dockerMembers()
    guard case .file(let bytes) = members[members.count - 1].body else { return }
    members[members.count - 1].body = .file([0xEF, 0xBB, 0xBF] + bytes + [0, 0, 0])
    ArchiveFormatTests.expectImage(try OpenedArchive.open(members), format: "docker-archive")
  }

  @Test func `of two members with one name the last counts, with a warning`() throws {
    let other = SavedImage([.setuid("old")])
    let members =
      [ArchiveMember(SavedImage.v1ID(1) + "/layer.tar", other.layers[0].stored)]
      + ArchiveFormatTests.image.dockerMembers()
    let opened = try OpenedArchive.open(members)
    #expect(opened.layers == ArchiveFormatTests.expected)
    #expect(opened.warnings == ["member-duplicate"])
  }

  @Test func `an OCI manifest for something else is passed over`() throws {
    let chart = Array(
      #"{"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"\#(digest(of: []))"},"layers":[]}"#
        .utf8)
    var members = ArchiveFormatTests.image.blobMembers() + [SavedImage.blob(chart)]
    let name = #""annotations":{"org.opencontainers.image.ref.name":"app:1"}"#
    members.append(
      ArchiveMember(
        "index.json",
        SavedImage.index([
          SavedImage.descriptor(of: chart),
          SavedImage.descriptor(of: ArchiveFormatTests.image.ociManifest(), more: name),
        ])))
    let opened = try OpenedArchive.open(members)
    ArchiveFormatTests.expectImage(opened, format: "oci")
    #expect(opened.warnings == ["not-an-image"])
  }
}

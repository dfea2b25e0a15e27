import Core
import ImageArchive
import Rules
import Testing
import TestSupport

@testable import Engine

/// `--base`: which layers are the base image's.
@Suite struct BaseLayersTests {
  private static let image = PolicyScan.sample()
  private static let base = SavedImage([image.layers[0]], tags: ["base:12"])
  private static let other = SavedImage([.file("etc/os-release", "ID=other\n")], tags: ["other:1"])

  private func options(_ choice: BaseChoice, _ change: (inout ScanOptions) -> Void = { _ in }) -> ScanOptions {
    var options = ScanOptions()
    options.base = choice
    change(&options)
    return options
  }

  /// Origins by layer, decision and warnings of the first image.
  private func scan(
    _ members: [ArchiveMember], _ options: ScanOptions
  ) throws -> (origins: [LayerOrigin], decision: String?, warnings: [Incident]) {
    let target = try #require(
      try PolicyScan.images(members, PolicyScan.policy { $0.onlyOwn = true }, options: options).first)
    if target.layers.allSatisfy({ $0.origin == .unknown }) { #expect(target.suppressed.isEmpty) }
    return (target.layers.map(\.origin), target.baseDecision, target.warnings.filter { $0.code == "base-mismatch" })
  }

  @Test(arguments: [(0, [LayerOrigin.own, .own]), (1, [.base, .own]), (2, [.base, .base])])
  func `a number of layers`(count: Int, origins: [LayerOrigin]) throws {
    let found = try scan(Self.image.dockerMembers(), options(.layers(count)))
    #expect(found.origins == origins && found.decision == "as given" && found.warnings.isEmpty)
  }

  @Test(arguments: [-1, 3, Int.max, Int.min]) func `a number that cannot be is told`(count: Int) throws {
    let found = try scan(Self.image.dockerMembers(), options(.layers(count)))
    #expect(found.origins == [.unknown, .unknown] && found.decision == nil)
    #expect(found.warnings.map(\.message) == ["\(count) base layers do not fit: this image has 2 layers"])
  }

  @Test func `an archive of the base, in any form`() throws {
    let directory = try TemporaryDirectory()
    let archives = [
      try directory.write("docker.tar", SavedImage.tar(Self.base.dockerMembers())),
      try directory.write("oci.tar", SavedImage.tar(Self.base.ociMembers())),
      try directory.unpack(Self.base.ociMembers()),
    ]
    for file in archives {
      let found = try scan(Self.image.dockerMembers(), options(.named(file)))
      #expect(found.origins == [.base, .own] && found.decision == "the layers of \(file)" && found.warnings.isEmpty)
    }
  }

  @Test func `an image of the same archive, chosen or not`() throws {
    let names = (1...3).map { SavedImage.v1ID($0) + "/layer.tar" }
    let layers = Self.image.layers + Self.other.layers
    var members = zip(names, layers).map { ArchiveMember($0, $1.stored) }
    for image in [Self.image, Self.base, Self.other] {
      members.append(ArchiveMember(hex(of: image.configDigest) + ".json", image.configBytes))
    }
    let items = [
      Self.image.dockerItem(layerNames: Array(names[...1])), Self.base.dockerItem(layerNames: [names[0]]),
      Self.other.dockerItem(layerNames: [names[2]]),
    ]
    members.append(ArchiveMember("manifest.json", text: "[\(items.joined(separator: ","))]"))
    for selected in [nil, "registry.example/team/web:1"] {
      let found = try scan(members, options(.named("base:12")) { $0.selection.name = selected })
      #expect(found.origins == [.base, .own] && found.decision == "the layers of base:12", "\(selected ?? "")")
      let wrong = try scan(members, options(.named("other:1")) { $0.selection.name = selected })
      #expect(wrong.origins == [.unknown, .unknown] && wrong.decision == nil)
      #expect(wrong.warnings.map(\.message) == ["other:1 is not the base of this image: layer 1/1 differs"])
    }
  }

  @Test func `a base that is not one is told`() throws {
    let directory = try TemporaryDirectory()
    let more = SavedImage(Self.image.layers + Self.other.layers, tags: ["more:1"])
    let bigger = try directory.write("bigger.tar", SavedImage.tar(more.dockerMembers()))
    let found = try scan(Self.image.dockerMembers(), options(.named(bigger)))
    #expect(found.origins == [.unknown, .unknown])
    #expect(found.warnings.first?.message == "\(bigger) is not the base of this image: it has 3 layers, the image 2")
    var foreign = Self.base
    foreign.architecture = "s390x"
    let file = try directory.write("foreign.tar", SavedImage.tar(foreign.dockerMembers()))
    let none = try scan(Self.image.dockerMembers(), options(.named(file)))
    #expect(none.warnings.first?.message == "\(file) has no image for linux/amd64")
  }

  @Test func `a name that is nothing is an error that says what could be typed`() throws {
    let error = #expect(throws: ArchiveError.self) {
      try PolicyScan.images(Self.image.dockerMembers(), options: options(.named("nowhere:1")))
    }
    #expect(error?.code == .notFound && error?.message.contains("\"nowhere:1\"") == true && error?.help != nil)
    let directory = try TemporaryDirectory()
    let text = try directory.write("note.txt", Array("hello".utf8))
    #expect(throws: ArchiveError.self) {
      try PolicyScan.images(Self.image.dockerMembers(), options: options(.named(text)))
    }
  }
}

import Core
import Deployment
import Testing

@Suite struct ComposeReaderTests {
  private func project(_ text: String) throws -> ComposeProject {
    try #require(try DeploymentReader.read(Array(text.utf8), name: "compose.yaml").compose)
  }

  private func service(_ name: String, _ text: String) throws -> ComposeService {
    try #require(try project(text).services.first { $0.name == name })
  }

  @Test func `what a service extends in its file is its own, lists joined and scalars replaced`() throws {
    let text = """
      services:
        base:
          image: base:1
          read_only: true
          command: [run, base]
          cap_drop: [ALL]
          deploy: {resources: {limits: {memory: 1g, cpus: "1"}}}
        web:
          extends: {service: base}
          image: web:1
          command: [run]
          cap_drop: [NET_RAW]
          deploy: {resources: {limits: {memory: 2g}}}
      """
    let web = try service("web", text)
    #expect(web.elsewhere == nil)
    #expect(web.image.value == "web:1" && web.readOnly.value == true)
    #expect(web.words("cap_drop").map(\.text) == ["ALL", "NET_RAW"])
    #expect(web.words("command").map(\.text) == ["run"])
    let limits = web.value["deploy"]?["resources"]?["limits"]
    #expect(limits?["memory"]?.scalarText == "2g" && limits?["cpus"]?.scalarText == "1")
  }

  @Test(arguments: [
    "services:\n  web:\n    image: a\n    extends: {file: b.yml, service: web}\n",
    "services:\n  web:\n    image: a\n    extends: {service: nobody}\n",
    "services:\n  web:\n    image: a\n    extends: ${BASE}\n",
    "services:\n  web:\n    image: a\n    extends: other\n  other:\n    extends: web\n",
    "services:\n  web:\n    image: a\n    extends: other\n  other:\n    extends: {file: c.yml, service: x}\n",
    "services:\n  web:\n    environment: {A: b}\n",
  ])
  func `what may stand in another file is unknown, not absent`(text: String) throws {
    let web = try service("web", text)
    #expect(web.readOnly.isUnknown && web.user.isUnknown && !web.isWhole("cap_drop"), "\(web)")
    #expect(web.hasUnknownMounts && !web.startsAsImage)
  }

  @Test func `a service with build or image alone is whole`() throws {
    for line in ["image: a", "build: .", "build: {context: .}"] {
      #expect(try service("web", "services:\n  web:\n    \(line)\n").readOnly.isAbsent, "\(line)")
    }
  }

  @Test(.timeLimit(.minutes(5))) func `thousands of services that extend a large one cost no square`() throws {
    var text = "services:\n  base:\n    image: a\n    environment:\n"
    for index in 0..<5_000 { text += "      V\(index): x\n" }
    for index in 0..<2_000 {
      text += "  s\(index):\n    extends: \(index % 2 == 0 ? "base" : "s\(index - 1)")\n    environment: {A: b}\n"
    }
    #expect(try project(text).services.count == 2_001)
  }

  struct Mount: Sendable {
    var text: String
    var kind: ComposeVolume.Kind
    var source: String?
    var target: String?
    var isReadOnly = false
  }

  @Test(arguments: [
    Mount(text: "data:/data", kind: .volume, source: "data", target: "/data"),
    Mount(text: "/a:/b:ro", kind: .bind, source: "/a", target: "/b", isReadOnly: true),
    Mount(text: "./a:/b:ro,z", kind: .bind, source: "./a", target: "/b", isReadOnly: true),
    Mount(text: "/data", kind: .volume, source: nil, target: "/data"),
    Mount(text: "'C:\\a:/b'", kind: .bind, source: "C:\\a", target: "/b"),
    Mount(text: "{type: tmpfs, target: /t}", kind: .tmpfs, source: nil, target: "/t"),
    Mount(
      text: "{type: bind, source: /a, target: /b, read_only: true}", kind: .bind, source: "/a", target: "/b",
      isReadOnly: true),
    Mount(text: "{source: \"${A}\", target: /b}", kind: .volume, source: nil, target: "/b"),
  ])
  func `mounts are read in both forms`(mount: Mount) throws {
    let service = try service("web", "services:\n  web:\n    image: a\n    volumes:\n      - \(mount.text)\n")
    let found = try #require(service.mounts.first)
    #expect(found.kind == mount.kind && found.source == mount.source && found.target == mount.target, "\(found)")
    #expect(found.isReadOnly == mount.isReadOnly)
    #expect(!service.hasUnknownMounts)
  }

  @Test func `tmpfs is a text or a list with options`() throws {
    for text in ["/tmp:size=1m,mode=1777", "[/tmp]", "[\"/tmp:rw\"]"] {
      let service = try service("web", "services:\n  web:\n    image: a\n    tmpfs: \(text)\n")
      #expect(service.mounts.map(\.target) == ["/tmp"], "\(text)")
    }
  }

  @Test func `names and values have their own places in both forms`() throws {
    for text in ["{AB: cd}", "[AB=cd]", "[\"AB=cd\"]", "['AB=cd']"] {
      let service = try service("web", "services:\n  web:\n    image: a\n    environment: \(text)\n")
      let pair = try #require(ComposePair.pairs(of: service.value["environment"]).first)
      #expect(pair.name == "AB" && pair.text == "cd")
      let line = Array("    environment: \(text)".utf8)
      func shown(_ start: Int, _ end: Int) -> String { String(decoding: line[start - 1..<end - 1], as: UTF8.self) }
      #expect(shown(pair.nameRange.start.column, pair.nameRange.end.column) == "AB", "\(text)")
      #expect(shown(pair.valueRange.start.column, pair.valueRange.end.column) == "cd", "\(text)")
    }
  }
}

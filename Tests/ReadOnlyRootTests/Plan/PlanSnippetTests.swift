import Core
import Foundation
import JSONText
import RootFS
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct PlanSnippetTests {
  /// Paths that break a form that does not quote.
  static let odd = [
    "/a b", "/q\"'\\", "/d$HOME${X}", "/new\nline", "/# c", "/- x, y", "/bidi\u{202E}", "/tag\u{E0041}", "/ü",
  ]

  static func entry(_ path: String, _ kind: MountPlan.Kind = .tmpfs) -> MountPlan.Entry {
    var entry = MountPlan.Entry(path: RootPath(path), kind: kind, confidence: .certain, source: .label, why: "test")
    (entry.uid, entry.gid, entry.mode) = (101, 102, 0o1777)
    return entry
  }

  static func plan(_ entries: [MountPlan.Entry]) -> MountPlan {
    MountPlan(service: nil, evidence: "", entries: entries, unknown: nil)
  }

  static let usual = plan([entry("/run"), entry("/var/lib/mysql", .volume)])
  static let hostile = plan(odd.map { entry($0) } + odd.map { entry($0 + "-v", .volume) })

  @Test func `docker run with its flags`() {
    let snippet = PlanSnippet(Self.usual, as: .docker, image: "web:ci")
    #expect(
      snippet.text
        == """
        docker run --read-only \\
          --tmpfs /run:rw,noexec,nosuid,nodev,uid=101,gid=102,mode=1777,size=64m \\
          -v var-lib-mysql:/var/lib/mysql \\
          web:ci

        """.replacingOccurrences(of: "docker run --read-only", with: "docker run \\\n  --read-only"))
    for name in ["-rf", "a b", "a;b", "$(x)", ""] {
      #expect(PlanSnippet(Self.usual, as: .docker, image: name).text.hasSuffix("  IMAGE\n"))
    }
  }

  @Test func `a service of a Compose file`() {
    #expect(
      PlanSnippet(Self.usual, as: .compose).text == """
        services:
          app:
            read_only: true
            tmpfs:
              - "/run:rw,noexec,nosuid,nodev,uid=101,gid=102,mode=1777,size=64m"
            volumes:
              - type: volume
                source: "var-lib-mysql"
                target: "/var/lib/mysql"
        volumes:
          "var-lib-mysql": {}

        """)
    #expect(PlanSnippet(Self.plan([]), as: .compose).text == "services:\n  app:\n    read_only: true\n")
  }

  @Test func `Compose interpolates nothing in a path`() {
    let text = PlanSnippet(Self.plan([Self.entry("/d$HOME"), Self.entry("/${X}", .volume)]), as: .compose).text
    #expect(text.contains("\"/d$$HOME:rw"))
    #expect(text.contains("target: \"/$${X}\""))
  }

  @Test func `a task definition, and one without tmpfs`() throws {
    let json = try JSONParser.parse(Array(PlanSnippet(Self.usual, as: .ecs).text.utf8))
    let container = try #require(json["containerDefinitions"]?.array?.first)
    #expect(container["readonlyRootFilesystem"]?.bool == true)
    let tmpfs = try #require(container["linuxParameters"]?["tmpfs"]?.array?.first)
    #expect(tmpfs["containerPath"]?.string == "/run")
    #expect(tmpfs["mountOptions"]?.array?.compactMap(\.string).last == "mode=1777")
    #expect(json["volumes"]?.array?.compactMap { $0["name"]?.string } == ["var-lib-mysql"])
    let without = PlanSnippet(Self.usual, as: .ecs, usesTmpfs: false)
    let other = try JSONParser.parse(Array(without.text.utf8))
    #expect(other["containerDefinitions"]?.array?.first?["linuxParameters"] == nil)
    let points = other["containerDefinitions"]?.array?.first?["mountPoints"]?.array ?? []
    #expect(points.compactMap { $0["containerPath"]?.string } == ["/run", "/var/lib/mysql"])
    #expect(other["volumes"]?.array?.count == 2)
    #expect(without.notes.contains { $0.hasPrefix("an empty task volume belongs to root with mode 0755") })
    #expect(without.notes.contains { $0.hasPrefix("no VOLUME is declared at /run, /var/lib/mysql") })
    let empty = try JSONParser.parse(Array(PlanSnippet(Self.plan([]), as: .ecs).text.utf8))
    #expect(empty["containerDefinitions"]?.array?.first?.members?.count == 1)
  }

  @Test func `a pod's specification`() {
    let text = PlanSnippet(Self.usual, as: .k8s).text
    #expect(text.contains("        readOnlyRootFilesystem: true\n"))
    #expect(text.contains("        - name: \"run\"\n          mountPath: \"/run\"\n"))
    #expect(text.contains("      emptyDir:\n        medium: Memory\n        sizeLimit: 64Mi\n"))
    #expect(text.contains("claimName: \"var-lib-mysql\""))
    #expect(text.hasPrefix("# An emptyDir belongs to root with mode 0777"))
  }

  @Test func `Kubernetes takes the names`() {
    let long = "/" + String(repeating: "Ab_", count: 40)
    let plan = Self.plan(["/x", "/A_b", "/a/b", "/-", long, "/ü"].map { Self.entry($0) })
    let names = PlanSnippet(plan, as: .k8s).text.split(separator: "\n").filter { $0.contains("    - name: \"") }
      .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
    #expect(Set(names).count == plan.entries.count)
    for name in names {
      let isLabel = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
      #expect(isLabel && name.utf8.count <= 63 && !name.hasPrefix("-") && !name.hasSuffix("-"), "\(name)")
    }
  }

  @Test(arguments: PlanSnippet.Form.allCases)
  func `a path that a form cannot hold is left out and told`(form: PlanSnippet.Form) {
    var bytes = Self.entry("/x")
    bytes.path = RootPath(bytes: [0x2F, 0xFF])
    let plan = Self.plan([Self.entry("/ok"), Self.entry("/a:b"), Self.entry("/a:c", .volume), bytes])
    let snippet = PlanSnippet(plan, as: form)
    #expect(snippet.leftOut.contains { $0.contains("\\xff") })
    #expect(snippet.text.contains("/ok"))
    #expect(!snippet.text.utf8.contains(0xFF))
    #expect(snippet.leftOut.count == [.docker: 3, .compose: 2, .ecs: 2, .k8s: 3][form])
  }

  @Test(arguments: PlanSnippet.Form.allCases)
  func `no control character reaches the output`(form: PlanSnippet.Form) {
    let text = PlanSnippet(Self.hostile, as: form, image: "\u{1B}[2J").text
    #expect(!text.unicodeScalars.contains { $0 != "\n" && $0.isUnsafeToShow })
  }

  @Test func `ECS JSON gives back every path`() throws {
    let json = try JSONParser.parse(Array(PlanSnippet(Self.hostile, as: .ecs).text.utf8))
    let container = try #require(json["containerDefinitions"]?.array?.first)
    let paths = container["linuxParameters"]?["tmpfs"]?.array?.compactMap { $0["containerPath"]?.string }
    #expect(paths == Self.odd)
    #expect(container["mountPoints"]?.array?.compactMap { $0["containerPath"]?.string } == Self.odd.map { $0 + "-v" })
  }

  @Test func `the shell gives back every word`() throws {
    let snippet = PlanSnippet(Self.hostile, as: .docker, image: "web")
    #expect(snippet.leftOut.count == 6)
    let shell = ExternalProgram(path: "/bin/sh")
    let run = try shell.run(["-c", "docker() { printf '%s\\0' \"$@\"; }; " + snippet.text])
    let words = run.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    let shown = Self.odd.filter { !$0.unicodeScalars.contains(where: \.isUnsafeToShow) }
    #expect(words.filter { $0.hasSuffix("size=64m") }.map { String($0.prefix { $0 != ":" }) } == shown)
    #expect(words.filter { $0.hasSuffix("-v") && $0.contains(":") }.count == shown.count)
    #expect(words.last == "web")
  }

  @Test(arguments: [PlanSnippet.Form.compose, .k8s])
  func `a YAML reader gives back every path`(form: PlanSnippet.Form) throws {
    let script = """
      import json, sys, yaml
      document = yaml.safe_load(sys.stdin.buffer.read().decode())
      json.dump(document, sys.stdout)
      """
    let python = ["/usr/bin/python3", ExternalProgram.find("python3")?.path].compactMap { $0 }.first { path in
      (try? ExternalProgram(path: path).run(["-c", "import yaml"]))?.status == 0
    }
    guard let python else {
      print("not tested: no Python with PyYAML reads the emitted YAML")
      return
    }
    let directory = try TemporaryDirectory()
    let file = try directory.write("snippet.yaml", Array(PlanSnippet(Self.hostile, as: form).text.utf8))
    let run = try ExternalProgram(path: python).run(["-c", script], input: file)
    try #require(run.status == 0, "\(run.errorText)")
    let document = try JSONParser.parse(run.output)
    let paths: [String]
    if form == .compose {
      let service = try #require(document["services"]?["app"])
      #expect(service["read_only"]?.bool == true)
      let tmpfs = (service["tmpfs"]?.array ?? []).compactMap(\.string).map { text in
        String(text.utf8.split(separator: UInt8(ascii: ":"))[0]) ?? ""
      }
      let volumes = (service["volumes"]?.array ?? []).compactMap { $0["target"]?.string }
      // Compose makes one dollar sign of two.
      paths = (tmpfs + volumes).map { $0.replacingOccurrences(of: "$$", with: "$") }
      #expect(document["volumes"]?.members?.count == Self.odd.count)
    } else {
      let container = try #require(document["spec"]?["containers"]?.array?.first)
      #expect(container["securityContext"]?["readOnlyRootFilesystem"]?.bool == true)
      paths = (container["volumeMounts"]?.array ?? []).compactMap { $0["mountPath"]?.string }
      #expect(document["spec"]?["volumes"]?.array?.count == 2 * Self.odd.count)
    }
    #expect(Set(paths) == Set(Self.odd + Self.odd.map { $0 + "-v" }))
  }
}

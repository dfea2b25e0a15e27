import Core
import Foundation
import Testing
import TestSupport

@testable import Engine

/// Two builds of one image by buildah: what is known after the first is known in the second.
@Suite struct RebuildTests {
  /// Builds with a store of its own.
  private struct Builder {
    let buildah: ExternalProgram
    let store: TemporaryDirectory

    /// What the command says; nil when it fails.
    func run(_ arguments: [String]) throws -> String? {
      let place = ["--root", store.path + "/root", "--runroot", store.path + "/run", "--storage-driver", "vfs"]
      let result = try buildah.run(place + arguments)
      guard result.status == 0 else { return nil }
      return result.outputText.split(separator: "\n").last.map(String.init) ?? ""
    }

    /// Copies directories into an image, a layer each, and writes it; nil when buildah cannot here.
    func build(_ directories: [String], to archive: String) throws -> String? {
      var base = "scratch"
      for (index, directory) in directories.enumerated() {
        guard let container = try run(["from", base]), try run(["copy", container, directory, "/"]) != nil,
          try run(["config", "--user", "1000", "--entrypoint", #"["/app"]"#, container]) != nil
        else { return nil }
        base = "localhost/step\(index)"
        guard try run(["commit", container, base]) != nil else { return nil }
      }
      return try run(["push", base, archive])
    }
  }

  /// Directories to copy, with files of this second.
  private func context(_ directory: TemporaryDirectory, _ second: Double) throws -> [String] {
    let files = [
      ("base/etc/passwd", "root:x:0:0::/root:/bin/sh\n", 0o644), ("base/etc/os-release", "ID=debian\n", 0o644),
      ("base/usr/bin/su", "\u{7F}ELF", 0o4755), ("base/usr/bin/curl", "\u{7F}ELF", 0o755),
      ("app/app", "\u{7F}ELF", 0o777), ("app/opt/helper", "\u{7F}ELF", 0o4755), ("app/srv/data.db", "x", 0o666),
    ]
    for (name, text, mode) in files {
      let path = try directory.write(name, Array(text.utf8))
      let attributes: [FileAttributeKey: Any] = [
        .posixPermissions: mode, .modificationDate: Date(timeIntervalSince1970: second),
      ]
      try FileManager.default.setAttributes(attributes, ofItemAtPath: path)
    }
    return [directory.path + "/base", directory.path + "/app"]
  }

  @Test func `a rebuild has no new findings`() throws {
    guard geteuid() == 0, let buildah = ExternalProgram.find("buildah") else {
      return print("not tested: no buildah that may build here")
    }
    let builds = [("docker-archive", "one.tar:registry.example/web:1"), ("oci-archive", "two.tar:web:2")]
    var targets: [(Target, String)] = []
    let output = try TemporaryDirectory()
    var held = PolicyScan.policy()
    for (index, (form, name)) in builds.enumerated() {
      let directory = try TemporaryDirectory()
      let directories = try context(directory, 1_700_000_000 + Double(index) * 1_000_000)
      let builder = Builder(buildah: buildah, store: try TemporaryDirectory())
      guard try builder.build(directories, to: "\(form):\(output.path)/\(name)") != nil else {
        return print("not tested: buildah does not build here")
      }
      let file = String(name.prefix { $0 != ":" })
      let target = try #require(try PolicyScan.images(output.path + "/" + file, held, name: file).first)
      if index == 0 { held.baseline = try Baseline.read(Baseline.write([target]), file: "b.json") }
      targets.append((target, file))
    }
    let (first, second) = (targets[0].0, targets[1].0)
    #expect(first.findings.count > 5 && first.findings.contains { $0.rule == "IMG-PERM-STOCK" })
    #expect(first.layers.count == 2 && Set(first.layers.map(\.diffID)).isDisjoint(with: second.layers.map(\.diffID)))
    #expect(second.findings.isEmpty, "\(second.findings.map(\.message))")
    #expect(second.suppressed.count == first.findings.count)
  }
}

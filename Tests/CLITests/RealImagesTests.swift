import Foundation
import JSONText
import TestSupport
import Testing

/// Images of real Debian packages, written by real tools, against the same file system unpacked by one of them.
@Suite(.serialized) struct RealImagesTests {
  /// Where the images are made and kept; nil, after one printed line, when the tools for it cannot be had.
  private static let made: String? = {
    let given = ProcessInfo.processInfo.environment["IMGSCAN_REAL_IMAGES"]
    let directory = given ?? NSTemporaryDirectory() + "/imgscan-real-images-\(getuid())"
    do {
      let result = try ExternalProgram(path: "/bin/sh").run(
        [Imgscan.packageRoot + "/Tests/tools/make_real_images.sh", directory], seconds: 290)
      if result.status == 0 { return directory }
      print(
        "not tested: images of real Debian packages (\(result.errorText.split(separator: "\n").last ?? "the time was up"))"
      )
    } catch {
      print("not tested: images of real Debian packages (\(error))")
    }
    return nil
  }()

  /// What `find` says of the unpacked file system, one line a file.
  private func found(_ directory: String, _ condition: [String], format: String) throws -> Set<String> {
    let find = try #require(ExternalProgram.find("find"))
    let result = try find.run([directory + "/root"] + condition + ["-printf", format])
    #expect(result.status == 0)
    return Set(result.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }

  private func images(_ directory: String) throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory + "/images").sorted()
    #expect(names.count >= 4)
    return names
  }

  private func facts(_ directory: String, _ name: String) throws -> JSONValue {
    let result = try Imgscan.run("facts", "--verify", "\(directory)/images/\(name)")
    #expect(result.status == 0, "\(name): \(result.errorText)")
    let images = try result.json()["images"]?.array ?? []
    #expect(images.count == 1, "\(name)")
    return try #require(images.first)
  }

  private func text(_ value: JSONValue?, _ keys: [String]) -> String {
    keys.map { key in value?[key]?.string ?? value?[key]?.integer.map(String.init) ?? "?" }.joined(separator: " ")
  }

  @Test func `every archive has exactly the set-id files that find sees unpacked`() throws {
    guard let directory = RealImagesTests.made else { return }
    let expected = try found(directory, ["-type", "f", "-perm", "/6000"], format: "%04m %U %G /%P\\0")
    #expect(expected.count > 10)
    #expect(expected.contains("4755 0 0 /usr/bin/su"))
    for name in try images(directory) {
      let setid = try facts(directory, name)["setid"]?.array ?? []
      let seen = Set(setid.map { text($0, ["mode", "uid", "gid", "path"]) })
      #expect(seen == expected, "\(name)")
      #expect(setid.count == expected.count, "\(name)")
    }
  }

  @Test func `every archive has as many files of each kind, and the same open directories`() throws {
    guard let directory = RealImagesTests.made else { return }
    let open = try found(directory, ["-type", "d", "-perm", "-0002", "!", "-perm", "-1000"], format: "%04m /%P\\0")
    #expect(open == ["0777 /opt/open"])
    var counts: [String: Int] = [:]
    for kind in ["d", "f", "l"] { counts[kind] = try found(directory, ["-type", kind], format: "/%P\\0").count }
    #expect((counts["f"] ?? 0) > 1000)
    for name in try images(directory) {
      let image = try facts(directory, name)
      #expect(
        Set((image["world_writable_dirs"]?.array ?? []).map { text($0, ["mode", "path"]) }) == ["0777 /opt/open"])
      for (kind, count) in counts {
        #expect(image["rootfs_counts"]?[kind]?.integer == Int64(count), "\(name): kind \(kind)")
      }
    }
  }

  @Test func `every archive has the file capabilities that getcap sees unpacked`() throws {
    guard let directory = RealImagesTests.made else { return }
    let getcap = try #require(ExternalProgram.find("getcap"))
    let root = directory + "/root"
    let expected = Set(
      try getcap.run(["-r", root]).outputText.split(separator: "\n").map {
        String($0.dropFirst(root.utf8.count).prefix { $0 != " " })
      })
    #expect(expected.contains("/opt/app/raw"))
    for name in try images(directory) {
      let seen = Set((try facts(directory, name)["filecaps"]?.array ?? []).compactMap { $0["path"]?.string })
      #expect(seen == expected, "\(name)")
    }
  }

  @Test func `what the layers took away is told with the reason`() throws {
    guard let directory = RealImagesTests.made else { return }
    for name in try images(directory) {
      let image = try facts(directory, name)
      let gone = Set((image["setid_gone"]?.array ?? []).map { text($0, ["path", "mode", "layer", "why"]) })
      for expected in [
        "/usr/bin/passwd 4755 0 stripped", "/usr/bin/chsh 4755 0 stripped", "/usr/bin/newgrp 4755 0 deleted",
        "/opt/app/second 4755 1 stripped", "/opt/app/third 4755 1 deleted", "/opt/gone/hidden 4755 1 deleted",
        "/opt/gone/opaque 4755 1 deleted",
      ] {
        #expect(gone.contains(expected), "\(name): \(expected) is not in \(gone)")
      }
      #expect(image["layers"]?.array?.count == 4, "\(name)")
      #expect(image["user"]?.string == "1000:1000", "\(name)")
    }
  }

  @Test func `the report of each archive is about the same findings, also through a pipe`() throws {
    guard let directory = RealImagesTests.made else { return }
    var first: [String]?
    for name in try images(directory) {
      let path = "\(directory)/images/\(name)"
      var isDirectory: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      var results = [try Imgscan.run("-f", "json", path)]
      if !isDirectory.boolValue { results.append(try Imgscan.pipe(path, ["-f", "json", "-"])) }
      for result in results {
        #expect(result.status == 1, "\(name): \(result.errorText)")
        let findings = try result.json()["findings"]?.findingKeys ?? []
        #expect(findings.count > 10)
        if let first { #expect(findings == first, "\(name)") } else { first = findings }
      }
    }
  }
}

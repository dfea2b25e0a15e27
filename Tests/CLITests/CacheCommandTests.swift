import Foundation
import TestSupport
import Testing

@Suite struct CacheCommandTests {
  private static func layer(_ name: String) -> TestLayer {
    TestLayer([
      .file("etc/passwd", "root:x:0:0::/root:/bin/sh\n"), .setuid("usr/bin/" + name),
      .file("bin/sh", "#!/bin/x\n", mode: 0o755), .file("entry", "#!/bin/sh\nexec nc\n", mode: 0o755),
    ]).gzipped
  }

  private static func image(_ layers: [TestLayer]) -> [UInt8] {
    SavedImage.tar(SavedImage(layers, config: #"{"Entrypoint":["/entry"]}"#).ociMembers())
  }

  private func scan(_ file: String, _ arguments: [String]) throws -> String {
    let result = try Imgscan.run(["--no-config", "-f", "json"] + arguments + [file])
    #expect(result.status == 1, "\(result.errorText)")
    return String(decoding: result.output, as: UTF8.self)
  }

  @Test func `the report is the same without a cache, when it is filled, and when it is used`() throws {
    let directory = try TemporaryDirectory()
    let cache = directory.path + "/cache"
    let image = CacheCommandTests.image([CacheCommandTests.layer("su"), CacheCommandTests.layer("sudo")])
    let file = try directory.write("app.tar", image)
    let without = try scan(file, ["--cache", "off"])
    #expect(try scan(file, ["--cache", cache]) == without)
    let info = try Imgscan.run("cache", "info", "--cache", cache)
    #expect(info.outputText.contains("holds      2 layers"))
    #expect(try scan(file, ["--cache", cache]) == without)
    #expect(try scan(file, ["--cache", cache, "--trust-digests"]) == without)
    #expect(try scan(file, ["--cache", cache, "--jobs", "1", "--reader", "libarchive"]) == without)
    let cleared = try Imgscan.run("cache", "clear", "--cache", cache)
    #expect(cleared.status == 0)
    #expect(cleared.errorText.contains("removed 2 layers"))
    #expect(try Imgscan.run("cache", "--cache", cache).outputText.contains("holds      0 layers"))
  }

  @Test func `a cache that cannot be written changes nothing`() throws {
    let directory = try TemporaryDirectory()
    let image = CacheCommandTests.image([CacheCommandTests.layer("su")])
    let file = try directory.write("app.tar", image)
    #expect(try scan(file, ["--cache", file + "/below-a-file"]) == scan(file, ["--cache", "off"]))
  }

  @Test func `no cache is none to tell of`() throws {
    let result = try Imgscan.run("cache", "info", "--cache", "off")
    #expect(result.status == 2)
    #expect(result.errorText.contains("the cache is off"))
  }
}

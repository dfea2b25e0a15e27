import Foundation
import JSONText
import TestSupport
import Testing

/// The first day with imgscan, on a repository that is not clean.
@Suite struct AdoptionTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func imgscan(_ arguments: String...) throws -> ExternalProgram.Result {
    try Imgscan.run(in: directory.path, arguments)
  }

  private func dirty() throws {
    try directory.write(".git/HEAD", [])
    try directory.write("a/Dockerfile", Array("FROM debian:12\nUSER root\n".utf8))
    try directory.write("b [1]/Dockerfile", Array("RUNN x\n".utf8))
    try directory.write("c/Dockerfile", Array("FROM debian:12\nRUN chmod 4755 /opt/x\n".utf8))
  }

  @Test func `after init the next run is green, and what is new is not`() throws {
    try dirty()
    #expect(try imgscan(".").status == 2)
    let first = try imgscan("init")
    #expect(first.status == 0, "\(first.errorText)")
    #expect(first.outputText.contains(".imgscan.yaml") && first.outputText.contains("1 file cannot be judged"))
    let green = try imgscan(".")
    #expect(green.status == 0, "\(green.outputText)\(green.errorText)")
    try directory.write("c/Dockerfile", Array("# moved\n\nFROM debian:12\nRUN chmod 4755 /opt/x\nUSER 0\n".utf8))
    let red = try imgscan("-f", "json", ".")
    #expect(red.status == 1)
    let new = try red.json()["findings"]?.array?.filter {
      $0["suppressed"]?.members == nil && $0["severity"]?.string == "high"
    }
    #expect(new?.map { $0["rule"]?.string } == ["DKF-USER-ROOT"])
  }

  @Test func `init replaces nothing unless told to`() throws {
    try dirty()
    #expect(try imgscan("init").status == 0)
    let again = try imgscan("init")
    #expect(again.status == 2 && again.errorText.contains("--force"))
    #expect(try imgscan("init", "--force").status == 0)
  }

  @Test func `a baseline is written, checked, and written anew`() throws {
    try directory.write("Dockerfile", Array("FROM debian:12\nUSER root\n".utf8))
    #expect(try imgscan("baseline", "check").status == 2)
    #expect(try imgscan("baseline", "write").status == 0)
    #expect(try imgscan("baseline", "check").status == 0)
    #expect(try imgscan(".").status == 1)
    #expect(try imgscan("--baseline", ".imgscan-baseline.json", ".").status == 0)
    try directory.write("Dockerfile", Array("FROM debian:12\nRUN chmod u+s /srv/x\nUSER root\n".utf8))
    #expect(try imgscan("baseline", "check", ".").status == 1)
    #expect(try imgscan("baseline", "write", "-o", ".imgscan-baseline.json").status == 0)
    #expect(try imgscan("baseline", "check", "Dockerfile").status == 0)
  }

  @Test func `init on the shared real Dockerfiles gives a green run next`() throws {
    guard let cases = Imgscan.cases else { return }
    let files = cases + "/../dockerfiles/files"
    guard FileManager.default.fileExists(atPath: files) else { return }
    var count = 0
    for case let name as String in try #require(FileManager.default.enumerator(atPath: files)) {
      guard let bytes = FileManager.default.contents(atPath: files + "/" + name) else { continue }
      count += 1
      try directory.write("\(count)/Dockerfile", Array(bytes))
    }
    #expect(count > 1000)
    #expect(try imgscan("init").status == 0)
    let green = try imgscan(".")
    #expect(green.status == 0, "\(green.outputText.suffix(400))")
  }
}

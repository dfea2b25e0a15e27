import Core
import Testing

@testable import Engine
@testable import Reports

@Suite struct FingerprintTests {
  private func finding(
    _ message: String, rule: RuleID = "IMG-X", path: String = "/bin/su", layer: LayerRef? = nil, line: Int? = nil
  ) -> Finding {
    Finding(
      rule: rule, severity: .high, message: message, place: .file(path: RootPath(path), layer: layer, line: line))
  }

  /// Source: the test vectors of the FNV reference code.
  @Test(arguments: [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")])
  func `the hash is FNV-1a`(text: String, expected: String) {
    var hash = FNV1a()
    hash.add(text.utf8)
    #expect(hash.hex == expected)
  }

  @Test(arguments: [
    ("in layer 3", "in layer 4"), ("in layer 3/9", "in layer 11/12"),
    ("made by 0123456789ab", "made by ba9876543210"), ("sha256:0a1b2c3d4e5f60", "sha256:ffffffffffff0"),
    ("/etc/passwd:4 has", "/etc/passwd:15 has"), ("on line 7", "on line 8"),
  ])
  func `what a rebuild changes does not count`(left: String, right: String) {
    #expect(Fingerprint.of(finding(left)) == Fingerprint.of(finding(right)))
  }

  @Test(arguments: [("mode 4755", "mode 6755"), ("uid 0", "uid 1"), ("layers 3", "layers 4"), ("a", "b")])
  func `what the finding says counts`(left: String, right: String) {
    #expect(Fingerprint.of(finding(left)) != Fingerprint.of(finding(right)))
  }

  private func inFile(_ text: String, line: Int, message: String = "root", file: String = "Dockerfile") -> String {
    let place = Samples.finding("DKF-X", .high, message, Samples.range(line, 1..<5), file: file)
    return Fingerprint.of(place, in: SourceText(Array(text.utf8)))
  }

  @Test(arguments: [
    ("\n\nUSER root", 3), ("  USER   root\t", 1), ("# more\r\nUSER root\r\n", 2), ("\tUSER root\nRUN x", 1),
  ])
  func `lines put in above and blanks do not count in a file`(text: String, line: Int) {
    #expect(inFile(text, line: line) == inFile("USER root\n", line: 1))
  }

  @Test func `the line's text, the file and the message count`() {
    let names = [
      inFile("USER root", line: 1), inFile("USER admin", line: 1), inFile("USER root", line: 1, file: "a/Dockerfile"),
      inFile("USER root", line: 1, message: "other"), inFile("USER root", line: 2),
    ]
    #expect(Set(names).count == names.count)
  }

  @Test func `the digest of a base does not count`() {
    let (one, other) = (String(repeating: "0a", count: 32), String(repeating: "b1", count: 32))
    #expect(inFile("FROM a@sha256:\(one)", line: 1) == inFile("FROM a@sha256:\(other)", line: 1))
  }

  @Test(arguments: [Int.min, -1, 0, 2, Int.max]) func `a line that is not there is no text`(line: Int) {
    #expect(inFile("USER root", line: line) == inFile("", line: 1))
  }

  @Test func `rule and place count, layer, line and severity do not`() {
    let base = finding("setuid")
    var other = finding("setuid", layer: Samples.layers[1], line: 9)
    other.severity = .low
    #expect(Fingerprint.of(base) == Fingerprint.of(other))
    #expect(Fingerprint.of(base) != Fingerprint.of(finding("setuid", rule: "IMG-Y")))
    #expect(Fingerprint.of(base) != Fingerprint.of(finding("setuid", path: "/bin/sudo")))
    other.place = .image
    #expect(Fingerprint.of(base) != Fingerprint.of(other))
  }
}

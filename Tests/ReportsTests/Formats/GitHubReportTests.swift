import Core
import Engine
import Testing

@testable import Reports

@Suite struct GitHubReportTests {
  private func render(_ outcome: Outcome, anchor: String? = nil) -> [UInt8] {
    GitHubReport().render(Samples.model(outcome, anchor: anchor))
  }
  private func lines(_ outcome: Outcome, anchor: String? = nil) -> [String] {
    String(decoding: render(outcome, anchor: anchor), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(arguments: Samples.formatNames) func `commands look as recorded`(name: String) {
    let outcome = Samples.named(name)
    expectGolden(render(outcome), "github/\(name).txt")
  }

  @Test(arguments: Samples.formatNames) func `each line is one command`(name: String) {
    let outcome = Samples.named(name)
    #expect(Samples.unsafe(render(outcome)).isEmpty)
    for line in lines(outcome) {
      let command = Command(line)
      #expect(["error", "warning", "notice"].contains(command?.level), "\(line)")
      #expect(command?.properties["title"] != nil)
    }
    #expect(lines(outcome).isEmpty == (name == "clean"))
  }

  @Test func `a reader gets places and text back`() throws {
    let found = lines(Samples.mixed)
    let user = try #require(found.compactMap(Command.init).first { $0.message.contains("100%") })
    #expect(user.level == "error" && user.message.hasPrefix("100% of it, as root: bad\nhelp: "))
    #expect(
      user.properties == [
        "file": "services/api/Dockerfile", "line": "17", "endLine": "17", "col": "1", "endColumn": "10",
        "title": "DKF-USER-MISSING the final stage never leaves root",
      ])
    let order = try #require(found.compactMap(Command.init).first { $0.message.contains("too early") })
    #expect(order.properties["line"] == "10" && order.properties["endLine"] == "14")
    #expect(order.properties["col"] == nil)
  }

  @Test func `an image that no file stands for is at no file, unless one is named`() {
    #expect(
      lines(Samples.outcome([Samples.writer])) == [
        "::warning title=IMG-RO-WRITER writes to the root file system::web:ci-8812: nginx writes to /var/cache/nginx, "
          + "which nothing covers (/etc/nginx/nginx.conf)%0Ahelp: mount a tmpfs"
      ])
    #expect(
      lines(Samples.outcome([Samples.writer]), anchor: "Dockerfile")[0].hasPrefix("::warning file=Dockerfile,line=1,"))
  }

  @Test(arguments: [(10, 0), (11, 1), (300, 290)]) func `ten of a level at most, and a line on the rest`(
    count: Int, left: Int
  ) {
    let findings = (0..<count).map {
      Samples.setuid("/bin/f\($0)", layer: 0, severity: $0 == count - 1 ? .critical : .high)
    }
    let found = lines(Samples.outcome(findings)).compactMap(Command.init)
    #expect(found.count { $0.level == "error" } == 10)
    #expect(found[0].message.contains("/bin/f\(count - 1) "))
    #expect(found.count { $0.level == "notice" } == (left > 0 ? 1 : 0))
    if left > 0 { #expect(found.last?.message.hasPrefix("\(left) more finding") == true) }
  }

  @Test func `the line on the rest takes the place of a notice`() {
    let findings = (0..<12).map { Samples.setuid("/bin/f\($0)", layer: 0, severity: .low) }
    let found = lines(Samples.outcome(findings)).compactMap(Command.init)
    #expect(found.count == 10 && found.last?.message.hasPrefix("3 more findings") == true)
  }

  @Test func `what could not be read comes first and is never cut off by findings`() {
    var outcome = Samples.many(100)
    outcome.targets[0].incidents = [Incident(code: "cut", message: "the layer is cut short")]
    let found = lines(outcome).compactMap(Command.init)
    #expect(found[0].message == "web:ci-8812: the layer is cut short" && found[0].level == "error")
    #expect(found.count { $0.level == "error" } == 10)
  }

  @Test func `outputs are plain pairs`() {
    func text(_ outcome: Outcome) -> String {
      String(decoding: GitHubOutputs().render(Samples.model(outcome)), as: UTF8.self)
    }
    #expect(text(Samples.bad) == "findings=18\nworst=high\nfailed=true\nexit-status=1\n")
    #expect(text(Samples.outcome()) == "findings=0\nworst=none\nfailed=false\nexit-status=0\n")
    #expect(text(Samples.nothing) == "findings=0\nworst=none\nfailed=true\nexit-status=2\n")
    #expect(text(Samples.hostile) == "findings=20\nworst=critical\nfailed=true\nexit-status=2\n")
  }

  @Test func `a summary fits, says that it was cut, and folds end`() {
    let bytes = GitHubSummary().render(Samples.model(Samples.many(25_000)))
    #expect(bytes.count <= GitHubSummary.limit && bytes.count > 900_000)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(" more findings left out"))
    #expect(text.split(separator: "<details>").count == text.split(separator: "</details>").count)
  }

  @Test func `a summary fits when a single text is huge`() {
    let huge = String(repeating: "äöü<&|`@", count: 10_000)
    var outcome = Samples.outcome([Samples.setuid("/bin/" + huge, layer: 0)]) { target in
      (target.name, target.reference) = (huge, huge)
      target.incidents = [Incident(code: huge, message: huge)]
      target.findings[0].evidence = Array(repeating: huge, count: 20)
    }
    outcome.targets = Array(repeating: outcome.targets[0], count: 20)
    let bytes = GitHubSummary().render(Samples.model(outcome))
    #expect(bytes.count <= GitHubSummary.limit)
    #expect(String(validating: bytes, as: UTF8.self) != nil)
  }

  /// A workflow command read as the runner does: properties to the first `::`, then unescaped.
  private struct Command {
    var level: String
    var properties: [String: String] = [:]
    var message: String

    init?(_ line: String) {
      guard line.hasPrefix("::"), let end = line.dropFirst(2).firstRange(of: "::") else { return nil }
      let head = line.dropFirst(2)[..<end.lowerBound]
      let parts = head.split(separator: " ", maxSplits: 1)
      level = String(parts.first ?? "")
      message = Command.unescaped(String(line[end.upperBound...]))
      for pair in (parts.count > 1 ? parts[1] : "").split(separator: ",") {
        let sides = pair.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else { return nil }
        properties[String(sides[0])] = Command.unescaped(String(sides[1]))
      }
    }

    private static func unescaped(_ text: String) -> String {
      var text = text
      for (code, plain) in [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")] {
        text = text.split(separator: code, omittingEmptySubsequences: false).joined(separator: plain)
      }
      return text
    }
  }
}

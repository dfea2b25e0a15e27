import Core
import ImageArchive
import Rules
import TestSupport

@testable import Engine

/// Short ways to judge by a policy.
enum PolicyScan {
  static let today = CalendarDate(year: 2026, month: 11, day: 21)

  /// A policy of a file in `/work`.
  static func policy(_ change: (inout Policy) -> Void = { _ in }) -> Policy {
    var policy = Policy()
    (policy.file, policy.directory) = (".imgscan.yaml", "/work")
    change(&policy)
    return policy
  }

  /// A line of `.imgscan.yaml`.
  static func line(_ number: Int) -> Place {
    let start = SourcePosition(line: number, column: 3)
    return .source(file: ".imgscan.yaml", range: SourceRange(start: start, end: start))
  }

  /// What a policy makes of a Dockerfile by our own rules.
  static func dockerfile(
    _ text: String, _ policy: Policy? = PolicyScan.policy(), path: String = "/work/Dockerfile",
    ledger: PolicyLedger? = nil
  ) -> Target {
    let scanner = DockerfileScanner(today: today, lintRules: [], checks: [], policy: policy, ledger: ledger)
    let name = String(path.dropFirst("/work/".utf8.count))
    return scanner.scan(Array(text.utf8), name: name, path: path, repositoryPath: name)
  }

  /// What a policy makes of the images of an archive.
  static func images(
    _ members: [ArchiveMember], _ policy: Policy = PolicyScan.policy(), ledger: PolicyLedger? = nil,
    options: ScanOptions = ScanOptions(), name: String = "app.tar"
  ) throws -> [Target] {
    let directory = try TemporaryDirectory()
    let file = try directory.write(name, SavedImage.tar(members))
    return try images(file, policy, ledger: ledger, options: options, name: name)
  }

  static func images(
    _ file: String, _ policy: Policy, ledger: PolicyLedger? = nil, options: ScanOptions = ScanOptions(), name: String
  ) throws -> [Target] {
    let (archive, images) = try ImageScanner(options: options).scan(file)
    return images.map {
      Judge.target(
        $0, subject: name, archive: archive, policy: policy, ledger: ledger, path: "/work/" + name, today: today)
    }
  }

  /// The only image of an archive.
  static func image(
    _ image: SavedImage, _ policy: Policy = PolicyScan.policy(), ledger: PolicyLedger? = nil,
    options: ScanOptions = ScanOptions(), name: String = "app.tar"
  ) throws -> Target {
    try images(image.dockerMembers(), policy, ledger: ledger, options: options, name: name)[0]
  }

  /// An image with set-id files of its base and of its own, and with tools.
  static func sample(tags: [String] = ["registry.example/team/web:1"]) -> SavedImage {
    SavedImage(
      [
        TestLayer([
          .file("etc/passwd", "root:x:0:0::/root:/bin/sh\n"), .file("etc/group", "root:x:0:\nshadow:x:42:\n"),
          .file("etc/os-release", "ID=debian\n"), .setuid("usr/bin/su"), .setuid("usr/bin/mount"),
          TarEntry("usr/bin/chage", mode: 0o2755, gid: 42, content: "\u{7F}ELF"), program("usr/bin/curl"),
        ]),
        TestLayer([.setuid("opt/tool/helper"), .setuid("srv/other"), program("usr/bin/wget"), program("app")]),
      ], config: #"{"User":"1000:1000","Entrypoint":["/app"]}"#, tags: tags)
  }

  static func program(_ path: String) -> TarEntry { TarEntry(path, mode: 0o755, content: "\u{7F}ELF") }

  /// Options that take the first layer of the sample as the base's.
  static var firstIsBase: ScanOptions {
    var options = ScanOptions()
    options.base = .layers(1)
    return options
  }
}

extension Target {
  func findings(of rule: RuleID) -> [Finding] { findings.filter { $0.rule == rule } }
  func suppressed(of rule: RuleID) -> [SuppressedFinding] { suppressed.filter { $0.finding.rule == rule } }
  /// The files that findings of a rule are about.
  func files(of rule: RuleID) -> [String] { findings(of: rule).flatMap(\.files) }
}

extension Finding {
  var files: [String] {
    if let group { return group.files.map(\.path.description) }
    if case .file(let path, _, _) = place { return [path.description] }
    return []
  }
}

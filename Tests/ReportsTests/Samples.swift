import Core
import Engine
import Rules

@testable import Reports

/// Hand-made rules and outcomes for the tests of reports.
enum Samples {
  static let rules: [RuleInfo] = [
    RuleInfo(
      id: "IMG-PERM-SETUID", title: "setuid file", severity: .high,
      what: "A regular file of the final image has the setuid bit.",
      why:
        "any process, whatever USER says, can run it with the owner's rights; on Fargate no-new-privileges cannot be "
        + "set, so the bit in the image is the only guard",
      fix: "RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +\nas the last root step of the final stage",
      controls: [.runbook(10), .cis("4.8"), .cwe(250)], aliases: ["CIS-DI-0008"],
      examples: [
        .bad(
          "su as Debian ships it", config: #"{"User":"1000"}"#,
          layers: [
            [.program("/usr/bin/su", mode: 0o4755), .directory("/app", uid: 1000)],
            [.symlink("/bin/su", to: "/usr/bin/su"), ExampleFile("/etc/motd", content: "hello\n")],
          ], baseLayers: 1),
        .good("the bit removed", layers: [[.program("/usr/bin/su")]]),
      ]),
    RuleInfo(
      id: "IMG-USER-ROOT", title: "image starts as root", severity: .high, what: "The user has uid 0.",
      why: "a process that breaks out of the application is root in the container", fix: "USER 10001:10001",
      controls: [.runbook(11), .cis("4.1"), .securityHub("ECS.20")], aliases: ["DL3002"], examples: []),
    RuleInfo(
      id: "IMG-RO-WRITER", title: "writes to the root file system", severity: .low, strict: .medium,
      what: "A known writer.", why: "a read-only root stops it", fix: "mount a tmpfs", controls: [.runbook(12)],
      examples: []),
    RuleInfo(
      id: "IMG-TOOL-SHELL", title: "shell", severity: .low, strict: .medium, what: "Shells.", why: "Shells.",
      fix: "use a distroless base", controls: [.runbook(10)], examples: []),
    RuleInfo(
      id: "IMG-META-HEALTHCHECK", title: "health check", severity: .info, what: "HEALTHCHECK.", why: "ECS ignores it.",
      fix: "define it in the task definition", controls: [], examples: []),
  ]

  /// The rules above with those of Dockerfiles.
  static let allRules: [RuleInfo] = rules + dockerfileRules

  static let layers: [LayerRef] = [
    LayerRef(
      index: 0, diffID: "sha256:" + String(repeating: "a1", count: 32),
      createdBy: "/bin/sh -c #(nop) ADD file:5f2c in / ", origin: .base),
    LayerRef(
      index: 1, diffID: "sha256:" + String(repeating: "b2", count: 32),
      createdBy: "RUN /bin/sh -c apt-get update && apt-get install -y sudo \t curl # buildkit", origin: .own),
    LayerRef(index: 2, diffID: nil, createdBy: nil, origin: .own),
  ]

  static func setuid(
    _ path: String, layer: Int, mode: String = "4755", package: String? = nil, severity: Severity = .high
  ) -> Finding {
    Finding(
      rule: "IMG-PERM-SETUID", severity: severity, message: "\(path) has mode \(mode)",
      place: .file(path: RootPath(path), layer: layers[layer]),
      detail: FileDetail(mode: mode, owner: "root:root", package: package))
  }

  static let userRoot = Finding(
    rule: "IMG-USER-ROOT", severity: .high, message: "image starts as root", place: .config(pointer: "/config/User"),
    evidence: ["config.User is not set, so the container starts as uid 0"],
    notes: [
      Note("the base sets no user either", place: .file(path: RootPath("/etc/passwd"), layer: layers[0], line: 1))
    ],
    fix: "USER 10001:10001")
  static let writer = Finding(
    rule: "IMG-RO-WRITER", severity: .medium, message: "nginx writes to /var/cache/nginx, which nothing covers",
    place: .file(path: RootPath("/etc/nginx/nginx.conf"), layer: layers[1], line: 4), evidence: ["nginx.conf:4"])
  static let shell = Finding(
    rule: "IMG-TOOL-SHELL", severity: .low, message: "shell dash at /usr/bin/dash",
    place: .file(path: RootPath("/usr/bin/dash"), layer: layers[0]))
  static let healthCheck = Finding(
    rule: "IMG-META-HEALTHCHECK", severity: .info, message: "no health check", place: .image)

  static func target(_ findings: [Finding] = []) -> Target {
    var target = Target(kind: "image", name: "web.tar")
    (target.reference, target.platform) = ("web:ci-8812", "linux/amd64")
    target.digest = "sha256:" + String(repeating: "77ab", count: 16)
    (target.layers, target.baseDecision) = (layers, "1 layer, from the history's gap in time")
    (target.digestsVerified, target.ruleCount, target.fileCount) = (true, 42, 9412)
    target.findings = findings
    return target
  }

  static func outcome(
    _ findings: [Finding] = [], gate: Gate = Gate(), _ change: (inout Target) -> Void = { _ in }
  ) -> Outcome {
    var target = Samples.target(findings)
    change(&target)
    return Outcome(targets: [target], gate: gate)
  }

  /// Twenty-three setuid files of the base, two of the image's own, and one finding of each other kind.
  static let bad: Outcome = {
    var setuidFiles = (1...12).map { setuid("/usr/bin/base\($0 < 10 ? "0" : "")\($0)", layer: 0, package: "passwd") }
    setuidFiles.append(setuid("/opt/tool/helper", layer: 2))
    setuidFiles.append(setuid("/usr/bin/sudo", layer: 1, package: "sudo"))
    return outcome(setuidFiles + [userRoot, writer, shell, healthCheck]) { $0.digestsVerified = false }
  }()

  /// Two images, one of which could be read only in part and one not at all.
  static let incomplete: Outcome = {
    var cut = target([userRoot])
    cut.incidents = [Incident(code: "layer-truncated", message: "stops at 131,072 of 48,203,113 bytes", layer: 1)]
    cut.warnings = (1...5).map {
      Incident(code: "name-clamped", message: "entry ../../etc/\($0) leaves the root; kept at /etc/\($0)", layer: 2)
    }
    var unread = Target(kind: "image", name: "other.tar")
    unread.incidents = [Incident(code: "corrupt", message: "other.tar: the index is no JSON at byte 7")]
    return Outcome(targets: [cut, unread, target()], gate: Gate())
  }()

  /// Names with everything that must never reach a terminal.
  static let hostileName = "/opt/\u{1B}[2Jx\u{07}\u{9B}31m\u{202E}gpj\n= help: run me\r\u{200B}"
  static let hostile: Outcome = {
    let name = hostileName
    let layer = LayerRef(index: 1, diffID: name, createdBy: "RUN " + name, origin: .own)
    let detail = FileDetail(mode: name, owner: name, package: name)
    let place = Place.file(path: RootPath(name), layer: layer, line: 3)
    let findings = [Severity.critical, .high, .medium, .low, .info].flatMap { severity in
      [detail, nil].map { detail in
        Finding(
          rule: RuleID("X-\(severity)" + name), severity: severity, message: name, place: place,
          evidence: [name, name],
          notes: [Note(name, place: place), Note(name, place: .config(pointer: name))], fix: name, detail: detail)
      }
    }
    var target = Samples.target(findings)
    (target.name, target.reference, target.platform, target.digest) = (name, name, name, name)
    (target.baseDecision, target.layers[1]) = (name, layer)
    target.incidents = [Incident(code: name, message: name, layer: 1)]
    target.warnings = [Incident(code: name, message: name, layer: nil)]
    return Outcome(targets: [target, target], gate: Gate())
  }()
}

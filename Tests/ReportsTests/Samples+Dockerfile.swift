import Core
import Engine
import Rules

extension Samples {
  static let dockerfileRules: [RuleInfo] = [
    RuleInfo(
      id: "DKF-USER-MISSING", title: "the final stage never leaves root", severity: .high, subject: .dockerfile,
      what: "The final stage has no USER.",
      why: "a process that breaks out of the application is root in the container",
      fix: "USER 10001:10001\nas the last step before ENTRYPOINT", controls: [.runbook(11), .cis("4.1")],
      aliases: ["DL3002"],
      examples: [
        .bad("no USER at all", dockerfile: "FROM debian:12\nRUN apt-get update \\\n\t&& apt-get upgrade -y\n"),
        .good("a numeric user", dockerfile: "FROM debian:12\nUSER 10001:10001\n"),
      ]),
    RuleInfo(
      id: "DKF-SETUID-ORDER", title: "setuid clean-up runs too early", severity: .medium, subject: .dockerfile,
      what: "Packages are installed after the clean-up.", why: "later packages bring setuid files again",
      fix: "move the clean-up below the last installation", controls: [.runbook(10)], examples: []),
    RuleInfo(
      id: "DKF-WORLD-WRITABLE", title: "a step makes files writable for all", severity: .medium, subject: .dockerfile,
      what: "chmod 777.", why: "any process can change what others run", fix: "give the files to the user that writes",
      controls: [.runbook(10)], examples: []),
    RuleInfo(
      id: "DKF-TOOL-LEFT", title: "a tool is left in the image", severity: .low, subject: .dockerfile, what: "Tools.",
      why: "Tools.", fix: "install it in a build stage", controls: [.runbook(10)], examples: []),
  ]

  /// A file with most of what is found in one.
  static let dockerfile = """
    FROM golang:1.23 AS build
    WORKDIR /src
    COPY . .
    RUN go build -o /out/app .

    FROM debian:12-slim AS runtime
    RUN apt-get update \\
    \t&& apt-get install -y --no-install-recommends ca-certificates curl \\
    \t&& rm -rf /var/lib/apt/lists/*
    RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +
    COPY --from=build /out/app /usr/local/bin/app
    RUN mkdir -p /app/data && chmod 777 /app/data
    RUN chmod -R 0777 /var/cache/app
    RUN apt-get update && apt-get install -y sudo
    RUN chmod a+w /etc/app.conf
    EXPOSE 8080
    ENTRYPOINT ["app"]

    """

  static func range(_ line: Int, _ columns: Range<Int>) -> SourceRange {
    SourceRange(
      start: SourcePosition(line: line, column: columns.lowerBound),
      end: SourcePosition(line: line, column: columns.upperBound))
  }

  static func range(from line: Int, _ column: Int, to endLine: Int, _ endColumn: Int) -> SourceRange {
    SourceRange(
      start: SourcePosition(line: line, column: column), end: SourcePosition(line: endLine, column: endColumn))
  }

  static func finding(
    _ rule: RuleID, _ severity: Severity, _ message: String, _ range: SourceRange, label: String = "",
    file: String = "Dockerfile"
  ) -> Finding {
    var finding = Finding(
      rule: rule, severity: severity, message: message, place: .source(file: file, range: range))
    finding.label = label
    return finding
  }

  static let userMissing: Finding = {
    var finding = Samples.finding(
      "DKF-USER-MISSING", .high, "the final stage never leaves root", range(17, 1..<11), label: "starts as uid 0")
    finding.notes = [
      Note("this base's default user is root", place: .source(file: "Dockerfile", range: range(6, 1..<31))),
      Note("a USER of stage `build` would not count, which is not shipped"),
      Note("the run book says so", place: .source(file: "docs/runbook.md", range: range(3, 1..<2))),
    ]
    finding.fix = "set a numeric user before the program starts"
    finding.edits = [SourceEdit(range: range(17, 1..<1), replacement: "USER 10001:10001\n", isSafe: true)]
    finding.evidence = ["no USER after line 6"]
    return finding
  }()

  static let setuidOrder: Finding = {
    var finding = Samples.finding(
      "DKF-SETUID-ORDER", .medium, "setuid clean-up runs too early", range(14, 1..<4),
      label: "…but this adds setuid files again (sudo)")
    finding.notes = [Note("cleans here…", place: .source(file: "Dockerfile", range: range(10, 1..<58)))]
    finding.fix = "move line 10 below line 14"
    let step = "RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} +\n"
    finding.edits = [
      SourceEdit(range: range(from: 10, 1, to: 11, 1), replacement: "", isSafe: false),
      SourceEdit(range: range(15, 1..<1), replacement: step, isSafe: false),
    ]
    return finding
  }()

  static let worldWritable: [Finding] = {
    var findings = [
      finding("DKF-WORLD-WRITABLE", .medium, "chmod 777 of /app/data", range(12, 33..<36), label: "writable for all"),
      finding("DKF-WORLD-WRITABLE", .medium, "chmod 0777 of /var/cache/app", range(13, 14..<18)),
      finding("DKF-WORLD-WRITABLE", .medium, "chmod a+w of /etc/app.conf", range(15, 11..<14)),
    ]
    findings[0].edits = [SourceEdit(range: range(12, 33..<36), replacement: "755", isSafe: true)]
    findings[1].edits = [SourceEdit(range: range(13, 14..<18), replacement: "0755", isSafe: true)]
    return findings
  }()

  static let toolLeft: [Finding] = [
    finding("DKF-TOOL-LEFT", .low, "curl stays in the image", range(8, 64..<68)),
    finding("DKF-TOOL-LEFT", .low, "sudo stays in the image", range(14, 42..<46)),
  ]

  static func dockerfileTarget(
    _ findings: [Finding] = [], name: String = "Dockerfile", text: String = dockerfile
  ) -> Target {
    var target = Target(kind: "dockerfile", name: name)
    (target.source, target.ruleCount, target.findings) = (SourceText(Array(text.utf8)), 20, findings)
    return target
  }

  /// One finding of `range` in a file of these bytes.
  static func excerpt(
    _ bytes: [UInt8], _ range: SourceRange, label: String = "here", edits: [SourceEdit] = []
  ) -> Outcome {
    var finding = Samples.finding("DKF-SETUID-ORDER", .medium, "setuid clean-up runs too early", range, label: label)
    finding.edits = edits
    var target = dockerfileTarget([finding])
    target.source = SourceText(bytes)
    return Outcome(targets: [target], gate: Gate())
  }

  static let badDockerfile = Outcome(
    targets: [dockerfileTarget([userMissing, setuidOrder] + worldWritable + toolLeft)], gate: Gate())

  /// A file that could be read only in part.
  static let brokenDockerfile: Outcome = {
    var target = dockerfileTarget([userMissing])
    target.incidents = [
      Incident(
        code: "unknown-instruction", message: "unknown instruction `RUNN`; did you mean `RUN`?",
        place: .source(file: "Dockerfile", range: range(7, 5..<9)))
    ]
    target.warnings = [
      Incident(
        code: "empty-continuation", message: "empty line in a continued instruction",
        place: .source(file: "Dockerfile", range: range(8, 1..<1)))
    ]
    return Outcome(targets: [target], gate: Gate())
  }()

  /// A Dockerfile in which everything is hostile.
  static let hostileDockerfile: Outcome = {
    let name = hostileName
    let text = "FROM \(name)\r\nRUN \u{1B}]0;x\u{07}\t\(name)\n"
    var finding = Samples.finding(RuleID("X" + name), .high, name, range(2, 5..<200), label: name, file: name)
    finding.notes = [Note(name, place: .source(file: name, range: range(1, 1..<5))), Note(name)]
    (finding.fix, finding.evidence) = (name, [name])
    finding.edits = [SourceEdit(range: range(2, 1..<1), replacement: name + "\n", isSafe: true)]
    var low = finding
    low.severity = .low
    var target = dockerfileTarget([finding, low], name: name, text: text)
    target.incidents = [
      Incident(code: name, message: name, place: .source(file: name, range: range(1, 1..<2)))
    ]
    target.warnings = target.incidents
    return Outcome(targets: [target, target], gate: Gate())
  }()
}

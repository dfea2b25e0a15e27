import Core
import Engine
import Rules

@testable import Reports

extension Samples {
  /// An image whose Dockerfile is known, with findings that do not count, and a Dockerfile below a directory.
  static let mixed: Outcome = {
    var image = target([setuid("/usr/bin/sudo", layer: 1, package: "sudo"), userRoot, shell])
    image.findings[0].cause = SourceLines(file: "api/Dockerfile", first: 14, last: 15)
    image.findings[1].change = DockerfileChange(
      kind: .addBefore, lines: SourceLines(file: "api/Dockerfile", first: 17, last: 17))
    image.suppressed = [
      SuppressedFinding(
        finding: writer,
        suppression: Suppression(
          by: .config, reason: "nginx | needs <it>", expires: CalendarDate(year: 2027, month: 3, day: 1))),
      SuppressedFinding(finding: setuid("/usr/bin/su", layer: 0), suppression: Suppression(by: .base)),
    ]
    var file = dockerfileTarget(
      [
        finding("DKF-USER-MISSING", .high, "100% of it, as root: bad", range(17, 1..<11), file: "./api/Dockerfile"),
        finding(
          "DKF-SETUID-ORDER", .medium, "too early", range(from: 10, 1, to: 15, 1), file: "./api/Dockerfile"),
      ], name: "./api/Dockerfile")
    file.repositoryPath = "services/api/Dockerfile"
    var outcome = Outcome(targets: [image, file], gate: Gate())
    outcome.warnings = [
      Incident(
        code: "unused-ignore", message: "the ignore of IMG-X matches nothing",
        place: .source(file: ".imgscan.yaml", range: range(14, 3..<9)))
    ]
    return outcome
  }()

  /// Nothing to scan at all.
  static let nothing = Outcome(targets: [], gate: Gate())

  /// Text that breaks XML, workflow commands and markdown.
  static let spiteful =
    "</a> & \"q\" 'p' <b>x</b> ]]> | ``` * _x_ [l](http://h.example) @team #12 www.h.example ::error::x\u{FFFE}"

  /// One finding of each severity that bears the spiteful text wherever there is room.
  static let spite: Outcome = {
    var target = Samples.target(
      Severity.allCases.sorted(by: >).map { severity in
        Finding(
          rule: "IMG-USER-ROOT", severity: severity, message: spiteful,
          place: .file(path: RootPath(spiteful), layer: layers[1]), evidence: [spiteful], notes: [Note(spiteful)],
          fix: spiteful)
      })
    (target.name, target.reference) = (spiteful, spiteful)
    target.incidents = [Incident(code: "odd", message: spiteful)]
    target.warnings = target.incidents
    target.suppressed = [
      SuppressedFinding(finding: shell, suppression: Suppression(by: .config, reason: spiteful))
    ]
    return Outcome(targets: [target], gate: Gate(minSeverity: .info))
  }()

  /// Many findings of several rules in one image.
  static func many(_ count: Int) -> Outcome {
    let severities = Severity.allCases.sorted(by: >)
    let findings = (0..<count).map { index in
      var finding = setuid("/usr/lib/program-\(index)", layer: index % 3, severity: severities[index * 5 / count])
      finding.evidence = ["mode 4755, owner root:root", "package number \(index) <none>"]
      return finding
    }
    return outcome(findings)
  }

  static func model(_ outcome: Outcome, showsSuppressed: Bool = false, anchor: String? = nil) -> ReportModel {
    var context = ReportContext()
    (context.showsSuppressed, context.anchor) = (showsSuppressed, anchor)
    return ReportModel(outcome, context: context, rules: allRules)
  }

  /// The outcomes that each format must bear.
  static let formatOutcomes: [(name: String, outcome: Outcome)] = [
    ("bad", bad), ("clean", outcome()), ("incomplete", incomplete), ("dockerfile", badDockerfile),
    ("dockerfile-broken", brokenDockerfile), ("mixed", mixed), ("nothing", nothing), ("hostile", hostile),
    ("spite", spite),
  ]

  /// For arguments of tests, for a test prints its arguments.
  static let formatNames = formatOutcomes.map(\.name)
  static func named(_ name: String) -> Outcome { formatOutcomes.first { $0.name == name }?.outcome ?? nothing }

  /// Control characters and marks that must be in no report, but for line feeds.
  static func unsafe(_ bytes: [UInt8]) -> [Unicode.Scalar] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { $0 != "\n" && $0.isUnsafeToShow }
  }
}

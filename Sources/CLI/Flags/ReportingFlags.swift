import ArgumentParser
import Reports

/// Which reports are written, and what they show.
struct ReportingFlags: SettingFlags {
  @Option(
    name: [.short, .long],
    help: ArgumentHelp(
      "text, plain, json, jsonl, sarif, github, gitlab, junit, checkstyle, sonarqube, codeclimate, rdjsonl, gnu, "
        + "markdown, asff or html."),
    completion: words(of: "format"))
  var format: String?

  @Option(
    name: .long,
    help: ArgumentHelp("One more report in a file; may be repeated.", valueName: "format=file"))
  var report: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("List findings from this severity up.", valueName: "level"),
    completion: words(of: "min-severity"))
  var minSeverity: String?

  @Flag(name: .long, help: "List findings that do not count.")
  var showSuppressed = false

  @Option(
    name: .long, help: ArgumentHelp("The file that findings in images stand at.", valueName: "file"),
    completion: .file())
  var sarifAnchor: String?

  @Flag(name: .long, help: "List every row of a table.")
  var all = false

  @Flag(name: [.short, .long], help: "Show notes, too.")
  var verbose = false

  @Flag(name: [.short, .long], help: "Print nothing when nothing is wrong.")
  var quiet = false

  @Flag(name: .long, help: "Show no progress.")
  var noProgress = false

  var given: [(key: String, value: GivenValue)] {
    [
      ("format", .text(format)), ("report", .list(report)), ("min-severity", .text(minSeverity)),
      ("show-suppressed", .flag(showSuppressed ? true : nil)), ("sarif-anchor", .text(sarifAnchor)),
      ("all", .flag(all ? true : nil)), ("verbose", .flag(verbose ? true : nil)), ("quiet", .flag(quiet ? true : nil)),
      ("no-progress", .flag(noProgress ? true : nil)),
    ]
  }

  func validate() throws {
    _ = try values()
    if quiet, verbose { throw ValidationError("--quiet and --verbose contradict each other") }
  }
}

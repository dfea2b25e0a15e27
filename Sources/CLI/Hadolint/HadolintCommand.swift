import ArgumentParser
import Config
import Core
import Reports

/// hadolint's command line, with its options and letters, and a few of our own.
///
/// Source: hadolint 2.15.1, measured.
struct HadolintCommand: ParsableCommand {
  /// The version of hadolint whose verdicts these are.
  static let likeVersion = "2.15.1"

  static let configuration = CommandConfiguration(
    commandName: HadolintCall.name,
    abstract: "Judges Dockerfiles by hadolint's rules.",
    discussion: "exit status: 0 nothing at or above the threshold, 1 findings, or a file that cannot be read")

  @Flag(name: [.customShort("v"), .customLong("version")], help: "Show the version.")
  var asksVersion = false

  @Option(
    name: [.short, .long], parsing: .unconditional, help: ArgumentHelp("The configuration file.", valueName: "file"),
    completion: .file())
  var config: String?

  @Flag(name: .long, help: "Read no configuration file.")
  var noConfig = false

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp(
      "The name of files in checkstyle, codeclimate, gitlab_codeclimate, sonarqube and junit.", valueName: "path"))
  var filePathInReport: String?

  @Option(
    name: [.short, .long], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Where the report goes; repeated, one for each format in order.", valueName: "file"),
    completion: .file())
  var output: [String] = []

  @Flag(name: .long, help: "Exit 0 whatever is found.")
  var noFail = false

  @Flag(name: .long, help: "Use no colour.")
  var noColor = false

  @Flag(name: [.customShort("V"), .long], help: "Show the configuration on standard error.")
  var verbose = false

  @Option(
    name: [.short, .long], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("\(HadolintFormat.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "format"),
    completion: .list(HadolintFormat.allCases.map(\.rawValue)))
  var format: [String] = []

  @Option(
    name: .long, parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Report a rule as an error; may be repeated, as all below.", valueName: "code"))
  var error: [String] = []

  @Option(
    name: .long, parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Report a rule as a warning.", valueName: "code"))
  var warning: [String] = []

  @Option(
    name: .long, parsing: .unconditionalSingleValue, help: ArgumentHelp("Report a rule as info.", valueName: "code"))
  var info: [String] = []

  @Option(
    name: .long, parsing: .unconditionalSingleValue, help: ArgumentHelp("Report a rule as style.", valueName: "code"))
  var style: [String] = []

  @Option(
    name: .long, parsing: .unconditionalSingleValue, help: ArgumentHelp("Do not report a rule.", valueName: "code"))
  var ignore: [String] = []

  @Option(
    name: .long, parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A registry that images may come from.", valueName: "registry"))
  var trustedRegistry: [String] = []

  @Option(
    name: .long, parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A label that must be there: text, url, rfc3339, semver, hash, spdx or email.", valueName: "name:type"))
  var requireLabel: [String] = []

  @Flag(name: .long, help: "Report labels that are not required.")
  var strictLabels = false

  @Flag(name: .long, help: "Obey no comments that silence.")
  var disableIgnorePragma = false

  @Option(
    name: [.customShort("t"), .long], parsing: .unconditional,
    help: ArgumentHelp("Fail from this level on: error, warning, info, style, ignore or none.", valueName: "level"),
    completion: .list(HadolintChoices.thresholds))
  var failureThreshold: String?

  @Option(
    name: .long, parsing: .unconditional,
    help: ArgumentHelp("ShellCheck on RUN: off, auto, require, or the path of the program.", valueName: "when"))
  var shellcheck = "auto"

  @Option(name: .long, help: ArgumentHelp("Threads that read (0: one a core).", valueName: "n"))
  var jobs = 0

  @Option(name: .long, parsing: .unconditional, help: .hidden)
  var profile: String?

  @Argument(help: ArgumentHelp("Dockerfiles; - is standard input.", valueName: "dockerfile"), completion: .file())
  var files: [String] = []

  /// Options without letter whose value is the next argument, and those with one in their long form.
  static let valuedOptions: Set<String> = [
    "--config", "--file-path-in-report", "--output", "--format", "--error", "--warning", "--info", "--style",
    "--ignore", "--trusted-registry", "--require-label", "--failure-threshold", "--shellcheck", "--jobs", "--profile",
  ]

  func validate() throws {
    guard HadolintRequest.jobsRange.contains(jobs) else {
      throw ValidationError("--jobs \(jobs): expected a number from 0 to 1024")
    }
  }
}

extension HadolintRequest {
  /// As the argument parser reads it.
  ///
  /// - Throws: its refusals, and its answers to `--help` and the like.
  init(parsing words: [String]) throws { self = try HadolintCommand.parse(words).request }
}

extension HadolintCommand {
  fileprivate var request: HadolintRequest {
    var out = HadolintRequest()
    (out.asksVersion, out.config, out.noConfig) = (asksVersion, config, noConfig)
    (out.filePathInReport, out.output, out.noFail) = (filePathInReport, output, noFail)
    (out.noColor, out.verbose, out.format) = (noColor, verbose, format)
    (out.error, out.warning, out.info, out.style) = (error, warning, info, style)
    (out.ignore, out.trustedRegistry, out.requireLabel) = (ignore, trustedRegistry, requireLabel)
    (out.strictLabels, out.disableIgnorePragma) = (strictLabels, disableIgnorePragma)
    (out.failureThreshold, out.shellcheck, out.jobs, out.files) = (failureThreshold, shellcheck, jobs, files)
    return out
  }
}

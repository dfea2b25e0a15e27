import ArgumentParser

/// What is judged, and by which measure.
struct JudgingFlags: SettingFlags {
  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Take subjects for image, dockerfile, ecs, compose or k8s.", valueName: "kind"),
    completion: words(of: "as"))
  var taken: String?

  @Option(name: .long, help: ArgumentHelp("The stage of a Dockerfile that ships.", valueName: "stage"))
  var target: String?

  @Option(
    name: .long, help: ArgumentHelp("The Dockerfile that the images were built from.", valueName: "file"),
    completion: .file())
  var dockerfile: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The ECS task definition (or compose file) that runs the images.", valueName: "file"),
    completion: .file())
  var taskDefinition: String?

  @Option(name: .long, help: ArgumentHelp("The name of a Dockerfile on standard input.", valueName: "name"))
  var stdinFilename: String?

  @Flag(name: .long, help: "Search what ignore files exclude, too.")
  var noIgnore = false

  @Option(
    name: .long, help: "Rules and severities: default, strict, runbook, hadolint, buildkit.",
    completion: words(of: "profile"))
  var profile: String?

  @Option(name: [.short, .long], help: ArgumentHelp("Silence a rule; may be repeated.", valueName: "rule"))
  var ignore: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("Comments that silence: allow, require-reason, deny.", valueName: "which"),
    completion: words(of: "inline-ignores"))
  var inlineIgnores: String?

  @Option(
    name: .long, help: ArgumentHelp("Findings in this file do not count.", valueName: "file"), completion: .file())
  var baseline: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The base image: its archive, its name, or its number of layers.", valueName: "base"))
  var base: String?

  @Flag(name: .long, inversion: .prefixedNo, help: "Count only findings of own layers.")
  var onlyOwn: Bool?

  @Option(
    name: .long, help: ArgumentHelp("Fail at findings of this severity.", valueName: "level"),
    completion: words(of: "fail-on"))
  var failOn: String?

  @Option(name: .long, help: ArgumentHelp("Exit status that stands for failed.", valueName: "n"))
  var exitCode: String?

  @Flag(name: .long, help: "Exit 0 whatever is found.")
  var noFail = false

  @Option(name: .long, help: ArgumentHelp("Warn of ignores that end so soon.", valueName: "days"))
  var expiryWarningDays: String?

  @Flag(name: .long, help: .hidden)
  var offline = false

  var given: [(key: String, value: GivenValue)] {
    [
      ("as", .text(taken)), ("target", .text(target)), ("dockerfile", .text(dockerfile)),
      ("task-definition", .text(taskDefinition)),
      ("stdin-filename", .text(stdinFilename)), ("no-ignore", .flag(noIgnore ? true : nil)),
      ("profile", .text(profile)), ("ignore", .list(ignore)), ("inline-ignores", .text(inlineIgnores)),
      ("baseline", .text(baseline)), ("base", .text(base)), ("only-own", .flag(onlyOwn)), ("fail-on", .text(failOn)),
      ("exit-code", .text(exitCode)), ("no-fail", .flag(noFail ? true : nil)),
      ("expiry-warning-days", .text(expiryWarningDays)),
    ]
  }

  func validate() throws {
    _ = try values()
    if noFail, let exitCode, exitCode != "0" {
      throw ValidationError("--no-fail and --exit-code \(exitCode) contradict each other")
    }
  }
}

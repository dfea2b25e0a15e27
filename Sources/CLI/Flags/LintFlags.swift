import ArgumentParser

/// What Dockerfile rules are told.
struct LintFlags: SettingFlags {
  @Option(
    name: .long,
    help: ArgumentHelp("A registry that images may come from; may be repeated (DL3026).", valueName: "registry"))
  var trustedRegistry: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A label each stage must have, with its type: text, url, rfc3339, semver, hash, spdx, email (DL3049).",
      valueName: "name:type"))
  var requireLabel: [String] = []

  @Flag(name: .long, help: "Report labels that --require-label does not name (DL3050).")
  var strictLabels = false

  @Option(
    name: .long, help: ArgumentHelp("Run shellcheck: auto, off, require, or its path.", valueName: "when"))
  var shellcheck: String?

  @Option(name: .long, help: ArgumentHelp("A build argument, as for docker build.", valueName: "name=value"))
  var buildArg: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("What stands for the file's # check= comment (profile buildkit).", valueName: "options"))
  var check: String?

  var given: [(key: String, value: GivenValue)] {
    [
      ("trusted-registry", .list(trustedRegistry)), ("require-label", .list(requireLabel)),
      ("strict-labels", .flag(strictLabels ? true : nil)), ("shellcheck", .text(shellcheck)),
      ("build-arg", .list(buildArg)), ("check", .text(check)),
    ]
  }
}

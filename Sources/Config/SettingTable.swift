import Core
import Engine
import Reports

/// All settings, sorted by key.
public enum SettingTable {
  public static let all: [Setting] = [
    Setting("all", .flag, .run, standard: "false", "list every row of a table"),
    Setting("all-platforms", .flag, .subjects, standard: "false", "take every platform of an image"),
    Setting("as", .choice(SubjectKind.allCases.map(\.rawValue)), .commandLine, "what subjects are taken for"),
    Setting("ascii", .flag, .run, standard: "false", "use ASCII only"),
    Setting("base", .text, .subjects, "the base image: its archive, its name in the archive, or a number of layers"),
    Setting("baseline", .path, .subjects, "findings that are known and do not count"),
    Setting("build-arg", .list, .commandLine, "build arguments, each as NAME=VALUE"),
    Setting("cache", .text, .commandLine, "the directory that keeps what compressed layers hold, or off"),
    Setting("check", .text, .commandLine, "what stands for the `# check=` comment of a Dockerfile"),
    Setting("color", .choice(["auto", "always", "never"]), .run, standard: "auto", "when to colour"),
    Setting("config", .path, .commandLine, "the configuration file"),
    Setting("dockerfile", .path, .subjects, "the Dockerfile that the images were built from"),
    Setting("exit-code", .number(0...255), .run, standard: "1", "the exit status that stands for failed"),
    Setting("expiry-warning-days", .number(0...3650), .subjects, standard: "14", "warn of ignores that end so soon"),
    Setting("fail-on", .choice(severities), .subjects, standard: "medium", "fail at findings of this severity"),
    Setting("format", .choice(formats), .run, standard: "text", "the format of the report"),
    Setting("ignore", .list, .commandLine, "rules to silence"),
    Setting("image", .text, .commandLine, "the image to take of an archive with several"),
    Setting("inline-ignores", .choice(inlineIgnores), .subjects, "what comments in a file may silence"),
    Setting("jobs", .number(0...1024), .run, standard: "0", "threads that read (0: one a core)"),
    Setting("max-entries", .number(1...Int(Int32.max)), .run, "most names of an image"),
    Setting("max-json", .number(1...Int.max), .run, "most bytes of one JSON document"),
    Setting("max-layer-bytes", .number(1...Int.max), .run, "most uncompressed bytes of one layer"),
    Setting("max-ratio", .number(1...Int.max), .run, "most uncompressed bytes per compressed byte, beyond 2 GiB"),
    Setting("min-severity", .choice(severities), .run, standard: "low", "list findings from this severity up"),
    Setting("no-config", .flag, .commandLine, standard: "false", "read no configuration file"),
    Setting("no-fail", .flag, .run, standard: "false", "exit 0 whatever is found"),
    Setting("no-ignore", .flag, .run, standard: "false", "search what ignore files exclude, too"),
    Setting("no-progress", .flag, .run, standard: "false", "show no progress"),
    Setting("only-own", .flag, .subjects, standard: "false", "count only findings of own layers"),
    Setting("output", .path, .commandLine, "the file of the report"),
    Setting("platform", .text, .subjects, "the platform to take of an image"),
    Setting("profile", .choice(profiles), .subjects, standard: "default", "the set of rules and severities"),
    Setting("quiet", .flag, .run, standard: "false", "print nothing when nothing is wrong"),
    Setting("reader", .choice(["auto", "libarchive"]), .commandLine, standard: "auto", "what reads tar archives"),
    Setting("report", .list, .commandLine, "more reports, each as FORMAT=FILE"),
    Setting("require-label", .list, .subjects, "labels each stage must have, each as NAME:TYPE"),
    Setting("sarif-anchor", .path, .run, "the file that findings in images stand at"),
    Setting("shellcheck", .text, .run, standard: "auto", "whether to run shellcheck: auto, off, require, or its path"),
    Setting("show-suppressed", .flag, .run, standard: "false", "list findings that do not count"),
    Setting("stdin-filename", .path, .commandLine, "the name of a Dockerfile on standard input"),
    Setting("strict-labels", .flag, .subjects, standard: "false", "report labels that require-label does not name"),
    Setting("target", .text, .subjects, "the stage of a Dockerfile that ships"),
    Setting("task-definition", .path, .subjects, "the ECS task definition that runs the images"),
    Setting(
      "trust-digests", .flag, .commandLine, standard: "false", "take kept layers by the manifest's word, without hashing"),
    Setting("trusted-registry", .list, .subjects, "registries that images may come from; any when empty"),
    Setting("verbose", .flag, .run, standard: "false", "show notes, too"),
    Setting("verify", .flag, .run, standard: "false", "compute and compare all digests"),
  ]

  public static func setting(_ key: String) -> Setting? { all.first { $0.key == key } }

  private static let severities = Severity.allCases.reversed().map(\.rawValue)
  private static let formats = ReportFormat.allCases.map(\.rawValue)
  private static let inlineIgnores = InlineIgnores.allCases.map(\.rawValue)
  private static let profiles = Profile.allCases.map(\.rawValue)
}

import ArgumentParser
import Config

/// `imgscan [scan] SUBJECT…`
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Judge images, Dockerfiles and deployment files (the default).",
    discussion: """
      Every option is also a variable, such as IMGSCAN_FAIL_ON for --fail-on, and most are keys of .imgscan.yaml \
      (imgscan config show).
      """)

  @Argument(
    help: ArgumentHelp(
      "Image archives, Dockerfiles, deployment files, directories with an image or to search, quoted globs; - for standard input.",
      valueName: "subject"), completion: .file())
  var subjects: [String] = []

  @OptionGroup var flags: ScanFlags

  func run() throws {
    var scan = ScanRun(subjects: subjects, flags: try flags.values())
    throw ExitStatus(code: scan.run())
  }
}

/// A scan's command line as the argument parser reads it.
struct ScanLine {
  let subjects: [String]
  let flags: [String: SettingValue]

  /// - Throws: the argument parser's refusals, and its answers to `--help` and the like.
  init(parsing arguments: [String]) throws {
    let command = try ScanCommand.parse(arguments.first == "scan" ? Array(arguments.dropFirst()) : arguments)
    (subjects, flags) = (command.subjects, try command.flags.values())
  }
}

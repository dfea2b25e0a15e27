import ArgumentParser
import Config

/// `imgscan [scan] SUBJECT…`
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Judge images and Dockerfiles (the default).",
    discussion: """
      Every option is also a variable, such as IMGSCAN_FAIL_ON for --fail-on, and most are keys of .imgscan.yaml \
      (imgscan config show).
      """)

  @Argument(
    help: ArgumentHelp(
      "Image archives, Dockerfiles, directories with an image or to search, quoted globs; - for standard input.",
      valueName: "subject"), completion: .file())
  var subjects: [String] = []

  @OptionGroup(title: "Judging") var judging: JudgingFlags
  @OptionGroup(title: "Reading") var reading: ReadingFlags
  @OptionGroup(title: "Reporting") var reporting: ReportingFlags
  @OptionGroup(title: "Output") var styles: StyleFlags
  @OptionGroup(title: "Configuration") var configuration: ConfigurationFlags

  func run() throws {
    var scan = ScanRun(
      subjects: subjects, flags: try Dictionary(of: [judging, reading, reporting, styles, configuration]))
    throw ExitStatus(code: scan.run())
  }
}

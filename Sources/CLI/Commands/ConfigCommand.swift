import ArgumentParser
import Config

/// `imgscan config show [SUBJECT]`
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the configuration.", subcommands: [ConfigShowCommand.self],
    defaultSubcommand: ConfigShowCommand.self)
}

/// Prints what holds for a subject, and where each value comes from.
struct ConfigShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print what holds for a subject, and where each value comes from.")

  @Argument(
    help: ArgumentHelp("A file or directory (default: the working directory).", valueName: "subject"),
    completion: .file())
  var subject = "."

  @Option(name: [.short, .long], help: "text or json.")
  var format: TableFormat = .text

  @OptionGroup(title: "Judging") var judging: JudgingFlags
  @OptionGroup(title: "Reading") var reading: ReadingFlags
  @OptionGroup(title: "Output") var styles: StyleFlags
  @OptionGroup(title: "Configuration") var configuration: ConfigurationFlags

  func run() throws {
    let flags = try Dictionary(of: [judging, reading, styles, configuration])
    let surface = Surface(flags)
    var store = ConfigurationStore(flags: flags, environment: surface.environment)
    let found = store.look(at: Array(subject.utf8), isDirectory: surface.isDirectory(subject)).configuration
    for problem in found.problems { surface.errors.say(problem) }
    for warning in found.warnings { surface.errors.warn(warning) }
    guard found.problems.isEmpty else { throw ExitStatus(code: ExitStatus.incomplete) }
    let report = ConfigShowReport(found.settings)
    try surface.deliver(Array((format == .json ? report.json() : report.text()).utf8))
  }
}

import ArgumentParser
import Config
import Core
import Engine
import Reports

/// `imgscan baseline write|check`
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Write down today's findings, so that only new ones count.",
    subcommands: [BaselineWriteCommand.self, BaselineCheckCommand.self])

  /// The file when neither flag nor configuration names one.
  static let usualFile = ".imgscan-baseline.json"
}

/// `imgscan baseline write SUBJECT…`
struct BaselineWriteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write", abstract: "Write the findings of subjects to a baseline.",
    discussion: "To the file of --output, else of the configuration's baseline, else \(BaselineCommand.usualFile).")

  @Argument(
    help: ArgumentHelp("What is judged (default: the working directory).", valueName: "subject"), completion: .file())
  var subjects: [String] = []

  @OptionGroup(title: "Judging") var judging: JudgingFlags
  @OptionGroup(title: "Reading") var reading: ReadingFlags
  @OptionGroup(title: "Output") var styles: StyleFlags
  @OptionGroup(title: "Configuration") var configuration: ConfigurationFlags

  func run() throws {
    var flags = try Dictionary(of: [judging, reading, styles, configuration])
    let surface = Surface(flags)
    let subjects = subjects.isEmpty ? ["."] : subjects
    let output = surface.settings.text("output")
    var store = ConfigurationStore(flags: flags, environment: surface.environment)
    let known = store.look(at: [], isDirectory: true).configuration
    let file = output ?? known.settings.path("baseline") ?? BaselineCommand.usualFile
    // The findings of the old baseline belong into the new one.
    flags["baseline"] = .text("")
    var judging = Judging(store: ConfigurationStore(flags: flags, environment: surface.environment))
    let result = judging.judge(subjects, errors: surface.errors)
    do throws(Refusal) {
      try result.read.protect(file)
    } catch {
      surface.errors.say(error)
      throw ExitStatus(code: ExitStatus.incomplete)
    }
    let outcome = Outcome(targets: result.targets, gate: Gate())
    guard result.hasVerdict, Output.deliver(Baseline.write(outcome.targets), to: file, style: surface.style) else {
      throw ExitStatus(code: ExitStatus.incomplete)
    }
    let count = outcome.targets.reduce(0) { $0 + $1.findings.count }
    if file != "-" {
      Output.standardError.write(
        "\(file): \(counted(count, "finding")) of \(counted(outcome.targets.count, "target"))\n")
    }
    if !outcome.isComplete {
      surface.errors.say("the baseline lacks what could not be read")
      throw ExitStatus(code: ExitStatus.incomplete)
    }
  }
}

/// `imgscan baseline check SUBJECT…`
struct BaselineCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Judge subjects; only findings that the baseline does not have count.",
    discussion: "The same as scan --baseline FILE, with \(BaselineCommand.usualFile) where no file is named.")

  @Argument(
    help: ArgumentHelp("What is judged (default: the working directory).", valueName: "subject"), completion: .file())
  var subjects: [String] = []

  @OptionGroup var flags: ScanFlags

  func run() throws {
    var flags = try flags.values()
    let surface = Surface(flags)
    var store = ConfigurationStore(flags: flags, environment: surface.environment)
    let known = store.look(at: [], isDirectory: true).configuration
    if known.settings.text("baseline") == nil { flags["baseline"] = .text(BaselineCommand.usualFile) }
    var scan = ScanRun(subjects: subjects.isEmpty ? ["."] : subjects, flags: flags)
    throw ExitStatus(code: scan.run())
  }
}

import ArgumentParser
import Config
import Core
import Engine
import Glibc
import Reports

/// `imgscan init`
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Begin here: write a configuration, and a baseline of today's findings.",
    discussion: """
      Writes .imgscan.yaml and \(BaselineCommand.usualFile) into the working directory: the next run fails for what is \
      new only.
      """)

  @Argument(
    help: ArgumentHelp("What is judged (default: the working directory).", valueName: "subject"), completion: .file())
  var subjects: [String] = []

  @Flag(name: .long, help: "Replace files that are there.")
  var force = false

  @Flag(name: .long, help: "Write no baseline.")
  var noBaseline = false

  @OptionGroup(title: "Judging") var judging: JudgingFlags
  @OptionGroup(title: "Reading") var reading: ReadingFlags
  @OptionGroup(title: "Output") var styles: StyleFlags

  func run() throws {
    var flags = try Dictionary(of: [judging, reading, styles])
    // What is there already says nothing about what is to be written.
    flags["no-config"] = .flag(true)
    let surface = Surface(flags)
    let name = ProjectFinder.names[0]
    for file in noBaseline ? [name] : [name, BaselineCommand.usualFile] where !force && access(file, F_OK) == 0 {
      surface.errors.say("\(file) is there already", help: "--force replaces it")
      throw ExitStatus(code: ExitStatus.incomplete)
    }
    var targets: [Target] = []
    if !noBaseline {
      var judging = Judging(store: ConfigurationStore(flags: flags, environment: surface.environment))
      let result = judging.judge(subjects.isEmpty ? ["."] : subjects, errors: surface.errors)
      guard !result.targets.contains(where: { $0.kind == "configuration" }) else {
        throw ExitStatus(code: ExitStatus.incomplete)
      }
      targets = result.targets
      let judged = targets.filter { $0.incidents.isEmpty || $0.kind == "image" }
      try write(Baseline.write(judged), to: BaselineCommand.usualFile, surface)
    }
    let configuration = InitialConfiguration(
      targets: targets, settings: surface.settings, baseline: noBaseline ? nil : BaselineCommand.usualFile)
    try write(Array(configuration.text().utf8), to: name, surface)
    Output.standardOutput.write(configuration.summary(name))
  }

  private func write(_ bytes: [UInt8], to file: String, _ surface: Surface) throws {
    let style = TerminalStyle(surface.settings, stream: .standardError, environment: surface.environment)
    guard Output.deliver(bytes, to: file, style: style) else { throw ExitStatus(code: ExitStatus.incomplete) }
  }
}

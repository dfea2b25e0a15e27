import ArgumentParser
import Core
import Engine
import Glibc
import ImageArchive
import Reports
import Rules

/// A report's format.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// `imgscan [scan] SUBJECT…`
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "scan", abstract: "Judge images (the default).")

  @Argument(help: ArgumentHelp("Archives or directories with images; - for standard input.", valueName: "subject"))
  var subjects: [String] = []

  @OptionGroup var reading: ReadingOptions

  @Option(name: [.short, .long], help: "text or json.")
  var format: ReportFormat = .text

  @Option(
    name: .long, help: ArgumentHelp("Fail at this severity: critical, high, medium, low, info.", valueName: "level"))
  var failOn: Severity = .medium

  @Option(name: .long, help: ArgumentHelp("List findings from this severity up.", valueName: "level"))
  var minSeverity: Severity = .low

  @Option(name: .long, help: ArgumentHelp("The exit status that stands for failed.", valueName: "n"))
  var exitCode: Int32 = 1

  @Flag(name: .long, help: "Exit 0 whatever is found.")
  var noFail = false

  @Flag(name: .long, help: "List every file of a table.")
  var all = false

  @Flag(name: [.short, .long], help: "Show notes too.")
  var verbose = false

  @Flag(name: [.short, .long], help: "Print nothing when nothing is wrong.")
  var quiet = false

  @Flag(name: .long, help: "Show no progress.")
  var noProgress = false

  @OptionGroup var styles: StyleOptions

  func validate() throws {
    if !(0...255).contains(exitCode) { throw ValidationError("--exit-code \(exitCode): expected 0 to 255") }
  }

  func run() throws {
    guard !subjects.isEmpty else {
      Output.standardError.write(ImgscanCommand.helpMessage() + "\n")
      throw ExitStatus(code: ExitStatus.incomplete)
    }
    let gate = Gate(failOn: failOn, minSeverity: minSeverity, exitCode: noFail ? 0 : exitCode)
    var targets: [Target] = []
    var unreadable = 0
    for subject in subjects {
      do throws(ArchiveError) {
        targets += try scan(subject)
      } catch {
        unreadable += 1
        Output.standardError.write(ErrorText(style: styles.style(of: .standardError)).render(error))
        targets.append(failed(subject, error))
      }
    }
    let outcome = Outcome(targets: targets, gate: gate)
    try report(outcome, hasVerdict: unreadable < subjects.count)
    throw ExitStatus(code: outcome.exitStatus)
  }

  private func scan(_ subject: String) throws(ArchiveError) -> [Target] {
    let progress = Progress(subject: subject, isWanted: !noProgress && !quiet)
    var options = reading.scanOptions
    options.onLayer = { done, total in progress.show(done, total) }
    let scanner = ImageScanner(options: options, needs: RuleTable.imageNeeds)
    defer { progress.clear() }
    let (archive, images) = try scanner.scan(subject)
    return images.map { Judge.target($0, subject: subject, archive: archive) }
  }

  /// The target of a subject that is no image: it stands in the data formats, so that nothing is missing there.
  private func failed(_ subject: String, _ error: ArchiveError) -> Target {
    var target = Target(kind: "image", name: subject)
    target.incidents = [Incident(code: error.code.rawValue, message: error.message)]
    return target
  }

  private func report(_ outcome: Outcome, hasVerdict: Bool) throws {
    let text = TextReport(style: styles.reportStyle, verbose: verbose, quiet: quiet, listAll: all)
    switch format {
    case .text:
      guard hasVerdict else { return }
      try Output.deliver(Array(text.render(outcome).utf8), to: styles.output, style: styles.style(of: .standardError))
    case .json:
      try Output.deliver(JSONReport().render(outcome), to: styles.output, style: styles.style(of: .standardError))
      if hasVerdict, !quiet {
        let errors = TextReport(style: styles.style(of: .standardError))
        Output.standardError.write(errors.verdict(outcome) + "\n")
      }
    }
  }
}

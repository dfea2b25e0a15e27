import ArgumentParser
import Engine
import ImageArchive
import Reports

/// `imgscan parse FILE…`
struct ParseCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case sexp, json }

  static let configuration = CommandConfiguration(
    commandName: "parse", abstract: "Print how Dockerfiles are read.",
    discussion: "Exit status 2 when Docker would read nothing of a file. With --batch it is 0.")

  @Argument(help: ArgumentHelp("Dockerfiles; - for standard input.", valueName: "file"), completion: .file())
  var files: [String] = []

  @Option(name: [.short, .long], help: "sexp or json.")
  var format: Format = .sexp

  @Flag(name: .long, help: "Read file names from standard input; one JSON object a line.")
  var batch = false

  @OptionGroup(title: "Output") var styles: StyleFlags

  func validate() throws {
    if batch, !files.isEmpty { throw ValidationError("--batch reads the file names from standard input") }
    if !batch, files.isEmpty { throw ValidationError("which Dockerfile? - is standard input") }
  }

  func run() throws {
    if batch { return try runBatch() }
    var isRefused = false
    var out: [UInt8] = []
    let surface = try Surface(styles)
    for file in files {
      do throws(ArchiveError) {
        let report = ParseReport(try TextFile.read(file))
        if let refusal = report.refusal {
          isRefused = true
          let message = "\(file):\(refusal.line): \(refusal.message)"
          surface.errors.say(message, help: refusal.help)
        }
        if format == .json { out += report.json() } else if report.refusal == nil { out += report.sexp() }
      } catch {
        isRefused = true
        surface.errors.say(error)
      }
    }
    try surface.deliver(out)
    if isRefused { throw ExitStatus(code: ExitStatus.incomplete) }
  }

  private func runBatch() throws {
    try InputLines.answer(mostBytes: ParseCommand.longestName) { line in
      guard case .text(let name) = line else {
        return ParseReport.unreadable(file: "", "a name of more than \(ParseCommand.longestName) bytes")
      }
      return ParseCommand.answer(to: String(decoding: name, as: UTF8.self))
    }
  }

  /// Longest file name that Linux takes (PATH_MAX).
  private static let longestName = 4_096

  private static func answer(to name: String) -> [UInt8] {
    do throws(ArchiveError) {
      // Standard input is where the names come from: here - is a file of that name.
      return ParseReport(try TextFile.read(name == "-" ? "./-" : name)).json(file: name, pretty: false)
    } catch {
      return ParseReport.unreadable(file: name, error.message)
    }
  }
}

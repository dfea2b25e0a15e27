import ArgumentParser
import Core
import Engine
import Glibc
import ImageArchive
import Reports
import RootFS

/// What to read of an archive, and how.
struct ReadingOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The image to take of an archive with several.", valueName: "name"))
  var image: String?

  @Option(name: .long, help: ArgumentHelp("The platform to take of a multi-platform image.", valueName: "os/arch"))
  var platform: String?

  @Flag(name: .long, help: "Take every platform of a multi-platform image.")
  var allPlatforms = false

  @Flag(name: .long, help: "Compute and compare all digests and diff IDs.")
  var verify = false

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp("Threads that read layers (0: one a core).", valueName: "n"))
  var jobs = 0

  @Option(name: .long, help: ArgumentHelp("Most names of an image.", valueName: "n"))
  var maxEntries: Int?

  @Option(name: .long, help: ArgumentHelp("Most bytes of one JSON document.", valueName: "n"))
  var maxJson: Int64?

  @Option(name: .long, help: ArgumentHelp("Most uncompressed bytes of one layer.", valueName: "n"))
  var maxLayerBytes: Int64?

  @Option(name: .long, help: ArgumentHelp("Most uncompressed bytes per compressed byte, beyond 2 GiB.", valueName: "n"))
  var maxRatio: Int64?

  func validate() throws {
    if let platform, Platform(platform) == nil {
      throw ValidationError("--platform \(platform): expected os/arch or os/arch/variant, such as linux/arm64")
    }
    if jobs < 0 { throw ValidationError("--jobs \(jobs): expected 0 or more") }
    for (name, value) in [
      ("entries", maxEntries.map(Int64.init)), ("json", maxJson), ("layer-bytes", maxLayerBytes), ("ratio", maxRatio),
    ] {
      if let value, value < 1 { throw ValidationError("--max-\(name) \(value): expected 1 or more") }
    }
  }

  var scanOptions: ScanOptions {
    var options = ScanOptions()
    options.selection.name = image
    options.selection.platform = platform.flatMap { Platform($0) }
    options.selection.takesAllPlatforms = allPlatforms
    options.verifies = verify
    options.jobs = jobs > 0 ? jobs : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    if let maxEntries {
      options.archiveLimits.layerEntries = maxEntries
      options.mergeLimits.nodes = maxEntries
    }
    if let maxJson { options.archiveLimits.jsonBytes = maxJson }
    if let maxLayerBytes { options.archiveLimits.layerBytes = maxLayerBytes }
    if let maxRatio { options.archiveLimits.ratio = maxRatio }
    return options
  }
}

/// How output looks.
struct StyleOptions: ParsableArguments {
  @Option(name: .long, help: "When to colour: auto, always, never.")
  var color: ColorChoice = .auto

  @Flag(name: .long, help: "Use ASCII only.")
  var ascii = false

  @Option(name: [.short, .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var output: String?

  /// The style of a stream, from flags, environment and terminal.
  func style(of stream: Output) -> TerminalStyle {
    var size = winsize()
    let hasSize = stream.isTerminal && ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return TerminalStyle(
      color: color, ascii: ascii, environment: Environment.all, isTerminal: stream.isTerminal,
      columns: hasSize ? Int(size.ws_col) : nil)
  }

  /// Style of the report: a file is no terminal.
  var reportStyle: TerminalStyle {
    output == nil ? style(of: .standardOutput) : TerminalStyle(color: color == .always, ascii: ascii)
  }
}

extension ColorChoice: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}

/// The process environment.
enum Environment {
  static var all: [String: String] {
    var out: [String: String] = [:]
    var at = environ
    while let entry = at.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        out[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      at += 1
    }
    return out
  }
}

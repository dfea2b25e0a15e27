import ArgumentParser
import Core
import Engine
import ImageArchive
import Reports
import RootFS
import Rules

/// Reads the images of a subject, or ends with the message why not.
private func readImages(
  _ subject: String, _ reading: ReadingOptions, _ styles: StyleOptions
) throws -> (archive: ImageArchive, images: [ScannedImage]) {
  do throws(ArchiveError) {
    return try ImageScanner(options: reading.scanOptions, needs: RuleTable.imageNeeds).scan(subject)
  } catch {
    Output.standardError.write(ErrorText(style: styles.style(of: .standardError)).render(error))
    throw ExitStatus(code: ExitStatus.incomplete)
  }
}

/// Whether something of the images could not be read.
private func isIncomplete(_ archive: ImageArchive, _ images: [ScannedImage]) -> Bool {
  !archive.problems.incidents.isEmpty || images.contains { !$0.problems.incidents.isEmpty }
}

/// `imgscan facts IMAGE`
struct FactsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facts", abstract: "Print what the rules judge, as JSON.")

  @Argument(help: ArgumentHelp("An archive or directory; - for standard input.", valueName: "image"))
  var subject: String

  @Flag(name: .long, help: "List every name of the merged file system.")
  var tree = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var styles: StyleOptions

  func run() throws {
    let (archive, images) = try readImages(subject, reading, styles)
    let report = FactsReport(subject: subject, archive: archive, images: images, listsTree: tree)
    try Output.deliver(report.render(), to: styles.output, style: styles.style(of: .standardError))
    if isIncomplete(archive, images) { throw ExitStatus(code: ExitStatus.incomplete) }
  }
}

/// `imgscan layers IMAGE`
struct LayersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layers", abstract: "List an image's layers: who wrote them and how large they are.")

  @Argument(help: ArgumentHelp("An archive or directory; - for standard input.", valueName: "image"))
  var subject: String

  @Option(name: [.short, .long], help: "text or json.")
  var format: ReportFormat = .text

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var styles: StyleOptions

  func run() throws {
    let (archive, images) = try readImages(subject, reading, styles)
    let report = LayersReport(images.map { LayersCommand.layers($0, subject: subject, archive: archive) })
    let bytes = format == .json ? report.json() : Array(report.text(style: styles.reportStyle).utf8)
    try Output.deliver(bytes, to: styles.output, style: styles.style(of: .standardError))
    if isIncomplete(archive, images) {
      let errors = ErrorText(style: styles.style(of: .standardError))
      for incident in (archive.problems.incidents + images.flatMap(\.problems.incidents)).prefix(5) {
        Output.standardError.write(errors.render(message: incident.message))
      }
      throw ExitStatus(code: ExitStatus.incomplete)
    }
  }

  private static func layers(_ image: ScannedImage, subject: String, archive: ImageArchive) -> ImageLayers {
    let target = Judge.target(image, subject: subject, archive: archive, rules: [])
    let rows = image.layers.enumerated().map { index, layer in
      let reference = target.layers.indices.contains(index) ? target.layers[index] : nil
      return LayerRow(
        index: index, origin: reference?.origin ?? .unknown, storedBytes: layer.storedBytes,
        uncompressedBytes: layer.isMissing ? nil : layer.uncompressedBytes,
        entries: layer.isMissing ? nil : layer.entryCount, compression: layer.compression.rawValue,
        diffID: layer.diffID ?? reference?.diffID, createdBy: reference?.createdBy)
    }
    return ImageLayers(target, rows: rows)
  }
}

/// `imgscan rules`
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rules", abstract: "List the rules.")

  @Option(name: [.short, .long], help: "text or json.")
  var format: ReportFormat = .text

  @OptionGroup var styles: StyleOptions

  func run() throws {
    let report = RuleListReport()
    let bytes = format == .json ? report.json() : Array(report.text(style: styles.reportStyle).utf8)
    try Output.deliver(bytes, to: styles.output, style: styles.style(of: .standardError))
  }
}

/// `imgscan explain ID`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a rule: what, why, how to fix, examples.")

  @Argument(help: ArgumentHelp("A rule, such as IMG-USER-ROOT.", valueName: "rule"))
  var rule: String

  @OptionGroup var styles: StyleOptions

  func run() throws {
    let report = ExplainReport(style: styles.reportStyle)
    guard let text = report.render(rule) else {
      let near = report.suggestions(for: rule).prefix(3).map(\.description).joined(separator: ", ")
      Output.standardError.write(
        ErrorText(style: styles.style(of: .standardError)).render(
          message: "no rule \"\(rule)\"", found: nil,
          help: near.isEmpty ? "imgscan rules lists them" : "did you mean \(near)? imgscan rules lists all"))
      throw ExitStatus(code: ExitStatus.incomplete)
    }
    try Output.deliver(Array(text.utf8), to: styles.output, style: styles.style(of: .standardError))
  }
}

/// `imgscan schema`
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON schema of the json report.")

  @OptionGroup var styles: StyleOptions

  func run() throws {
    var text = JSONSchema.text
    if !text.hasSuffix("\n") { text += "\n" }
    try Output.deliver(Array(text.utf8), to: styles.output, style: styles.style(of: .standardError))
  }
}

import ArgumentParser
import Config
import Core
import Engine
import ImageArchive
import Reports
import RootFS
import Rules

/// Reads the images of a subject, or ends with the message why not.
func readImages(
  _ subject: String, _ surface: Surface
) throws -> (archive: ImageArchive, images: [ScannedImage]) {
  do {
    return try ImageScanner(options: ScanOptions(surface.settings)).scan(subject)
  } catch let refusal as Refusal {
    surface.errors.say(refusal)
  } catch let error as ArchiveError {
    surface.errors.say(error)
  }
  throw ExitStatus(code: ExitStatus.incomplete)
}

/// Whether something of the images could not be read.
func isIncomplete(_ archive: ImageArchive, _ images: [ScannedImage]) -> Bool {
  !archive.problems.incidents.isEmpty || images.contains { !$0.problems.incidents.isEmpty }
}

/// `imgscan facts IMAGE`
struct FactsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "facts", abstract: "Print what the rules judge, as JSON.")

  @Argument(
    help: ArgumentHelp("An archive or directory; - for standard input.", valueName: "image"), completion: .file())
  var subject: String

  @Flag(name: .long, help: "List every name of the merged file system.")
  var tree = false

  @OptionGroup(title: "Reading") var reading: ReadingFlags
  @OptionGroup(title: "Output") var styles: StyleFlags

  func run() throws {
    let surface = try Surface(reading, styles)
    let (archive, images) = try readImages(subject, surface)
    let report = FactsReport(subject: subject, archive: archive, images: images, listsTree: tree)
    try surface.deliver(report.render())
    if isIncomplete(archive, images) { throw ExitStatus(code: ExitStatus.incomplete) }
  }
}

/// `imgscan layers IMAGE`
struct LayersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layers", abstract: "List an image's layers: who wrote them and how large they are.")

  @Argument(
    help: ArgumentHelp("An archive or directory; - for standard input.", valueName: "image"), completion: .file())
  var subject: String

  @Option(name: [.short, .long], help: "text or json.")
  var format: TableFormat = .text

  @OptionGroup(title: "Reading") var reading: ReadingFlags
  @OptionGroup(title: "Output") var styles: StyleFlags

  func run() throws {
    let surface = try Surface(reading, styles)
    let (archive, images) = try readImages(subject, surface)
    let report = LayersReport(images.map { LayersCommand.layers($0, subject: subject, archive: archive) })
    let bytes = format == .json ? report.json() : Array(report.text(style: surface.style).utf8)
    try surface.deliver(bytes)
    if isIncomplete(archive, images) {
      for incident in (archive.problems.incidents + images.flatMap(\.problems.incidents)).prefix(5) {
        surface.errors.say(incident.message)
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

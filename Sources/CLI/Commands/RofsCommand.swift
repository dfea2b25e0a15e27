import ArgumentParser
import Core
import Engine
import ImageArchive
import ReadOnlyRoot
import Reports
import RootFS
import Rules

extension PlanSnippet.Form: ExpressibleByArgument {}

/// `imgscan rofs IMAGE`
struct RofsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rofs", abstract: "Plan the mounts for a read-only root file system.",
    discussion: """
      imgscan rofs app.tar              what has to be writable, and why
      imgscan rofs app.tar --emit ecs   the same, as a part of a task definition
      docker diff CONTAINER | imgscan rofs app.tar --docker-diff -
      """)

  @Argument(
    help: ArgumentHelp("An archive or directory; - for standard input.", valueName: "image"), completion: .file())
  var subject: String

  @Option(name: .long, help: ArgumentHelp("Print only a snippet: docker, compose, ecs, k8s.", valueName: "form"))
  var emit: PlanSnippet.Form?

  @Flag(name: .long, help: "With --emit ecs: volumes instead of tmpfs, for platforms that have none.")
  var noTmpfs = false

  @Option(
    name: .long, help: ArgumentHelp("Take in what docker diff printed; - for standard input.", valueName: "file"),
    completion: .file())
  var dockerDiff: String?

  @Option(name: .customLong("diff"), help: .hidden)
  var diff: String?

  @Option(name: [.short, .long], help: "text or json.")
  var format: TableFormat?

  @OptionGroup(title: "Reading") var reading: ReadingFlags
  @OptionGroup(title: "Output") var styles: StyleFlags

  private var diffFile: String? { dockerDiff ?? diff }

  func validate() throws {
    if emit != nil, format != nil { throw ValidationError("--emit prints a snippet and --format a report: give one") }
    if noTmpfs, emit != .ecs { throw ValidationError("--no-tmpfs goes with --emit ecs") }
    if subject == "-", diffFile == "-" {
      throw ValidationError("image and --docker-diff cannot both be standard input: give one of the two as a file")
    }
  }

  func run() throws {
    let surface = try Surface(reading, styles)
    let observed = try diffFile.map { try RofsCommand.readDiff($0, surface) }
    let (archive, images) = try readImages(subject, surface)
    let plans = images.map { plan($0, observed) }
    let incidents = archive.problems.incidents + images.flatMap(\.problems.incidents)
    if let observed, observed.skipped > 0 {
      let lines = counted(observed.skipped, "line")
      surface.errors.warn(
        Incident(code: "docker-diff", message: "\(lines) of the docker diff skipped: not a letter, a blank and a path"))
    }
    var isComplete = incidents.isEmpty
    if let emit {
      isComplete = try deliver(emit, plans, surface) && isComplete
    } else {
      let report = ReadOnlyPlanReport(plans)
      try surface.deliver(format == .json ? report.json() : Array(report.text(style: surface.style).utf8))
    }
    for incident in incidents.prefix(5) { surface.errors.say(incident.message) }
    if !isComplete { throw ExitStatus(code: ExitStatus.incomplete) }
  }

  /// Writes the snippet, and beside it what it cannot say.
  ///
  /// - Returns: whether the snippet holds all that is needed.
  private func deliver(_ form: PlanSnippet.Form, _ images: [ReadOnlyImage], _ surface: Surface) throws -> Bool {
    guard images.count == 1, let image = images.first else {
      let names = images.prefix(10).map { [$0.reference, $0.platform].compactMap { $0 }.joined(separator: " ") }
      surface.errors.say(
        "\(subject) holds \(counted(images.count, "image")): \(names.joined(separator: ", ")); --emit takes one",
        help: "--image NAME or --platform OS/ARCH")
      throw ExitStatus(code: ExitStatus.incomplete)
    }
    guard let plan = image.plan else { return false }
    let snippet = PlanSnippet(plan, as: form, image: image.reference, usesTmpfs: !noTmpfs)
    try surface.deliver(Array(snippet.text.utf8))
    for note in snippet.notes { surface.errors.warn(Incident(code: "rofs", message: note)) }
    for reason in snippet.leftOut.prefix(10) {
      surface.errors.say("a mount is missing in the \(form.rawValue) snippet: \(reason)")
    }
    return snippet.leftOut.isEmpty
  }

  private func plan(_ image: ScannedImage, _ diff: DockerDiff?) -> ReadOnlyImage {
    let archived = image.archived
    let model = image.model
    let user = model.flatMap { $0.runUser.outcome == .resolved ? "\($0.runUser.uid):\($0.runUser.gid)" : nil }
    return ReadOnlyImage(
      subject: subject, reference: archived.reference, platform: archived.platform?.description, user: user,
      plan: model.flatMap { $0.isWindows ? nil : MountPlan(of: $0, observed: diff?.claims(in: $0) ?? []) }, diff: diff)
  }

  private static func readDiff(_ file: String, _ surface: Surface) throws -> DockerDiff {
    var limits = SubjectLimits()
    limits.dockerfileBytes = 256 << 20
    do throws(ArchiveError) {
      let bytes = try TextFile.read(file, limits: limits)
      do throws(DockerDiff.Failure) {
        return try DockerDiff(bytes)
      } catch {
        surface.errors.say("\(file == "-" ? "standard input" : file): \(error.message)", help: error.help)
      }
    } catch {
      surface.errors.say(error)
    }
    throw ExitStatus(code: ExitStatus.incomplete)
  }
}

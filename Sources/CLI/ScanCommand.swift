import ArgumentParser
import Core
import Engine
import Glibc
import ImageArchive
import Reports
import Rules

extension SubjectKind: ExpressibleByArgument {}

/// A report's format.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

/// `imgscan [scan] SUBJECT…`
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Judge images and Dockerfiles (the default).")

  @Argument(
    help: ArgumentHelp(
      "Image archives, Dockerfiles, directories with an image or to search, quoted globs; - for standard input.",
      valueName: "subject"))
  var subjects: [String] = []

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("Take subjects for image or dockerfile, whatever is in them.", valueName: "kind"))
  var taken: SubjectKind?

  @Option(
    name: .long, help: ArgumentHelp("The stage of a Dockerfile that ships (default: the last).", valueName: "stage"))
  var target: String?

  @Option(
    name: .long, help: ArgumentHelp("The Dockerfile that the images were built from.", valueName: "file"))
  var dockerfile: String?

  @Option(name: .long, help: ArgumentHelp("The file name of a Dockerfile on standard input.", valueName: "name"))
  var stdinFilename: String?

  @Flag(name: .long, help: "Search what .gitignore and .ignore files exclude, too.")
  var noIgnore = false

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
    guard !subjects.isEmpty else { throw refuseNoSubject() }
    let input = StandardInput()
    let join = try readDockerfile()
    let found = find(input)
    let judged = judgeDockerfiles(found)
    var targets: [Target] = []
    var unreadable = 0
    for (index, result) in found.enumerated() {
      do throws(SubjectFailure) {
        let subject = try result.get()
        do throws(ArchiveError) {
          switch judged[index] {
          case .target(let target): targets.append(target)
          case .failed(let error): throw error
          case .passedOver: continue
          case nil: targets += try scan(subject, input, join)
          }
        } catch {
          throw SubjectFailure(subject, error)
        }
      } catch {
        unreadable += 1
        Output.standardError.write(ErrorText(style: styles.style(of: .standardError)).render(error.error))
        targets.append(failed(error))
      }
    }
    if targets.isEmpty { refuseNothingFound() }
    let gate = Gate(failOn: failOn, minSeverity: minSeverity, exitCode: noFail ? 0 : exitCode)
    let outcome = Outcome(targets: targets, gate: gate)
    try report(outcome, hasVerdict: unreadable < targets.count)
    throw ExitStatus(code: outcome.exitStatus)
  }

  /// The Dockerfile to point at, and its own target.
  private func readDockerfile() throws -> JoinedDockerfile? {
    guard let dockerfile else { return nil }
    do throws(ArchiveError) {
      return JoinedDockerfile(try TextFile.read(dockerfile), name: dockerfile, targetStage: target)
    } catch {
      Output.standardError.write(ErrorText(style: styles.style(of: .standardError)).render(error))
      throw ExitStatus(code: ExitStatus.incomplete)
    }
  }

  private func find(_ input: StandardInput) -> [Result<Subject, SubjectFailure>] {
    var finder = SubjectFinder(input: input)
    finder.taken = taken
    finder.obeysIgnoreFiles = !noIgnore
    finder.standardInputName = stdinFilename
    return finder.find(subjects)
  }

  /// Judges the Dockerfiles that are files, many at a time; the results by index.
  private func judgeDockerfiles(_ found: [Result<Subject, SubjectFailure>]) -> [Int: DockerfileBatch.Judged] {
    let files = found.enumerated().compactMap { index, result in
      (try? result.get()).flatMap { $0.kind == .dockerfile && !$0.isStandardInput ? (index, $0) : nil }
    }
    let judged = dockerfileBatch.judge(files.map(\.1))
    return Dictionary(uniqueKeysWithValues: zip(files.map(\.0), judged))
  }

  private var dockerfileBatch: DockerfileBatch {
    let scanner = DockerfileScanner(targetStage: target, today: Clock.today)
    return DockerfileBatch(jobs: reading.scanOptions.jobs) { bytes, name in scanner.scan(bytes, name: name) }
  }

  /// Judges what is no Dockerfile in a file.
  private func scan(
    _ subject: Subject, _ input: StandardInput, _ join: JoinedDockerfile?
  ) throws(ArchiveError) -> [Target] {
    guard subject.kind == .image else { return [try dockerfileBatch.judge(input, name: subject.name)] }
    let progress = Progress(subject: subject.name, isWanted: !noProgress && !quiet)
    var options = reading.scanOptions
    options.dockerfile = join
    options.onLayer = { done, total in progress.show(done, total) }
    let scanner = ImageScanner(options: options, needs: RuleTable.imageNeeds)
    defer { progress.clear() }
    let (archive, images) = try scanner.scan(subject.name, input: input)
    return images.map { Judge.target($0, subject: subject.name, archive: archive) }
  }

  /// The target of a subject that cannot be read: it stands in the data formats, so that nothing is missing there.
  private func failed(_ failure: SubjectFailure) -> Target {
    var target = Target(kind: failure.kind.rawValue, name: failure.name)
    target.incidents = [Incident(code: failure.error.code.rawValue, message: failure.error.message)]
    return target
  }

  /// Says what could be typed instead of nothing.
  private func refuseNoSubject() -> ExitStatus {
    Output.standardError.write(ImgscanCommand.helpMessage() + "\n")
    var info = stat()
    if stat("Dockerfile", &info) == 0, info.st_mode & S_IFMT == S_IFREG {
      Output.standardError.write("\nfound ./Dockerfile — run `imgscan .`\n")
    }
    return ExitStatus(code: ExitStatus.incomplete)
  }

  private func refuseNothingFound() {
    Output.standardError.write(
      ErrorText(style: styles.style(of: .standardError)).render(
        message: "no Dockerfile and no image was found, only files that are no text"))
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

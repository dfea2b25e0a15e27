import Config
import Core
import Engine
import Glibc
import ImageArchive
import Reports
import ShellCheck

/// One run as hadolint's: settings, files, reports, exit status.
struct HadolintRun {
  /// Findings, and all that hadolint does not go on after.
  static let failed: Int32 = 1

  /// Bytes of a configuration file.
  private static let configurationBytes = 1 << 20

  let request: HadolintRequest
  let flags: HadolintChoices
  let isNamed: Bool
  let environment: [String: String]
  private let errors: Diagnostics

  init(request: HadolintRequest, flags: HadolintChoices, isNamed: Bool, environment: [String: String]) {
    (self.request, self.flags) = (request, flags)
    (self.isNamed, self.environment) = (isNamed, environment)
    errors = Diagnostics(settings: Settings(), environment: environment)
  }

  /// - Returns: the exit status.
  func run() -> Int32 {
    guard !request.files.isEmpty else {
      errors.say("no Dockerfile is named", help: "hadolint Dockerfile, or - for standard input")
      return HadolintRun.failed
    }
    let settings: HadolintSettings
    do throws(ArchiveError) {
      settings = try readSettings()
    } catch {
      errors.say("the configuration cannot be read: \(error.message)", help: error.help)
      return HadolintRun.failed
    }
    let jobs = request.jobs > 0 ? request.jobs : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let shell = ShellChecking(request.shellcheck, environment: environment, jobs: jobs)
    if let refusal = shell.refusal {
      errors.say(refusal)
      return HadolintRun.failed
    }
    if shell.isMissing { errors.note(ShellChecking.note) }
    let scan = HadolintScan(settings, asksShellCheck: shell.runner != nil)
    let judging = HadolintFiles(scan: scan, shell: shell, jobs: jobs, searches: !isNamed)
    var files: [HadolintReportFile] = []
    var isComplete = true
    for outcome in judging.judge(request.files) {
      switch outcome {
      case .judged(let file, let unjudged):
        files.append(file)
        isComplete = isComplete && (unjudged.isEmpty || !shell.isRequired)
        for script in unjudged {
          errors.warn(
            Incident(
              code: "shellcheck", message: "\(file.name):\(script.line): shellcheck did not judge it: \(script.reason)")
          )
        }
      case .passedOver: break
      case .failed(let error):
        isComplete = false
        errors.say(error)
      }
    }
    // No report at all says that nothing was judged; an empty one would say that all is well.
    guard !files.isEmpty else { return HadolintRun.failed }
    let isWritten = write(
      HadolintReport(files: files, reportedName: request.filePathInReport, isColored: settings.isColored), settings)
    return isComplete && isWritten && !settings.fails(files) ? ExitStatus.clean : HadolintRun.failed
  }

  // MARK: settings

  private func readSettings() throws(ArchiveError) -> HadolintSettings {
    let (variables, problems) = HadolintChoices.read(environment: environment)
    for problem in problems { errors.warn(problem.incident) }
    let places = request.noConfig ? [] : HadolintConfigPlaces.candidates(environment: environment)
    let path = request.config ?? places.first(where: isFile)
    var file = HadolintChoices()
    if let path {
      // A shell's `<(…)` is no file.
      let bytes =
        try isFile(path)
        ? TextFile.read(bytes: Array(path.utf8), limit: HadolintRun.configurationBytes) : HadolintFiles.read(path)
      let read = HadolintChoices.read(bytes, name: path)
      if let problem = read.problem { errors.warn(problem.incident) }
      file = read.choices
    }
    let settings = HadolintSettings(flags: flags, file: file, environment: variables)
    if settings.isVerbose { Output.standardError.write(settings.summary(file: path)) }
    return settings
  }

  private func isFile(_ path: String) -> Bool {
    var info = stat()
    return !path.utf8.contains(0) && stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
  }

  // MARK: reports

  /// Where each format goes; nil for standard output.
  ///
  /// As for hadolint the first output is that of the first format and so on; an output without a format is for people.
  static func targets(formats: [HadolintFormat], outputs: [String]) -> [(format: HadolintFormat, file: String?)] {
    (0..<max(formats.count, outputs.count, 1)).map { index in
      (index < formats.count ? formats[index] : .tty, index < outputs.count ? outputs[index] : nil)
    }
  }

  /// - Returns: whether all could be written.
  private func write(_ report: HadolintReport, _ settings: HadolintSettings) -> Bool {
    let targets = HadolintRun.targets(formats: settings.formats, outputs: request.output)
    let style = TerminalStyle(Settings(), stream: .standardError, environment: environment)
    var read = ReadFiles()
    for file in report.files { read.insert(Array(file.name.utf8)) }
    var isWritten = true
    // Files first: a pipe that is closed ends the process.
    for target in targets.filter({ $0.file != nil }) + targets.filter({ $0.file == nil }) {
      do throws(Refusal) {
        if let file = target.file { try read.protect(file) }
        isWritten = Output.deliver(report.bytes(target.format), to: target.file, style: style) && isWritten
      } catch {
        errors.say(error)
        isWritten = false
      }
    }
    return isWritten
  }
}

import ArgumentParser
import Config
import Core
import Engine
import Glibc
import ImageArchive
import Reports

/// One run of `imgscan scan`: subjects, configurations, judgement, reports.
struct ScanRun {
  let subjects: [String]
  private let environment = Environment.all
  private var store: ConfigurationStore

  init(subjects: [String], flags: [String: SettingValue]) {
    self.subjects = subjects
    store = ConfigurationStore(flags: flags, environment: environment)
  }

  /// - Returns: the exit status.
  mutating func run() -> Int32 {
    guard !subjects.isEmpty else { return refuseNoSubject() }
    let errors = Diagnostics(settings: store.withoutFile, environment: environment)
    var judging = Judging(store: store)
    let result = judging.judge(subjects, errors: errors)
    // The settings of the whole run are those of the first subject's file.
    let first = judging.store.all.first
    let settings = first?.settings ?? store.withoutFile
    let plan: ReportPlan
    do throws(Refusal) {
      plan = try ReportPlan(settings, environment: environment)
      for entry in plan.entries { if let file = entry.file { try result.read.protect(file) } }
    } catch {
      errors.say(error)
      return ExitStatus.incomplete
    }
    let outcome = Outcome(targets: result.targets, gate: Gate(settings), warnings: result.warnings)
    let writer = ReportWriter(
      plan: plan, settings: settings, environment: environment,
      anchor: judging.anchor(settings.path("sarif-anchor")))
    let isWritten = writer.write(outcome, hasVerdict: result.hasVerdict)
    return isWritten ? outcome.exitStatus : ExitStatus.incomplete
  }

  /// Says what could be typed instead of nothing.
  private func refuseNoSubject() -> Int32 {
    Output.standardError.write(ImgscanCommand.helpMessage() + "\n")
    var info = stat()
    if stat("Dockerfile", &info) == 0, info.st_mode & S_IFMT == S_IFREG {
      Output.standardError.write("\nfound ./Dockerfile — run `imgscan .`\n")
    }
    return ExitStatus.incomplete
  }
}

extension Gate {
  init(_ settings: Settings) {
    self.init(
      failOn: settings.severity("fail-on") ?? .medium, minSeverity: settings.severity("min-severity") ?? .low,
      exitCode: settings.flag("no-fail") ? 0 : Int32(settings.number("exit-code") ?? 1))
  }
}

extension Settings {
  /// A severity; nil when it is not set.
  func severity(_ key: String) -> Severity? { text(key).flatMap(Severity.init(rawValue:)) }
}

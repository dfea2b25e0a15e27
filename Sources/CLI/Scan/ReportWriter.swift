import Config
import Core
import Engine
import Reports

/// Writes the reports of a run.
struct ReportWriter {
  let plan: ReportPlan
  let settings: Settings
  let environment: [String: String]
  /// The file that findings in images stand at, from the repository's root; nil for none.
  let anchor: String?

  /// Every report is written, whatever became of the others.
  ///
  /// - Parameter hasVerdict: false when nothing could be judged: reports for people then say no more than the errors did.
  /// - Returns: whether all could be written.
  func write(_ outcome: Outcome, hasVerdict: Bool) -> Bool {
    let errors = TerminalStyle(settings, stream: .standardError, environment: environment)
    var made: ReportModel?
    // Text does without: of an image with 200,000 findings that is a quarter of the memory.
    func model() -> ReportModel {
      let model = made ?? ReportModel(outcome, context: context)
      made = model
      return model
    }
    var isWritten = true
    if plan.addsWorkflowCommands || plan.entries.contains(where: { $0.format == .github }) {
      isWritten = appendGitHubFiles(model(), errors)
    }
    // Files first: a pipe that is closed ends the process.
    for entry in plan.entries.filter({ $0.file != nil }) + plan.entries.filter({ $0.file == nil }) {
      if !hasVerdict, entry.file == nil, entry.format == .text || entry.format == .plain { continue }
      let text = text(entry)
      let bytes = entry.format == .text ? Array(text.render(outcome).utf8) : entry.format.render(model(), text: text)
      isWritten = Output.deliver(bytes, to: entry.file, style: errors) && isWritten
    }
    if plan.addsWorkflowCommands {
      let commands = ReportFormat.github.render(model(), text: TextReport(style: errors))
      isWritten = Output.deliver(commands, to: nil, style: errors) && isWritten
    }
    if hasVerdict, isWritten, !plan.saysVerdict, !(settings.flag("quiet") && outcome.exitStatus == 0) {
      Output.standardError.write(TextReport(style: errors).verdict(outcome) + "\n")
    }
    return isWritten
  }

  private var context: ReportContext {
    var context = ReportContext()
    context.anchor = anchor
    context.timestamp = Clock.timestamp(environment)
    if let account = environment["AWS_ACCOUNT_ID"] { context.awsAccount = account }
    if let region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] { context.awsRegion = region }
    context.showsSuppressed = settings.flag("show-suppressed")
    return context
  }

  /// How text looks where an entry goes.
  private func text(_ entry: ReportPlan.Entry) -> TextReport {
    let style =
      entry.file == nil
      ? TerminalStyle(settings, stream: .standardOutput, environment: environment) : TerminalStyle(fileWith: settings)
    return TextReport(
      style: style, verbose: settings.flag("verbose"), quiet: settings.flag("quiet") && entry.file == nil,
      listAll: settings.flag("all"), showsSuppressed: settings.flag("show-suppressed"))
  }

  /// What a GitHub job reads besides its log.
  private func appendGitHubFiles(_ model: ReportModel, _ errors: TerminalStyle) -> Bool {
    var isWritten = true
    for (variable, bytes) in [
      ("GITHUB_STEP_SUMMARY", { GitHubSummary().render(model) }), ("GITHUB_OUTPUT", { GitHubOutputs().render(model) }),
    ] {
      guard let path = environment[variable], !path.isEmpty else { continue }
      isWritten = Output.append(bytes(), to: path, style: errors) && isWritten
    }
    return isWritten
  }
}

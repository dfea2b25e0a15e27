import ArgumentParser
import Config
import Core
import Reports

/// `imgscan rules`
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rules", abstract: "List the rules.")

  @Option(name: [.short, .long], help: "text or json.")
  var format: TableFormat = .text

  @OptionGroup(title: "Output") var styles: StyleFlags

  func run() throws {
    let surface = try Surface(styles)
    let report = RuleListReport()
    let bytes = format == .json ? report.json() : Array(report.text(style: surface.style).utf8)
    try surface.deliver(bytes)
  }
}

/// `imgscan explain ID`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a rule: what, why, how to fix, examples.")

  @Argument(help: ArgumentHelp("A rule, such as IMG-USER-ROOT.", valueName: "rule"))
  var rule: String

  @OptionGroup(title: "Output") var styles: StyleFlags

  func run() throws {
    let surface = try Surface(styles)
    let report = ExplainReport(style: surface.style)
    guard let text = report.render(rule) else {
      let near = report.suggestions(for: rule).prefix(3).map(\.description).joined(separator: ", ")
      surface.errors.say(
        "no rule \"\(rule)\"",
        help: near.isEmpty ? "imgscan rules lists them" : "did you mean \(near)? imgscan rules lists all")
      throw ExitStatus(code: ExitStatus.incomplete)
    }
    try surface.deliver(Array(text.utf8))
  }
}

/// `imgscan schema [config]`
struct SchemaCommand: ParsableCommand {
  enum Subject: String, ExpressibleByArgument, CaseIterable { case report, config }

  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON schema of the json report, or of the configuration.")

  @Argument(help: "report or config.")
  var subject = Subject.report

  @OptionGroup(title: "Output") var styles: StyleFlags

  func run() throws {
    var text = subject == .report ? JSONSchema.text : ConfigSchema.text()
    if !text.hasSuffix("\n") { text += "\n" }
    try Surface(styles).deliver(Array(text.utf8))
  }
}

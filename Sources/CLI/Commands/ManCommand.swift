import ArgumentParser

/// `imgscan man [PAGE]`
struct ManCommand: ParsableCommand {
  enum Page: String, ExpressibleByArgument, CaseIterable {
    case command = "imgscan.1"
    case rules = "imgscan-rules.7"
    case configuration = "imgscan.yaml.5"
  }

  static let configuration = CommandConfiguration(
    commandName: "man", abstract: "Print a manual page: imgscan man imgscan.1 | man -l -")

  @Argument(help: "imgscan.1, imgscan-rules.7 or imgscan.yaml.5.")
  var page = Page.command

  @OptionGroup(title: "Output") var styles: StyleFlags

  func run() throws {
    let text =
      switch page {
      case .command: CommandManual()?.text() ?? ""
      case .rules: RulesManual().text()
      case .configuration: ConfigurationManual().text()
      }
    try Surface(styles).deliver(Array(text.utf8))
  }
}

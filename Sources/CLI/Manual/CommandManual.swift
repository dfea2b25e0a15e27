import ArgumentParser
import JSONText
import Reports

/// imgscan(1), from the command line's own description of itself.
struct CommandManual {
  private let root: JSONValue

  init?() {
    guard let tree = try? JSONParser.parse(Array(ImgscanCommand._dumpHelp().utf8)), let command = tree["command"]
    else { return nil }
    root = command
  }

  func text() -> String {
    var page = Roff(name: Tool.name, section: 1, summary: "judge container images and Dockerfiles for hardening")
    page.heading("Synopsis")
    page.prose("imgscan [scan] [options] subject...")
    for command in commands where command["commandName"]?.string != "scan" {
      page.text(ofSynopsis: command, under: Tool.name)
    }
    page.heading("Description")
    page.prose(root["abstract"]?.string ?? "")
    page.example(root["discussion"]?.string ?? "")
    for command in commands { write(command, under: Tool.name, into: &page) }
    page.heading("Environment")
    page.prose(
      "Every option of scan is also a variable: its long name in capitals with IMGSCAN_ before it and _ for each dash, "
        + "such as IMGSCAN_FAIL_ON=high. An option beats its variable, a variable beats the configuration file.")
    page.item("NO_COLOR, CLICOLOR, CLICOLOR_FORCE, FORCE_COLOR", "Whether to colour, where --color does not say.")
    page.item(
      "GITHUB_ACTIONS, GITHUB_STEP_SUMMARY, GITHUB_OUTPUT",
      "In a GitHub job workflow commands follow the text report, and the job's summary and outputs are written.")
    page.item("AWS_ACCOUNT_ID, AWS_REGION, SOURCE_DATE_EPOCH", "What the asff format cannot be without.")
    page.heading("Exit status")
    page.item("0", "No finding at or above --fail-on.")
    page.item("1", "At least one. --exit-code makes it another.")
    page.item("2", "The scan could not be completed: wrong usage or configuration, an unreadable or damaged subject.")
    page.heading("See also")
    page.prose("imgscan.yaml(5), imgscan-rules(7)")
    return page.text
  }

  private var commands: [JSONValue] { shown(root) }

  private func shown(_ command: JSONValue) -> [JSONValue] {
    (command["subcommands"]?.array ?? []).filter {
      $0["shouldDisplay"]?.bool != false && $0["commandName"]?.string != "help"
    }
  }

  private func write(_ command: JSONValue, under parent: String, into page: inout Roff) {
    let name = parent + " " + (command["commandName"]?.string ?? "")
    page.heading(name)
    page.prose(command["abstract"]?.string ?? "")
    if let more = command["discussion"]?.string, !more.isEmpty {
      if more.contains("\n") { page.example(more) } else { page.paragraph(more) }
    }
    var section = ""
    for argument in command["arguments"]?.array ?? [] where argument["shouldDisplay"]?.bool != false {
      if names(argument) == "-h, --help" || names(argument) == "--version" { continue }
      if let title = argument["sectionTitle"]?.string, title != section {
        section = title
        page.subheading(title)
      }
      page.item(names(argument), argument["abstract"]?.string ?? "")
    }
    // Two levels are all there are.
    for inner in shown(command) {
      page.subheading(name + " " + (inner["commandName"]?.string ?? ""))
      page.prose(inner["abstract"]?.string ?? "")
      for argument in inner["arguments"]?.array ?? []
      where argument["kind"]?.string == "positional" && argument["shouldDisplay"]?.bool != false {
        page.item(names(argument), argument["abstract"]?.string ?? "")
      }
    }
  }

  /// Such as `-f, --format <format>`.
  private func names(_ argument: JSONValue) -> String {
    let value = argument["valueName"]?.string ?? ""
    guard argument["kind"]?.string != "positional" else {
      return value + (argument["isRepeating"]?.bool == true ? "..." : "")
    }
    let names = (argument["names"]?.array ?? []).map { name in
      (name["kind"]?.string == "short" ? "-" : "--") + (name["name"]?.string ?? "")
    }
    let words = names.filter { $0.count == 2 } + names.filter { $0.count != 2 }
    return words.joined(separator: ", ") + (argument["kind"]?.string == "option" ? " <\(value)>" : "")
  }
}

extension Roff {
  fileprivate mutating func text(ofSynopsis command: JSONValue, under name: String) {
    let inner = (command["subcommands"]?.array ?? []).compactMap { $0["commandName"]?.string }.filter { $0 != "help" }
    let words = (command["arguments"]?.array ?? []).filter { $0["kind"]?.string == "positional" }.map { argument in
      let value = argument["valueName"]?.string ?? ""
      let repeated = argument["isRepeating"]?.bool == true ? value + "..." : value
      return argument["isOptional"]?.bool == true ? "[\(repeated)]" : repeated
    }
    let usage = [name, command["commandName"]?.string ?? ""] + (inner.isEmpty ? words : [inner.joined(separator: "|")])
    paragraph(usage.joined(separator: " "))
  }
}

import Config
import JSONText
import Reports

/// imgscan.yaml(5), from the settings.
struct ConfigurationManual {
  func text() -> String {
    var page = Roff(name: "imgscan.yaml", section: 5, summary: "configuration of imgscan")
    page.heading("Description")
    page.prose(
      "A YAML or JSON file named .imgscan.yaml, .imgscan.yml or .imgscan.json. The one in the directory of what is "
        + "judged holds, or the next one above up to the root of the repository; else the next one from the working "
        + "directory upwards; else $XDG_CONFIG_HOME/imgscan/config.yaml. --config names another, --no-config reads none."
    )
    page.paragraph(
      "imgscan config show prints what holds and where each value comes from, imgscan schema config the JSON "
        + "schema. Unknown keys and bad values are errors: exit status 2.")
    page.heading("Rules and findings")
    if let schema = try? JSONParser.parse(Array(ConfigSchema.text().utf8)) { writeLists(schema, into: &page) }
    page.example(ConfigurationManual.example)
    page.heading("Settings")
    page.prose("Flags and the variables of the environment beat these.")
    for setting in SettingTable.all where setting.scope != .commandLine { write(setting, into: &page) }
    page.heading("Settings of the command line only")
    for setting in SettingTable.all where setting.scope == .commandLine { write(setting, into: &page) }
    page.heading("See also")
    page.prose("imgscan(1), imgscan-rules(7)")
    return page.text
  }

  /// The keys that are no settings, from the schema.
  private func writeLists(_ schema: JSONValue, into page: inout Roff) {
    let inner = ["ignore": "ignore", "allow-setuid": "allowance"]
    for member in schema["properties"]?.members ?? []
    where member.key != "$schema" && SettingTable.setting(member.key) == nil {
      page.item(member.key, sentence(member.value))
      for field in inner[member.key].flatMap({ schema["definitions"]?[$0]?["properties"]?.members }) ?? [] {
        page.indented("\(field.key): \(sentence(field.value))")
      }
    }
  }

  private func sentence(_ schema: JSONValue) -> String {
    let words = schema["description"]?.string ?? ""
    return words.prefix(1).uppercased() + words.dropFirst() + "."
  }

  private static let example = """
    fail-on: high
    rules:
      IMG-META-HEALTHCHECK: off
    ignore:
      - rule: DKF-TOOL-LEFT
        path: services/old/**
        reason: the health check calls curl
        expires: 2027-12-31
    allow-setuid:
      - path: /usr/bin/sudo
        owner: root:root
        mode: 4755
        reason: the operators' way in
    """

  private func write(_ setting: Setting, into page: inout Roff) {
    var words = setting.summary.prefix(1).uppercased() + setting.summary.dropFirst() + "."
    if case .choice(let choices) = setting.kind { words += " One of: \(choices.joined(separator: ", "))." }
    if !setting.standard.isEmpty { words += " Default: \(setting.standard)." }
    words += " Variable: \(setting.variable)."
    if setting.scope == .run { words += " Counts in the file of the first subject, for the whole run." }
    page.item(setting.key, words)
  }
}

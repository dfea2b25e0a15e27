import ArgumentParser

/// How output looks, and where it goes.
struct StyleFlags: SettingFlags {
  @Option(name: .long, help: "When to colour: auto, always, never.", completion: words(of: "color"))
  var color: String?

  @Flag(name: .long, help: .hidden)
  var noColor = false

  @Flag(name: .long, help: "Use ASCII only.")
  var ascii = false

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write the report to a file.", valueName: "file"), completion: .file())
  var output: String?

  var given: [(key: String, value: GivenValue)] {
    [
      ("color", .text(color ?? (noColor ? "never" : nil))), ("ascii", .flag(ascii ? true : nil)),
      ("output", .text(output)),
    ]
  }
}

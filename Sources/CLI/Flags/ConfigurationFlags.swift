import ArgumentParser

/// Which configuration file holds.
struct ConfigurationFlags: SettingFlags {
  @Option(
    name: [.short, .long], help: ArgumentHelp("The configuration file, for all subjects.", valueName: "file"),
    completion: .file())
  var config: String?

  @Flag(name: .long, help: "Read no configuration file.")
  var noConfig = false

  var given: [(key: String, value: GivenValue)] {
    [("config", .text(config)), ("no-config", .flag(noConfig ? true : nil))]
  }

  func validate() throws {
    if let config, noConfig { throw ValidationError("--config \(config) and --no-config contradict each other") }
  }
}

import ArgumentParser
import Config

/// All flags of a scan.
struct ScanFlags: ParsableArguments {
  @OptionGroup(title: "Judging") var judging: JudgingFlags
  @OptionGroup(title: "Dockerfile rules") var lint: LintFlags
  @OptionGroup(title: "Reading") var reading: ReadingFlags
  @OptionGroup(title: "Reporting") var reporting: ReportingFlags
  @OptionGroup(title: "Output") var styles: StyleFlags
  @OptionGroup(title: "Configuration") var configuration: ConfigurationFlags

  func values() throws -> [String: SettingValue] {
    try Dictionary(of: [judging, lint, reading, reporting, styles, configuration])
  }
}

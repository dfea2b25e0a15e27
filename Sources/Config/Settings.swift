import Core
import Engine

/// What holds for some subjects: flags over variables of the environment over a configuration file over defaults.
public struct Settings: Sendable {
  /// A value and who has said it.
  public struct Entry: Sendable, Equatable {
    public var value: SettingValue
    public var origin: SettingOrigin
  }

  /// The configuration file; nil when there is none.
  public let file: ConfigFile?
  /// What is wrong with variables; the file's own problems are in `file`.
  public private(set) var problems: [ConfigProblem] = []
  /// Variables that look like ours and are not.
  public private(set) var warnings: [ConfigProblem] = []
  private var entries: [String: Entry] = [:]

  /// - Parameters:
  ///   - flags: by key, what the command line says.
  ///   - environment: all variables.
  ///   - file: for these subjects.
  public init(flags: [String: SettingValue] = [:], environment: [String: String] = [:], file: ConfigFile? = nil) {
    self.file = file
    let variables = environment.filter { $0.key.utf8.starts(with: Setting.variablePrefix.utf8) }
    for setting in SettingTable.all {
      if let value = flags[setting.key] {
        entries[setting.key] = Entry(value: value, origin: .flag)
        // A bad variable is one, used or not; but who sets the flag has repaired it.
        continue
      }
      if let value = value(of: setting, in: variables) {
        entries[setting.key] = Entry(value: value, origin: .variable(setting.variable))
      } else if let file, let located = file.values[setting.key] {
        entries[setting.key] = Entry(value: located.value, origin: .file(file.name, located.range))
      } else if !setting.standard.isEmpty, let value = try? setting.value(of: setting.standard) {
        entries[setting.key] = Entry(value: value, origin: .standard)
      }
    }
    warnings = Settings.strangers(among: variables.keys)
    takeDefaultsOfProfile()
  }

  /// The profiles of other tools fail at all that they find, and list it, unless somebody says otherwise.
  private mutating func takeDefaultsOfProfile() {
    guard let profile = text("profile").flatMap(Profile.init(rawValue:)), profile.isOfAnotherTool else { return }
    for key in ["fail-on", "min-severity"] where origin(key) == .standard {
      entries[key] = Entry(value: .text(Severity.info.rawValue), origin: .standard)
    }
  }

  private mutating func value(of setting: Setting, in variables: [String: String]) -> SettingValue? {
    guard !variables.isEmpty, let text = variables[setting.variable], !text.isEmpty else { return nil }
    do throws(SettingError) {
      return try setting.value(of: text)
    } catch {
      problems.append(ConfigProblem("\(setting.variable)=\(Quoted.bare(text)): \(error.message)"))
      return nil
    }
  }

  /// Variables that only our tests and scripts read.
  private static let ownVariables: Set<String> = [
    "IMGSCAN_CASES", "IMGSCAN_PROGRAM", "IMGSCAN_RECORD", "IMGSCAN_SLOW_TESTS",
  ]

  private static func strangers(among variables: some Sequence<String>) -> [ConfigProblem] {
    let unknown = variables.filter { !ownVariables.contains($0) }
    guard !unknown.isEmpty else { return [] }
    let names = SettingTable.all.map(\.variable)
    let strange = unknown.filter { !names.contains($0) }.sorted()
    return strange.prefix(ConfigReader.toldProblems).compactMap { name in
      // The part all have in common would make any two near.
      let near = NearestName.of(String(name.dropFirst(8)), among: names.map { String($0.dropFirst(8)) })
      return near.map { near in
        ConfigProblem(
          "\(Quoted.bare(name)) is no variable of imgscan; did you mean IMGSCAN_\(near)?", isFatal: false)
      }
    }
  }

  /// The value of a setting and who has said it; nil when nobody has and there is no default.
  public func entry(_ key: String) -> Entry? { entries[key] }

  /// Who has said it; `.standard` when nobody has.
  public func origin(_ key: String) -> SettingOrigin { entries[key]?.origin ?? .standard }

  /// Whether a flag is set.
  public func flag(_ key: String) -> Bool { if case .flag(true)? = entries[key]?.value { true } else { false } }

  /// nil when it is not set.
  public func number(_ key: String) -> Int? {
    if case .number(let number)? = entries[key]?.value { number } else { nil }
  }

  /// A choice, a text or a path as written; nil when it is not set.
  public func text(_ key: String) -> String? { if case .text(let text)? = entries[key]?.value { text } else { nil } }

  /// Empty when it is not set.
  public func list(_ key: String) -> [String] { if case .list(let items)? = entries[key]?.value { items } else { [] } }

  /// A path, that of a file's setting from the file's directory; nil when it is not set.
  public func path(_ key: String) -> String? { text(key).map { resolved($0, key) } }

  /// What `report` asks for.
  public var reports: [ReportTarget] { list("report").compactMap { ReportTarget($0) } }

  /// A file name that the setting holds, seen from the working directory.
  func resolved(_ text: String, _ key: String) -> String {
    guard let file, case .file = origin(key) else { return text }
    return file.path(of: text)
  }
}

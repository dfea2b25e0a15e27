import Core
import Engine
import YAMLText

/// Reads `.imgscan.yaml`.
///
/// Nothing is passed over: a key that is not known or a value that is not understood is a problem, and all problems of
/// the file are told at once.
public struct ConfigReader {
  /// More problems than these are only counted.
  static let toldProblems = 50

  var file: ConfigFile
  private var untold = 0

  private init(_ file: ConfigFile) { self.file = file }

  /// What a file says; it is YAML or JSON.
  ///
  /// - Parameters:
  ///   - name: the file as shown.
  ///   - directory: where it is, absolute.
  public static func read(_ bytes: [UInt8], name: String, directory: String) -> ConfigFile {
    var reader = ConfigReader(ConfigFile(name: name, directory: directory))
    do throws(YAMLError) {
      reader.readRoot(try YAMLReader.document(bytes))
    } catch {
      reader.add(error.message, help: error.help, at: SourceRange(start: error.position, end: error.position))
    }
    if reader.untold > 0, let last = reader.file.problems.last {
      reader.file.problems.append(ConfigProblem("\(reader.untold) more problems are not listed", at: last.place))
    }
    return reader.file
  }

  /// Notes a problem; its words are made only when they are told.
  mutating func add(_ message: @autoclosure () -> String, help: @autoclosure () -> String? = nil, at range: SourceRange)
  {
    guard file.problems.count < ConfigReader.toldProblems else {
      untold += 1
      return
    }
    file.problems.append(ConfigProblem(message(), help: help(), at: file.place(range)))
  }

  private mutating func readRoot(_ root: YAMLNode) {
    guard let pairs = root.mapping else {
      return add(
        "expected keys with values, found \(root.kindName)", help: "write lines such as `fail-on: high`", at: root.range
      )
    }
    for pair in pairs {
      switch pair.key {
      case "rules": readLevels(pair.value)
      case "ignore": readIgnores(pair.value)
      case "allow-setuid": readAllowances(pair.value)
      case "exclude": readExcludes(pair.value)
      case "$schema": _ = text(of: pair.value, for: pair.key)
      default: readSetting(pair)
      }
    }
  }

  private mutating func readSetting(_ pair: YAMLNode.Pair) {
    guard let setting = SettingTable.setting(pair.key) else {
      return add(
        "unknown key \(Quoted.text(pair.key))" + NearestName.remark(pair.key, among: ConfigReader.keys),
        at: pair.keyRange)
    }
    guard setting.scope != .commandLine else {
      return add("`\(setting.key)` is for the command line: --\(setting.key)", at: pair.keyRange)
    }
    if let value = value(of: pair.value, for: setting) {
      file.values[setting.key] = LocatedValue(value, at: pair.value.range)
    }
  }

  /// The keys that hold lists and mappings of their own.
  static let structuredKeys = ["allow-setuid", "exclude", "ignore", "rules"]

  /// All keys that a file may have, sorted.
  static let keys: [String] =
    (SettingTable.all.filter { $0.scope != .commandLine }.map(\.key) + structuredKeys).sorted()
}

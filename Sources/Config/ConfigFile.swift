import Core
import Engine

/// The value of a setting in a configuration file.
public struct LocatedValue: Sendable, Equatable {
  public var value: SettingValue
  public var range: SourceRange

  public init(_ value: SettingValue, at range: SourceRange) { (self.value, self.range) = (value, range) }
}

/// What a configuration file says.
public struct ConfigFile: Sendable, Equatable {
  /// As shown.
  public var name: String
  /// The directory it is in, absolute.
  public var directory: String
  /// By key: the settings that a file may hold.
  public var values: [String: LocatedValue] = [:]
  /// By id or alias, as written.
  public var levels: [String: RuleLevel] = [:]
  /// Where each of `levels` is.
  public var levelRanges: [String: SourceRange] = [:]
  public var ignores: [IgnoreEntry] = []
  public var setuidAllowances: [SetuidAllowance] = []
  /// Patterns of files that searches leave out.
  public var excludes: [String] = []
  /// Where each of `excludes` is.
  public var excludeRanges: [SourceRange] = []
  /// All that is wrong, in the order of the file; any that is fatal ends the run with exit status 2.
  public var problems: [ConfigProblem] = []

  public init(name: String, directory: String) { (self.name, self.directory) = (name, directory) }

  /// A part of the file as a place.
  public func place(_ range: SourceRange) -> Place { .source(file: name, range: range) }

  /// What a file name in this file stands for: an absolute one for itself, another for one in the file's directory.
  public func path(of text: String) -> String {
    if text.utf8.first == UInt8(ascii: "/") || directory.isEmpty { return text }
    return directory.utf8.last == UInt8(ascii: "/") ? directory + text : directory + "/" + text
  }
}

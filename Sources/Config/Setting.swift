/// Something a user can set: by a flag, by a variable of the environment and, for most, in a configuration file.
public struct Setting: Sendable, Equatable {
  /// What its value looks like.
  public enum Kind: Sendable, Equatable {
    case flag
    case number(ClosedRange<Int>)
    case choice([String])
    case text
    /// A file or directory; in a configuration file relative to the file's directory.
    case path
    /// Any number of texts; by flag given again and again, in a variable separated by commas.
    case list
  }

  /// Where it may be set besides flag and variable.
  public enum Scope: Sendable, Equatable {
    /// In a file, for the subjects that the file holds for.
    case subjects
    /// In a file, for the whole run: that of the first subject counts.
    case run
    /// Nowhere else.
    case commandLine
  }

  /// The key in a file and the flag without its dashes, such as `fail-on`.
  public var key: String
  public var kind: Kind
  public var scope: Scope
  /// What holds when nobody sets it, as it would be written; empty for nothing.
  public var standard: String
  /// What it does, in a few words.
  public var summary: String

  init(_ key: String, _ kind: Kind, _ scope: Scope, standard: String = "", _ summary: String) {
    (self.key, self.kind, self.scope, self.standard, self.summary) = (key, kind, scope, standard, summary)
  }

  /// How the names of all variables begin.
  static let variablePrefix = "IMGSCAN_"

  /// The variable of the environment, such as `IMGSCAN_FAIL_ON`.
  public var variable: String {
    Setting.variablePrefix
      + String(decoding: key.uppercased().utf8.map { $0 == UInt8(ascii: "-") ? 0x5F : $0 }, as: UTF8.self)
  }
}

/// The value of a setting.
public enum SettingValue: Sendable, Equatable {
  case flag(Bool)
  case number(Int)
  /// Of a choice, a text or a path.
  case text(String)
  case list([String])
}

import Core

/// Who has said what a setting is.
public enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
  case flag
  /// A variable of the environment, by its name.
  case variable(String)
  case file(String, SourceRange)
  /// Nobody.
  case standard

  /// Such as `.imgscan.yaml:3`.
  public var description: String {
    switch self {
    case .flag: "flag"
    case .variable(let name): name
    case .file(let name, let range): "\(name):\(range.start.line)"
    case .standard: "default"
    }
  }
}

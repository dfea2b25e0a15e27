import Core

/// A place that a service's configuration or command says is written.
public struct ConfiguredWrite: Sendable, Equatable {
  /// As it stands there, such as `pid` or `CustomLog`.
  public var setting: String
  /// As written, variables unresolved.
  public var value: String
  /// Absolute; links are not followed yet.
  public var path: String
  public var isFile: Bool
  public var isLog: Bool
  public var kind: MountPlan.Kind
  public var confidence: MountPlan.Confidence
  /// What says so when no file does.
  public var origin = "command"
  /// The configuration file; nil when the command or a variable says so.
  public var file: RootPath?
  /// The 1-based line of `file`.
  public var line: Int?

  /// Such as `/etc/nginx/nginx.conf:4 pid /run/nginx.pid`.
  public var statement: String { "\(place) \(setting) \(value)" }

  /// Such as `/etc/nginx/nginx.conf:4`.
  public var place: String {
    guard let file else { return origin }
    return line.map { "\(file):\($0)" } ?? file.description
  }
}

import Core

/// What is wrong with a configuration file or a variable of the environment.
public struct ConfigProblem: Sendable, Equatable, CustomStringConvertible {
  /// What it is and what was expected; lower case, no full stop, safe to show.
  public var message: String
  /// What to type; nil when the message says it all.
  public var help: String?
  /// In the file; nil for a variable.
  public var place: Place?
  /// Whether nothing may be scanned with it (exit status 2); else it is a warning.
  public var isFatal: Bool

  public init(_ message: String, help: String? = nil, at place: Place? = nil, isFatal: Bool = true) {
    (self.message, self.help, self.place, self.isFatal) = (message, help, place, isFatal)
  }

  /// On one line, such as ``.imgscan.yaml:12:1: unknown key `fail_on`; did you mean `fail-on`?``.
  public var description: String {
    guard case .source(let file, let range) = place else { return message }
    return "\(Sanitized(file)):\(range.start.line):\(range.start.column): \(message)"
  }

  /// As reports tell it; its message goes without the place.
  public var incident: Incident {
    Incident(code: "config-invalid", message: message + (help.map { "; \($0)" } ?? ""), place: place)
  }
}

import Config
import Core
import ImageArchive
import Reports

/// Says on standard error why something cannot be done.
struct Diagnostics {
  private let style: TerminalStyle

  init(settings: Settings, environment: [String: String]) {
    style = TerminalStyle(settings, stream: .standardError, environment: environment)
  }

  func say(_ error: ArchiveError) { Output.standardError.write(ErrorText(style: style).render(error)) }

  func say(_ refusal: Refusal) {
    Output.standardError.write(ErrorText(style: style).render(message: refusal.message, help: refusal.help))
  }

  /// Something odd that stops nothing.
  func warn(_ warning: Incident) {
    var message = Sanitized(warning.message).description
    if case .source(let file, let range)? = warning.place {
      message = "\(Sanitized(file).description):\(range.start.line):\(range.start.column): " + message
    }
    Output.standardError.write("warning: \(message)\n")
  }

  /// Something worth knowing that is no reason for doubt.
  func note(_ message: String) { Output.standardError.write("note: \(Sanitized(message).description)\n") }

  func say(_ message: String, help: String? = nil) { say(Refusal(message, help: help)) }
}

import Config
import Glibc
import Reports

extension TerminalStyle {
  /// The style of a stream, from settings, environment and terminal.
  init(_ settings: Settings, stream: Output, environment: [String: String]) {
    var size = winsize()
    let hasSize = stream.isTerminal && ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    self.init(
      color: TerminalStyle.choice(settings), ascii: settings.flag("ascii"), environment: environment,
      isTerminal: stream.isTerminal, columns: hasSize ? Int(size.ws_col) : nil)
  }

  /// The style of a report in a file, which is no terminal.
  init(fileWith settings: Settings) {
    self.init(color: TerminalStyle.choice(settings) == .always, ascii: settings.flag("ascii"))
  }

  private static func choice(_ settings: Settings) -> ColorChoice {
    settings.text("color").flatMap(ColorChoice.init(rawValue:)) ?? .auto
  }
}

/// What `--color` says.
public enum ColorChoice: String, Sendable, CaseIterable { case auto, always, never }

/// How text may look where it goes.
public struct TerminalStyle: Sendable, Equatable {
  public var color: Bool
  /// No glyph and no name beyond ASCII; other characters are written as escapes.
  public var ascii: Bool
  /// Columns of the terminal; 100 when it is none.
  public var width: Int
  /// Whether the output is a terminal, where long cells may be shortened.
  public var isTerminal: Bool

  /// Where nothing is known of the terminal, and the widest that prose is set.
  public static let usualWidth = 100

  public init(color: Bool = false, ascii: Bool = false, width: Int = usualWidth, isTerminal: Bool = false) {
    (self.color, self.ascii, self.width, self.isTerminal) = (color, ascii, max(width, 40), isTerminal)
  }

  /// The style that flags, environment and output ask for, in this order.
  ///
  /// Colour: the flag, `NO_COLOR` non-empty, `CLICOLOR_FORCE` not 0 or `FORCE_COLOR`, `CLICOLOR=0`, and last whether it
  /// is a terminal that is not dumb. Source: no-color.org; bixense.com/clicolors.
  /// - Parameter columns: the terminal's width; nil when it cannot be asked.
  public init(
    color choice: ColorChoice = .auto, ascii: Bool = false, environment: [String: String], isTerminal: Bool,
    columns: Int? = nil
  ) {
    self.init(
      color: TerminalStyle.wantsColor(choice, environment, isTerminal: isTerminal),
      ascii: ascii || !TerminalStyle.readsUTF8(environment),
      width: columns.flatMap { isTerminal && $0 > 0 ? $0 : nil } ?? TerminalStyle.usualWidth,
      isTerminal: isTerminal)
  }

  private static func wantsColor(_ choice: ColorChoice, _ environment: [String: String], isTerminal: Bool) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto: break
    }
    if !(environment["NO_COLOR"] ?? "").isEmpty { return false }
    let isForced = ["CLICOLOR_FORCE", "FORCE_COLOR"].contains { name in
      !["", "0", "false"].contains(environment[name] ?? "")
    }
    if isForced { return true }
    if environment["CLICOLOR"] == "0" { return false }
    return isTerminal && environment["TERM"] != "dumb"
  }

  /// Whether the locale's encoding is UTF-8; true when no locale is set, as in most CI systems.
  ///
  /// Source: POSIX.1-2024, Base Definitions 8.2 (LC_ALL, then LC_CTYPE, then LANG; empty counts as unset).
  private static func readsUTF8(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let locale else { return true }
    let name = locale.lowercased()
    return name.hasSuffix("utf-8") || name.hasSuffix("utf8") || name.contains("utf-8@") || name.contains("utf8@")
  }
}

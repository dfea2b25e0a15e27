/// The names of ShellCheck's warnings, such as `SC2086`.
public enum ShellCheckCode {
  /// Whether a name has that form: `SC` and four digits.
  public static func isCode(_ name: String) -> Bool {
    let bytes = name.utf8
    return bytes.count == 6 && bytes.starts(with: "SC".utf8)
      && bytes.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Where ShellCheck's own explanation of a code is.
  public static func page(_ code: String) -> String { "https://www.shellcheck.net/wiki/\(code)" }

  /// What is known of a code without the program; nil for another name. The severity of its findings is ShellCheck's.
  public static func info(_ code: String) -> RuleInfo? {
    guard isCode(code) else { return nil }
    return RuleInfo(
      id: RuleID(code), title: "ShellCheck \(code)", severity: .info, subject: .dockerfile,
      what: "What ShellCheck says under this number about the shell text of RUN and ONBUILD RUN.",
      why: "", fix: "", controls: [], examples: [])
  }

  /// The same as a list, empty for another name.
  public static func infos(_ code: String) -> [RuleInfo] { info(code).map { [$0] } ?? [] }
}

/// The names of ShellCheck's warnings, such as `SC2086`.
public enum ShellCheckCode {
  /// Whether a name has that form: `SC` and four digits.
  public static func isCode(_ name: String) -> Bool {
    let bytes = name.utf8
    return bytes.count == 6 && bytes.starts(with: "SC".utf8)
      && bytes.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
  }

  /// What is known of a code without the program; none for another name.
  public static func infos(_ code: String) -> [RuleInfo] {
    guard isCode(code) else { return [] }
    let info = RuleInfo(
      id: RuleID(code), title: "ShellCheck \(code)", severity: .info, subject: .dockerfile,
      what: "the shell text of RUN", why: "ShellCheck says", fix: "https://www.shellcheck.net/wiki/\(code)",
      controls: [],
      examples: [])
    return [info]
  }
}

import Core
import Dockerfile

/// The options of `# check=`: what to be silent about, and whether findings fail the build.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/linter, measured.
struct CheckOptionText: Sendable {
  private(set) var skipped: Set<String> = []
  private(set) var skipsAll = false
  private(set) var experimental: Set<String> = []
  private(set) var allowsAllExperimental = false
  private(set) var failsBuild = false

  init() {}

  /// Reads `key=value;key=value`; the third part keeps the rest.
  ///
  /// - Throws: for a key that is not known, a part without `=`, or a value of `error` that is no truth value.
  init(_ text: String) throws(BuildError) {
    let all = CheckOptionText.trimmed(Substring(text))
    guard !all.isEmpty else { return }
    for part in all.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false) {
      let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = CheckOptionText.trimmed(halves[0])
      guard halves.count == 2, ["skip", "experimental", "error"].contains(key) else {
        let shown = Sanitized(String(part))
        throw BuildError(
          "check-option", "the check directive has \"\(shown)\", expected skip=, experimental= or error=")
      }
      let value = CheckOptionText.trimmed(halves[1])
      switch key {
      case "skip":
        if value == "all" { skipsAll = true } else { skipped = CheckOptionText.names(value) }
      case "experimental":
        if value == "all" { allowsAllExperimental = true } else { experimental = CheckOptionText.names(value) }
      default:
        guard let bool = GoBool(value) else {
          throw BuildError(
            "check-option", "error= of the check directive is \"\(Sanitized(value))\", expected true or false")
        }
        failsBuild = bool.value
      }
    }
  }

  /// What the first `check=` among an instruction's comments says; nil when there is none, or it is wrong.
  static func line(_ comments: [Comment]) -> (options: CheckOptionText, line: Int)? {
    guard let comment = comments.first(where: { $0.text.starts(with: "check=".utf8) }) else { return nil }
    let text = comment.text.dropFirst("check=".utf8.count).prefix { $0 != 0x20 }
    guard let options = try? CheckOptionText(GoUTF8.string(text)) else { return nil }
    return (options, comment.line)
  }

  /// Whether a check is not to speak.
  func silences(_ rule: RuleID, isExperimental: Bool) -> Bool {
    let name = rule.description
    if isExperimental { return !allowsAllExperimental && !experimental.contains(name) }
    return skipsAll || skipped.contains(name)
  }

  private static func names(_ list: String) -> Set<String> {
    Set(list.split(separator: ",").map(trimmed))
  }

  private static func trimmed(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}

import Core

/// What is said of a text that libyaml does not take.
enum YAMLWords {
  static func message(_ problem: String, context: String?) -> String {
    let start = "not YAML: " + lowered(problem)
    guard let context, !context.isEmpty else { return start }
    return start + ", " + lowered(context)
  }

  /// Whether the mistake is what a word begins with.
  static func isAboutStart(_ context: String) -> Bool {
    ["scanning an alias", "scanning an anchor", "a tag"].contains { context.holds($0) }
  }

  /// - Parameter byte: the one at the problem's place.
  static func help(_ problem: String, _ context: String?, _ byte: UInt8?) -> String? {
    if byte == 0x09 { return "indent with blanks, not with tabs" }
    if context?.holds("scanning an alias") == true { return "put a text that begins with `*` in quotes" }
    if context?.holds("scanning an anchor") == true { return "put a text that begins with `&` in quotes" }
    if context?.holds("a tag") == true { return "put a text that begins with `!` in quotes" }
    if problem.holds("cannot start any token") { return "put the text in quotes" }
    if problem.holds("mapping values are not allowed") {
      return "put a text with `: ` in quotes, or check the indentation"
    }
    if problem.holds("did not find expected key") || problem.holds("block end") || problem.holds("expected '-'") {
      return "look at the indentation, here and above"
    }
    return nil
  }

  /// libyaml's words as ours: they begin with a small letter.
  static func lowered(_ text: String) -> String {
    Sanitized(text.prefix(1).lowercased() + text.dropFirst()).description
  }

  /// A part of the text, short and safe to show.
  static func quoted(_ text: String) -> String {
    let start = String(decoding: text.utf8.prefix(60), as: UTF8.self)
    return "`" + Sanitized(start).description + (start.utf8.count < text.utf8.count ? "…" : "") + "`"
  }
}

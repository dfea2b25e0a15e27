import Core

/// Finds pragmas among comments.
///
/// Forms: `# imgscan ignore=ID,ID reason="…" expires=2027-03-01` (also `stage-ignore=`, `file-ignore=`),
/// `# hadolint ignore=ID,ID` (also `stage ignore=`, `global ignore=`), and BuildKit's `# check=skip=ID,ID`, as a directive
/// for the file and as a comment for the next instruction.
enum PragmaReader {
  /// The pragma of a comment; nil when it is an ordinary one.
  static func pragma(_ comment: Comment) -> Pragma? {
    let bytes = comment.text.drop { $0 == UInt8(ascii: "#") || $0 == 0x20 || $0 == 0x09 }
    // Most comments are for people: they need not be taken apart.
    let start = bytes.lazy.filter { $0 != UInt8(ascii: "\"") }.prefix(2)
    if start.elementsEqual("ch".utf8) {
      // BuildKit obeys none that is indented, and such a comment has its sign still.
      return comment.text.first == UInt8(ascii: "#") ? nil : check(bytes, comment)
    }
    guard start.elementsEqual("im".utf8) || start.elementsEqual("ha".utf8) else { return nil }
    let text = GoUTF8.string(bytes)
    var words = WordScanner(text)
    switch words.next() {
    case "imgscan": return imgscan(&words, comment)
    case "hadolint": return hadolint(&words, comment)
    default: return nil
    }
  }

  /// The pragma of a `check` directive.
  static func pragma(check value: String, _ comment: Comment) -> Pragma? {
    for part in value.split(separator: ";") {
      guard let (key, list) = pair(String(part)), key == "skip" else { continue }
      return Pragma(
        tool: .buildkit, scope: .file, rules: ids(list), line: comment.line, offsets: comment.offsets)
    }
    return nil
  }

  /// The pragma of a comment `# check=…` above an instruction.
  private static func check(_ text: ArraySlice<UInt8>, _ comment: Comment) -> Pragma? {
    guard let (key, value) = Directives.split(Array("#".utf8 + text), 0..<(text.count + 1)), key == "check" else {
      return nil
    }
    var pragma = pragma(check: GoUTF8.string(value.prefix { $0 != 0x20 }), comment)
    pragma?.scope = .instruction
    return pragma
  }

  private static func imgscan(_ words: inout WordScanner, _ comment: Comment) -> Pragma? {
    var pragma = Pragma(tool: .imgscan, scope: .instruction, rules: [], line: comment.line, offsets: comment.offsets)
    let scopes: [String: Pragma.Scope] = ["ignore": .instruction, "stage-ignore": .stage, "file-ignore": .file]
    let first = words.next()
    guard let first, let (verb, list) = pair(first), let scope = scopes[verb] else {
      // A sentence that begins with the name is no pragma.
      if let first, pair(first) == nil, scopes[first] == nil { return nil }
      pragma.problem = "expected ignore=ID, stage-ignore=ID or file-ignore=ID after \"imgscan\""
      return pragma
    }
    pragma.scope = scope
    pragma.rules = ids(list)
    if pragma.rules.isEmpty { pragma.problem = "\(verb)= names no rule" }
    while let word = words.next() {
      switch pair(word) {
      case ("reason", let text)?: pragma.reason = text
      case ("expires", let text)?:
        pragma.expires = CalendarDate(text)
        if pragma.expires == nil { pragma.problem = "expires=\(text) is no date, expected such as 2027-03-01" }
      default: pragma.problem = "\"\(word)\" is not understood, expected reason=\"…\" or expires=2027-03-01"
      }
    }
    return pragma
  }

  private static func hadolint(_ words: inout WordScanner, _ comment: Comment) -> Pragma? {
    var scope = Pragma.Scope.instruction
    var word = words.next()
    if word == "global" { (scope, word) = (.file, words.next()) }
    if word == "stage" { (scope, word) = (.stage, words.next()) }
    // Blanks may stand around the equals sign and after commas.
    var text = word ?? ""
    while let more = words.next() { text += more }
    guard let (verb, list) = pair(text), verb == "ignore" else { return nil }
    let rules = ids(list)
    guard !rules.isEmpty else { return nil }
    return Pragma(tool: .hadolint, scope: scope, rules: rules, line: comment.line, offsets: comment.offsets)
  }

  private static func ids(_ list: String) -> [String] {
    list.split { $0 == "," || $0 == " " }.map(String.init)
  }

  private static func pair(_ word: String) -> (String, String)? {
    guard let equals = word.firstIndex(of: "=") else { return nil }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }
}

/// Words separated by blanks; double quotes keep blanks together and are removed.
private struct WordScanner {
  private var rest: Substring.UnicodeScalarView

  init(_ text: String) { rest = Substring(text).unicodeScalars }

  mutating func next() -> String? {
    rest = rest.drop { $0 == " " || $0 == "\t" }
    guard !rest.isEmpty else { return nil }
    var out = String.UnicodeScalarView()
    var isQuoted = false
    while let scalar = rest.first, isQuoted || (scalar != " " && scalar != "\t") {
      rest.removeFirst()
      if scalar == "\"" { isQuoted.toggle() } else { out.append(scalar) }
    }
    return String(out)
  }
}

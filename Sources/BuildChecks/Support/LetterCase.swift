/// Whether a word is all in lower case, all in upper case, or neither.
enum LetterCase {
  case lower, upper, mixed

  init(_ word: String) {
    var (hasLower, hasUpper) = (false, false)
    for byte in word.utf8 {
      if (0x61...0x7A).contains(byte) { hasLower = true }
      if (0x41...0x5A).contains(byte) { hasUpper = true }
    }
    self = hasLower ? (hasUpper ? .mixed : .lower) : .upper
  }

  /// The word in a case.
  func applied(to word: String) -> String {
    switch self {
    case .lower: word.lowercased()
    case .upper: word.uppercased()
    case .mixed: word
    }
  }

  /// Such as `upper`.
  var name: String {
    switch self {
    case .lower: "lower"
    case .upper: "upper"
    case .mixed: "mixed"
    }
  }
}

import Core
import Deployment

/// A secret that stands in a text of a deployment file.
///
/// It knows where the secret is and never what it says.
struct SecretText: Equatable {
  enum Kind: Equatable {
    /// Stands for a value that is to be filled in.
    case placeholder
    /// A word that everybody tries first.
    case wellKnown
    case literal
    /// Of a form that only a certain kind of secret has, such as `GitHub token`.
    case token(String)
  }

  var kind: Kind
  /// The variable, label or option that has it, safe to show; empty when it stands in a text without a name.
  var name: String
  /// The bytes of the text that must not be shown.
  var secret: Range<Int>

  /// What the value of a variable or label holds; nil when it is nothing to hide.
  ///
  /// - Parameter text: literal, without quotes.
  /// - Complexity: O(bytes).
  static func value(_ text: String, named name: String) -> SecretText? {
    let hits = SecretScanner.hits(in: Array(text.utf8))
    let isNamed = SecretName.isSecret(name)
    let shown = safe(name)
    if let hit = hits.first(where: { $0.password == nil && !$0.isPlaceholder }) {
      return SecretText(kind: .token(hit.kind), name: shown, secret: isNamed ? 0..<text.utf8.count : hit.secret)
    }
    if isNamed, let kind = kind(of: text, name) {
      return SecretText(kind: kind, name: shown, secret: 0..<text.utf8.count)
    }
    if let hit = hits.first { return SecretText(kind: kind(of: hit), name: shown, secret: hit.secret) }
    // Options for a program, as in JAVA_OPTS; the passwords of trust stores that everybody knows are none.
    guard text.utf8.first == UInt8(ascii: "-") else { return nil }
    let option = SecretWords.found(in: [text]).first { $0.secret.kind == .literal }
    return option.map { SecretText(kind: .literal, name: shown, secret: $0.secret.secret) }
  }

  /// The name as it may be shown: cut when long, and without a token in it.
  static func safe(_ name: String) -> String {
    SecretScanner.hits(in: Array(name.utf8)).isEmpty ? ClippedText.clipped(name) : "…"
  }

  /// What a value under a secret's name is; nil when there is nothing to hide.
  static func kind(of text: String, _ name: String) -> Kind? {
    guard !isPath(text) else { return nil }
    return switch SecretValue(text, name: name) {
    case .placeholder: .placeholder
    case .wellKnown: .wellKnown
    case .literal: .literal
    // A number is no secret in most settings; as a password it is one that is soon guessed.
    case .harmless: isNumberPassword(text, name) ? .wellKnown : nil
    }
  }

  /// Words with slashes between them name a secret that is kept elsewhere: `alias/app`, `secret/data/app`.
  private static func isPath(_ text: String) -> Bool {
    var (last, hasSlash): (UInt8, Bool) = (UInt8(ascii: "/"), false)
    for byte in text.utf8 {
      switch byte {
      case 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): break
      case UInt8(ascii: "/"):
        guard last != byte else { return false }
        hasSlash = true
      // Digits inside a word are those of a password more often than not.
      case 48...57: guard !(97...122).contains(last) || last == UInt8(ascii: "v") else { return false }
      default: return false
      }
      last = byte
    }
    return hasSlash
  }

  private static func isNumberPassword(_ text: String, _ name: String) -> Bool {
    guard text.utf8.count >= 4, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return false }
    let name = name.lowercased()
    return ["password", "passwd", "pass", "pwd"].contains(where: name.hasSuffix)
  }

  static func kind(of hit: SecretScanner.Hit) -> Kind {
    guard let password = hit.password else { return hit.isPlaceholder ? .placeholder : .token(hit.kind) }
    return switch password {
    case .placeholder: .placeholder
    case .wellKnown, .harmless: .wellKnown
    case .literal: .literal
    }
  }

  /// What messages say of it: `has …`.
  var statement: String {
    switch kind {
    case .placeholder: "has a placeholder where a secret belongs"
    case .wellKnown: "has a default password that everybody knows"
    case .literal: "holds a secret in plain text"
    case .token(let kind):
      ("AEIOUaeiou".utf8.contains(kind.utf8.first ?? 0) ? "holds an " : "holds a ") + kind + " in plain text"
    }
  }
}

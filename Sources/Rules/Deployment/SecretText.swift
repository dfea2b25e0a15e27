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
    return hits.first.map { SecretText(kind: kind(of: $0), name: shown, secret: $0.secret) }
  }

  /// The name as it may be shown: cut when long, and without a token in it.
  static func safe(_ name: String) -> String {
    SecretScanner.hits(in: Array(name.utf8)).isEmpty ? ClippedText.clipped(name) : "…"
  }

  /// What a value under a secret's name is; nil when there is nothing to hide.
  static func kind(of text: String, _ name: String) -> Kind? {
    switch SecretValue(text, name: name) {
    case .placeholder: .placeholder
    case .wellKnown: .wellKnown
    case .literal: .literal
    // A number is no secret in most settings; as a password it is one that is soon guessed.
    case .harmless: isNumberPassword(text, name) ? .wellKnown : nil
    }
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

/// Tells whether a text can be the reference of a secret.
///
/// Source: ECS API, Secret.valueFrom; AWS Systems Manager, names of parameters.
enum SecretReference {
  /// What is wrong with a reference, in words that follow "that"; nil when nothing is known to be.
  static func problem(of text: String) -> String? {
    let bytes = text.utf8
    if bytes.isEmpty { return "is empty" }
    // A placeholder that is filled in before use.
    if bytes.contains(UInt8(ascii: "<")) || bytes.contains(UInt8(ascii: "$")) || bytes.contains(UInt8(ascii: "{")) {
      return nil
    }
    guard bytes.starts(with: "arn:".utf8) else { return name(bytes) }
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count >= 6 else { return "is no complete ARN" }
    let service = String(Substring(parts[2]))
    switch service {
    case "ssm":
      return parts[5].starts(with: "parameter/".utf8) ? nil : "is no ARN of a parameter (parameter/NAME)"
    case "secretsmanager":
      guard parts.count >= 7, parts[5].elementsEqual("secret".utf8), !parts[6].isEmpty else {
        return "is no ARN of a secret (secret:NAME)"
      }
      guard parts.count == 7 || parts.count == 10 else {
        return "names a json key or version without all three fields (secret:NAME:KEY:STAGE:VERSION)"
      }
      return nil
    default:
      return "is an ARN of neither Secrets Manager nor Systems Manager"
    }
  }

  private static func name(_ bytes: String.UTF8View) -> String? {
    let isName =
      bytes.count <= 2_048
      && bytes.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "/_.-:".utf8.contains(byte)
      }
    return isName ? nil : "is neither an ARN nor the name of a parameter"
  }
}

/// Judges whether the name of a variable, label or option says that its value is a secret.
public enum SecretName {
  /// Words that name a secret, as the whole of a part of the name.
  private static let words: Set<String> = [
    "password", "passwd", "passwort", "pass", "pwd", "passphrase", "pword", "pw", "psw", "secret", "token", "apikey",
    "secretkey", "privatekey", "accesskey", "credential", "credentials",
  ]
  /// Endings of parts that are written together, as in `PGPASSWORD`.
  private static let endings = [
    "password", "passwd", "passphrase", "pass", "pwd", "apikey", "secret", "secretkey", "token",
  ]
  /// English words with such an ending, and names of programs.
  private static let otherEndings: Set<String> = [
    "bypass", "compass", "encompass", "multipass", "keepass", "lastpass", "onepass", "singlepass", "cwd", "surpass",
  ]
  /// What makes `KEY` a secret when it stands before it.
  private static let keyWords: Set<String> = [
    "api", "access", "secret", "private", "encryption", "signing", "master", "auth", "app", "account", "storage",
    "shared", "client", "admin", "deploy", "jwt", "session", "webhook", "subscription", "license",
  ]
  /// Words that make it a name for something about a secret when they stand behind the word for one: a place, a size, a rule.
  private static let behind: Set<String> = [
    "file", "files", "path", "dir", "directory", "url", "uri", "host", "hostname", "port", "endpoint", "name", "names",
    "id", "length", "len", "size", "ttl", "expiry", "expiration", "expires", "timeout", "lifetime", "count", "policy",
    "type", "algorithm", "alg", "required", "allowed", "version", "header", "format", "prefix", "suffix", "store",
    "source", "issuer", "audience", "field", "provider", "mode", "method", "strategy", "class", "plugin", "command",
    "cmd", "prompt", "stdin", "hint", "regex", "pattern", "encoder", "hash", "salt", "rotation", "interval", "limit",
    "cache", "manager", "service", "region", "bucket", "mount", "volume", "env", "key", "by", "image", "repo", "tag",
    "server", "engine", "hasher", "backend", "driver",
  ]
  /// Words that do so wherever they stand.
  private static let anywhere: Set<String> = [
    "min", "max", "enabled", "disabled", "allow", "disable", "enable", "no", "without", "require", "public", "pub",
    "check", "reset", "empty", "random", "use", "uses", "has", "expire", "change", "force",
  ]

  /// Whether a value under this name is meant to be secret.
  public static func isSecret(_ name: String) -> Bool {
    guard mayBeSecret(name), name.utf8.count <= 256, name != "PWD", name != "OLDPWD" else { return false }
    let parts = parts(of: name)
    guard let last = parts.last else { return false }
    let key = parts.indices.last { isSecretKey(parts, $0) }
    guard key != nil || words.contains(last) || hasEnding(last) || hasEarlier(parts) else {
      return false
    }
    let secret = key ?? parts.lastIndex { words.contains($0) || hasEnding($0) } ?? 0
    return !parts.indices.contains { index in
      index != key && (anywhere.contains(parts[index]) || (index > secret && behind.contains(parts[index])))
    }
  }

  /// Whether the name has the beginning of a word that names a secret, which few names have: a look at its bytes before
  /// it is taken apart.
  private static func mayBeSecret(_ name: String) -> Bool {
    var last: UInt32 = 0
    for byte in name.utf8 {
      last = (last << 8 | UInt32(byte | 0x20)) & 0xFF_FFFF
      if last & 0xFFFF == 0x7077 { return true }
      // "pas", "psw", "sec", "tok", "key", "cre"; above "pw".
      switch last {
      case 0x70_6173, 0x70_7377, 0x73_6563, 0x74_6F6B, 0x6B_6579, 0x63_7265: return true
      default: continue
      }
    }
    return false
  }

  /// Whether a part is the `KEY` of a secret key: `API_KEY`, also `SECRET_KEY_BASE`.
  private static func isSecretKey(_ parts: [String], _ index: Int) -> Bool {
    guard index > 0, parts[index] == "key", keyWords.contains(parts[index - 1]) else { return false }
    return index == parts.count - 1 || ["secret", "private"].contains(parts[index - 1])
  }

  private static func hasEnding(_ part: String) -> Bool {
    endings.contains(where: part.hasSuffix) && !otherEndings.contains(part)
  }

  /// Whether a secret is named before the last part, as in `DB_PASSWORD_PROD` or `AWS_SECRET_ACCESS_KEY`.
  private static func hasEarlier(_ parts: [String]) -> Bool {
    parts.dropLast().contains { ["password", "passwd", "secret", "apikey"].contains($0) }
  }

  /// The words of a name in lower case: at `_`, `-`, `.`, `/` and where small letters turn to capitals.
  private static func parts(of name: String) -> [String] {
    var (parts, part, wasLower): ([String], [UInt8], Bool) = ([], [], false)
    func close() {
      if !part.isEmpty { parts.append(String(decoding: part, as: UTF8.self)) }
      part = []
    }
    for byte in name.utf8 {
      let isUpper = (65...90).contains(byte)
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: ":"), 0x20: close()
      default:
        if isUpper, wasLower { close() }
        part.append(isUpper ? byte + 32 : byte)
      }
      wasLower = (97...122).contains(byte)
    }
    close()
    // A number behind a name changes nothing: PASSWORD1.
    if let last = parts.last, last.utf8.allSatisfy({ (48...57).contains($0) }) { parts.removeLast() }
    if let last = parts.last, let digit = last.utf8.lastIndex(where: { !(48...57).contains($0) }) {
      parts[parts.count - 1] = String(last[...digit])
    }
    return parts
  }
}

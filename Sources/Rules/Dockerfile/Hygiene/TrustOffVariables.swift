/// Environment variables with which programs stop looking at certificates or signatures.
///
/// Source: git-config(1) and git(1); Node.js CLI documentation; PEP 493; pip, npm and Yarn documentation, read as of 2026.
enum TrustOffVariables {
  /// What the variable does with this value; nil when it does no harm.
  static func effect(_ name: String, _ value: String?) -> String? {
    switch name {
    case "GIT_SSL_NO_VERIFY":
      // git looks whether it is there, not at its value.
      return "git does not check certificates"
    case "NODE_TLS_REJECT_UNAUTHORIZED": return value == "0" ? "Node.js does not check certificates" : nil
    case "PYTHONHTTPSVERIFY": return value == "0" ? "Python does not check certificates" : nil
    case "PIP_TRUSTED_HOST":
      return value == "" || value == nil ? nil : "pip does not check the certificate of its hosts"
    case "UV_INSECURE_HOST": return value == "" || value == nil ? nil : "uv does not check the certificate of its hosts"
    default: break
    }
    switch name.lowercased() {
    case "npm_config_strict_ssl": return isOff(value) ? "npm does not check certificates" : nil
    case "yarn_strict_ssl", "yarn_enable_strict_ssl": return isOff(value) ? "Yarn does not check certificates" : nil
    default: return nil
    }
  }

  /// Whether a value means no.
  static func isOff(_ value: String?) -> Bool {
    guard let value = value?.lowercased() else { return false }
    return ["0", "false", "no", "off", "f", "n"].contains(value)
  }
}

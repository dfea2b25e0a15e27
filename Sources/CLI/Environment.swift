import Glibc

/// The process environment.
enum Environment {
  static var all: [String: String] {
    var out: [String: String] = [:]
    var at = environ
    while let entry = at.pointee {
      let text = String(cString: entry)
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        out[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
      }
      at += 1
    }
    return out
  }

  /// One variable, without a look at the others; nil when it is not set.
  static func value(of name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The user's directory of configurations (XDG Base Directory Specification 0.8); nil when there is no home either.
  static func userDirectory(_ environment: [String: String]) -> String? {
    if let directory = environment["XDG_CONFIG_HOME"], directory.hasPrefix("/") { return directory }
    return environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.config" : nil }
  }
}

/// The variables of Debian's /etc/apache2/envvars.
enum ApacheVariables {
  /// `export NAME=VALUE`, or `: ${NAME:=VALUE}`.
  struct Assignment: Sendable, Equatable {
    var name: String
    /// As written, quotes removed.
    var value: String
    /// 1-based.
    var line: Int
    /// Whether it counts only when the variable is not set.
    var isDefault: Bool
  }

  /// The assignments in the order of the file; those of branches are left out where they only name instances.
  static func assignments(_ bytes: [UInt8]) -> [Assignment] {
    LineSyntax.rsyslog.lines(bytes, file: "").prefix(1000).compactMap { line in
      if line.name == ":", line.value.hasPrefix("${"), let operation = split(line.value.dropFirst(2), ":=") {
        let value = operation.1.hasSuffix("}") ? operation.1.dropLast() : operation.1
        return Assignment(name: String(operation.0), value: String(value), line: line.line, isDefault: true)
      }
      let word = line.name == "export" ? line.value : line.name
      guard let (name, value) = split(word[...], "="), name.utf8.allSatisfy({ $0 == 95 || $0 >= 65 }) else {
        return nil
      }
      if name == "SUFFIX" { return nil }
      return Assignment(name: String(name), value: String(value), line: line.line, isDefault: false)
    }
  }

  private static func split(_ text: Substring, _ separator: String) -> (Substring, Substring)? {
    let wanted = Array(separator.utf8)
    guard let at = text.utf8.firstIndex(of: wanted[0]) else { return nil }
    let rest = text[at...]
    guard rest.utf8.starts(with: wanted), at != text.startIndex else { return nil }
    return (text[..<at], rest.dropFirst(wanted.count))
  }
}

/// A user specification of sudoers: `USERS HOSTS = (RUNAS) TAG: COMMANDS`.
struct SudoRule {
  var users: String
  var hosts: String
  var commands: String

  /// nil when the text is no specification.
  init?(_ text: String) {
    let sides = text.split(separator: "=", maxSplits: 1)
    guard sides.count == 2 else { return nil }
    // Users end at the first blank that no comma precedes or follows.
    let head = Array(SudoRules.trimmed(sides[0]).utf8)
    var split: Int?
    var isQuoted = false
    for (at, byte) in head.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard byte == 32 || byte == 9, !isQuoted, at > 0, head[at - 1] != UInt8(ascii: ",") else { continue }
      guard let next = head[at...].first(where: { $0 != 32 && $0 != 9 }), next != UInt8(ascii: ",") else { continue }
      if head[..<at].last(where: { $0 != 32 && $0 != 9 }) == UInt8(ascii: ",") { continue }
      split = at
      break
    }
    guard let split else { return nil }
    users = String(decoding: head[..<split], as: UTF8.self)
    hosts = SudoRules.trimmed(String(decoding: head[split...], as: UTF8.self))
    commands = SudoRules.trimmed(sides[1])
  }

  /// A container's host name is not known beforehand: only ALL and what may be an alias of it count.
  var isForThisHost: Bool {
    hosts.split(separator: ",").contains { part in
      let host = SudoRules.trimmed(part)
      return host == "localhost" || (host.utf8.first.map { (65...90).contains($0) } ?? false)
    }
  }

  /// Without a list in parentheses the target is root.
  var isForRoot: Bool {
    guard commands.hasPrefix("("), let end = commands.firstIndex(of: ")") else { return true }
    let users = commands[commands.index(after: commands.startIndex)..<end].prefix { $0 != ":" }
    return users.split(separator: ",").contains { ["root", "ALL", "#0"].contains(SudoRules.trimmed($0)) }
  }

  var isForAllCommands: Bool {
    let listed = commands.hasPrefix("(") ? commands.drop { $0 != ")" } : commands[...]
    return listed.split { ", \t:)".contains($0) }.contains("ALL")
  }
}

import Core
import RootFS

/// Answers from sudo's and doas' configuration: whether someone becomes root without a password.
///
/// Source: sudoers(5), "SUDOERS FILE FORMAT"; doas.conf(5). The last rule that matches counts.
struct SudoRules {
  /// The names by which the run user appears in rules.
  struct Caller {
    var name: String
    var uid: Int
    var groups: [(name: String?, gid: Int)]

    /// nil when passwd does not name the user: sudo and doas refuse such callers. nil for root too.
    init?(_ image: ImageModel) {
      let user = image.runUser
      guard user.outcome == .resolved, user.uid != 0, let account = image.accounts.user(uid: user.uid) else {
        return nil
      }
      (name, uid) = (account.name, user.uid)
      let listed = (image.accounts.groups ?? []).filter { $0.members.contains(account.name) }.map(\.gid)
      groups = Set(user.groups + [account.gid] + listed).sorted().map { gid in
        (image.accounts.group(gid: gid)?.name, gid)
      }
    }

    func isMember(_ group: Substring) -> Bool {
      groups.contains { $0.name.map { Substring($0) } == group || "#\($0.gid)" == group }
    }
  }

  /// A line of a configuration file.
  struct Line {
    var path: RootPath
    /// 1-based, of its first line.
    var number: Int
    var text: String
  }

  /// Logical lines: continued lines joined, comments and blank lines left out.
  static func lines(_ bytes: [UInt8], of path: RootPath) -> [Line] {
    var out: [Line] = []
    var (open, start, number) = ("", 0, 0)
    for raw in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      if open.isEmpty { start = number }
      var text = Substring(String(decoding: raw, as: UTF8.self))
      if text.utf8.last == 13 { text = Substring(text.unicodeScalars.dropLast()) }
      if text.hasSuffix("\\") {
        open += text.dropLast() + " "
        continue
      }
      let whole = withoutComment(open + text)
      open = ""
      if !whole.isEmpty { out.append(Line(path: path, number: start, text: whole)) }
    }
    return out
  }

  /// A `#` begins a comment unless it begins a uid (`#1000`, `%#1000`), an include, or is quoted.
  private static func withoutComment(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var end = bytes.count
    var isQuoted = false
    for (at, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard byte == UInt8(ascii: "#"), !isQuoted else { continue }
      let rest = bytes[(at + 1)...]
      if rest.first.map({ (48...57).contains($0) }) ?? false { continue }
      if at == 0, rest.starts(with: "include".utf8) { continue }
      end = at
      break
    }
    return trimmed(String(decoding: bytes[..<end], as: UTF8.self))
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var view = Substring(text)
    while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }

  static func words(_ text: some StringProtocol) -> [Substring] {
    Substring(text).split { $0 == " " || $0 == "\t" }
  }
}

extension SudoRules {
  /// The line that lets the caller become root with sudo and without a password; nil when none does.
  static func passwordless(_ lines: [Line], _ caller: Caller) -> Line? {
    var aliases: [Substring: String] = [:]
    var asksNobody = false
    var answer: Line?
    for line in lines {
      let first = words(line.text).first ?? ""
      if first == "User_Alias" {
        for part in line.text.dropFirst(first.count).split(separator: ":") {
          let pair = part.split(separator: "=", maxSplits: 1)
          if pair.count == 2 { aliases[Substring(trimmed(pair[0]))] = String(pair[1]) }
        }
      } else if first == "Defaults" {
        asksNobody = asksNobody || line.text.contains("!authenticate")
      } else if first == "Defaults:" + caller.name, line.text.contains("!authenticate") {
        asksNobody = true
      }
    }
    for line in lines {
      let first = words(line.text).first ?? ""
      if first.hasPrefix("Defaults") || first.hasSuffix("_Alias") || first.hasPrefix("@") || first.hasPrefix("#include")
      {
        continue
      }
      guard let rule = SudoRule(line.text) else { continue }
      var seen: Set<Substring> = []
      guard matches(rule.users, caller, aliases, &seen), rule.isForThisHost, rule.isForRoot else { continue }
      if rule.commands.contains("NOPASSWD") || (asksNobody && !rule.commands.contains("PASSWD")) {
        answer = line
      } else if rule.isForAllCommands {
        answer = nil
      }
    }
    return answer
  }

  private static func matches(
    _ list: String, _ caller: Caller, _ aliases: [Substring: String], _ seen: inout Set<Substring>
  ) -> Bool {
    var isMatch = false
    for part in list.split(separator: ",") {
      var name = Substring(trimmed(part))
      let isNegated = name.hasPrefix("!")
      if isNegated { name = name.dropFirst() }
      if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 { name = name.dropFirst().dropLast() }
      var applies = name == "ALL" || name == caller.name || name == "#\(caller.uid)"
      if name.hasPrefix("%") { applies = caller.isMember(name.dropFirst()) }
      if let alias = aliases[name], seen.insert(name).inserted {
        applies = matches(alias, caller, aliases, &seen)
      }
      if applies { isMatch = !isNegated }
    }
    return isMatch
  }

  /// The last line of doas.conf that matches the caller, if it permits all of root without a password.
  static func passwordlessDoas(_ lines: [Line], _ caller: Caller) -> Line? {
    var answer: Line?
    for line in lines {
      let words = words(line.text)
      guard let action = words.first, action == "permit" || action == "deny" else { continue }
      var rest = words.dropFirst()
      var asksNobody = false
      while let word = rest.first, ["nopass", "nolog", "persist", "keepenv", "setenv"].contains(word) {
        asksNobody = asksNobody || word == "nopass"
        rest = rest.dropFirst()
        guard word == "setenv" else { continue }
        rest = rest.drop { !$0.hasSuffix("}") }.dropFirst()
      }
      guard let identity = rest.first else { continue }
      let isCaller =
        identity.hasPrefix(":")
        ? caller.isMember(identity.dropFirst()) || caller.isMember("#" + identity.dropFirst())
        : identity == caller.name || identity == String(caller.uid)
      guard isCaller else { continue }
      rest = rest.dropFirst()
      if rest.first == "as" {
        guard let target = rest.dropFirst().first, target == "root" || target == "0" else { continue }
        rest = rest.dropFirst(2)
      }
      if action == "permit", asksNobody { answer = line } else if rest.isEmpty { answer = nil }
    }
    return answer
  }
}

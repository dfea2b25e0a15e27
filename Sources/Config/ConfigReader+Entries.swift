import Core
import Engine
import YAMLText

extension ConfigReader {
  static let ignoreKeys = ["expires", "image", "layer", "path", "reason", "rule", "rules"]
  static let allowanceKeys = ["expires", "mode", "owner", "package", "path", "reason"]
  /// From the worst to none.
  static let levelWords = Severity.allCases.reversed().map(\.rawValue) + ["off"]

  mutating func readLevels(_ node: YAMLNode) {
    if node.isNull { return }
    guard let pairs = node.mapping else {
      return add(
        "`rules`: expected rules with severities, found \(node.kindName)",
        help: "write lines such as `  IMG-TOOL-SHELL: medium`", at: node.range)
    }
    for pair in pairs {
      if !RuleNames.isKnown(pair.key) { add(RuleNames.unknown(pair.key), at: pair.keyRange) }
      let word = pair.value.scalar?.text ?? ""
      if word == "off" {
        file.levels[pair.key] = .off
      } else if let severity = Severity(rawValue: word) {
        file.levels[pair.key] = .severity(severity)
      } else {
        let words = ConfigReader.levelWords
        add(
          pair.value.refusal(Quoted.bare(pair.key), Quoted.choice(words)) + NearestName.remark(word, among: words),
          at: pair.value.range)
        continue
      }
      file.levelRanges[pair.key] = pair.keyRange
    }
  }

  mutating func readIgnores(_ node: YAMLNode) {
    for item in items(of: node, for: "ignore") ?? [] {
      var entry = IgnoreEntry(rules: [], place: file.place(item.range))
      switch item.kind {
      case .mapping(let pairs):
        let before = file.problems.count
        for pair in pairs { readIgnore(pair, into: &entry) }
        let keys = pairs.map(\.key)
        if keys.contains("rule"), keys.contains("rules") {
          add("an ignore with `rule` and `rules`; expected one of them", at: item.range)
        } else if entry.rules.isEmpty, file.problems.count == before {
          add("an ignore without a rule", help: "add `rule: ID`", at: item.range)
        }
      case .scalar, .sequence:
        if let rule = rule(item, for: "ignore") { entry.rules = [rule] }
      }
      if !entry.rules.isEmpty { file.ignores.append(entry) }
    }
  }

  private mutating func readIgnore(_ pair: YAMLNode.Pair, into entry: inout IgnoreEntry) {
    switch pair.key {
    case "rule": if let rule = rule(pair.value, for: "rule") { entry.rules.append(rule) }
    case "rules":
      for item in items(of: pair.value, for: "rules") ?? [] {
        if let rule = rule(item, for: "rules") { entry.rules.append(rule) }
      }
    case "path": entry.path = pattern(of: pair.value, for: "path")
    case "image": entry.image = pattern(of: pair.value, for: "image")
    case "layer": entry.layer = layer(pair.value)
    case "reason": entry.reason = text(of: pair.value, for: "reason")
    case "expires": entry.expires = date(pair.value)
    default: addUnknown(pair, of: "an ignore", among: ConfigReader.ignoreKeys)
    }
  }

  mutating func readAllowances(_ node: YAMLNode) {
    for item in items(of: node, for: "allow-setuid") ?? [] {
      var entry = SetuidAllowance(path: "", place: file.place(item.range))
      switch item.kind {
      case .mapping(let pairs):
        let before = file.problems.count
        for pair in pairs { readAllowance(pair, into: &entry) }
        if entry.path.isEmpty, file.problems.count == before {
          add("an entry of `allow-setuid` without a path", help: "add `path: /usr/bin/…`", at: item.range)
        }
      case .scalar, .sequence:
        entry.path = rootPath(item) ?? ""
      }
      if !entry.path.isEmpty { file.setuidAllowances.append(entry) }
    }
  }

  private mutating func readAllowance(_ pair: YAMLNode.Pair, into entry: inout SetuidAllowance) {
    switch pair.key {
    case "path": entry.path = rootPath(pair.value) ?? ""
    case "owner": entry.owner = text(of: pair.value, for: "owner")
    case "mode": entry.mode = mode(pair.value)
    case "package": entry.package = text(of: pair.value, for: "package")
    case "reason": entry.reason = text(of: pair.value, for: "reason")
    case "expires": entry.expires = date(pair.value)
    default: addUnknown(pair, of: "an entry of `allow-setuid`", among: ConfigReader.allowanceKeys)
    }
  }

  mutating func readExcludes(_ node: YAMLNode) {
    for item in items(of: node, for: "exclude") ?? [] {
      guard let pattern = pattern(of: item, for: "exclude") else { continue }
      file.excludes.append(pattern)
      file.excludeRanges.append(item.range)
    }
  }

  private mutating func addUnknown(_ pair: YAMLNode.Pair, of what: String, among keys: [String]) {
    add(
      "unknown key \(Quoted.text(pair.key)) of \(what); expected \(Quoted.choice(keys))"
        + NearestName.remark(pair.key, among: keys),
      at: pair.keyRange)
  }

  private mutating func rule(_ node: YAMLNode, for key: String) -> String? {
    guard let name = text(of: node, for: key) else { return nil }
    guard RuleNames.isKnown(name) else {
      add(RuleNames.unknown(name), at: node.range)
      return nil
    }
    return name
  }

  private mutating func layer(_ node: YAMLNode) -> LayerOrigin? {
    switch node.scalar?.text {
    case "base": return .base
    case "own": return .own
    default:
      add(node.refusal("layer", "base or own"), at: node.range)
      return nil
    }
  }

  private mutating func date(_ node: YAMLNode) -> CalendarDate? {
    let text = node.scalar?.text ?? ""
    // Signs would pass for digits.
    let hasShape = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    guard hasShape, let date = CalendarDate(text) else {
      add(node.refusal("expires", "a day such as 2027-03-01"), at: node.range)
      return nil
    }
    return date
  }

  /// Four octal digits, however many of the three or four are written.
  private mutating func mode(_ node: YAMLNode) -> String? {
    let digits = node.scalar?.text ?? ""
    guard (3...4).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x37).contains($0) }) else {
      add(node.refusal("mode", "octal digits such as 4755"), at: node.range)
      return nil
    }
    return digits.utf8.count == 3 ? "0" + digits : digits
  }

  /// A pattern that something can match; one that nothing can would silence nothing without a word.
  private mutating func pattern(of node: YAMLNode, for key: String) -> String? {
    guard let text = text(of: node, for: key) else { return nil }
    guard PathGlob.isPattern(text) else {
      add(node.refusal(key, "a pattern, with `]` for each `[`"), help: "write `\\[` for the character", at: node.range)
      return nil
    }
    return text
  }

  private mutating func rootPath(_ node: YAMLNode) -> String? {
    guard let path = pattern(of: node, for: "path") else { return nil }
    guard path.utf8.first == UInt8(ascii: "/") else {
      add(
        "\(Quoted.text(path)): expected a path in the image, from its root",
        help: "write `/\(Quoted.bare(path))`", at: node.range)
      return nil
    }
    return path
  }
}

import Core
import YAMLText

extension YAMLNode {
  /// What it is, for messages.
  var kindName: String {
    switch kind {
    case .scalar(let scalar): scalar.isNull ? "nothing" : Quoted.text(scalar.text)
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// What is said of it as a value of the wrong kind.
  func refusal(_ key: String, _ expected: String) -> String {
    guard let scalar, !scalar.isNull else { return "`\(key)`: expected \(expected), found \(kindName)" }
    return "\(Quoted.text(key + ": " + scalar.text)): expected \(expected)"
  }

  fileprivate var unquoted: String { scalar?.style == .quoted ? ", without quotes" : "" }
}

extension YAMLNode.Scalar {
  /// Whether YAML takes it for a truth value. Source: YAML 1.2.2, section 10.3.2.
  fileprivate var isTruthValue: Bool {
    style == .plain && ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text)
  }
}

extension ConfigReader {
  /// The value of a setting; nil, and a problem, when it is none.
  mutating func value(of node: YAMLNode, for setting: Setting) -> SettingValue? {
    switch setting.kind {
    // All lists are for the command line.
    case .list: return nil
    case .flag: return flag(node, for: setting.key).map { .flag($0) }
    case .number(let range):
      let number = node.scalar.flatMap { $0.style == .plain ? Setting.number($0.text, in: range) : nil }
      if number == nil { add(node.refusal(setting.key, Setting.words(for: range) + node.unquoted), at: node.range) }
      return number.map { .number($0) }
    case .choice(let words):
      guard let scalar = node.scalar, !scalar.isNull else {
        add(node.refusal(setting.key, Quoted.choice(words)), at: node.range)
        return nil
      }
      return converted(scalar.text, setting, node)
    case .text, .path:
      return text(of: node, for: setting.key).flatMap { converted($0, setting, node) }
    }
  }

  private mutating func converted(_ text: String, _ setting: Setting, _ node: YAMLNode) -> SettingValue? {
    do throws(SettingError) {
      return try setting.value(of: text)
    } catch {
      add("\(Quoted.text(setting.key + ": " + text)): \(error.message)", at: node.range)
      return nil
    }
  }

  private mutating func flag(_ node: YAMLNode, for key: String) -> Bool? {
    if let scalar = node.scalar, scalar.isTruthValue { return scalar.text.lowercased() == "true" }
    let meant: String? =
      switch node.scalar?.text.lowercased() {
      case "yes", "on", "y", "1", "true": "true"
      case "no", "off", "n", "0", "false": "false"
      default: nil
      }
    let remark = meant.map { "; write \($0)" + node.unquoted } ?? ""
    add(node.refusal(key, "true or false") + remark, at: node.range)
    return nil
  }

  /// A text, or a number as it is written; nil, and a problem, for anything else.
  mutating func text(of node: YAMLNode, for key: String) -> String? {
    guard let scalar = node.scalar, !scalar.isNull, !scalar.text.isEmpty else {
      add(node.refusal(key, "a text"), at: node.range)
      return nil
    }
    guard !scalar.isTruthValue else {
      add(node.refusal(key, "a text"), help: "put it in quotes if it is one", at: node.range)
      return nil
    }
    return scalar.text
  }

  /// The items of a list, none for nothing; nil, and a problem, for anything else.
  mutating func items(of node: YAMLNode, for key: String) -> [YAMLNode]? {
    if node.isNull { return [] }
    guard let items = node.sequence else {
      add("`\(key)`: expected a list, found \(node.kindName)", help: "begin each item with `- `", at: node.range)
      return nil
    }
    return items
  }
}

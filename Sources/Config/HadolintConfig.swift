import Core
import Engine
import YAMLText

/// Reads hadolint's configuration, as far as it speaks of rules that we have.
///
/// As hadolint does, keys that are not known are passed over, and a file with a bad value counts for nothing: that is a
/// warning here.
public enum HadolintConfig {
  /// By increasing strength: of several severities for one rule the strongest holds.
  private static let levels: [(key: String, severity: Severity)] = [
    ("style", .info), ("info", .info), ("warning", .low), ("error", .medium),
  ]

  /// What a file says; its problems are never fatal.
  public static func read(_ bytes: [UInt8], name: String, directory: String = "") -> ConfigFile {
    let empty = ConfigFile(name: name, directory: directory)
    var file = empty
    do throws(YAMLError) {
      try fill(&file, from: try YAMLReader.document(bytes))
      return file
    } catch {
      var file = empty
      let place = file.place(SourceRange(start: error.position, end: error.position))
      file.problems = [
        ConfigProblem(error.message + "; the file is not used", help: error.help, at: place, isFatal: false)
      ]
      return file
    }
  }

  private static func fill(_ file: inout ConfigFile, from root: YAMLNode) throws(YAMLError) {
    guard root.mapping != nil else {
      throw YAMLError("expected keys with values, found \(root.kindName)", at: root.range.start)
    }
    for item in try names(root["ignored"], "ignored") {
      file.ignores.append(IgnoreEntry(rules: [item.text], place: file.place(item.range)))
    }
    if let overrides = root["override"], !overrides.isNull {
      guard overrides.mapping != nil else {
        throw YAMLError("`override`: expected severities, found \(overrides.kindName)", at: overrides.range.start)
      }
      for (key, severity) in levels {
        for item in try names(overrides[key], "override.\(key)") {
          file.levels[item.text] = .severity(severity)
          file.levelRanges[item.text] = item.range
        }
      }
    }
    for item in try names(root["trustedRegistries"], "trustedRegistries", isKnown: { _ in true }) {
      file.add(.list([item.text]), to: "trusted-registry", at: item.range)
    }
    if let schema = root["label-schema"]?.mapping {
      for member in schema {
        let label = "\(member.key):\(member.value.scalar?.text ?? "text")"
        guard RequiredLabel(label) != nil else {
          throw YAMLError(member.value.refusal("label-schema", "a type of label"), at: member.value.range.start)
        }
        file.add(.list([label]), to: "require-label", at: member.value.range)
      }
    }
    if let node = root["strict-labels"], !node.isNull {
      file.values["strict-labels"] = LocatedValue(.flag(try truth(node, "strict-labels")), at: node.range)
    }
    if let node = root["disable-ignore-pragma"], !node.isNull, try truth(node, "disable-ignore-pragma") {
      file.values["inline-ignores"] = LocatedValue(.text(InlineIgnores.deny.rawValue), at: node.range)
    }
  }

  /// The names of a list that are rules of ours.
  private static func names(
    _ node: YAMLNode?, _ key: String, isKnown: (String) -> Bool = RuleNames.isKnown
  ) throws(YAMLError) -> [(text: String, range: SourceRange)] {
    guard let node, !node.isNull else { return [] }
    guard let items = node.sequence else {
      throw YAMLError("`\(key)`: expected a list, found \(node.kindName)", at: node.range.start)
    }
    var names: [(text: String, range: SourceRange)] = []
    for item in items {
      guard let text = item.scalar?.text, !item.isNull else {
        throw YAMLError("`\(key)`: expected the name of a rule, found \(item.kindName)", at: item.range.start)
      }
      if isKnown(text) { names.append((text, item.range)) }
    }
    return names
  }

  /// Source: hadolint 2.15.1, measured: YAML 1.2's words, unquoted.
  private static func truth(_ node: YAMLNode, _ key: String) throws(YAMLError) -> Bool {
    if let scalar = node.scalar, scalar.style == .plain {
      switch scalar.text {
      case "true", "True", "TRUE": return true
      case "false", "False", "FALSE": return false
      default: break
      }
    }
    throw YAMLError(node.refusal(key, "true or false"), at: node.range.start)
  }
}

extension ConfigFile {
  /// Adds to a list that the file says piece by piece.
  fileprivate mutating func add(_ value: SettingValue, to key: String, at range: SourceRange) {
    guard case .list(let more) = value else { return }
    var items: [String] = []
    if case .list(let known)? = values[key]?.value { items = known }
    values[key] = LocatedValue(.list(items + more), at: values[key]?.range ?? range)
  }
}

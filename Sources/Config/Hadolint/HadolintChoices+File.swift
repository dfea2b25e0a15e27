import Core
import Reports
import YAMLText

extension HadolintChoices {
  /// What a configuration file of hadolint says; a file with a bad value counts for nothing, as for hadolint, which is
  /// told.
  ///
  /// - Parameter name: the file as shown.
  public static func read(_ bytes: [UInt8], name: String) -> (choices: HadolintChoices, problem: ConfigProblem?) {
    var limits = YAMLLimits()
    limits.followsAliases = true
    do throws(YAMLError) {
      return (try FileReader(root: YAMLReader.document(bytes, limits: limits)).choices(), nil)
    } catch {
      let range = SourceRange(start: error.position, end: error.position)
      let problem = ConfigProblem(
        error.message + "; nothing of the file is used", help: error.help, at: .source(file: name, range: range),
        isFatal: false)
      return (HadolintChoices(), problem)
    }
  }
}

/// Reads values by the types of YAML 1.2, so that `yes` is no truth value and `3` no text.
private struct FileReader {
  let root: YAMLNode

  func choices() throws(YAMLError) -> HadolintChoices {
    guard root.mapping != nil else {
      throw YAMLError("expected keys with values, found \(root.kindName)", at: root.range.start)
    }
    var out = HadolintChoices()
    out.isFailureOff = try truth("no-fail")
    out.isColorOff = try truth("no-color")
    out.isVerbose = try truth("verbose")
    out.hasStrictLabels = try truth("strict-labels")
    out.disablesPragmas = try truth("disable-ignore-pragma")
    out.threshold = try given(root["failure-threshold"]).map { node throws(YAMLError) in
      try FileReader.word(node, "failure-threshold", HadolintChoices.thresholds, HadolintChoices.threshold)
    }
    out.formats = try formats()
    out.overrides = try overrides()
    out.ignored = try FileReader.texts(root["ignored"], "ignored", "the name of a rule")
    out.trustedRegistries = try FileReader.texts(
      root["trustedRegistries"], "trustedRegistries", "the name of a registry")
    out.labels = try labels()
    return out
  }

  private func given(_ node: YAMLNode?) -> YAMLNode? { node.flatMap { $0.isNull ? nil : $0 } }

  private func truth(_ key: String) throws(YAMLError) -> Bool? {
    guard let node = given(root[key]) else { return nil }
    if let scalar = node.scalar, scalar.style == .plain || node.tag == FileReader.truthTag {
      switch scalar.text {
      case "true", "True", "TRUE": return true
      case "false", "False", "FALSE": return false
      default: break
      }
    }
    throw YAMLError(node.refusal(key, "true or false"), help: "write it without quotes", at: node.range.start)
  }

  private static let truthTag = "tag:yaml.org,2002:bool"

  private func formats() throws(YAMLError) -> [HadolintFormat] {
    var out: [HadolintFormat] = []
    let words = HadolintChoices.formatWords
    if let list = given(root["formats"]) {
      for item in try FileReader.items(list, "formats") {
        out.append(try FileReader.word(item, "formats", words, HadolintFormat.init(rawValue:)))
      }
    }
    if let node = given(root["format"]) {
      out.append(try FileReader.word(node, "format", words, HadolintFormat.init(rawValue:)))
    }
    return out
  }

  private func overrides() throws(YAMLError) -> [LinterLevel: [String]] {
    guard let node = given(root["override"]) else { return [:] }
    guard node.mapping != nil else {
      throw YAMLError("`override`: expected levels with lists, found \(node.kindName)", at: node.range.start)
    }
    var out: [LinterLevel: [String]] = [:]
    for level in HadolintChoices.levels {
      let key = "override.\(level.rawValue)"
      let codes = try FileReader.texts(node[level.rawValue], key, "the name of a rule")
      if !codes.isEmpty { out[level] = codes }
    }
    return out
  }

  private func labels() throws(YAMLError) -> [HadolintChoices.Label] {
    guard let node = given(root["label-schema"]) else { return [] }
    guard let pairs = node.mapping else {
      throw YAMLError("`label-schema`: expected names with types, found \(node.kindName)", at: node.range.start)
    }
    var out: [HadolintChoices.Label] = []
    for pair in pairs {
      let type = try FileReader.word(
        pair.value, "label-schema." + pair.key, HadolintChoices.labelTypes, HadolintChoices.labelType)
      out.append(HadolintChoices.Label(pair.key, type))
    }
    return out
  }
}

extension FileReader {
  /// The value of one of some words.
  private static func word<Value>(
    _ node: YAMLNode, _ key: String, _ words: [String], _ value: (String) -> Value?
  ) throws(YAMLError) -> Value {
    guard let text = text(node) else {
      throw YAMLError(node.refusal(key, Quoted.choice(words)), at: node.range.start)
    }
    guard let made = value(text) else {
      throw YAMLError(
        "\(Quoted.text(key + ": " + text)): " + HadolintChoices.refusal(text, words), at: node.range.start)
    }
    return made
  }

  private static func items(_ node: YAMLNode, _ key: String) throws(YAMLError) -> [YAMLNode] {
    guard let items = node.sequence else {
      throw YAMLError(
        "`\(key)`: expected a list, found \(node.kindName)", help: "begin each item with `- `", at: node.range.start)
    }
    return items
  }

  /// The texts of a list; none for nothing.
  private static func texts(_ node: YAMLNode?, _ key: String, _ expected: String) throws(YAMLError) -> [String] {
    guard let node, !node.isNull else { return [] }
    var out: [String] = []
    for item in try items(node, key) {
      guard let text = text(item) else {
        throw YAMLError(
          "`\(key)`: expected \(expected), found \(item.kindName)",
          help: "put a text that looks like a number in quotes",
          at: item.range.start)
      }
      out.append(text)
    }
    return out
  }

  /// A scalar that YAML takes for text; nil for all else.
  private static func text(_ node: YAMLNode) -> String? {
    guard let scalar = node.scalar else { return nil }
    return scalar.style == .quoted || YAMLKind.isText(scalar.text) ? scalar.text : nil
  }
}

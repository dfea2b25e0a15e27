import Core
import YAMLText

/// Makes values of a YAML tree: plain scalars get their types, tags of functions make a value unknown, `<<` is merged in.
enum YAMLDocument {
  static func read(_ bytes: [UInt8], _ limits: DeploymentLimits) throws(DeploymentError) -> [DocumentValue] {
    var yaml = YAMLLimits()
    (yaml.bytes, yaml.depth, yaml.nodes) = (limits.bytes, limits.textDepth, limits.values)
    yaml.followsAliases = true
    do throws(YAMLError) {
      return try YAMLReader.documents(bytes, limits: yaml).compactMap { value($0, .root) }
    } catch {
      throw words(error, bytes)
    }
  }

  private static func words(_ error: YAMLError, _ bytes: [UInt8]) -> DeploymentError {
    let isHelm = bytes.holds("{{") && [".Values", ".Release", ".Chart", "{{-"].contains { bytes.holds($0) }
    if isHelm || isTemplate(bytes, at: error.position.line) {
      let help = isHelm ? "helm template RELEASE CHART > rendered.yaml" : "fill the template in first"
      return DeploymentError(
        "template", isHelm ? "a Helm template: render it first" : "a template, which is no YAML before it is filled in",
        found: error.message, help: help, at: error.position)
    }
    let code =
      if error.message.holds("is set twice") {
        "duplicate-key"
      } else if error.message.holds("deeper than")
        || error.message.holds("more than")
      {
        "too-large"
      } else { "invalid-yaml" }
    return DeploymentError(code, error.message, help: error.help, at: error.position)
  }

  /// Whether the line of an error, or the one before it, holds what is filled in.
  private static func isTemplate(_ bytes: [UInt8], at line: Int) -> Bool {
    let source = SourceText(bytes)
    return [line - 1, line].contains { number in
      let text = Array(source.line(number))
      return text.holds("{{") || text.holds("{%")
    }
  }

  /// nil for what stands for nothing at all (`!Ref AWS::NoValue`).
  private static func value(_ node: YAMLNode, _ path: DocumentPath) -> DocumentValue? {
    if let tag = node.tag, let tagged = YAMLTag.kind(tag, node) {
      guard case .known(let kind) = tagged else { return nil }
      let written = if case .unknown = kind { YAMLTag.written(tag, node) } else { String?.none }
      return DocumentValue(kind, range: node.range, path: path, written: written)
    }
    switch node.kind {
    case .scalar(let scalar):
      let isPlain = scalar.style == .plain
      return DocumentValue(
        isPlain ? PlainScalar.kind(scalar.text) : .text(scalar.text), range: node.range, path: path, isPlain: isPlain)
    case .sequence(let items):
      let values = items.enumerated().compactMap { value($1, .index(path, $0)) }
      return DocumentValue(.list(values), range: node.range, path: path)
    case .mapping(let pairs):
      var members: [DocumentValue.Member] = []
      var seen: Set<String> = []
      add(pairs, path, &members, &seen)
      return DocumentValue(.object(members), range: node.range, path: path)
    }
  }

  /// Adds a mapping's own members, then those that it merges in and does not have itself.
  ///
  /// Source: the merge key of YAML 1.1, which compose files use.
  private static func add(
    _ pairs: [YAMLNode.Pair], _ path: DocumentPath, _ members: inout [DocumentValue.Member], _ seen: inout Set<String>
  ) {
    var merged: [[YAMLNode.Pair]] = []
    for pair in pairs {
      if pair.key == "<<", let mappings = mappings(of: pair.value) {
        merged += mappings
        continue
      }
      guard seen.insert(pair.key).inserted, let value = value(pair.value, .key(path, pair.key)) else { continue }
      members.append(DocumentValue.Member(key: pair.key, keyRange: pair.keyRange, value: value))
    }
    for mapping in merged { add(mapping, path, &members, &seen) }
  }

  private static func mappings(of node: YAMLNode) -> [[YAMLNode.Pair]]? {
    if let pairs = node.mapping { return [pairs] }
    guard let items = node.sequence else { return nil }
    let mappings = items.compactMap(\.mapping)
    return mappings.count == items.count ? mappings : nil
  }
}

/// What a tag makes of a value.
private enum YAMLTag {
  enum Meaning {
    case nothing
    case known(DocumentValue.Kind)
  }

  /// Short forms that are not called `Fn::` in full.
  private static let plainNames = ["!Ref": "Ref", "!Condition": "Condition"]
  /// Source: CloudFormation's reference of intrinsic functions.
  private static let functions: Set<String> = [
    "!And", "!Base64", "!Cidr", "!Equals", "!FindInMap", "!GetAtt", "!GetAZs", "!If", "!ImportValue", "!Join",
    "!Length", "!Not", "!Or", "!Select", "!Split", "!Sub", "!ToJsonString", "!Transform",
  ]

  /// What a function is given, and of a text that `!Join` puts together the beginning of a dynamic reference.
  static func written(_ tag: String, _ node: YAMLNode) -> String? {
    guard tag == "!Join", let parts = node.sequence, parts.count == 2 else { return node.scalar?.text }
    return parts[1].sequence?.first { $0.scalar?.text.utf8.starts(with: "{{resolve:".utf8) ?? false }?.scalar?.text
  }

  /// nil for a tag that changes nothing.
  static func kind(_ tag: String, _ node: YAMLNode) -> Meaning? {
    if tag == "!" { return nil }
    if tag.hasPrefix("tag:yaml.org,2002:") {
      return ["str", "int", "bool", "float", "null", "seq", "map"].contains(tag.dropFirst(18))
        ? nil : .known(.unknown("!!" + DocumentWords.bare(String(tag.dropFirst(18)))))
    }
    if tag == "!Ref", node.scalar?.text == "AWS::NoValue" { return .nothing }
    if tag == "!Sub", let text = node.scalar?.text, !text.holds("${") { return .known(.text(text)) }
    if let name = plainNames[tag] { return .known(.unknown(name)) }
    if functions.contains(tag) { return .known(.unknown("Fn::" + tag.dropFirst())) }
    return .known(.unknown(DocumentWords.bare(tag)))
  }
}

/// What a scalar without quotes is.
///
/// Source: YAML 1.2.2, section 10.3.2 (core schema).
private enum PlainScalar {
  static func kind(_ text: String) -> DocumentValue.Kind {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .bool(true)
    case "false", "False", "FALSE": .bool(false)
    default: isNumber(text.utf8) ? .number(text) : .text(text)
    }
  }

  private static func isNumber(_ text: String.UTF8View) -> Bool {
    var rest = text[...]
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if rest.starts(with: "0x".utf8), rest.count > 2 {
      return rest.dropFirst(2).allSatisfy { isDigit($0) || (97...102).contains($0 | 32) }
    }
    if rest.starts(with: "0o".utf8), rest.count > 2 { return rest.dropFirst(2).allSatisfy { (48...55).contains($0) } }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix(while: isDigit)
      fraction = digits.count
      rest = rest.dropFirst(fraction + 1)
    }
    guard !whole.isEmpty || fraction > 0 else { return false }
    guard let exponent = rest.first else { return true }
    guard exponent | 32 == UInt8(ascii: "e") else { return false }
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

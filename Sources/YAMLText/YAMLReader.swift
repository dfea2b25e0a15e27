import Core

/// Reads YAML into trees of values with their places.
///
/// Aliases are refused unless the limits say otherwise, and then what they stand for counts against the limits, so that a
/// short text cannot stand for a huge tree. Nothing is resolved: whether `no` is a text is for the caller to say. JSON is
/// YAML.
public enum YAMLReader {
  /// The values of all documents of a text; none for one without content.
  ///
  /// - Throws: for what is no YAML, is over a limit, has a key twice, or an alias that is not followed.
  public static func documents(
    _ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()
  ) throws(YAMLError) -> [YAMLNode] {
    try read(bytes, limits, isSingle: false)
  }

  /// The value of a text's only document; an empty mapping for a text without content.
  ///
  /// - Throws: as `documents`, and for a second document.
  public static func document(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) throws(YAMLError) -> YAMLNode {
    let start = SourcePosition(line: 1, column: 1)
    let nothing = YAMLNode(.mapping([]), range: SourceRange(start: start, end: start))
    guard let node = try read(bytes, limits, isSingle: true).first else { return nothing }
    if let scalar = node.scalar, scalar.text.isEmpty, scalar.isNull { return YAMLNode(.mapping([]), range: node.range) }
    return node
  }

  private static func read(
    _ bytes: [UInt8], _ limits: YAMLLimits, isSingle: Bool
  ) throws(YAMLError) -> [YAMLNode] {
    guard bytes.count <= limits.bytes else {
      throw YAMLError(
        "the file has \(bytes.count) bytes; at most \(limits.bytes) are read", at: SourcePosition(line: 1, column: 1))
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    try checkDirectives(text, limits)
    var source = try YAMLEventSource(text)
    var builder = YAMLTreeBuilder(source.places, limits)
    var documents: [YAMLNode] = []
    while true {
      let event = try source.next()
      switch event.kind {
      case .streamEnd: return documents
      case .streamStart: break
      case .documentStart:
        guard !isSingle || documents.isEmpty else {
          throw YAMLError(
            "a second document begins here; one is expected", help: "take out the line `---`",
            at: source.places.position(ofCharacter: event.start))
        }
      case .documentEnd: if let root = builder.takeRoot() { documents.append(root) }
      default: try builder.add(event)
      }
    }
  }

  private static func checkDirectives(_ text: [UInt8], _ limits: YAMLLimits) throws(YAMLError) {
    var count = 0
    for index in text.indices where text[index] == UInt8(ascii: "%") {
      guard index == 0 || text[index - 1] == 0x0A || text[index - 1] == 0x0D else { continue }
      count += 1
      guard count <= limits.directives else {
        throw YAMLError(
          "more than \(limits.directives) lines that begin with `%`", at: SourceText(text).position(of: index))
      }
    }
  }
}

import ImageArchive
import JSONText

/// What the bytes of an input are, whatever it is called.
enum SubjectContent: Equatable {
  case image
  case dockerfile
  /// JSON by its first byte: all of it must be read to know more.
  case perhapsJSON
  /// Something else; the words say what.
  case other(String)

  /// How many bytes are looked at.
  static let headBytes = 64 << 10

  /// Tells by the first bytes.
  init(head: [UInt8]) {
    let start = head.prefix(1024)
    // A control character first may be all that is left of a compressed file; no text begins with one.
    let isBinary = start.contains(0) || head.first.map { $0 < 9 || $0 > 13 && $0 < 32 || $0 == 127 } == true
    if Compression(magic: head.span) != .none || isBinary {
      // UTF-16 is full of zeros, and is text all the same.
      let isUTF16 = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
      self = isUTF16 ? .other("UTF-16 text, which Docker cannot read; save it as UTF-8") : .image
      return
    }
    let body = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head[3...] : head[...]
    let first = body.first { $0 != 32 && $0 != 10 && $0 != 13 && $0 != 9 }
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      self = .perhapsJSON
    } else if first == UInt8(ascii: "<") {
      self = .other("HTML or XML, perhaps a saved error page")
    } else if body.starts(with: "#mtree".utf8) {
      self = .other("an mtree listing")
    } else if body.starts(with: "version https://git-lfs".utf8) {
      self = .other("a Git LFS pointer: run git lfs pull first")
    } else if let words = SubjectContent.yaml(body) {
      self = .other(words)
    } else {
      self = .dockerfile
    }
  }

  /// What a JSON text is; nil when it is none, and so can only be a Dockerfile.
  static func json(_ text: [UInt8]) -> String? {
    guard let value = try? JSONParser.parse(text) else { return nil }
    let members = value.members ?? value.array?.first?.members ?? []
    let keys = members.map(\.key)
    func has(_ names: String...) -> Bool { names.allSatisfy { keys.contains($0) } }
    if has("containerDefinitions") || has("family") || has("taskDefinition") {
      return unjudged("an ECS task definition")
    }
    if has("apiVersion", "kind") { return unjudged("a Kubernetes object") }
    if has("services") { return unjudged("a compose file") }
    let what =
      if has("schemaVersion") { "a part of an image, such as a manifest" } else if has("Statement") {
        "an IAM policy"
      } else if has("AWSTemplateFormatVersion") || has("Resources") { "a CloudFormation template" } else { "JSON" }
    guard !keys.isEmpty else { return "JSON (\(value.kindName))" }
    return "\(what) (top-level keys: \(listed(keys)))"
  }

  private static func unjudged(_ what: String) -> String {
    "what looks like \(what), which this version does not judge yet"
  }

  private static func listed(_ keys: [String]) -> String {
    keys.prefix(6).map { String($0.prefix(40)) }.joined(separator: ", ") + (keys.count > 6 ? ", …" : "")
  }

  /// What YAML of a known kind is; nil for all else. Only a text that begins with a key is looked at, which no Dockerfile
  /// does.
  private static func yaml(_ text: ArraySlice<UInt8>) -> String? {
    var keys: [String] = []
    var isFirst = true
    for line in text.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      guard let start = line.first, start != UInt8(ascii: "#"), !line.starts(with: "---".utf8) else { continue }
      guard start != 32, start != 9, let key = key(line) else {
        if isFirst, line.contains(where: { $0 != 32 && $0 != 9 }) { return nil }
        continue
      }
      isFirst = false
      keys.append(key)
    }
    func has(_ name: String) -> Bool { keys.contains(name) }
    if has("services") { return unjudged("a compose file") }
    if has("apiVersion"), has("kind") { return unjudged("a Kubernetes object") }
    if has("containerDefinitions") || has("ContainerDefinitions") { return unjudged("an ECS task definition") }
    if has("AWSTemplateFormatVersion") { return "a CloudFormation template" }
    return nil
  }

  /// The key that a line of YAML begins with.
  private static func key(_ line: ArraySlice<UInt8>) -> String? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let following = colon + 1 < line.endIndex ? line[colon + 1] : 32
    guard following == 32 || following == 9 else { return nil }
    var name = line[..<colon]
    if let quote = name.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), name.count > 1,
      name.last == quote
    {
      name = name.dropFirst().dropLast()
    }
    let isWord = name.allSatisfy { byte in
      byte >= 48 && byte <= 57 || byte | 32 >= 97 && byte | 32 <= 122 || [45, 46, 95].contains(byte)
    }
    return isWord && !name.isEmpty ? String(decoding: name, as: UTF8.self) : nil
  }
}

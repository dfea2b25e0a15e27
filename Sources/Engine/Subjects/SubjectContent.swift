import Core
import Deployment
import ImageArchive
import JSONText

/// What the bytes of an input are, whatever it is called.
enum SubjectContent: Equatable {
  case image
  case dockerfile
  /// A deployment file by its beginning; its reader has the last word.
  case deployment(DeploymentKind)
  /// JSON by its first byte, of no kind that shows at once: all of it must be read to know more.
  case perhapsJSON
  /// Something else; the words say what.
  case other(String)

  /// How many bytes are looked at.
  static let headBytes = 64 << 10

  /// How many bytes tell an image from a text.
  static let startBytes = 1024

  /// Tells by the first bytes.
  init(head: [UInt8]) {
    let start = head.prefix(SubjectContent.startBytes)
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
      self = SubjectContent.kind(json: body).map(SubjectContent.deployment) ?? .perhapsJSON
    } else if first == UInt8(ascii: "<") {
      self = .other("HTML or XML, perhaps a saved error page")
    } else if body.starts(with: "#mtree".utf8) {
      self = .other("an mtree listing")
    } else if body.starts(with: "version https://git-lfs".utf8) {
      self = .other("a Git LFS pointer: run git lfs pull first")
    } else if let kind = SubjectContent.kind(yaml: body) {
      self = .deployment(kind)
    } else if DeploymentReader.beginsTerraform(body) {
      self = .deployment(.ecs)
    } else {
      self = .dockerfile
    }
  }

  /// What a text that begins as JSON does is; nil for what can only be a Dockerfile.
  static func json(_ text: [UInt8]) -> SubjectContent? {
    guard let value = try? JSONParser.parse(text) else {
      // A template is no JSON before it is filled in; an object or a list with a mistake is one all the same.
      if let kind = kind(yaml: text[...], skipsTemplates: true) { return .deployment(kind) }
      return isMeantAsJSON(text) ? .deployment(.ecs) : nil
    }
    let keys = (value.members ?? value.array?.first?.members ?? []).map(\.key)
    if let kind = kind(keys, isList: value.array != nil) { return .deployment(kind) }
    guard !keys.isEmpty else { return .other("JSON (\(value.kindName))") }
    return .other("\(FileLikeness.words(keys: keys) ?? "JSON") (top-level keys: \(listed(keys)))")
  }

  private static func kind(_ keys: [String], isList: Bool) -> DeploymentKind? {
    func has(_ names: String...) -> Bool { names.allSatisfy { keys.contains($0) } }
    if has("apiVersion", "kind") { return .kubernetes }
    let isTask =
      ["containerDefinitions", "ContainerDefinitions", "taskDefinition", "AWSTemplateFormatVersion", "planned_values"]
      .contains { has($0) } || has("family", "networkMode") || isList && has("image", "name")
    if isTask { return .ecs }
    return has("services") && !isList ? .compose : nil
  }

  /// What words that nothing else has say at once, so that a large file is not read twice.
  private static func kind(json head: ArraySlice<UInt8>) -> DeploymentKind? {
    let words = ["\"containerDefinitions\"", "\"ContainerDefinitions\"", "\"AWS::ECS::", "\"aws_ecs_task_definition\""]
    let text = String(decoding: head, as: UTF8.self)
    return words.contains { text.holds($0) } ? .ecs : nil
  }

  /// Whether a text begins with an object that has a key in quotes, or with a list of such objects.
  private static func isMeantAsJSON(_ text: [UInt8]) -> Bool {
    let marks = text.lazy.filter { $0 > 32 && $0 < 127 }.prefix(3)
    return marks.starts(with: "{\"".utf8) || marks.starts(with: "[{\"".utf8)
  }

  private static func listed(_ keys: [String]) -> String {
    keys.prefix(6).map { String($0.prefix(40)) }.joined(separator: ", ") + (keys.count > 6 ? ", …" : "")
  }

  /// What kind of deployment file YAML is; nil for all else. Only a text that begins with a key is looked at, which no
  /// Dockerfile does.
  private static func kind(yaml text: ArraySlice<UInt8>, skipsTemplates: Bool = false) -> DeploymentKind? {
    var keys: [String] = []
    var isFirst = true
    for line in text.split(whereSeparator: { $0 == 10 || $0 == 13 }) {
      guard let start = line.first, start != UInt8(ascii: "#"), !line.starts(with: "---".utf8) else { continue }
      if skipsTemplates, line.starts(with: "{{".utf8) || line.starts(with: "{%".utf8) { continue }
      guard start != 32, start != 9, let key = key(line) else {
        if isFirst, line.contains(where: { $0 != 32 && $0 != 9 }) { return nil }
        continue
      }
      isFirst = false
      keys.append(key)
    }
    if let kind = kind(keys, isList: false) { return kind }
    return keys.contains("Resources") ? kind(cloudFormation: text) : nil
  }

  /// A template without its version is told by the types of its resources.
  private static func kind(cloudFormation text: ArraySlice<UInt8>) -> DeploymentKind? {
    String(decoding: text, as: UTF8.self).holds("AWS::ECS::") ? .ecs : nil
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

import Core
import JSONText

/// Reads JSON into values with their places.
struct JSONDocument {
  let places: TextPlaces

  /// The value of a whole text.
  ///
  /// - Parameter path: the way to it, for a text inside another.
  /// - Throws: `invalid-json`, `template`, `duplicate-key`, `too-large`.
  static func read(
    _ bytes: [UInt8], _ places: TextPlaces, _ limits: DeploymentLimits, path: DocumentPath = .root
  ) throws(DeploymentError) -> DocumentValue {
    let (value, duplicates): (JSONValue, [JSONDuplicateKey])
    do throws(JSONError) {
      (value, duplicates) = try JSONParser.parsePlacingDuplicates(
        bytes, limits: JSONLimits(depth: limits.jsonDepth, bytes: limits.bytes, values: limits.values))
    } catch {
      throw JSONTrouble.words(error, bytes, places)
    }
    if let twice = duplicates.min(by: { $0.offset < $1.offset }) {
      throw DeploymentError.twice(
        twice.key, firstLine: places.position(twice.firstOffset).line, at: places.position(twice.offset))
    }
    return JSONDocument(places: places).value(value, path)
  }

  private func value(_ json: JSONValue, _ path: DocumentPath) -> DocumentValue {
    let kind: DocumentValue.Kind =
      switch json.kind {
      case .null: .null
      case .bool(let flag): .bool(flag)
      case .number(let text): .number(text)
      case .string(let text): .text(text)
      case .array(let items): .list(items.enumerated().map { value($1, .index(path, $0)) })
      case .object(let members):
        .object(
          members.map { member in
            DocumentValue.Member(
              key: member.key, keyRange: places.range(member.keyOffset, member.keyEnd),
              value: value(member.value, .key(path, member.key)))
          })
      }
    return DocumentValue(kind, range: places.range(json.offset, json.end), path: path)
  }
}

extension DeploymentError {
  /// A key that one object has twice: which of the two counts is not the same everywhere.
  static func twice(_ key: String, firstLine: Int, at position: SourcePosition) -> DeploymentError {
    DeploymentError(
      "duplicate-key", DocumentWords.quoted(key) + " is set twice, in line \(firstLine) and here",
      help: "take one out", at: position)
  }
}

/// What is said of a text that is no JSON.
enum JSONTrouble {
  static func words(_ error: JSONError, _ bytes: [UInt8], _ places: TextPlaces) -> DeploymentError {
    let position = places.position(error.offset)
    func invalid(_ words: String, help: String? = nil) -> DeploymentError {
      DeploymentError("invalid-json", "not JSON: " + words, help: help, at: position)
    }
    if error.message.holds("deeper than") || error.message.holds("more than") {
      return DeploymentError("too-large", error.message, at: position)
    }
    let byte = byte(bytes, error.offset)
    let next = self.byte(bytes, error.offset + 1)
    switch byte {
    case UInt8(ascii: "/") where next == UInt8(ascii: "/") || next == UInt8(ascii: "*"):
      return invalid("a comment, which JSON does not have", help: "take the comments out")
    case UInt8(ascii: "#"):
      return invalid("a comment, which JSON does not have", help: "take the comments out")
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      if before(bytes, error.offset) == UInt8(ascii: ",") {
        return invalid("a comma after the last value", help: "take the comma out")
      }
    case UInt8(ascii: "'"): return invalid("a single quote, expected a double one")
    case UInt8(ascii: "$") where next == UInt8(ascii: "{"), UInt8(ascii: "{") where next == UInt8(ascii: "{"),
      UInt8(ascii: "{") where next == UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: "%"):
      return template(position)
    case UInt8(ascii: "{") where before(bytes, error.offset) == UInt8(ascii: "{"): return template(position)
    default: break
    }
    return invalid(error.message)
  }

  private static func template(_ position: SourcePosition) -> DeploymentError {
    DeploymentError(
      "template", "a template, which is no JSON before it is filled in",
      help: "fill it in first, or put the "
        + "placeholder in quotes", at: position)
  }

  private static func byte(_ bytes: [UInt8], _ index: Int) -> UInt8? {
    bytes.indices.contains(index) ? bytes[index] : nil
  }

  /// The byte before a place, blanks set aside.
  private static func before(_ bytes: [UInt8], _ index: Int) -> UInt8? {
    bytes[..<min(max(index, 0), bytes.count)].last { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 }
  }
}

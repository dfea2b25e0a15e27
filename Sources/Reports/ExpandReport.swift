import Dockerfile
import JSONText

/// Answers the requests of `imgscan expand`, each a line of JSON.
public struct ExpandReport: Sendable {
  /// Bytes of one request; a Dockerfile of some MB fits in one.
  public static let lineLimit = 64 << 20

  private struct Refusal: Error {
    var message: String
  }

  private struct Request {
    var expander = WordExpander()
    var input: [UInt8] = []
    /// By the bytes of the name: strings would take two spellings of one letter for the same.
    var variables: [[UInt8]: [UInt8]] = [:]
    var splits = false

    func lookup(_ name: String) -> [UInt8]? { variables[Array(name.utf8)] }
  }

  public init() {}

  /// The answer to one request, without a line end: `{"result","matched","unmatched"}`, `{"words"}` or `{"error"}`.
  public func answer(_ line: [UInt8]) -> [UInt8] {
    do throws(Refusal) {
      let request = try ExpandReport.request(line)
      do throws(ExpansionError) {
        return try ExpandReport.answer(request)
      } catch {
        return self.error(error.message)
      }
    } catch {
      return self.error(error.message)
    }
  }

  /// The answer to a request over the limit.
  public func answerToLongLine() -> [UInt8] {
    error("the line is over the limit of \(ExpandReport.lineLimit) bytes")
  }

  private func error(_ message: String) -> [UInt8] {
    var writer = JSONWriter(pretty: false)
    writer.object { $0.member("error", message) }
    return writer.bytes
  }

  private static func answer(_ request: Request) throws(ExpansionError) -> [UInt8] {
    var writer = JSONWriter(pretty: false)
    if request.splits {
      let words = try request.expander.words(request.input) { request.lookup($0) }
      writer.object { $0.member("words", words.map { String(decoding: $0, as: UTF8.self) }) }
    } else {
      let expansion = try request.expander.word(request.input) { request.lookup($0) }
      writer.object { writer in
        writer.member("result", String(decoding: expansion.bytes, as: UTF8.self))
        writer.member("matched", sorted(expansion.found))
        writer.member("unmatched", sorted(expansion.missing))
      }
    }
    return writer.bytes
  }

  private static func sorted(_ names: Set<String>) -> [String] {
    names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func request(_ line: [UInt8]) throws(Refusal) -> Request {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONParser.parse(line, limits: JSONLimits(bytes: lineLimit))
    } catch {
      throw Refusal(message: "the line is not JSON: \(error)")
    }
    guard json.members != nil else {
      throw Refusal(message: "the line is \(json.kindName), expected an object with \"mode\" and \"input\"")
    }
    var request = Request()
    switch json["mode"]?.string {
    case "word": request.splits = false
    case "words": request.splits = true
    default: throw Refusal(message: "\"mode\" is missing or unknown, expected \"word\" or \"words\"")
    }
    guard let input = json["input"]?.string else {
      throw Refusal(message: "\"input\" is missing or no string, expected the text to expand")
    }
    request.input = Array(input.utf8)
    request.variables = try variables(json["env"])
    switch json["escape"].map(\.string) {
    case nil, "\\": request.expander.escape = UInt8(ascii: "\\")
    case "`": request.expander.escape = UInt8(ascii: "`")
    default: throw Refusal(message: "\"escape\" is no escape character, expected \"\\\\\" or \"`\"")
    }
    request.expander.keepsQuotes = try flag("raw_quotes", json)
    request.expander.keepsEscapes = try flag("raw_escapes", json)
    request.expander.keepsUnset = try flag("skip_unset", json)
    request.expander.ignoresQuotes = try flag("skip_quotes", json)
    return request
  }

  /// The variables of a list of `NAME=VALUE`; the last of a name wins.
  private static func variables(_ json: JSONValue?) throws(Refusal) -> [[UInt8]: [UInt8]] {
    guard let json, !json.isNull else { return [:] }
    guard let items = json.array, let texts = json.strings, items.count == texts.count else {
      throw Refusal(message: "\"env\" is \(json.kindName), expected an array of strings such as \"NAME=VALUE\"")
    }
    var result: [[UInt8]: [UInt8]] = [:]
    for text in texts {
      let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      result[Array(parts[0])] = parts.count > 1 ? Array(parts[1]) : []
    }
    return result
  }

  private static func flag(_ name: String, _ json: JSONValue) throws(Refusal) -> Bool {
    guard let value = json[name], !value.isNull else { return false }
    guard let flag = value.bool else {
      throw Refusal(message: "\"\(name)\" is \(value.kindName), expected true or false")
    }
    return flag
  }
}

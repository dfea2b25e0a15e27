import Core
import JSONText

extension Baseline {
  /// Reads the text of a baseline.
  ///
  /// - Parameter file: as messages name it.
  /// - Throws: what the text is instead, and where.
  public static func read(_ bytes: [UInt8], file: String) throws(BaselineError) -> Baseline {
    let reader = BaselineReader(source: SourceText(bytes), file: file)
    let root: JSONValue
    do throws(JSONError) {
      root = try JSONParser.parse(bytes)
    } catch {
      throw reader.error(.notJSON, "\(file) is no JSON: \(error.message)", at: error.offset)
    }
    return try reader.baseline(root)
  }
}

/// Takes a baseline out of JSON values.
private struct BaselineReader {
  let source: SourceText
  let file: String

  func error(_ code: BaselineError.Code, _ message: String, at offset: Int) -> BaselineError {
    BaselineError(code, message, place: .source(file: file, range: source.range(of: offset..<offset)))
  }

  func baseline(_ root: JSONValue) throws(BaselineError) -> Baseline {
    guard root.members != nil else {
      throw error(
        .notABaseline, "\(file) is \(root.kindName), expected an object with schemaVersion and findings",
        at: root.offset)
    }
    guard let version = root["schemaVersion"] else {
      throw error(.notABaseline, "\(file) is no baseline of imgscan: it has no schemaVersion", at: root.offset)
    }
    guard version.integer == Baseline.schemaVersion else {
      throw error(
        .unknownVersion, "schemaVersion of \(file) is not known, expected \(Baseline.schemaVersion)", at: version.offset
      )
    }
    guard let findings = root["findings"], let items = findings.array else {
      let offset = root["findings"]?.offset ?? root.offset
      throw error(.notABaseline, "\(file) is no baseline of imgscan: findings is no array", at: offset)
    }
    var entries: [Baseline.Entry] = []
    entries.reserveCapacity(items.count)
    for item in items { entries.append(try entry(item)) }
    return Baseline(entries: entries, file: file)
  }

  private func entry(_ item: JSONValue) throws(BaselineError) -> Baseline.Entry {
    guard item.members != nil else {
      throw error(.notABaseline, "a finding of \(file) is \(item.kindName), expected an object", at: item.offset)
    }
    let rule = try text("rule", in: item)
    let fingerprint = try text("fingerprint", in: item)
    var count = 1
    if let value = item["count"] {
      guard let number = value.integer, number > 0, let small = Int32(exactly: number) else {
        throw error(.notABaseline, "count is \(value.kindName), expected a whole number from 1", at: value.offset)
      }
      count = Int(small)
    }
    if item["path"] != nil {
      return Baseline.Entry(path: try text("path", in: item), rule: rule, fingerprint: fingerprint, count: count)
    }
    return Baseline.Entry(
      image: try text("image", in: item), rule: rule, place: item["place"]?.string ?? "", fingerprint: fingerprint,
      count: count)
  }

  private func text(_ key: String, in item: JSONValue) throws(BaselineError) -> String {
    guard let value = item[key] else {
      throw error(.notABaseline, "a finding of \(file) has no \(key)", at: item.offset)
    }
    guard let text = value.string else {
      throw error(.notABaseline, "\(key) is \(value.kindName), expected a string", at: value.offset)
    }
    return text
  }
}

import Core
import Engine
import JSONText
import Rules

/// The report for programs.
///
/// Every key is always present and null when unknown; later versions only add keys. `JSONSchema` describes it.
public struct JSONReport {
  /// Raised when a key is removed or changes its meaning.
  public static let schemaVersion = 1

  private let rules: [RuleID: RuleInfo]
  private let isPretty: Bool

  /// - Parameter pretty: with line breaks and indentation.
  public init(pretty: Bool = true) { self.init(pretty: pretty, rules: RuleTable.infos) }

  /// As the public one, with a rule table of the caller's.
  init(pretty: Bool = true, rules: [RuleInfo]) {
    isPretty = pretty
    self.rules = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
  }

  /// The report as UTF-8, with a line feed at its end.
  public func render(_ outcome: Outcome) -> [UInt8] {
    var writer = JSONWriter(pretty: isPretty)
    writer.object { json in
      json.member("schemaVersion", JSONReport.schemaVersion)
      json.writeTool()
      json.key("targets")
      json.array { json in
        for (id, target) in outcome.targets.enumerated() { json.object { write(target, id, into: &$0) } }
      }
      json.key("findings")
      json.array { json in
        for (id, target) in outcome.targets.enumerated() {
          for finding in target.findings { json.object { write(finding, id, target, into: &$0) } }
          for item in target.suppressed {
            json.object { write(item.finding, id, target, suppression: item.suppression, into: &$0) }
          }
        }
      }
      json.key("incidents")
      json.array { json in write(outcome, \.incidents, into: &json) }
      json.key("warnings")
      json.array { json in write(outcome, \.warnings, into: &json) }
      json.member("summary", object: { write(summary: outcome, into: &$0) })
    }
    return writer.bytes + [0x0A]
  }

  private func write(_ target: Target, _ id: Int, into json: inout JSONWriter) {
    json.member("id", id)
    json.member("kind", target.kind)
    json.member("name", target.name)
    json.member("reference", target.reference)
    json.member("platform", target.platform)
    json.member("digest", target.digest)
    json.key("layers")
    json.array { json in
      for layer in target.layers { json.object { $0.write(layer) } }
    }
    json.member("digestsVerified", target.digestsVerified)
    json.member("rules", target.ruleCount)
  }

  private func write(
    _ finding: Finding, _ id: Int, _ target: Target, suppression: Suppression? = nil, into json: inout JSONWriter
  ) {
    let info = rules[finding.rule]
    json.member("target", id)
    json.member("rule", finding.rule.description)
    json.member("severity", finding.severity.rawValue)
    json.member("title", info?.title)
    json.member("message", finding.message)
    json.member("label", finding.label.isEmpty ? nil : finding.label)
    json.key("location")
    json.write(finding.place)
    json.key("layer")
    if let layer = finding.layer { json.object { $0.write(layer) } } else { json.null() }
    json.member("cause", finding.cause)
    json.key("change")
    if let change = finding.change {
      json.object { json in
        json.member("kind", change.kind.rawValue)
        json.member("lines", change.lines)
      }
    } else {
      json.null()
    }
    json.member("evidence", finding.evidence)
    json.key("notes")
    json.array { json in
      for note in finding.notes {
        json.object { json in
          json.member("message", note.message)
          json.key("location")
          if let place = note.place { json.write(place) } else { json.null() }
        }
      }
    }
    json.key("fixes")
    json.array { json in writeFix(of: finding, info, into: &json) }
    json.member("controls", info?.controls.map(\.description) ?? [])
    json.member("aliases", info?.aliases ?? [])
    json.member("fingerprint", Fingerprint.of(finding, in: target.source(of: finding)))
    json.key("suppressed")
    guard let suppression else { return json.null() }
    json.object { json in
      json.member("by", suppression.by)
      json.member("reason", suppression.reason)
      json.member("expires", suppression.expires?.description)
    }
  }

  /// The advice in words, with the edits that follow it; without edits it changes no file, so it is not called safe.
  private func writeFix(of finding: Finding, _ info: RuleInfo?, into json: inout JSONWriter) {
    let text = finding.fix.isEmpty ? info?.fix ?? "" : finding.fix
    var (file, edits): (String, [SourceEdit]) = ("", [])
    if case .source(let name, _) = finding.place { (file, edits) = (name, finding.edits) }
    guard !text.isEmpty || !edits.isEmpty else { return }
    json.object { json in
      json.member("description", text)
      json.member("safe", !edits.isEmpty && edits.allSatisfy(\.isSafe))
      json.key("edits")
      json.array { json in
        for edit in edits {
          json.object { json in
            json.member("file", file)
            json.write(edit.range)
            json.member("text", edit.replacement)
          }
        }
      }
    }
  }

  private func write(_ outcome: Outcome, _ list: KeyPath<Target, [Incident]>, into json: inout JSONWriter) {
    for (id, target) in outcome.targets.enumerated() {
      for incident in target[keyPath: list] {
        json.object { json in
          json.member("target", id)
          json.member("code", incident.code)
          json.member("message", incident.layered(in: target))
          json.key("location")
          if let place = incident.place { json.write(place) } else { json.null() }
        }
      }
    }
  }

  private func write(summary outcome: Outcome, into json: inout JSONWriter) {
    json.member(
      "bySeverity",
      object: { json in
        for severity in Severity.allCases.sorted(by: >) { json.member(severity.rawValue, outcome.count(severity)) }
      })
    json.member("suppressed", outcome.targets.reduce(0) { $0 + $1.suppressed.count })
    json.member("failOn", outcome.gate.failOn.rawValue)
    json.member("failed", !outcome.hasPassed)
    json.member("exitStatus", outcome.exitStatus)
  }
}

extension JSONWriter {
  mutating func writeTool() {
    member(
      "tool",
      object: { json in
        json.member("name", Tool.name)
        json.member("version", Tool.version)
      })
  }

  /// The members of a layer.
  mutating func write(_ layer: LayerRef) {
    member("index", layer.index)
    member("diffID", layer.diffID)
    member("createdBy", layer.createdBy)
    member("origin", layer.origin.rawValue)
    member("source", layer.source)
  }

  /// Lines of a file, or null.
  mutating func member(_ name: String, _ lines: SourceLines?) {
    key(name)
    guard let lines else { return null() }
    object { json in
      json.member("file", lines.file)
      json.member("startLine", lines.first)
      json.member("endLine", lines.last)
    }
  }

  /// A location object.
  mutating func write(_ place: Place) {
    var (file, path, pointer, line): (String?, String?, String?, Int?) = (nil, nil, nil, nil)
    var range: SourceRange?
    switch place {
    case .image: break
    case .config(let text): pointer = text
    case .file(let name, _, let number): (path, line) = (name.description, number)
    case .source(let name, let part): (file, range) = (name, part)
    }
    object { json in
      json.member("file", file)
      json.member("path", path)
      json.member("pointer", pointer)
      if let range { return json.write(range) }
      json.member("startLine", line)
      for key in ["startColumn", "endLine", "endColumn"] { json.member(key, Int?.none) }
    }
  }

  /// The members of a range.
  mutating func write(_ range: SourceRange) {
    member("startLine", range.start.line)
    member("startColumn", range.start.column)
    member("endLine", range.end.line)
    member("endColumn", range.end.column)
  }
}

import Core
import Engine
import JSONText

/// The objects of the JSON report.
extension JSONWriter {
  /// The program that wrote the report.
  mutating func writeTool() {
    member(
      "tool",
      object: { json in
        json.member("name", Tool.name)
        json.member("version", Tool.version)
      })
  }

  /// The members of a target but its id and kind.
  mutating func write(membersOf target: Target) {
    member("name", target.name)
    member("reference", target.reference)
    member("platform", target.platform)
    member("digest", target.digest)
    key("layers")
    array { json in
      for layer in target.layers { json.object { $0.write(layer) } }
    }
    member("digestsVerified", target.digestsVerified)
    member("rules", target.ruleCount)
    member("repositoryPath", target.repositoryPath)
    member("configFile", target.configFile)
    member("profile", target.profile.rawValue)
    member("failOn", target.failOn?.rawValue)
  }

  /// The members of a finding.
  mutating func write(membersOf item: ReportItem) {
    let finding = item.finding
    member("target", item.target)
    member("rule", finding.rule.description)
    member("severity", finding.severity.rawValue)
    member("title", item.info?.title)
    member("message", finding.message)
    member("label", finding.label.isEmpty ? nil : finding.label)
    key("location")
    write(finding.place, pointer: finding.pointer)
    key("layer")
    if let layer = finding.layer { object { $0.write(layer) } } else { null() }
    member("cause", finding.cause)
    key("change")
    if let change = finding.change {
      object { json in
        json.member("kind", change.kind.rawValue)
        json.member("lines", change.lines)
      }
    } else {
      null()
    }
    member("evidence", finding.evidence)
    key("notes")
    array { json in
      for note in finding.notes {
        json.object { json in
          json.member("message", note.message)
          json.key("location")
          json.write(optional: note.place)
        }
      }
    }
    key("fixes")
    array { $0.write(fixOf: item) }
    member("controls", item.info?.controls.map(\.description) ?? [])
    member("aliases", item.info?.aliases ?? [])
    member("fingerprint", item.fingerprint)
    key("suppressed")
    if let suppression = item.suppression { object { $0.write(membersOf: suppression) } } else { null() }
  }

  private mutating func write(membersOf suppression: Suppression) {
    member("by", suppression.by.rawValue)
    member("reason", suppression.reason)
    member("expires", suppression.expires?.description)
    key("location")
    write(optional: suppression.place)
  }

  /// The advice in words, with the edits that follow it; without edits it changes no file, so it is not called safe.
  private mutating func write(fixOf item: ReportItem) {
    let text = item.help
    var (file, edits): (String, [SourceEdit]) = ("", [])
    if case .source(let name, _) = item.finding.place { (file, edits) = (name, item.finding.edits) }
    guard !text.isEmpty || !edits.isEmpty else { return }
    object { json in
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

  /// The members of an incident or a warning.
  ///
  /// - Parameter id: nil for one of the run as a whole.
  mutating func write(membersOf incident: Incident, of target: Target?, id: Int?) {
    member("target", id)
    member("code", incident.code)
    member("message", target.map(incident.layered) ?? incident.message)
    key("location")
    write(optional: incident.place)
  }

  /// The members of the summary.
  mutating func write(summaryOf outcome: Outcome) {
    member(
      "bySeverity",
      object: { json in
        for severity in Severity.allCases.sorted(by: >) { json.member(severity.rawValue, outcome.count(severity)) }
      })
    member("suppressed", outcome.targets.reduce(0) { $0 + $1.suppressed.count })
    member("failOn", outcome.gate.failOn.rawValue)
    member("failed", !outcome.hasPassed)
    member("exitStatus", outcome.exitStatus)
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

  private mutating func write(optional place: Place?) {
    if let place { write(place) } else { null() }
  }

  /// A location object.
  ///
  /// - Parameter given: the pointer to the value in a deployment file; nil for other places.
  mutating func write(_ place: Place, pointer given: String? = nil) {
    var (file, path, pointer, line): (String?, String?, String?, Int?) = (nil, nil, given, nil)
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

import Core
import Engine
import JSONText

/// Writes places as SARIF's locations, with URIs below the repository's root and columns in UTF-16 units.
struct SarifPlaces {
  private let model: ReportModel
  private let columns: [TextColumns?]
  /// Paths of the targets' own files.
  private let files: [String]
  /// Notes with a place that a result shows.
  private static let relatedLimit = 20

  init(_ model: ReportModel) {
    self.model = model
    columns = model.textColumns
    files = model.targets.map { RepositoryPath.clean($0.repositoryPath) }
  }

  /// The members of a result's location: the file of the repository, and the path in the image.
  func write(locationOf item: ReportItem, into json: inout JSONWriter) {
    json.key("physicalLocation")
    write(item.anchor, target: item.target, into: &json)
    guard let path = (item.pathInImage ?? item.finding.pointer).map({ Sanitized($0).description }), !path.isEmpty else {
      return
    }
    json.key("logicalLocations")
    json.array { json in
      json.object { json in
        if let name = path.split(separator: "/").last { json.member("name", String(name)) }
        json.member("fullyQualifiedName", path)
        json.member("kind", "resource")
      }
    }
  }

  /// Notes with a place in a file.
  func write(relatedOf item: ReportItem, into json: inout JSONWriter) {
    let related = item.finding.notes.lazy.compactMap { note in
      note.place.flatMap { anchor(of: $0, target: item.target) }.map { (note.message, $0) }
    }.prefix(SarifPlaces.relatedLimit)
    guard !related.isEmpty else { return }
    json.key("relatedLocations")
    json.array { json in
      for (id, (message, anchor)) in related.enumerated() {
        json.object { json in
          json.member("id", id + 1)
          json.key("physicalLocation")
          write(anchor, target: item.target, into: &json)
          json.text("message", SarifReport.plain(Sanitized(message).description))
        }
      }
    }
  }

  /// The changes that make the finding go away.
  func write(fixOf item: ReportItem, into json: inout JSONWriter) {
    let edits = item.finding.edits
    guard !edits.isEmpty, case .source(let file, _) = item.finding.place else { return }
    let isOfTarget = file == model.targets[item.target].name
    json.key("fixes")
    json.array { json in
      json.object { json in
        json.text("description", Sanitized(item.help.isEmpty ? item.finding.message : item.help).description)
        json.key("artifactChanges")
        json.array { json in
          json.object { json in
            write(artifact: item.anchor.file, into: &json)
            json.key("replacements")
            json.array { json in
              for edit in edits {
                json.object { json in
                  json.member(
                    "deletedRegion", object: { write(exact: edit.range, isOfTarget ? item.target : nil, &$0) })
                  if !edit.replacement.isEmpty { json.text("insertedContent", edit.replacement) }
                }
              }
            }
          }
        }
      }
    }
  }

  /// A place in a file of the repository; nil for one in an image.
  func anchor(of place: Place, target: Int) -> ReportItem.Anchor? {
    Anchors(model.targets[target], fallback: nil).anchor(of: place)
  }

  /// A physical location object.
  func write(_ anchor: ReportItem.Anchor, target: Int?, into json: inout JSONWriter) {
    json.object { json in
      write(artifact: anchor.file, into: &json)
      json.member("region", object: { write(anchor, columnsOf: target, &$0) })
    }
  }

  private func write(artifact file: String, into json: inout JSONWriter) {
    json.member(
      "artifactLocation",
      object: { json in
        json.member("uri", RepositoryPath.uri(file))
        json.member("uriBaseId", "%SRCROOT%")
      })
  }

  private func write(_ anchor: ReportItem.Anchor, columnsOf target: Int?, _ json: inout JSONWriter) {
    guard let range = anchor.range, case let region = ReportItem.Region(range) else {
      json.member("startLine", 1)
      return
    }
    json.member("startLine", region.firstLine)
    guard region.columns != nil, let columns = columns(of: anchor.file, target) else {
      if region.lastLine > region.firstLine { json.member("endLine", region.lastLine) }
      return
    }
    let (start, end) = (columns.position(range.start), columns.position(range.end))
    json.member("startColumn", start.column)
    json.member("endLine", region.lastLine)
    json.member("endColumn", region.lastLine == region.firstLine ? max(start.column, end.column) : end.column)
  }

  private func columns(of file: String, _ target: Int?) -> TextColumns? {
    guard let target, file == files[target] else { return nil }
    return columns[target]
  }

  /// All four numbers: an edit's range may be empty.
  private func write(exact range: SourceRange, _ target: Int?, _ json: inout JSONWriter) {
    let columns = target.flatMap { index in self.columns[index] }
    let start = columns?.position(range.start) ?? range.start
    let end = columns?.position(range.end) ?? range.end
    json.member("startLine", max(1, start.line))
    json.member("startColumn", max(1, start.column))
    json.member("endLine", max(1, end.line))
    json.member("endColumn", max(1, end.column))
  }
}

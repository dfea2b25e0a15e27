import Core
import JSONText

extension Baseline {
  /// The version of the format that is written and read.
  static let schemaVersion: Int64 = 1

  /// The text of a baseline with the findings that count, and those that a baseline silenced: one finding a line, sorted.
  ///
  /// Of several targets of one name, such as an image for two platforms, a finding counts as often as in the one that has
  /// it most often.
  public static func write(_ targets: [Target]) -> [UInt8] { Baseline(of: targets).text }

  /// The findings of targets.
  public init(of targets: [Target]) {
    var most: [Entry: Int] = [:]
    for target in targets {
      var counts: [Entry: Int] = [:]
      let known = target.suppressed.filter { $0.suppression.by == .baseline }.map(\.finding)
      for entry in (target.findings + known).flatMap({ Baseline.entries($0, in: target) }) {
        counts[entry, default: 0] += 1
      }
      most.merge(counts, uniquingKeysWith: max)
    }
    self.init(
      entries: most.map { entry, count in
        var entry = entry
        entry.count = count
        return entry
      })
  }

  private static func entries(_ finding: Finding, in target: Target) -> [Entry] {
    let rule = finding.rule.description
    guard target.kind == "image" else {
      return [Entry(path: target.repositoryPath, rule: rule, fingerprint: Fingerprint.of(finding, in: target))]
    }
    let image = ImageName.short(target.reference)
    guard let group = finding.group else {
      let fingerprint = Fingerprint.of(finding, in: target)
      return [Entry(image: image, rule: rule, place: placeText(finding.place), fingerprint: fingerprint)]
    }
    return group.files.map { file in
      let fingerprint = Fingerprint.of(file, of: finding)
      return Entry(image: image, rule: rule, place: file.path.description, fingerprint: fingerprint)
    }
  }

  private static func placeText(_ place: Place) -> String {
    switch place {
    case .image: ""
    case .file(let path, _, _): path.description
    case .config(let pointer): pointer
    case .source(let file, _): file
    }
  }

  /// The JSON text.
  public var text: [UInt8] {
    var out = Array("{\n  \"schemaVersion\": \(Baseline.schemaVersion),\n  \"findings\": [".utf8)
    for (index, entry) in entries.enumerated() {
      out += Array((index == 0 ? "\n    " : ",\n    ").utf8)
      var line = JSONWriter(pretty: false)
      line.object { writer in
        if let image = entry.image { writer.member("image", image) }
        if let path = entry.path { writer.member("path", path) }
        writer.member("rule", entry.rule)
        if let place = entry.place { writer.member("place", place) }
        writer.member("fingerprint", entry.fingerprint)
        writer.member("count", entry.count)
      }
      out += line.bytes
    }
    return out + Array((entries.isEmpty ? "]\n}\n" : "\n  ]\n}\n").utf8)
  }
}

import Core
import RootFS

extension ImageRule {
  /// One finding for all tools of a kind; none when there are none.
  func toolFindings(_ kind: ToolKind, in image: ImageModel) -> [Finding] {
    toolFindings(kind, kind.tools(in: image), in: image)
  }

  /// One finding for these tools, with a line of evidence each; the place is the first one.
  func toolFindings(
    _ kind: ToolKind, _ tools: [Tool], in image: ImageModel, evidence more: [String] = [], notes: [Note] = []
  ) -> [Finding] {
    guard let first = tools.first else { return [] }
    let isAllNeeded = kind.whenNeeded == .info && tools.allSatisfy(kind.isNeeded)
    let report = ToolReport(kind: kind, tools: tools, image: image)
    return [
      finding(
        report.message(isAllNeeded: isAllNeeded), at: image.place(of: first.real),
        severity: isAllNeeded ? .info : nil, evidence: report.evidence + more, notes: report.notes + notes,
        fix: report.fix(isAllNeeded: isAllNeeded), group: image.fileGroup(tools.map(\.real)))
    ]
  }
}

/// The texts of a finding on tools.
struct ToolReport {
  let kind: ToolKind
  let tools: [Tool]
  let image: ImageModel

  /// Lines of evidence for more tools than this are left out: a hostile image can have a million programs called `nc`.
  private static let evidenceLimit = 100
  /// Tools that the message names.
  private static let messageLimit = 6
  /// Paths that the fix names.
  private static let fixLimit = 12

  /// How many there are, the first few by name and, when all are needed, why.
  func message(isAllNeeded: Bool) -> String {
    let count = tools.count
    let what = count == 1 ? "1 \(kind.singular) is present" : "\(count) \(kind.plural) are present"
    let named = tools.prefix(ToolReport.messageLimit).map(\.label).joined(separator: ", ")
    let more = count > ToolReport.messageLimit ? ", and \(count - ToolReport.messageLimit) more" : ""
    let reason = isAllNeeded ? tools.first?.needs.first.map { "; needed: \($0.reason)" } ?? "" : ""
    return "\(what): \(named)\(more)\(reason)"
  }

  /// One line for each tool.
  var evidence: [String] {
    let lines = tools.prefix(ToolReport.evidenceLimit).map(line)
    let left = tools.count - lines.count
    return left > 0 ? lines + ["and \(left) more"] : lines
  }

  private func line(_ tool: Tool) -> String {
    var facts: [String] = []
    if let layer = image.layerRef(of: tool.real) {
      let origin = layer.origin == .unknown ? "" : "\(layer.origin.rawValue), "
      facts.append("\(origin)layer \(layer.index + 1)/\(image.layers.count)")
    }
    if let package = image.packages.package(of: tool.path) { facts.append("package \(package)") }
    if !tool.isRead { facts.append("content not read") }
    return facts.isEmpty ? tool.label : "\(tool.label): \(facts.joined(separator: ", "))"
  }

  /// Who needs which tool, and what a file that is many programs still holds.
  var notes: [Note] {
    var out: [Note] = []
    for tool in tools where !tool.needs.isEmpty && out.count < 10 {
      var seen: Set<String> = []
      for need in tool.needs where seen.insert(need.reason).inserted && seen.count <= 3 {
        out.append(Note("\(tool.path) is needed: \(need.reason)", place: image.place(of: tool.real)))
      }
    }
    if let tool = tools.first(where: \.isMultiCall), let name = tool.multiCallName {
      out.append(
        Note(
          "\(tool.path) holds many programs: what has no link of its own may still be called, such as "
            + "`\(name) nc`"))
    }
    return out
  }

  /// What to type; empty when that would be a long list.
  func fix(isAllNeeded: Bool) -> String {
    if isAllNeeded, let need = tools.first?.needs.first { return need.way }
    let removable = tools.filter { $0.needs.isEmpty }
    let paths = removable.flatMap(removablePaths).filter(isPlain)
    guard let first = removable.first, !paths.isEmpty, paths.count <= ToolReport.fixLimit else { return "" }
    let command = "rm -f " + paths.map(\.description).joined(separator: " ")
    if let name = first.multiCallName {
      return "RUN \(command), as the last step before USER; or a base without \(name)"
    }
    switch image.layerRef(of: first.real)?.origin {
    case .own:
      return "\(command), at the end of the RUN that adds it; or COPY --from only the application into a base "
        + "without it"
    default:
      return "RUN \(command), as the last step before USER; or a base without it, such as "
        + "gcr.io/distroless/static-debian12:nonroot"
    }
  }

  /// All names; of a file that is many programs, only the links.
  private func removablePaths(_ tool: Tool) -> [RootPath] {
    let isContainer = tool.ownName == tool.multiCallName && !kind.names.contains(tool.ownName)
    return isContainer ? tool.paths.filter { $0 != tool.path } : tool.paths
  }

  /// Whether a path can be typed into a shell as it is.
  private func isPlain(_ path: RootPath) -> Bool {
    path.bytes.allSatisfy { byte in
      (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || [43, 45, 46, 47, 95].contains(byte)
    }
  }
}

/// Advice that all tool rules share.
enum ToolAdvice {
  /// Both ways of being rid of a tool.
  static let remove =
    "build in one stage and COPY --from=build /app /app into scratch or "
    + "gcr.io/distroless/static-debian12:nonroot; or delete in the RUN that installs: "
    + "RUN apt-get install -y ... && ... && rm -f PATH. Deleting in a later RUN hides the file, which is enough for "
    + "runbook item 10, but the lower layer still ships it"
}

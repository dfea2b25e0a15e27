import Core
import Dockerfile

/// ADD where COPY would do.
struct DL3020: LintRule {
  static let info = RuleInfo(
    "DL3020", .error, title: "ADD of plain files",
    what: "each ADD with a source that is neither an archive nor an address",
    why: "ADD unpacks archives and fetches addresses, a surprise where files are only to be copied",
    fix: "write COPY in place of ADD",
    examples: [
      .bad("a file by ADD", dockerfile: "FROM debian:12\nADD app.conf /etc/\n"),
      .good("a file by COPY", dockerfile: "FROM debian:12\nCOPY app.conf /etc/\n"),
      .good("an archive by ADD", dockerfile: "FROM debian:12\nADD app.tgz /opt/\n"),
    ])

  func check(_ flow: LintFlow, _ report: inout LintReport) {
    for instruction in flow.instructions {
      guard case .add(let add) = instruction.kind else { continue }
      for source in add.sources where isPlain(source.unquotedText, flow.isExact) {
        report.note(
          "ADD of \(source.unquotedText), neither an archive nor an address, expected COPY", at: instruction,
          source.range)
        break
      }
    }
  }

  private func isPlain(_ source: String, _ isExact: Bool) -> Bool {
    let isKnown = { (starts: [String]) in starts.contains { source.utf8.starts(with: $0.utf8) } }
    if ArchiveName.isOne(source) || isKnown(["http://", "https://"]) { return false }
    // A repository is beyond COPY, and a variable may be any of these.
    return isExact || !isKnown(["git@", "git://", "ssh://", "$"])
  }
}

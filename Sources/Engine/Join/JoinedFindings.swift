import BuildModel
import Core
import Dockerfile
import Rules

/// Points image findings at the Dockerfile: what caused them, and where the change belongs.
struct JoinedFindings {
  let join: DockerfileJoin
  private let unshippedStrip: Note?

  init(join: DockerfileJoin) {
    self.join = join
    unshippedStrip = join.build?.unshippedStrip
  }

  /// The findings with causes and with the lines to change.
  func pointed(_ findings: [Finding]) -> [Finding] { findings.map(pointed) }

  private func pointed(_ finding: Finding) -> Finding {
    var finding = finding
    switch finding.place {
    case .file: finding.cause = finding.layer?.source
    case .config(let pointer): finding.cause = join.source(ofConfig: pointer)?.lines
    case .image, .source: break
    }
    finding.change = change(for: finding)
    if isAboutSetid(finding), let unshippedStrip { finding.notes.append(unshippedStrip) }
    return finding
  }

  /// Which line to change or add; nil when no line of the file can help.
  private func change(for finding: Finding) -> DockerfileChange? {
    let isOwn = finding.layer?.origin == .own
    if isAboutSetid(finding), !isOwn { return join.insertion() }
    if case .config(let pointer) = finding.place {
      guard let source = join.source(ofConfig: pointer) else { return nil }
      return source.isSetHere ? DockerfileChange(kind: .change, lines: source.lines) : join.insertion()
    }
    guard isOwn, let cause = finding.cause else { return nil }
    return DockerfileChange(kind: .change, lines: cause)
  }

  private func isAboutSetid(_ finding: Finding) -> Bool {
    ["IMG-PERM-SETUID", "IMG-PERM-SETGID", "IMG-PERM-STOCK", "IMG-PERM-SETUID-USER"]
      .contains(finding.rule.description)
  }
}

import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// Ways to become root in the running container: sudo, sudo without a password, passwords written in the file.
///
/// Source: CIS Docker Benchmark 1.6.0, 4.1 and 4.10.
struct DockerfileSudo: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-SUDO", title: "way back to root", severity: .medium, strict: .high, subject: .dockerfile,
    what: "Sudoers text with NOPASSWD, account passwords that stand in the file (chpasswd, passwd, useradd -p, usermod "
      + "-p), and sudo or doas left in the image.",
    why:
      "USER keeps an intruder from being root only as long as nothing in the image leads back. A password in the file "
      + "is known to everybody who can read the image's history.",
    fix: "do what needs root in RUN before USER, and leave sudo and passwords out",
    controls: [.runbook(10), .runbook(11), .cis("4.1"), .cis("4.10")],
    examples: [
      .bad(
        "sudo without a password",
        dockerfile: "FROM debian:12\nRUN echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app\n"),
      .bad("a password", dockerfile: "FROM debian:12\nRUN echo 'root:toor' | chpasswd\n"),
      .bad(
        "a copied text", dockerfile: "FROM debian:12\nCOPY <<EOF /etc/sudoers.d/app\napp ALL=(ALL) NOPASSWD: ALL\nEOF\n"
      ),
      .bad("sudo", dockerfile: "FROM debian:12\nRUN apt-get install -y sudo\n"),
      .good("removed", dockerfile: "FROM debian:12\nRUN apt-get install -y sudo && sudo ls && apt-get purge -y sudo\n"),
      .good("another's password", dockerfile: "FROM debian:12\nARG PW\nRUN echo \"root:$PW\" | chpasswd\n"),
      .good("a locked account", dockerfile: "FROM debian:12\nRUN useradd -p '*' app && usermod -p '!' root\n"),
      .good("only talk", dockerfile: "FROM debian:12\nRUN echo 'no NOPASSWD here' && grep NOPASSWD /etc/sudoers\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows else { return [] }
    var found = SudoFindings()
    var budget = ExpansionBudget()
    for step in build.shippedSteps {
      switch step.instruction.kind {
      case .run:
        for command in build.commands(of: [step]) {
          if let text = SudoersText.grant(by: command) {
            found.add(grant(at: build.place(text.range, in: command.script)), path: text.path)
          } else if let password = LiteralPassword.set(by: command, in: build, budget: &budget) {
            found.add(finding(password, command, build))
          } else if command.name == "rm" {
            for word in command.resolved.operands() { found.removeFiles(at: word.text) }
          }
        }
      case .copy(let transfer), .add(let transfer):
        for (place, path) in copiedGrants(transfer, step, build) { found.add(grant(at: place), path: path) }
      default: break
      }
    }
    return found.all + build.toolLedger.arrivals.compactMap(left)
  }

  private func left(_ arrival: ToolArrival) -> Finding? {
    guard arrival.tool.kind == .sudo, case .stays = arrival.fate else { return nil }
    let name = arrival.tool.programs.first ?? "sudo"
    return finding(
      "\(name) stays in the image", at: arrival.place, severity: arrival.isCertain ? .medium : .info,
      label: "stays in the image",
      fix:
        "do what needs root in RUN before USER, and drop \(arrival.title); a start script that begins as root can use "
        + "setpriv, gosu or su-exec to leave it")
  }

  private func grant(at place: Place) -> Finding {
    finding(
      "sudoers text lets an account become root without a password", at: place, severity: .high,
      label: "root for the asking", fix: "remove the line, and run what needs root in RUN before USER")
  }

  private func finding(_ password: LiteralPassword, _ command: StepCommand, _ build: BuildModel) -> Finding {
    finding(
      "\(password.program) gets a password that is written in this file",
      at: build.place(password.range, in: command.script), severity: .high, label: "known to all who have the image",
      notes: [Note("\(password.program) reads it here", place: command.place(in: build))],
      fix: "leave the account without a password: USER and docker exec need none")
  }

  /// The here-documents of COPY that are sudoers files.
  private func copiedGrants(_ transfer: Transfer, _ step: BuildStep, _ build: BuildModel) -> [(Place, String)] {
    let path = build.expanded(transfer.destination, at: step).text
    guard path.hasPrefix("/etc/sudoers") else { return [] }
    return build.syntax.nodes[step.node].heredocs.compactMap { heredoc in
      let range = heredoc.offsets.clamped(to: 0..<build.syntax.source.bytes.count)
      guard let line = SudoersText.grantingLine(build.syntax.source.bytes[range]) else { return nil }
      return (.source(file: build.file, range: build.syntax.source.range(of: line)), path)
    }
  }
}

/// The findings of a build so far, by the file that they are about.
private struct SudoFindings {
  private var findings: [Finding?] = []
  private var byPath: [String: [Int]] = [:]

  var all: [Finding] { findings.compactMap { $0 } }

  mutating func add(_ finding: Finding, path: String? = nil) {
    if let path { byPath[path, default: []].append(findings.count) }
    findings.append(finding)
  }

  /// Forgets what a removed file said.
  mutating func removeFiles(at path: String) {
    if ["/etc/sudoers.d", "/etc/sudoers.d/", "/etc/sudoers.d/*"].contains(path) {
      for (key, indices) in byPath where key.hasPrefix("/etc/sudoers.d/") {
        for index in indices { findings[index] = nil }
        byPath[key] = nil
      }
    } else if let indices = byPath.removeValue(forKey: path) {
      for index in indices { findings[index] = nil }
    }
  }
}

import BuildModel
import Core
import Dockerfile

/// An image with a way in for ssh: port 22, or a server for it.
///
/// Source: NIST SP 800-190, 4.1.2.
struct DockerfileSSHD: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-SSHD", title: "ssh server in the image", severity: .medium, subject: .dockerfile,
    what:
      "EXPOSE of port 22 for TCP, also by a variable or in a range, or a package with an ssh server that the shipped "
      + "stages keep.",
    why: "A container needs no way in of its own: docker exec and ECS Exec exist and are logged. An ssh server has "
      + "accounts and keys that nobody rotates, and its own processes beside the application's.",
    fix: "remove the server and EXPOSE 22; use docker exec or ECS Exec",
    controls: [.runbook(10), .nist("4.1.2"), .trivy("DS-0004")],
    examples: [
      .bad("its port", dockerfile: "FROM debian:12\nEXPOSE 22\n"),
      .bad("in a range, by a variable", dockerfile: "FROM debian:12\nARG LAST=25\nEXPOSE 20-$LAST/tcp\n"),
      .bad("a server alone", dockerfile: "FROM debian:12\nRUN apt-get install -y openssh-server\n"),
      .good("other ports", dockerfile: "FROM debian:12\nEXPOSE 2222 8022 22/udp 220\n"),
      .good("the client", dockerfile: "FROM debian:12\nRUN apt-get install -y openssh-client\n"),
      .good("in a builder stage", dockerfile: "FROM debian:12 AS a\nEXPOSE 22\nFROM debian:12\nCOPY --from=a /x /x\n"),
    ])

  private static let fix =
    "remove the ssh server and EXPOSE 22; docker exec or ECS Exec gives a shell where one is needed"
  private static let port = 22

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows else { return [] }
    let servers = build.toolLedger.arrivals.filter { arrival in
      guard arrival.tool.kind == .sshServer, case .stays = arrival.fate else { return false }
      return true
    }
    let exposed = exposures(in: build)
    if let first = exposed.first {
      let notes =
        servers.prefix(1).map { Note("\($0.title) is installed here", place: $0.place) }
        + exposed.dropFirst().prefix(8).map { Note("and here", place: $0) }
      return [
        finding(
          "image exposes port 22, where an ssh server listens", at: first, label: "the port of ssh", notes: notes,
          fix: Self.fix)
      ]
    }
    guard let server = servers.first else { return [] }
    return [found(server, build)]
  }

  private func found(_ server: ToolArrival, _ build: BuildModel) -> Finding {
    let program = server.tool.programs.first ?? "sshd"
    for keyword in [Keyword.entrypoint, .cmd] {
      guard let step = build.lastShipped(keyword), StartedPrograms.of(step).names(server.tool) else { continue }
      return finding(
        "container starts \(program), an ssh server", at: build.place(ofNode: step.node), label: "starts \(program)",
        notes: [Note("\(server.title) is installed here", place: server.place)], fix: Self.fix)
    }
    return finding(
      "\(server.title) leaves the ssh server \(program) in the image", at: server.place,
      severity: server.isCertain ? nil : .info, label: "an ssh server", fix: Self.fix)
  }

  /// Where the shipped stages expose the port.
  private func exposures(in build: BuildModel) -> [Place] {
    var places: [Place] = []
    for step in build.shippedSteps {
      guard case .expose(let ports) = step.instruction.kind else { continue }
      for port in ports {
        guard let text = build.expanded(port, at: step).known, text.utf8.split(separator: 0x20).contains(where: opens)
        else { continue }
        places.append(build.place(port.range, ofNode: step.node))
      }
    }
    return places
  }

  /// Whether `22`, `22/tcp`, `20-25` or `8022:22` opens the port.
  private func opens(_ text: Substring.UTF8View) -> Bool { opens(Substring(text)) }

  private func opens(_ text: Substring) -> Bool {
    let container = text.split(separator: ":", omittingEmptySubsequences: false).last ?? text
    return RiskyPorts.rows(opened: String(container)).contains { $0.port == Self.port }
  }
}

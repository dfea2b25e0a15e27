import BuildModel
import Core

/// A tool for network, attack, download, compiling or debugging that a step of the shipped image installs and leaves.
///
/// Source: AWS ECS security runbook item 10; CIS Docker Benchmark 1.6.0, 4.3.
struct DockerfileToolLeft: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-TOOL-LEFT", title: "tool left in the image", severity: .medium, strict: .high,
    strictBelow: [.low: .medium], subject: .dockerfile,
    what: "Packages and copied programs of the shipped stages that bring nc, socat, telnet, nmap, tcpdump, an SSH "
      + "server, curl, wget, a compiler or a debugger, and that nothing in the same RUN removes.",
    why: "An intruder works with what is there: these programs open connections, load the next tool and build it. What "
      + "a later RUN removes still lies in the layer below.",
    fix: "install it in a builder stage, or remove it in the RUN that installs it",
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2")],
    examples: [
      .bad("a network tool", dockerfile: "FROM debian:12\nRUN apt-get update && apt-get install -y netcat-openbsd\n"),
      .bad("a download tool", dockerfile: "FROM alpine:3.20\nRUN apk add --no-cache curl=8.9.1-r0\n"),
      .bad(
        "removed too late",
        dockerfile: "FROM debian:12\nRUN apt-get update && apt-get install -y gcc\nRUN apt-get purge -y gcc\n"),
      .bad("a copied program", dockerfile: "FROM alpine:3.20\nCOPY --from=tools /usr/bin/socat /usr/bin/\n"),
      .good(
        "removed in the same RUN",
        dockerfile:
          "FROM alpine:3.20\nRUN apk add --virtual .fetch curl && curl -O https://example.org/a && apk del .fetch\n"),
      .good(
        "in a builder stage",
        dockerfile:
          "FROM golang:1.23 AS build\nRUN apt-get install -y socat\nFROM scratch\nCOPY --from=build /app /app\n"),
      .good(
        "the health check needs it",
        dockerfile: "FROM alpine:3.20\nRUN apk add curl\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n"),
      .good(
        "it is what the image is for",
        dockerfile: "FROM alpine:3.20\nRUN apk add nmap\nENTRYPOINT [\"nmap\"]\n"),
    ])

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows else { return [] }
    let start = StartedPrograms.ofStart(in: build)
    let health = StartedPrograms.ofHealthcheck(in: build)
    return build.toolLedger.arrivals.compactMap { arrival in
      guard arrival.tool.kind != .sudo, !start.names(arrival.tool) else { return nil }
      let isChecked = health.names(arrival.tool)
      if isChecked, arrival.tool.kind == .fetch { return nil }
      return finding(arrival, healthcheckNeedsIt: isChecked)
    }
  }

  private func finding(_ arrival: ToolArrival, healthcheckNeedsIt: Bool) -> Finding? {
    let title = arrival.title
    switch arrival.fate {
    case .gone: return nil
    case .goneLater(let place):
      return finding(
        "\(title) is gone from the merged view, but still in the layer of the step that brings it", at: arrival.place,
        severity: .info, label: "stays in this layer", notes: [Note("removed only here", place: place)],
        fix: "remove \(title) in the RUN that installs it, or install it in a builder stage")
    case .perhapsGone:
      return finding(
        "\(title) may be removed later by a name that is not known here; the layer of the step that brings it keeps it",
        at: arrival.place, severity: .info, label: "stays in this layer",
        fix: "remove \(title) in the RUN that installs it, or install it in a builder stage")
    case .stays: break
    }
    var notes: [Note] = []
    if healthcheckNeedsIt {
      notes.append(Note("HEALTHCHECK names it; a probe built into the application needs no tool"))
    }
    if !arrival.isCertain { notes.append(Note("not all of this RUN could be read, so it may be removed there")) }
    return finding(
      message(arrival), at: arrival.place, severity: arrival.isCertain ? severity(arrival.tool.kind) : .info,
      label: "stays in the image", notes: notes, fix: fix(arrival))
  }

  private func severity(_ kind: PackagedTool.Kind) -> Severity {
    switch kind {
    case .attack, .sshServer: .medium
    case .fetch, .compiler, .debugger, .sudo: .low
    }
  }

  private func message(_ arrival: ToolArrival) -> String {
    let programs = arrival.tool.programs
    guard let package = arrival.package, programs != [package] else { return "\(arrival.title) stays in the image" }
    let verb = programs.count == 1 ? "stays" : "stay"
    return "\(package) brings \(list(programs)), which \(verb) in the image"
  }

  private func list(_ names: [String]) -> String {
    guard names.count > 1, let last = names.last else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  private func fix(_ arrival: ToolArrival) -> String {
    guard let manager = arrival.manager else { return "drop this COPY, or \(arrival.title) from it" }
    return "end this RUN with && \(manager.removal(of: arrival.title)), or install \(arrival.title) in a builder stage"
  }
}

extension PackageManager {
  /// The command that removes a package.
  func removal(of package: String) -> String {
    switch self {
    case .apt, .dpkg: "apt-get purge -y --auto-remove \(package)"
    case .apk: "apk del \(package)"
    case .dnf, .rpm: "dnf remove -y \(package.contains(" ") ? "\"\(package)\"" : package)"
    case .zypper: "zypper --non-interactive remove --clean-deps \(package)"
    case .pacman: "pacman -Rns --noconfirm \(package)"
    }
  }
}

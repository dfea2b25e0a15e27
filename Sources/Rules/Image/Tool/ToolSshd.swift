import Core
import ImageArchive
import RootFS

/// An ssh server, and the keys that come with it.
///
/// Host keys and authorized_keys are only of interest when the server is present or port 22 is exposed.
/// Source: AWS ECS security runbook item 10; NIST SP 800-190, 4.1.2; sshd(8), FILES; dropbear(8).
struct ToolSshd: ImageRule {
  static let info = RuleInfo(
    id: "IMG-TOOL-SSHD", title: "ssh server in the image", severity: .high,
    what: "sshd and dropbear, private host keys below /etc/ssh and /etc/dropbear, and authorized_keys of root and of "
      + "the accounts in /etc/passwd.",
    why: "A container is entered with ECS Exec or docker exec, which leave a trace and need no key. A host key that is "
      + "in the image is the same in every container and known to all who can pull it.",
    fix: "leave the server out and use ECS Exec; " + ToolAdvice.remove + ". Where it has to stay: RUN rm -f "
      + "/etc/ssh/ssh_host_* in the RUN that installs it, and make keys at start-up with ssh-keygen -A",
    controls: [.runbook(10), .cis("4.3"), .nist("4.1.2"), .trivy("DS-0004")], aliases: ["CKV_DOCKER_1"],
    needs: ImageNeeds(programs: ToolNames.sshServers.needs),
    examples: [
      .bad("the server", layers: [[.program("/usr/sbin/sshd")]]),
      .bad(
        "a host key and port 22", config: #"{"ExposedPorts":{"22/tcp":{}}}"#,
        layers: [
          [ExampleFile("/etc/ssh/ssh_host_rsa_key", mode: 0o600)]
        ]),
      .good(
        "the client's files",
        layers: [
          [
            ExampleFile("/etc/ssh/ssh_host_rsa_key"), ExampleFile("/root/.ssh/authorized_keys"),
            .program("/app/server"),
          ]
        ]),
    ])

  private static let kind = ToolKind(
    names: .sshServers, singular: "ssh server", plural: "ssh servers", whenNeeded: .note)

  func findings(in image: ImageModel) -> [Finding] {
    guard image.config.os?.lowercased() != "windows" else { return [] }
    let servers = Self.kind.tools(in: image)
    let isExposed = image.config.exposedPorts.contains { $0 == "22" || $0 == "22/tcp" }
    guard isExposed || !servers.isEmpty else { return [] }
    return toolFindings(Self.kind, servers, in: image) + hostKeys(image) + authorizedKeys(image)
  }

  private func hostKeys(_ image: ImageModel) -> [Finding] {
    let keys =
      named(in: "/etc/ssh", "ssh_host_", "_key", image)
      + named(in: "/etc/dropbear", "dropbear_", "_host_key", image)
    guard let first = keys.first else { return [] }
    let what = keys.count == 1 ? "1 private ssh host key is" : "\(keys.count) private ssh host keys are"
    let paths = keys.prefix(6).map { image.root.path(of: $0).description }.joined(separator: ", ")
    let names = keys.prefix(12).map { image.root.path(of: $0).description }.joined(separator: " ")
    return [
      finding(
        "\(what) part of the image, the same in every container: \(paths)\(keys.count > 6 ? ", …" : "")",
        at: image.place(of: first), severity: .critical, evidence: keys.prefix(20).map { line($0, image) },
        fix: "rm -f \(names), in the RUN that installs the server (deleted later, the keys still ship); "
          + "make new ones at start-up with ssh-keygen -A"
      ).identified(by: "host keys")
    ]
  }

  private func authorizedKeys(_ image: ImageModel) -> [Finding] {
    let homes = ["/root"] + (image.accounts.users ?? []).prefix(200).map(\.home).filter { $0.hasPrefix("/") }
    let paths = homes.flatMap { [$0 + "/.ssh/authorized_keys", $0 + "/.ssh/authorized_keys2"] }
    var seen: Set<NodeID> = []
    let nodes = (paths + ["/etc/dropbear/authorized_keys"]).compactMap { image.root.lookup($0) }
      .filter { isFilled($0, image) && seen.insert($0).inserted }
    return nodes.map { node in
      let path = image.root.path(of: node)
      return finding(
        "\(path) lets the holders of its keys log in to every container", at: image.place(of: node),
        evidence: [line(node, image)], fix: "rm -f \(path), in the RUN or COPY that adds it",
        detail: image.detail(of: node))
    }
  }

  /// Filled regular files of a directory by the beginning and the end of their names.
  private func named(in directory: String, _ start: String, _ end: String, _ image: ImageModel) -> [NodeID] {
    guard let node = image.root.lookup(directory), image.root.info(node).kind == .directory else { return [] }
    return image.root.children(of: node).compactMap { child in
      let name = text(ofName: image.root.name(of: child))
      guard name.hasPrefix(start), name.hasSuffix(end), let real = image.root.resolve(child) else { return nil }
      return isFilled(real, image) ? child : nil
    }
  }

  private func isFilled(_ node: NodeID, _ image: ImageModel) -> Bool {
    let info = image.root.info(node)
    return info.kind == .file && info.sizeBytes > 0
  }

  private func line(_ node: NodeID, _ image: ImageModel) -> String {
    let detail = image.detail(of: node)
    return "\(detail.mode) \(detail.owner) \(image.root.path(of: node)), \(image.root.info(node).sizeBytes) bytes"
  }
}

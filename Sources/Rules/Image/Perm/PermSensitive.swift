import Core
import ImageArchive
import RootFS

/// Account files, sudo's configuration and private keys that more users may read or write than should.
///
/// Source: CIS Distribution Independent Linux Benchmark, section "System File Permissions"; sudoers(5); sshd(8), "FILES".
struct PermSensitive: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-SENSITIVE", title: "account file or key open to others", severity: .high,
    what: "/etc/shadow and gshadow beyond root:shadow 0640, passwd and group that others than root may write, sudoers "
      + "beyond 0440, private keys in /etc/ssh, /etc/ssl/private and /root that others may read; low for a /root that "
      + "others may enter.",
    why: "Who writes passwd or sudoers is root, who reads shadow or a host key can crack or pose as the host.",
    fix: "RUN chmod 0640 /etc/shadow && chown root:shadow /etc/shadow, chmod 0644 /etc/passwd /etc/group, "
      + "chmod 0440 /etc/sudoers, chmod 0600 on keys; better keep keys out of the image",
    controls: [.runbook(10), .cwe(732)],
    examples: [
      .bad("shadow readable by all", layers: [[ExampleFile("/etc/shadow", mode: 0o644)]]),
      .bad("passwd writable by group", layers: [[ExampleFile("/etc/passwd", mode: 0o664)]]),
      .bad("a host key readable by all", layers: [[ExampleFile("/etc/ssh/ssh_host_rsa_key", mode: 0o644)]]),
      .good(
        "as distributions ship them",
        layers: [
          [
            ExampleFile("/etc/group", content: "root:x:0:\nshadow:x:42:\n"), ExampleFile("/etc/passwd"),
            ExampleFile("/etc/shadow", mode: 0o640, gid: 42), ExampleFile("/etc/sudoers", mode: 0o440),
            .directory("/root", mode: 0o700), ExampleFile("/root/.profile"),
          ]
        ]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard image.hasPermissions else { return [] }
    return shadow(image) + accounts(image) + sudo(image) + keys(image) + home(image)
  }

  private func shadow(_ image: ImageModel) -> [Finding] {
    ["/etc/shadow", "/etc/gshadow", "/etc/shadow-", "/etc/gshadow-"].compactMap { path in
      guard let (node, info) = file(path, image) else { return nil }
      let isGroupFine = info.mode & 0o040 == 0 || info.gid == 0 || image.groupName(info.gid) == "shadow"
      if info.uid == 0, isGroupFine, info.mode & 0o137 == 0 { return nil }
      return make("\(path) holds password hashes and is open to others than root and shadow", node, "chmod 0640", image)
    }
  }

  private func accounts(_ image: ImageModel) -> [Finding] {
    ["/etc/passwd", "/etc/group"].compactMap { path in
      guard let (node, info) = file(path, image), isWritableByOthers(info) else { return nil }
      return make("\(path) may be written by others than root", node, "chmod 0644", image)
    }
  }

  private func sudo(_ image: ImageModel) -> [Finding] {
    var found: [Finding] = []
    if let (node, info) = file("/etc/sudoers", image), info.mode & 0o137 != 0 || isWritableByOthers(info) {
      found.append(make("/etc/sudoers is open to others than root", node, "chmod 0440", image))
    }
    for (node, info) in files(in: "/etc/sudoers.d", image) where isWritableByOthers(info) {
      found.append(
        make("\(image.root.path(of: node)) may be written by others than root", node, "chmod 0440", image))
    }
    return found
  }

  /// By name and place only: what is in the files is not looked at.
  private func keys(_ image: ImageModel) -> [Finding] {
    let hostKeys = files(in: "/etc/ssh", image).filter { node, _ in
      let name = text(ofName: image.root.name(of: node))
      return name.hasPrefix("ssh_host_") && name.hasSuffix("_key")
    }
    let others = ["/etc/ssl/private", "/root"].flatMap { files(in: $0, image) }.filter { node, _ in
      let name = text(ofName: image.root.name(of: node))
      return name.hasSuffix(".pem") || name.hasSuffix(".key")
    }
    return (hostKeys + others).compactMap { node, info in
      guard isReadableByOthers(info, image), image.isReachable(node) else { return nil }
      return make("\(image.root.path(of: node)) is a private key that others may read", node, "chmod 0600", image)
    }
  }

  private func home(_ image: ImageModel) -> [Finding] {
    guard let node = image.root.lookup("/root"), image.root.info(node).kind == .directory,
      image.root.info(node).mode & 0o007 != 0
        || (image.root.info(node).gid != 0 && image.root.info(node).mode & 0o070 != 0),
      let first = image.root.children(of: node).first
    else { return [] }
    return [
      finding(
        "/root may be entered by others and holds \(text(ofName: image.root.name(of: first)))",
        at: image.place(of: node), severity: .low, evidence: [image.permissionLine(of: node)],
        fix: "RUN chmod 0700 /root", detail: image.detail(of: node)
      ).identified(by: "/root")
    ]
  }

  private func isWritableByOthers(_ info: FileInfo) -> Bool {
    info.mode & 0o022 != 0 || (info.uid != 0 && info.mode & 0o200 != 0)
  }

  /// Groups made to read keys are left out: `ssh_keys` of Fedora, `ssl-cert` of Debian.
  private func isReadableByOthers(_ info: FileInfo, _ image: ImageModel) -> Bool {
    if info.mode & 0o004 != 0 { return true }
    guard info.mode & 0o040 != 0, info.gid != 0 else { return false }
    return !["ssh_keys", "ssl-cert"].contains(image.groupName(info.gid))
  }

  private func file(_ path: String, _ image: ImageModel) -> (NodeID, FileInfo)? {
    guard let node = image.root.lookup(path), image.root.info(node).kind == .file else { return nil }
    return (node, image.root.info(node))
  }

  /// Regular files directly in a directory, links left out.
  private func files(in directory: String, _ image: ImageModel) -> [(NodeID, FileInfo)] {
    guard let node = image.root.lookup(directory), image.root.info(node).kind == .directory else { return [] }
    return image.root.children(of: node).map { ($0, image.root.info($0)) }.filter { $0.1.kind == .file }
  }

  private func make(_ message: String, _ node: NodeID, _ command: String, _ image: ImageModel) -> Finding {
    finding(
      message, at: image.place(of: node), evidence: [image.permissionLine(of: node)],
      fix: image.root.path(of: node).run(command), detail: image.detail(of: node))
  }
}

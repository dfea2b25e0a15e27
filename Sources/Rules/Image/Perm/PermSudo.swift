import Core
import ImageArchive
import RootFS

/// Programs that make their caller root by a configuration file: sudo, doas and pkexec.
///
/// Source: sudoers(5), doas.conf(5), pkexec(1); CIS Docker Benchmark 1.6.0, 4.8.
struct PermSudo: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-SUDO", title: "sudo or doas in the image", severity: .high,
    what: "The programs sudo, doas and (medium) pkexec. Critical when a rule in sudoers or doas.conf lets the run user "
      + "become root without a password; low when the program has no setuid bit.",
    why:
      "USER means little when the user may become root again. Build steps run as root, so the final image needs none "
      + "of these.",
    fix:
      "RUN apt-get purge -y sudo   or apk del doas; switch with USER, start as root and drop with setpriv if need be",
    controls: [.runbook(10), .runbook(11), .cis("4.8"), .cwe(250)],
    needs: ImageNeeds(
      programs: ["sudo", "doas", "pkexec"],
      contents: ["/etc/sudoers", "/etc/sudoers.d/*", "/etc/doas.conf", "/etc/doas.d/*"]),
    examples: [
      .bad("sudo", layers: [[.program("/usr/bin/sudo", mode: 0o4755)]]),
      .bad(
        "sudo without a password", config: #"{"User":"app"}"#,
        layers: [
          [
            ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\n"),
            ExampleFile("/etc/sudoers", mode: 0o440, content: "app ALL=(ALL) NOPASSWD: ALL\n"),
            .program("/usr/bin/sudo", mode: 0o4755),
          ]
        ]),
      .good("only its configuration", layers: [[ExampleFile("/etc/sudoers", mode: 0o440)]]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard image.hasPermissions else { return [] }
    var seen: Set<Int> = []
    let programs = image.programs(named: ["sudo", "doas", "pkexec"])
    return programs.compactMap { program in
      // An init script or a PAM file of that name is no program that makes its caller root.
      guard program.realName != "busybox", program.head != .script,
        seen.insert(image.root.fileNumber(program.real)).inserted
      else { return nil }
      return finding(program, image)
    }
  }

  private func finding(_ program: Program, _ image: ImageModel) -> Finding {
    let info = image.root.info(program.real)
    var severity: Severity = program.name == "pkexec" ? .medium : .high
    var message = "\(program.realPath) makes its caller root where its configuration allows it"
    var evidence = [image.permissionLine(of: program.real)]
    if !info.isSetuid || info.uid != 0 {
      severity = .low
      message = "\(program.realPath) is there, though without root's setuid bit it makes nobody root"
    } else if let line = passwordless(program, image) {
      severity = .critical
      message = "\(program.realPath) makes the run user root without a password"
      evidence.append("\(line.path):\(line.number) \(line.text.prefix(200))")
    } else {
      evidence += unreadable(program, image)
    }
    return finding(
      message, at: image.place(of: program.real), severity: severity, evidence: evidence,
      detail: image.detail(of: program.real))
  }

  private func passwordless(_ program: Program, _ image: ImageModel) -> SudoRules.Line? {
    guard program.name != "pkexec", image.runUserCanExecute(program.real), let caller = SudoRules.Caller(image) else {
      return nil
    }
    if program.name == "doas" {
      return SudoRules.passwordlessDoas(lines(image, file: "/etc/doas.conf", directory: "/etc/doas.d"), caller)
    }
    var all = lines(image, file: "/etc/sudoers", directory: nil)
    // Read by an include line, which a vendor's file in /usr/etc may hold when there is none in /etc.
    let isKnown = image.content(at: "/etc/sudoers")?.known != nil
    let includes = all.contains { $0.text.contains("include") && $0.text.contains("/etc/sudoers.d") } || !isKnown
    if includes { all += lines(image, file: nil, directory: "/etc/sudoers.d") }
    return SudoRules.passwordless(all, caller)
  }

  private func lines(_ image: ImageModel, file: String?, directory: String?) -> [SudoRules.Line] {
    var nodes = file.flatMap { image.root.lookup($0) }.map { [$0] } ?? []
    if let directory { nodes += includedFiles(directory, image) }
    return nodes.flatMap { node -> [SudoRules.Line] in
      let content = image.root.resolve(node).flatMap { image.contents[$0]?.known }
      return content.map { SudoRules.lines($0, of: image.root.path(of: node)) } ?? []
    }
  }

  /// Files that an include of a directory reads: those of sudo without a dot and a trailing `~`, those of doas with
  /// `.conf`.
  private func includedFiles(_ directory: String, _ image: ImageModel) -> [NodeID] {
    guard let node = image.root.lookup(directory), image.root.info(node).kind == .directory else { return [] }
    let isDoas = directory.hasSuffix("doas.d")
    return image.root.children(of: node).filter { child in
      let name = text(ofName: image.root.name(of: child))
      return isDoas ? name.hasSuffix(".conf") : !name.contains(".") && !name.hasSuffix("~")
    }
  }

  private func unreadable(_ program: Program, _ image: ImageModel) -> [String] {
    let path = program.name == "doas" ? "/etc/doas.conf" : "/etc/sudoers"
    guard program.name != "pkexec", case .unknown(let reason) = image.content(at: path) else { return [] }
    return ["\(path) could not be read: \(reason)"]
  }
}

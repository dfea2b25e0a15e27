import Core
import RootFS

/// Regular files that anyone may write.
///
/// Source: CIS Distribution Independent Linux Benchmark, "Ensure no world writable files exist", applied to an image.
struct PermWWFile: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-WW-FILE", title: "file that anyone may write", severity: .medium,
    what: "Regular files with the write bit for others, outside volumes. High where the file is executable or lies in "
      + "PATH, a library directory or /etc; low when only root can get to it.",
    why: "A process of any user changes what others run or obey, and the change outlives that process.",
    fix: "RUN chmod o-w PATH   and COPY --chmod=0644 instead of chmod -R 777",
    controls: [.runbook(10), .cwe(732)],
    examples: [
      .bad("data", layers: [[ExampleFile("/srv/data", mode: 0o666)]]),
      .bad("configuration", layers: [[ExampleFile("/etc/app.conf", mode: 0o666)]]),
      .good("usual mode", layers: [[ExampleFile("/etc/app.conf")]]),
      .good("in a volume", config: #"{"Volumes":{"/srv":{}}}"#, layers: [[ExampleFile("/srv/data", mode: 0o666)]]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard image.hasPermissions, !image.index.worldWritableFiles.isEmpty else { return [] }
    let trusted = TrustedPlaces(image)
    return image.index.worldWritableFiles.compactMap { node in
      let path = image.root.path(of: node)
      guard !image.isInVolume(path), !image.isHiddenByMount(path) else { return nil }
      let (severity, reason) = judgement(node, path, trusted, image)
      return finding(
        "\(path) may be written by anyone", at: image.place(of: node), severity: severity,
        evidence: [image.permissionLine(of: node)] + (reason.map { [$0] } ?? []), fix: path.run("chmod o-w"),
        detail: image.detail(of: node))
    }
  }

  private func judgement(
    _ node: NodeID, _ path: RootPath, _ trusted: TrustedPlaces, _ image: ImageModel
  ) -> (Severity, String?) {
    if !image.isReachable(node) { return (.low, "a directory above it keeps others out") }
    if let reason = trusted.reason(forFile: path) { return (.high, reason) }
    if image.root.info(node).isExecutable { return (.high, "it is executable") }
    return (.medium, nil)
  }
}

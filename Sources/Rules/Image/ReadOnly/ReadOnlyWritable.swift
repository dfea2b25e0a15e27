import Core
import ReadOnlyRoot
import RootFS

/// Directories of the root file system that the run user may write into.
///
/// Source: AWS ECS security runbook item 12; image-checks.md section 8.
struct ReadOnlyWritable: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-WRITABLE", title: "run user can write to the root file system", severity: .low,
    what:
      "Directories the run user may write into by owner, group or mode, outside /tmp, /var/tmp, /dev/shm, /run/lock, "
      + "volumes and the places that the read-only-root plan mounts. Directories below such a one are not listed again.",
    why: "What the run user can write, an attacker in the service can plant; and each may be a place the service needs "
      + "writable when the root becomes read-only.",
    fix: "RUN chown -R root:root DIR && chmod -R go-w DIR, or mount a tmpfs or volume there",
    controls: [.runbook(12), .securityHub("ECS.5")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad(
        "the application's own directory", config: #"{"User":"1000:1000"}"#,
        layers: [
          [.directory("/app", uid: 1000, gid: 1000)]
        ]),
      .good(
        "only /tmp", config: #"{"User":"1000:1000"}"#,
        layers: [
          [.directory("/tmp", mode: 0o1777), .directory("/app")]
        ]),
      .good(
        "a volume", config: #"{"User":"1000:1000","Volumes":{"/data":{}}}"#,
        layers: [
          [.directory("/data", uid: 1000, gid: 1000)]
        ]),
    ])

  /// Meant to be written by everyone, and memory or swept anyway.
  private static let scratch = ["/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/proc", "/sys"].map { RootPath($0) }
  private static let shown = 20

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, image.runUser.outcome == .resolved, image.runUser.uid != 0 else { return [] }
    let writable = image.index.runUserWritableDirectories
    guard !writable.isEmpty else { return [] }
    let cover = WritableCover(of: image)
    // Its own advice, to take the right away, would break the service there.
    let planned = MountPlan(of: image).proposed.map(\.path)
    let tops = topmost(writable, image).filter { top in
      !ReadOnlyWritable.scratch.contains { top.path.isAtOrBelow($0) } && !cover.contains(top.path)
        && !planned.contains { top.path.isAtOrBelow($0) }
    }
    guard let first = tops.first else { return [] }
    let listed = tops.prefix(ReadOnlyWritable.shown)
    let more = tops.count > listed.count ? ["and \(tops.count - listed.count) more"] : []
    let count = tops.count == 1 ? "1 directory" : "\(tops.count) directories"
    return [
      finding(
        "uid \(image.runUser.uid) can write to \(count) of the root file system, first \(first.path)", at: .image,
        evidence: listed.map { top in
          let detail = image.detail(of: top.node)
          return "\(detail.mode) \(detail.owner) \(top.path)"
        } + more,
        notes: listed.map { Note("\($0.path)", place: image.place(of: $0.node)) },
        fix: "RUN chown -R root:root \(first.path) && chmod -R go-w \(first.path)"
      ).identified(by: "")
    ]
  }

  /// Directories with no writable one above them, the ones nearest the root first.
  private func topmost(_ nodes: [NodeID], _ image: ImageModel) -> [(node: NodeID, path: RootPath)] {
    let all = Set(nodes)
    let tops = nodes.filter { node in
      var at = image.root.parent(of: node)
      while let parent = at {
        if all.contains(parent) { return false }
        at = image.root.parent(of: parent)
      }
      return true
    }
    return tops.map { node in
      let path = image.root.path(of: node)
      return (node, path, path.bytes.count { $0 == UInt8(ascii: "/") })
    }.sorted { ($0.2, $0.1) < ($1.2, $1.1) }.map { ($0.0, $0.1) }
  }
}

import Core

/// A service of a Compose file, and the volumes it names.
///
/// Source: Compose Specification, services `read_only`, `tmpfs`, `volumes` (long syntax), and interpolation: `$$` is `$`.
struct ComposeSnippet {
  private let mounts: NamedMounts

  init(_ plan: MountPlan) {
    mounts = NamedMounts(
      plan, name: { NamedMounts.name($0) },
      refuses: { entry in
        entry.kind == .tmpfs && NamedMounts.hasColon(entry) ? "has a colon, which tmpfs of Compose cannot take" : nil
      })
  }

  var snippet: PlanSnippet {
    var lines = ["services:", "  app:", "    read_only: true"]
    if !mounts.tmpfs.isEmpty { lines.append("    tmpfs:") }
    for mount in mounts.tmpfs {
      lines.append("      - " + ComposeSnippet.quoted("\(mount.path):\(NamedMounts.sizedOptions(mount.entry))"))
    }
    if !mounts.volumes.isEmpty { lines.append("    volumes:") }
    for mount in mounts.volumes {
      lines.append("      - type: volume")
      lines.append("        source: " + ComposeSnippet.quoted(mount.name))
      lines.append("        target: " + ComposeSnippet.quoted(mount.path))
    }
    if !mounts.volumes.isEmpty { lines.append("volumes:") }
    for mount in mounts.volumes { lines.append("  \(ComposeSnippet.quoted(mount.name)): {}") }
    return PlanSnippet(text: lines.joined(separator: "\n") + "\n", notes: [], leftOut: mounts.leftOut)
  }

  private static func quoted(_ text: String) -> String {
    let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
    return YAMLScalar.quoted(parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "$$"))
  }
}

import Core

/// The parts of a pod's specification that make a container's root read-only and mount what it writes.
///
/// Source: Kubernetes API reference, Container v1, VolumeMount (mountPath must not contain a colon), EmptyDirVolumeSource.
struct KubernetesSnippet {
  private let mounts: NamedMounts

  init(_ plan: MountPlan) {
    mounts = NamedMounts(
      plan, name: { NamedMounts.name($0, isLowercase: true) },
      refuses: { NamedMounts.hasColon($0) ? "has a colon, which a mountPath cannot take" : nil })
  }

  var snippet: PlanSnippet {
    let all = (mounts.tmpfs + mounts.volumes).sorted { $0.entry.path < $1.entry.path }
    var lines: [String] = []
    if !mounts.tmpfs.isEmpty {
      lines.append(
        "# An emptyDir belongs to root with mode 0777 and starts empty; owner, mode and noexec cannot be set.")
    }
    if !mounts.volumes.isEmpty {
      lines.append("# A claim must exist, and the run user must be able to write to it: see fsGroup of the pod.")
    }
    lines += ["spec:", "  containers:", "    - name: app", "      securityContext:"]
    lines.append("        readOnlyRootFilesystem: true")
    if !all.isEmpty { lines.append("      volumeMounts:") }
    for mount in all {
      lines.append("        - name: " + mount.name.quotedInYAML)
      lines.append("          mountPath: " + mount.path.quotedInYAML)
    }
    if !all.isEmpty { lines.append("  volumes:") }
    for mount in all {
      lines.append("    - name: " + mount.name.quotedInYAML)
      if mount.entry.kind == .tmpfs {
        lines += ["      emptyDir:", "        medium: Memory", "        sizeLimit: \(PlanSnippet.tmpfsSizeMiB)Mi"]
      } else {
        lines += ["      persistentVolumeClaim:", "        claimName: " + mount.name.quotedInYAML]
      }
    }
    return PlanSnippet(text: lines.joined(separator: "\n") + "\n", notes: notes, leftOut: mounts.leftOut)
  }

  private var notes: [String] {
    let filled = mounts.volumes.filter { !$0.entry.hides.isEmpty }
    return filled.map { "a claim at \($0.path) hides \($0.entry.hides.words)" }
  }
}

extension String {
  fileprivate var quotedInYAML: String { YAMLScalar.quoted(self) }
}

import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// A declared volume that the run user may not write into.
///
/// Source: image-checks.md section 8; AWS ECS developer guide, "Use bind mounts" (owner and mode of the image's directory
/// are kept where VOLUME names the container path, else root 0755).
struct ReadOnlyVolumeOwner: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-VOLOWNER", title: "run user cannot write to a volume", severity: .medium, strictBelow: [.low: .medium],
    what: "A volume's directory in the image cannot be written by the run user, or is missing. Medium when the started "
      + "service is known to write there, else low: a volume may be meant for reading.",
    why:
      "A fresh volume takes owner and mode from the image's directory, and root 0755 when there is none. The service "
      + "then fails with \"permission denied\".",
    fix: "RUN install -d -o UID -g GID DIR before VOLUME [\"DIR\"]",
    controls: [.runbook(12), .securityHub("ECS.5")],
    needs: ImageNeeds(programs: KnownWriterTable.programs, contents: KnownWriterTable.contents),
    examples: [
      .bad(
        "root's directory", config: #"{"User":"1000:1000","Volumes":{"/data":{}}}"#, layers: [[.directory("/data")]]),
      .bad("no directory", config: #"{"User":"1000:1000","Volumes":{"/data":{}}}"#, layers: [[ExampleFile("/x")]]),
      .good(
        "the run user's", config: #"{"User":"1000:1000","Volumes":{"/data":{}}}"#,
        layers: [
          [.directory("/data", uid: 1000, gid: 1000)]
        ]),
      .good("root may write anyway", config: #"{"Volumes":{"/data":{}}}"#, layers: [[.directory("/data")]]),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows, !image.volumes.isEmpty, image.runUser.outcome == .resolved, image.runUser.uid != 0 else {
      return []
    }
    let cover = WritableCover(of: image)
    let service = StartedService(in: image)
    let written = MountPlan(of: image).entries.filter { entry in
      entry.claims.contains { $0.confidence >= .likely && $0.source != .volume && $0.source != .label }
    }
    let user = "\(image.runUser.uid):\(image.runUser.gid)"
    return image.volumes.sorted().compactMap { volume in
      let path = image.resolvedPath(volume.description)
      guard !cover.labelled.contains(where: { path.isAtOrBelow($0) }) else { return nil }
      let node = image.root.lookup(path)
      if let node, image.root.info(node).kind != .directory || image.runUserCanWrite(node) { return nil }
      let isWritten = writes(service, path, image) || written.contains { $0.path == path }
      return finding(
        node == nil
          ? "volume \(volume) has no directory in the image, so it starts as root:root 0755 and \(user) cannot write"
          : "volume \(volume) cannot be written by \(user)",
        at: node.map { image.place(of: $0) } ?? .config(pointer: "/config/Volumes/" + escaped(volume.description)),
        severity: isWritten ? .medium : .low, evidence: isWritten ? [service.evidence] : [],
        fix: "RUN install -d -o \(image.runUser.uid) -g \(image.runUser.gid) \(volume)",
        detail: node.map { image.detail(of: $0) })
    }
  }

  /// Whether the started service is known to write to a path or below it.
  private func writes(_ service: StartedService, _ volume: RootPath, _ image: ImageModel) -> Bool {
    guard let writer = service.writer else { return false }
    return writer.paths.contains { path in
      let tops = path.variables.compactMap { image.config.environment($0) }.prefix(1) + path.choices
      return !path.isOptional
        && tops.contains { top in
          let place = image.resolvedPath(top + path.below)
          return place.isAtOrBelow(volume) || volume.isAtOrBelow(place)
        }
    }
  }

  /// A member name in a JSON pointer.
  private func escaped(_ name: String) -> String {
    let tilde = name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
    return tilde.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
  }
}

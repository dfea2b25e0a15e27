import Core
import Deployment
import ReadOnlyRoot
import RootFS

/// The plans of images, each made once: thousands of containers may run one.
struct DeploymentPlans {
  private var known: [String: DeploymentMounts] = [:]

  /// What an image needs, for its user.
  mutating func mounts(of image: ImageModel) -> DeploymentMounts {
    let key = "\(image.subject)\n\(image.configDigest ?? "")\n\(image.runUser.raw)"
    if let mounts = known[key] { return mounts }
    let mounts = DeploymentMounts(of: image)
    known[key] = mounts
    return mounts
  }
}

/// What a container with a read-only root file system needs to be mounted, spelled for compose and Kubernetes.
struct DeploymentMounts {
  /// The mounts the image's plan proposes; those of volumes the image declares itself are made by the runtime.
  let entries: [MountPlan.Entry]
  private let image: ImageModel

  init(of image: ImageModel) {
    self.image = image
    let declared = image.volumes + image.volumes.map { image.resolvedPath($0.description) }
    entries = MountPlan(of: image).proposed.filter { entry in !declared.contains { entry.path.isAtOrBelow($0) } }
  }

  /// Those that no mount of these paths covers.
  func missing(mounted: [String]) -> [MountPlan.Entry] {
    let covers = mounted.prefix(1_000).flatMap { [image.resolvedPath($0), RootPath($0)] }
    return entries.filter { entry in !covers.contains { entry.path.isAtOrBelow($0) } }
  }

  /// The lines that say why each is needed, for evidence.
  static func evidence(_ entries: [MountPlan.Entry]) -> [String] {
    entries.prefix(20).map { "\($0.path): \($0.why)" }
  }

  /// The paths, such as `/run, /tmp`, few of many.
  static func paths(_ entries: [MountPlan.Entry]) -> String {
    let shown = entries.prefix(4).map { ClippedText.clipped($0.path.description) }.joined(separator: ", ")
    return entries.count > 4 ? shown + " and \(entries.count - 4) more" : shown
  }

  // MARK: compose

  /// Members of a service: `tmpfs` and `volumes`.
  static func compose(_ entries: [MountPlan.Entry], _ context: DeploymentContext) -> [String] {
    let tmpfs = entries.filter { $0.kind == .tmpfs }.map { Snippet.text(composeTmpfs($0)) }
    let volumes = named(entries.filter { $0.kind == .volume }).map { name, entry in
      Snippet.text("\(name):\(escaped(entry.path))")
    }
    return (tmpfs.isEmpty ? [] : [context.member("tmpfs", .list(tmpfs))])
      + (volumes.isEmpty ? [] : [context.member("volumes", .list(volumes))])
  }

  private static func composeTmpfs(_ entry: MountPlan.Entry) -> String {
    var options = ["rw", entry.needsExec ? "exec" : "noexec", "nosuid", "nodev", "size=\(MountPlan.tmpfsSizeMiB)m"]
    if let uid = entry.uid, let gid = entry.gid { options += ["uid=\(uid)", "gid=\(gid)"] }
    if let mode = entry.octalMode { options.append("mode=\(mode)") }
    return escaped(entry.path) + ":" + options.joined(separator: ",")
  }

  /// Compose takes `$` for the beginning of a variable.
  private static func escaped(_ path: RootPath) -> String {
    path.description.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }.joined(separator: "$$")
  }

  // MARK: Kubernetes

  /// `volumeMounts` of a container and `volumes` of its pod.
  static func kubernetes(_ entries: [MountPlan.Entry], _ context: DeploymentContext) -> [String] {
    guard !entries.isEmpty else { return [] }
    let named = named(entries)
    let mounts = named.map { name, entry in
      Snippet.object([("name", .text(name)), ("mountPath", .text(entry.path.description))])
    }
    let volumes = named.map { name, entry in
      let memory: [(name: String, value: Snippet)] = [
        ("medium", .text("Memory")), ("sizeLimit", .text("\(MountPlan.tmpfsSizeMiB)Mi")),
      ]
      return Snippet.object([("name", .text(name)), ("emptyDir", .object(entry.kind == .tmpfs ? memory : []))])
    }
    return [context.member("volumeMounts", .list(mounts)), context.member("volumes", .list(volumes)) + " in the pod"]
  }

  /// Names of small letters, digits and dashes made of the paths, each once.
  private static func named(_ entries: [MountPlan.Entry]) -> [(String, MountPlan.Entry)] {
    var counts: [String: Int] = [:]
    return entries.map { entry in
      let bytes = entry.path.bytes.prefix(50).map { byte -> UInt8 in
        switch byte {
        case 65...90: byte + 32
        case 97...122, 48...57: byte
        default: UInt8(ascii: "-")
        }
      }
      let parts = bytes.split(separator: UInt8(ascii: "-")).map { String(decoding: $0, as: UTF8.self) }
      let name = parts.isEmpty ? "data" : parts.joined(separator: "-")
      counts[name, default: 0] += 1
      let count = counts[name, default: 1]
      return (count > 1 ? "\(name)-\(count)" : name, entry)
    }
  }
}

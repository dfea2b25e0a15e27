import Core
import ImageArchive
import RootFS

/// Character and block devices that a layer brings.
///
/// Source: CIS Docker Benchmark 1.6.0, 5.18; runtimes mount their own /dev (OCI runtime specification, config-linux.md,
/// "Default Devices").
struct PermDevnode: ImageRule {
  static let info = RuleInfo(
    id: "IMG-PERM-DEVNODE", title: "device file in the image", severity: .medium,
    what: "Character and block devices of the final file system; the usual ones of /dev are low.",
    why: "A device file reaches the host's hardware wherever the device is allowed; the runtime makes the ones a "
      + "container needs, so none belongs into an image.",
    fix: "RUN rm PATH   in the step that brings it",
    controls: [.cwe(732)],
    examples: [
      .bad("a device outside /dev", layers: [[ExampleFile("/srv/disk", kind: .characterDevice, mode: 0o660)]]),
      .bad("/dev/null", layers: [[ExampleFile("/dev/null", kind: .characterDevice, mode: 0o666)]]),
      .good("a file", layers: [[ExampleFile("/srv/disk")]]),
    ])

  private static let usual = Set(
    ["null", "zero", "full", "random", "urandom", "tty", "console", "ptmx"].map { RootPath("/dev/" + $0) })

  func findings(in image: ImageModel) -> [Finding] {
    guard image.hasPermissions else { return [] }
    return image.index.devices.map { node in
      let path = image.root.path(of: node)
      let kind = image.root.info(node).kind == .blockDevice ? "block" : "character"
      return finding(
        "\(path) is a \(kind) device", at: image.place(of: node), severity: Self.usual.contains(path) ? .low : .medium,
        evidence: [image.permissionLine(of: node)], fix: path.run("rm"), detail: image.detail(of: node))
    }
  }
}

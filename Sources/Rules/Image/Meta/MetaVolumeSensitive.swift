import Core
import ImageArchive
import RootFS

/// An image that declares a volume on a system directory.
struct MetaVolumeSensitive: ImageRule {
  static let info = RuleInfo(
    id: "IMG-META-VOLUME-SENSITIVE", title: "volume on a system directory", severity: .high,
    what: "VOLUME names the root, a directory of programs, libraries or configuration, a kernel file system, /root or "
      + "the container engine's socket.",
    why: "A volume is writable even when the root file system is read-only, outlives the container and can be shared: "
      + "programs and configuration in it are no longer those of the image.",
    fix: "remove the VOLUME line, and declare only directories for data",
    controls: [.runbook(12), .dockle("DKL-DI-0002")],
    examples: [
      .bad("configuration", config: #"{"Volumes":{"/etc":{}}}"#),
      .bad("the engine's socket", config: #"{"Volumes":{"/var/run/docker.sock":{}}}"#),
      .good("data", config: #"{"Volumes":{"/var/lib/app":{},"/usr/share/app/data":{}}}"#),
    ])

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    var out: [Finding] = []
    for entry in image.config.volumes {
      let path = RuntimePath.cleaned(entry)
      guard let match = SensitiveVolume.match(path) else { continue }
      let shown = UserText.clipped(path.description, to: 1_000)
      let isIt = path.description == match
      out.append(
        finding(
          "VOLUME \(shown) is \(isIt ? "a system directory" : "below \(match)")",
          at: .config(pointer: RuntimePath.pointer("/config/Volumes", entry)),
          fix: "remove VOLUME \(shown); keep data in a directory of its own, such as /data"))
    }
    return out
  }
}

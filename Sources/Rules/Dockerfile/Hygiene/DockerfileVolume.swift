import BuildModel
import Core
import Dockerfile

/// VOLUME on a directory that must come from the image or the host's kernel.
struct DockerfileVolume: DockerfileRule {
  static let info = RuleInfo(
    id: "DKF-VOLUME", title: "volume on a system directory", severity: .high, subject: .dockerfile,
    what: "VOLUME in the shipped stages names the root, a directory of programs, libraries or configuration, /root, a "
      + "kernel file system or the container engine's socket.",
    why: "A volume is writable even when the root file system is read-only, outlives the container and can be shared: "
      + "programs and configuration in it are no longer those of the image.",
    fix: "remove the VOLUME line, and declare only directories for data",
    controls: [.runbook(12), .dockle("DKL-DI-0002")],
    examples: [
      .bad("configuration", dockerfile: "FROM debian:12\nVOLUME /etc\n"),
      .bad(
        "the engine's socket in a list", dockerfile: "FROM debian:12\nVOLUME [\"/data\", \"/var/run/docker.sock\"]\n"),
      .bad("through a variable", dockerfile: "FROM debian:12\nENV BASE=/usr\nVOLUME ${BASE}/\n"),
      .good("data", dockerfile: "FROM debian:12\nVOLUME [\"/var/lib/app\", \"/data\"]\n"),
      .good("a directory of an application below one", dockerfile: "FROM debian:12\nVOLUME /usr/share/app/data\n"),
      .good(
        "a stage that does not ship",
        dockerfile: "FROM debian:12 AS build\nVOLUME /etc\nFROM scratch\nCOPY --from=build /a /a\n"),
    ])

  /// Source: Filesystem Hierarchy Standard 3.0; the usual places of Docker's and containerd's sockets.
  private static let sensitive: Set<String> = [
    "/", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/root", "/sbin", "/sys",
    "/usr", "/usr/bin", "/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/local", "/usr/local/bin", "/usr/local/lib",
    "/usr/local/sbin", "/usr/sbin", "/run/docker.sock", "/var/run/docker.sock", "/run/containerd/containerd.sock",
    "/var/run/containerd/containerd.sock",
  ]

  func findings(in build: BuildModel) -> [Finding] {
    guard !build.isWindows else { return [] }
    var out: [Finding] = []
    for step in build.shippedSteps {
      guard case .volume(let arguments) = step.instruction.kind else { continue }
      for argument in arguments {
        guard let text = build.expanded(argument, at: step).known, !text.isEmpty else { continue }
        let path = BuildPath.cleaned(text, in: "/")
        guard Self.sensitive.contains(path) else { continue }
        let isSocket = path.hasSuffix(".sock")
        out.append(
          finding(
            "VOLUME \(path) is \(isSocket ? "the container engine's socket" : "a system directory")",
            at: build.place(argument.range, ofNode: step.node),
            label: isSocket ? "gives control of the host" : "writable even with a read-only root",
            fix: "remove \(path) from VOLUME; keep data in a directory of its own, such as /data"))
      }
    }
    return out
  }
}

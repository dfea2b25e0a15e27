import Core
import ImageArchive
import ReadOnlyRoot
import RootFS

/// A variable or an option of the start command that names a place to write, with no volume there.
///
/// Source: image-checks.md section 8.
struct ReadOnlyEnvironment: ImageRule {
  static let info = RuleInfo(
    id: "IMG-RO-ENV", title: "configured write place in the root file system", severity: .low,
    what:
      "Variables such as TMPDIR, PGDATA, XDG_CACHE_HOME, *_LOG_DIR, *_DATA_DIR, and options of the start command such "
      + "as --pidfile, --log-file, -Djava.io.tmpdir, -XX:HeapDumpPath, that name an absolute path outside volumes. "
      + "Those of build tools (pip, npm, gem) are passed over, and places the started service is known to write to, "
      + "which other rules name.",
    why: "Whoever sets such a path means it to be written, which a read-only root file system does not allow.",
    fix: "mount a tmpfs or volume there, declare VOLUME, or LABEL imgscan.writable=/path when it is mounted",
    controls: [.runbook(12), .securityHub("ECS.5")],
    needs: ImageNeeds(
      programs: KnownWriterTable.programs, contents: ScriptFiles.contents.union(KnownWriterTable.contents)),
    examples: [
      .bad(
        "a cache directory", config: #"{"Cmd":["/app"],"Env":["APP_CACHE_DIR=/var/cache/app"]}"#,
        layers: [[.program("/app")]]),
      .bad(
        "a pid file", config: #"{"Cmd":["/app","--pidfile=/run/app.pid"]}"#, layers: [[.program("/app")]]),
      .good(
        "below a volume", config: #"{"Cmd":["/app"],"Env":["PGDATA=/data/pg"],"Volumes":{"/data":{}}}"#,
        layers: [[.program("/app")]]),
      .good(
        "standard output", config: #"{"Cmd":["/app","--log-file=/dev/stdout"],"Env":["HOME=/root"]}"#,
        layers: [[.program("/app")]]),
    ])

  private static let shown = 20

  func findings(in image: ImageModel) -> [Finding] {
    guard !image.isWindows else { return [] }
    let cover = WritableCover(of: image)
    let told = Set(
      MountPlan(of: image).entries.filter { $0.confidence >= .known && $0.source != .environment }.map(\.path))
    let claims = EnvironmentClaims.all(of: StartedService(in: image), in: image).filter { claim in
      let resolved = image.resolvedPath(claim.path)
      return claim.confidence != .hint && !cover.contains(resolved) && !cover.contains(RootPath(claim.path))
        && !told.contains(resolved) && !leadsToStream(claim.path, image)
    }
    return claims.prefix(Self.shown).map { claim in
      finding(
        "\(claim.why) names \(claim.isFile ? "a file" : "a directory") that no volume covers",
        at: claim.why.hasPrefix("variable ") ? .config(pointer: "/config/Env") : .config(pointer: pointer(image)),
        fix: claim.isFile ? "" : "docker run --read-only --tmpfs \(claim.path)"
      ).identified(by: claim.why)
    }
  }

  private func pointer(_ image: ImageModel) -> String {
    image.config.entrypoint?.isEmpty == false ? "/config/Entrypoint" : "/config/Cmd"
  }

  /// Whether a file of the image is a link to a device or a standard stream.
  private func leadsToStream(_ path: String, _ image: ImageModel) -> Bool {
    guard let node = image.root.lookup(path, followLast: false), image.root.info(node).kind == .symlink else {
      return false
    }
    let target = image.root.linkTarget(node)
    return target.starts(with: "/dev/".utf8) || target.starts(with: "/proc/".utf8)
  }
}

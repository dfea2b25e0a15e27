import Core

/// Something that is, or may be, written while a container runs: what a mount plan is made of.
public struct WriteClaim: Sendable, Equatable {
  /// What the claim is derived from, the strongest first.
  public enum Source: String, Sendable, CaseIterable {
    /// `docker diff` of a running container saw it written.
    case observed
    /// A volume of the image config.
    case volume
    /// The label `imgscan.writable`.
    case label
    /// A configuration file in the image.
    case config
    /// A script that starts the service.
    case script
    /// A variable or an argument of the start command.
    case environment
    /// The table of known writers.
    case service
    /// A log file of the started service.
    case log
    /// What the language's runtime writes.
    case runtime
    /// The run user may write there; nothing says that it does.
    case permission
  }

  /// Absolute, as written: links are not followed yet.
  public var path: String
  /// Whether the path is that of a file: the mount goes to its directory.
  public var isFile: Bool
  public var kind: MountPlan.Kind
  public var confidence: MountPlan.Confidence
  public var source: Source
  /// What is written there, or what says so, such as `/etc/nginx/nginx.conf:4 pid /run/nginx.pid`.
  public var why: String
  /// The file of the image that says so; nil when none does.
  public var file: RootPath?
  /// The 1-based line of `file`.
  public var line: Int?
  /// Whether programs or libraries are run from there, so that `noexec` would break it.
  public var needsExec = false

  public init(
    _ path: String, isFile: Bool = false, kind: MountPlan.Kind = .tmpfs, confidence: MountPlan.Confidence,
    source: Source, why: String, file: RootPath? = nil, line: Int? = nil, needsExec: Bool = false
  ) {
    (self.path, self.isFile, self.kind, self.confidence, self.source) = (path, isFile, kind, confidence, source)
    (self.why, self.file, self.line, self.needsExec) = (why, file, line, needsExec)
  }
}

/// The part of an image's config that decides how it runs (OCI image specification, config.md).
public struct ImageConfig: Sendable, Equatable {
  public struct Healthcheck: Sendable, Equatable {
    /// `NONE`, `CMD` or `CMD-SHELL` and its words; empty means inherited.
    public var test: [String]
    public init(test: [String]) { self.test = test }
  }
  public struct HistoryEntry: Sendable, Equatable {
    public var createdBy: String?
    public var comment: String?
    public var isEmptyLayer: Bool
    public init(createdBy: String?, comment: String?, isEmptyLayer: Bool) {
      (self.createdBy, self.comment, self.isEmptyLayer) = (createdBy, comment, isEmptyLayer)
    }
  }

  public var os: String?
  public var architecture: String?
  public var variant: String?
  /// As written; empty when not set.
  public var user = ""
  /// `KEY=VALUE` strings in order.
  public var env: [String] = []
  public var entrypoint: [String]?
  public var cmd: [String]?
  /// As written, such as `8080/tcp`, sorted.
  public var exposedPorts: [String] = []
  /// Sorted.
  public var volumes: [String] = []
  public var workingDirectory: String?
  /// Sorted by key.
  public var labels: [(key: String, value: String)] = []
  /// nil when the image has none.
  public var healthcheck: Healthcheck?
  public var stopSignal: String?
  public var onBuild: [String] = []
  public var shell: [String]?
  public var diffIDs: [String] = []
  public var history: [HistoryEntry] = []

  public init() {}

  public static func == (left: ImageConfig, right: ImageConfig) -> Bool {
    left.user == right.user && left.env == right.env && left.entrypoint == right.entrypoint && left.cmd == right.cmd
      && left.exposedPorts == right.exposedPorts && left.volumes == right.volumes
      && left.workingDirectory == right.workingDirectory && left.labels.map(\.key) == right.labels.map(\.key)
      && left.labels.map(\.value) == right.labels.map(\.value) && left.healthcheck == right.healthcheck
      && left.diffIDs == right.diffIDs && left.history == right.history
  }

  /// What the container starts: entrypoint and command joined, as the runtime does.
  public var argv: [String] { (entrypoint ?? []) + (cmd ?? []) }

  /// The value of an environment variable; the last one counts.
  public func environment(_ key: String) -> String? {
    for item in env.reversed() where item.hasPrefix(key + "=") { return String(item.dropFirst(key.count + 1)) }
    return nil
  }

  public func label(_ key: String) -> String? { labels.first { $0.key == key }?.value }

  /// The directories searched for programs: PATH of the config, or Docker's default
  /// (moby, `oci.DefaultPathEnv`: /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin).
  public var searchPath: [String] {
    (environment("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
      .split(separator: ":", omittingEmptySubsequences: false).map(String.init)
  }
}

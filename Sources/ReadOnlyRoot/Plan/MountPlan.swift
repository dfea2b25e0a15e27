import Core
import RootFS

/// The mounts a container needs to run with a read-only root file system.
public struct MountPlan: Sendable, Equatable {
  /// What to mount: memory that is gone with the container, or a place that outlives it.
  public enum Kind: String, Sendable { case tmpfs, volume }

  /// How sure it is that the path must be writable.
  public enum Confidence: String, Sendable, Comparable, CaseIterable {
    /// Nothing says that it is written, only that it could be; never proposed.
    case hint
    /// The service may write there, or works without.
    case possible
    /// A script or configuration that is not sure to be used says so.
    case likely
    /// The started service is known to write there.
    case known
    /// The image says so: a volume, a label, a line of the service's configuration.
    case certain

    public static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
    private var rank: Int { Confidence.allCases.firstIndex(of: self) ?? 0 }
  }

  /// One mount.
  public struct Entry: Sendable, Equatable {
    /// Links followed.
    public var path: RootPath
    public var kind: Kind
    /// Owner of the mount: that of the image's directory, or the run user when that may not write there.
    ///
    /// nil when the image has no such directory.
    public var uid: Int?
    public var gid: Int?
    /// Permission bits of the image's directory; nil when the image has no such directory.
    public var mode: UInt16?
    public var confidence: Confidence
    /// Of the strongest claim.
    public var source: WriteClaim.Source
    /// What is written there, or what says so.
    public var why: String
    /// What the entry is derived from, the strongest first.
    public var claims: [WriteClaim] = []
    /// What the image has there, which an empty mount hides.
    public var hides = HiddenContent()
    /// Whether what is hidden is of no consequence: the path is made for short-lived files.
    public var isScratch = false
    /// Whether programs or libraries are run from there, so that `noexec` would break it.
    public var needsExec: Bool { execReason != nil }
    /// What is run from there; nil when nothing is known to be.
    public var execReason: String?
    /// Why nothing can be mounted there, so that it is the image that has to change; nil when it can.
    public var obstacle: String?

    public init(path: RootPath, kind: Kind, confidence: Confidence, source: WriteClaim.Source, why: String) {
      (self.path, self.kind, self.confidence, self.source, self.why) = (path, kind, confidence, source, why)
    }

    /// Whether an empty mount would hide files of the image.
    public var hidesContent: Bool { kind == .tmpfs && !hides.isEmpty }

    /// Whether the mount belongs into a ready definition.
    ///
    /// A mere possibility does where it costs nothing: in /tmp and /run, when the service itself is known for it. What
    /// a script's branch or a variable may write mostly never is.
    public var isProposed: Bool {
      guard obstacle == nil else { return false }
      switch confidence {
      case .hint: return false
      case .possible:
        guard kind == .tmpfs, [.service, .runtime, .config].contains(source) else { return false }
        return SystemDirectories.isTemporary(path) || (SystemDirectories.isRuntime(path) && hides.files == 0)
      case .likely: return kind == .volume || isScratch || hides.files == 0
      case .known, .certain: return true
      }
    }

    /// Whether it has to be written and no mount can make it so.
    public var isBlocked: Bool { obstacle != nil && confidence >= .likely }

    /// Whether only a running container told of it.
    public var isOnlyObserved: Bool { !claims.isEmpty && claims.allSatisfy { $0.source == .observed } }

    /// `101:101`; nil when unknown.
    public var owner: String? { uid.flatMap { uid in gid.map { "\(uid):\($0)" } } }
    /// Four octal digits such as `1777`; nil when unknown.
    public var octalMode: String? {
      mode.map { mode in
        let digits = String(mode & 0o7777, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      }
    }
  }

  /// What the plan comes to.
  public enum State: Sendable, Equatable {
    /// No mount is needed.
    case ready
    /// The proposed entries are needed.
    case mounts
    /// Nothing is known to be needed, but it could not be told what runs; the reason in words.
    case unknown(String)
  }

  /// The known service that starts; nil when none does.
  public var service: String?
  /// Why it is believed to be that one.
  public var evidence: String
  /// Sorted by path.
  public var entries: [Entry]
  /// Why it could not be told what runs; nil when it could.
  public var unknown: String?
  /// What else could not be told, such as writes with a variable in their path.
  public var remarks: [String] = []
  /// Whether some of what is written was not looked at.
  public var isPartial = false

  public var proposed: [Entry] { entries.filter(\.isProposed) }
  /// What has to be written where no mount can go.
  public var blocked: [Entry] { entries.filter(\.isBlocked) }
  /// All that the plan does not answer, in words.
  public var unknowns: [String] { (unknown.map { [$0] } ?? []) + remarks }

  public var state: State {
    if !proposed.isEmpty { return .mounts }
    if let first = blocked.first { return .unknown("\(first.path) has to be written, and \(first.obstacle ?? "")") }
    return unknowns.first.map { .unknown($0) } ?? .ready
  }
}

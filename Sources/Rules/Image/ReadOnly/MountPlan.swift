import Core
import RootFS

/// The mounts a container needs to run with a read-only root file system.
public struct MountPlan: Sendable, Equatable {
  /// What to mount: memory that is gone with the container, or a place that outlives it.
  public enum Kind: String, Sendable { case tmpfs, volume }

  /// How sure it is that the path must be writable.
  public enum Confidence: String, Sendable, Comparable {
    /// The service may write there, or works without.
    case possible
    /// The started service is known to write there.
    case known
    /// The image says so: a volume, a label, a line of the service's configuration.
    case certain

    public static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
    private var rank: Int { self == .possible ? 0 : self == .known ? 1 : 2 }
  }

  /// What the entry is derived from.
  public enum Source: String, Sendable { case volume, label, service, log }

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
    public var source: Source
    /// What is written there, or what says so.
    public var why: String
    /// Whether an empty mount would hide files of the image.
    public var hidesContent = false
    /// Whether programs or libraries are run from there, so that `noexec` would break it.
    public var needsExec = false

    /// Whether the mount belongs into a ready definition; a mere possibility does when it can do no harm.
    public var isProposed: Bool { confidence != .possible || (kind == .tmpfs && !hidesContent) }
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

  public var proposed: [Entry] { entries.filter(\.isProposed) }

  public var state: State {
    if !proposed.isEmpty { return .mounts }
    return unknown.map { .unknown($0) } ?? .ready
  }
}

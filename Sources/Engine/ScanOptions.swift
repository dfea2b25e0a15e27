import Core
import ImageArchive
import RootFS

/// How a scan is done; the same options and input give the same outcome.
public struct ScanOptions: Sendable {
  public var selection = ImageSelection()
  /// Whether digests and diff IDs are computed and compared.
  public var verifies = false
  /// What is kept of compressed layers from one run to the next; nil to keep nothing.
  public var cache: LayerCache?
  /// Which reader takes the entries of layers; the outcome is the same.
  public var reader = ReaderChoice.fast
  /// Threads that read layers.
  public var jobs = 1
  /// Which layers at the bottom are the base image's; nil to tell by history.
  public var base: BaseChoice?
  /// The Dockerfile the images were built from; nil when it is not known.
  public var dockerfile: JoinedDockerfile?
  /// Told after each layer how many of how many are read; called on any thread.
  public var onLayer: (@Sendable (Int, Int) -> Void)?
  public var archiveLimits = ArchiveLimits()
  public var mergeLimits = MergeLimits()

  public init() {}
}

/// What was read of one image, before and after judgement.
public struct ScannedImage: Sendable {
  /// A layer with what reading it told.
  public struct Layer: Sendable {
    public var name: String
    public var digest: String?
    public var mediaType: String?
    public var storedBytes: Int64?
    public var isMissing: Bool
    public var entryCount: Int
    public var uncompressedBytes: Int64
    public var compression: Compression
    /// Computed digest of the uncompressed bytes; nil without verification.
    public var diffID: String?
    /// Computed digest of the stored bytes; nil without verification.
    public var blobDigest: String?
  }
  /// nil when the image could not be judged; `problems` says why.
  public var model: ImageModel?
  public var archived: ArchivedImage
  /// What is known of the Dockerfile it was built from; nil when nothing is.
  var join: DockerfileJoin?
  public var layers: [Layer]
  public var problems: Problems
}

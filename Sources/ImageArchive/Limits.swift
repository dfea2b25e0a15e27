/// How much a read may cost. A hostile archive must end in a message, not in an exhausted machine.
public struct ArchiveLimits: Sendable {
  /// Members of the outer archive; real archives have some hundreds.
  public var members = 1_000_000
  /// One JSON document; the largest real config seen is below 1 MB.
  public var jsonBytes: Int64 = 32 << 20
  /// All JSON documents kept while streaming.
  public var keptJSONBytes: Int64 = 128 << 20
  /// Entries of one layer.
  public var layerEntries = 5_000_000
  /// Uncompressed bytes of one layer; also what `--verify` is willing to hash.
  public var layerBytes: Int64 = 256 << 30
  /// Uncompressed bytes below which the expansion ratio is not looked at.
  public var ratioFloorBytes: Int64 = 2 << 30
  /// Uncompressed bytes per compressed byte beyond the floor; gzip reaches 1030 for zeros, real layers stay below 30.
  public var ratio: Int64 = 250
  /// Bytes of one path: Linux's PATH_MAX; nothing longer can be unpacked.
  public var pathBytes = 4096
  /// All names, links and directories of one layer; a million real files take 60 MB.
  public var nameBytes = 1 << 30
  /// Layers of one image; Docker allows 127.
  public var layers = 2_000
  /// Images of one archive.
  public var images = 1_000
  /// Indexes inside one another.
  public var indexDepth = 8
  /// Manifests looked at in one archive.
  public var manifests = 200_000
  /// One kept file (package lists are the largest).
  public var contentBytes = 1 << 20
  /// One kept script while streaming.
  public var scriptBytes = 64 << 10
  /// What is told of a compiled program's content.
  public var programBytes = 1024
  /// All contents kept of one layer.
  public var keptContentBytes = 16 << 20

  public init() {}
}

import Digest
import Glibc
import Synchronization

/// What compressed layers hold, kept from one run to the next.
///
/// An entry is stored under the digest of the layer's bytes, which were hashed when it was written. It is used for bytes
/// whose digest is known now: they are hashed again, or are part of a file that has not changed since they were (device,
/// inode, size and times), or the user trusts the digests of manifests.
///
///     DIRECTORY/layers/ab/abcd….PLAN   one layer, read by one plan
///     DIRECTORY/files/….known          which parts of a file have which digest
public final class LayerCache: Sendable {
  /// What a cache holds.
  public struct Summary: Sendable, Equatable {
    public var layers = 0
    public var files = 0
    public var bytes: Int64 = 0

    public var isEmpty: Bool { layers == 0 && files == 0 }
  }

  /// Bytes beyond which the entries that were not used for longest are removed.
  public static let limitBytes: Int64 = 1 << 30

  public let directory: String
  /// Whether what a manifest says of a layer is believed without hashing it.
  public let trustsDigests: Bool
  /// The program's: another one may see something else in the same layer.
  private let version: String
  private let wroteLayer = Atomic<Bool>(false)
  /// One thread at a time adds to what is known of a file; else each would write over what the other has added.
  private let notes = Mutex(())

  /// - Parameter directory: made when the first entry is written.
  public init(directory: String, version: String, trustsDigests: Bool = false) {
    (self.directory, self.version, self.trustsDigests) = (directory, version, trustsDigests)
  }

  /// Where the cache is when the user does not say: `$XDG_CACHE_HOME/imgscan`, else `$HOME/.cache/imgscan`; nil without either.
  ///
  /// Source: XDG Base Directory Specification (relative paths are to be ignored).
  public static func standardDirectory(_ environment: [String: String]) -> String? {
    for (variable, below) in [("XDG_CACHE_HOME", "imgscan"), ("HOME", ".cache/imgscan")] {
      if let base = environment[variable], base.utf8.first == UInt8(ascii: "/") { return "\(base)/\(below)" }
    }
    return nil
  }

  // MARK: layers

  /// Where the record of a layer with this digest, read by this plan, is kept; nil for a digest that is not SHA-256.
  func place(_ digest: String, _ plan: ScanPlan) -> CacheFile? {
    guard let hex = LayerCache.hexadecimal(digest), let plan = plan.fingerprint(version: version) else { return nil }
    return CacheFile(path: "\(directory)/layers/\(hex.prefix(2))/\(hex).\(plan)")
  }

  /// The record that is kept there; nil when there is none that the plan could have made.
  func record(at place: CacheFile, _ plan: ScanPlan) -> LayerRecord? {
    guard let bytes = place.read(), let record = try? LayerRecord(packed: bytes) else { return nil }
    if plan.computesDiffID, record.diffID == nil { return nil }
    place.touch()
    return record
  }

  /// Keeps a record of bytes that were found to have the digest of the place.
  func keep(_ record: LayerRecord, at place: CacheFile) {
    guard let bytes = record.packed() else { return }
    makeDirectories(place.path)
    place.write(bytes)
    wroteLayer.store(true, ordering: .relaxed)
  }

  /// The digits of a SHA-256 digest; nil for any other text, which must not become part of a path.
  static func hexadecimal(_ digest: String) -> String? {
    let lead = "sha256:"
    guard digest.utf8.starts(with: lead.utf8) else { return nil }
    let digits = digest.utf8.dropFirst(lead.utf8.count)
    let isHex = digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    return isHex && digits.count == 64 ? String(Substring(digits)) : nil
  }

  // MARK: files

  /// The digest of a part of a file that has not changed since the part was hashed; nil when none is known.
  func digest(of part: Range<Int64>, in file: FileVersion) -> String? {
    let known = partsFile(file)?.read().flatMap { KnownParts(packed: $0) }
    return known?.parts.first { $0.offset == part.lowerBound && $0.count == part.upperBound - part.lowerBound }?.digest
  }

  /// Notes the digest of a part of a file, unless the file changed lately or meanwhile.
  func note(_ digest: String, of part: Range<Int64>, in file: FileVersion, now: FileVersion?) {
    guard file == now, file.isSettled, let place = partsFile(file) else { return }
    notes.withLock { _ in
      var known = place.read().flatMap { KnownParts(packed: $0) } ?? KnownParts()
      known.parts.insert(
        KnownParts.Part(offset: part.lowerBound, count: part.upperBound - part.lowerBound, digest: digest))
      makeDirectories(place.path)
      place.write(known.packed)
    }
  }

  private func partsFile(_ file: FileVersion) -> CacheFile? {
    file.name.map { CacheFile(path: "\(directory)/files/\($0).known") }
  }

  /// Makes the directories above a path.
  private func makeDirectories(_ path: String) {
    for (index, byte) in path.utf8.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
      mkdir(String(decoding: path.utf8.prefix(index), as: UTF8.self), 0o700)
    }
  }

  // MARK: size

  /// Removes what was not used for longest when the cache is too large. Call it at the end of a run.
  public func trim(to limit: Int64 = LayerCache.limitBytes) {
    guard wroteLayer.load(ordering: .relaxed) else { return }
    let items = CacheListing.items(directory)
    var total = items.reduce(0) { $0 + $1.bytes }
    guard total > limit else { return }
    for item in items.sorted(by: { $0.used < $1.used }) where total > limit * 4 / 5 {
      if unlink(item.path) == 0 { total -= item.bytes }
    }
  }

  public var summary: Summary {
    CacheListing.items(directory).reduce(into: Summary()) { summary, item in
      if item.isLayer { summary.layers += 1 } else { summary.files += 1 }
      summary.bytes += item.bytes
    }
  }

  /// Removes what this program put into the directory, and nothing else.
  ///
  /// - Returns: what was removed.
  public func clear() -> Summary {
    CacheListing.items(directory).reduce(into: Summary()) { summary, item in
      guard unlink(item.path) == 0 else { return }
      if item.isLayer { summary.layers += 1 } else { summary.files += 1 }
      summary.bytes += item.bytes
    }
  }
}

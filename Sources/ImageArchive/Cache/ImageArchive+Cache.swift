import Digest

extension ImageArchive {
  /// Reads a layer, or takes what a cache knows of it. Only compressed layers are kept: to read a plain one costs less than
  /// to hash it.
  public func scan(_ layer: ArchivedLayer, plan: ScanPlan, cache: LayerCache?) -> LayerRecord {
    guard let cache, let digest = layer.digest, plan.blobAlgorithm ?? .sha256 == .sha256, let place = place(of: layer),
      place.isCompressed
    else { return scan(layer, plan: plan) }
    let isAsked = plan.blobAlgorithm != nil
    var plan = plan
    // What is kept must not depend on which program of the layer an image starts.
    plan.keepsPrograms = true
    plan.programNames = []
    guard let kept = cache.place(digest, plan) else { return scan(layer, plan: plan) }
    if kept.exists, let record = known(digest, place, kept, plan, cache) { return record }
    plan.blobAlgorithm = .sha256
    var record = scan(layer, plan: plan)
    if record.blobDigest == digest {
      cache.keep(record, at: kept)
      cache.note(digest, of: place.range, in: place.identity, now: FileVersion(descriptor: place.file.descriptor))
      // Unasked, a digest is told only when it is the wrong one: the report is the same without a cache.
      if !isAsked { record.blobDigest = nil }
    }
    return record
  }

  /// What is kept of a layer, if the bytes in hand are those it is kept for.
  private func known(
    _ digest: String, _ place: LayerPlace, _ kept: CacheFile, _ plan: ScanPlan, _ cache: LayerCache
  ) -> LayerRecord? {
    let isTrusted = cache.trustsDigests && !plan.computesDiffID
    if !isTrusted, cache.digest(of: place.range, in: place.identity) != digest {
      guard place.digest() == digest else { return nil }
      cache.note(digest, of: place.range, in: place.identity, now: FileVersion(descriptor: place.file.descriptor))
    }
    var record = cache.record(at: kept, plan)
    if plan.blobAlgorithm != nil { record?.blobDigest = digest }
    return record
  }

  private func place(of layer: ArchivedLayer) -> LayerPlace? {
    switch (source, layer.body) {
    case (.file(let file), .window(let offset)):
      // A header may state more than there is.
      let count = min(layer.storedBytes ?? 0, file.sizeBytes - offset)
      return count > 0 ? LayerPlace(file, offset..<(offset + count)) : nil
    case (.directory(let directory), .file(let components)):
      guard let file = try? OpenFile.open(below: directory, components: components) else { return nil }
      return LayerPlace(file, 0..<file.sizeBytes)
    default: return nil
    }
  }
}

/// Where the stored bytes of a layer are.
private struct LayerPlace {
  let file: OpenFile
  let range: Range<Int64>
  let identity: FileVersion

  init?(_ file: OpenFile, _ range: Range<Int64>) {
    guard let identity = FileVersion(descriptor: file.descriptor) else { return nil }
    (self.file, self.range, self.identity) = (file, range, identity)
  }

  var isCompressed: Bool {
    guard let head = try? file.bytes(at: range.lowerBound, count: 6) else { return false }
    return Compression(magic: head.span) != .none
  }

  /// The digest of the bytes as they are now; nil when they cannot be read.
  func digest() -> String? {
    let window = FileWindow(file, offset: range.lowerBound, count: range.upperBound - range.lowerBound)
    guard let hash = HashingSource(window), (try? hash.drain()) != nil else { return nil }
    return hash.finish()
  }
}

import Digest

extension ScanPlan {
  /// What a kept record depends on besides the layer's bytes, as hexadecimal digits; nil when it cannot be computed.
  ///
  /// - Parameter version: the program's.
  func fingerprint(version: String) -> String? {
    guard let wishes = wishes.digest else { return nil }
    let limits: [Int64] = [
      Int64(limits.layerEntries), limits.layerBytes, limits.ratioFloorBytes, limits.ratio, Int64(limits.pathBytes),
      Int64(limits.contentBytes), Int64(limits.scriptBytes), Int64(limits.programBytes), Int64(limits.keptContentBytes),
    ]
    let text = "\(LayerRecord.packingVersion) \(version) \(limits) \(readsHeads) \(keepsPrograms) \(wishes)"
    return Hasher.sha256(Array(text.utf8)).map { String($0.dropFirst(7).prefix(16)) }
  }
}

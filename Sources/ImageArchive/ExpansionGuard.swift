/// Watches how far compressed data expand.
final class ExpansionGuard {
  private let limits: ArchiveLimits
  private var input: Int64 = 0
  private var output: Int64 = 0

  init(_ limits: ArchiveLimits) { self.limits = limits }

  func consumed(_ count: Int) { input += Int64(count) }

  /// - Throws: `.limit` when the data are too many, or too many for what they were made from.
  func admit(output count: Int) throws(ArchiveError) {
    output += Int64(count)
    if output > limits.layerBytes {
      throw ArchiveError(
        .limit, "more than \(limits.layerBytes) uncompressed bytes", help: "--max-layer-bytes N raises the limit")
    }
    if output > limits.ratioFloorBytes, output / limits.ratio > input {
      throw ArchiveError(
        .limit,
        "\(input) compressed bytes expand to more than \(output), over the ratio of \(limits.ratio) that is read",
        help: "--max-ratio N raises the limit")
    }
  }
}

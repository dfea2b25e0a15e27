/// Limits of the work that a hostile file can cause.
enum BuildCheckLimits {
  /// Bytes of values kept of one file; beyond, values are unknown, or `ENV A=$A$A` would grow for ever.
  static let keptBytes = 16 << 20
  /// Instructions carried out because of ONBUILD; many children of a stage with many triggers multiply.
  static let triggered = 10_000
  /// Names compared to find the one that was meant, over a whole file.
  static let comparedNames = 20_000
  /// Steps of matching paths with the patterns of `.dockerignore`, over a whole file; 0.3 s.
  static let matchSteps = 50_000_000
  /// Bytes of a source path that is held against `.dockerignore`; Linux takes no longer one.
  static let pathBytes = 4_096
  /// Errors kept of a file that is read on behind its first.
  static let errors = 1_000

  /// Longest value that is followed in a file of some bytes; a longer one is unknown.
  ///
  /// The more words a large file has room for, the shorter the values that they all may stand for, so that the work is
  /// bounded.
  static func valueBytes(fileBytes: Int) -> Int { max(64, min(16 << 10, (1 << 28) / max(1, fileBytes))) }
  /// Most comparisons with patterns for one word in a file of some bytes, for the same reason.
  static func patternSteps(fileBytes: Int) -> Int { max(1 << 12, min(1 << 22, (1 << 34) / max(1, fileBytes))) }
}

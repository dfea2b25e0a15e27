/// Names of archives that ADD unpacks.
enum ArchiveName {
  private static let endings = [
    ".tar", ".Z", ".bz2", ".gz", ".lz", ".lzma", ".tZ", ".tb2", ".tbz", ".tbz2", ".tgz", ".tlz", ".tpz", ".txz", ".xz",
  ].map { Array($0.utf8) }

  /// Whether a name ends as one of an archive.
  static func isOne(_ name: String) -> Bool {
    let bytes = name.utf8
    return endings.contains { bytes.count >= $0.count && bytes.suffix($0.count).elementsEqual($0) }
  }
}

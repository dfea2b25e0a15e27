import ImageArchive

/// Reads Dockerfiles that the user named.
public enum TextFile {
  /// The bytes of a regular file, or of standard input for `-`.
  ///
  /// - Throws: when there is no such file, it cannot be read, or it is larger than a Dockerfile may be.
  public static func read(_ path: String, limits: SubjectLimits = SubjectLimits()) throws(ArchiveError) -> [UInt8] {
    let limit = limits.dockerfileBytes
    guard path == "-" else { return try RegularFile.read(Array(path.utf8), limit: limit) }
    let bytes = try StandardInput().head(limit + 1)
    guard bytes.count <= limit else { throw RegularFile.tooLarge("standard input", limit) }
    return bytes
  }

  /// The bytes of a regular file, by the bytes of its path.
  ///
  /// - Throws: when there is no such file, it cannot be read, or it is larger than `limit`.
  public static func read(bytes path: [UInt8], limit: Int) throws(ArchiveError) -> [UInt8] {
    let bytes = try RegularFile.head(path, count: limit + 1)
    guard bytes.count <= limit else {
      throw ArchiveError(.limit, "\(RegularFile.text(of: path)): more than \(limit) bytes")
    }
    return bytes
  }
}

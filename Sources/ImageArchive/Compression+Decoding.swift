extension Compression {
  /// The decompressed bytes of a source that is compressed this way.
  func decoded(_ source: any ByteSource, limits: ArchiveLimits) throws(ArchiveError) -> any ByteSource {
    switch self {
    case .none: source
    case .gzip: DecodingSource(source, try Compression.gzipDecoder(), limits: limits)
    case .zstd: DecodingSource(source, try ZstdDecoder(), limits: limits)
    case .bzip2, .xz: try FilterSource(source, self, limits: limits)
    }
  }

  private static func gzipDecoder() throws(ArchiveError) -> any MemberDecoder {
    #if ISAL
      try ISALDecoder()
    #else
      try ZlibDecoder()
    #endif
  }
}

/// What ADD fetches, by the text of its source.
///
/// Source: the Dockerfile reference, "ADD", "Adding files from a URL" and "Adding files from a Git repository".
enum RemoteSource: Equatable {
  case url
  /// A repository; `isPinned` when a full commit is named.
  case git(isPinned: Bool)

  /// nil for a file of the build context.
  init?(_ text: String) {
    let scheme = text.utf8.prefix { $0 != UInt8(ascii: ":") }
    let name = String(decoding: scheme, as: UTF8.self).lowercased()
    let hasScheme = text.utf8.dropFirst(scheme.count).starts(with: "://".utf8)
    switch name {
    case "http" where hasScheme, "https" where hasScheme:
      let path = text.utf8.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
      let isRepository = Array(path.suffix(4)) == Array(".git".utf8)
      self = isRepository ? .git(isPinned: RemoteSource.isPinned(text)) : .url
    case "ftp" where hasScheme: self = .url
    case "git" where hasScheme, "ssh" where hasScheme: self = .git(isPinned: RemoteSource.isPinned(text))
    default:
      guard text.utf8.starts(with: "git@".utf8) else { return nil }
      self = .git(isPinned: RemoteSource.isPinned(text))
    }
  }

  /// Whether the fragment or the `commit` or `checksum` of the query is the hash of a commit.
  private static func isPinned(_ text: String) -> Bool {
    let bytes = text.utf8
    if let hash = bytes.firstIndex(of: UInt8(ascii: "#")) {
      if isCommit(bytes[bytes.index(after: hash)...].prefix { $0 != UInt8(ascii: ":") }) { return true }
    }
    guard let mark = bytes.firstIndex(of: UInt8(ascii: "?")) else { return false }
    let query = bytes[bytes.index(after: mark)...].prefix { $0 != UInt8(ascii: "#") }
    return query.split(separator: UInt8(ascii: "&")).contains { field in
      let pair = field.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard pair.count == 2 else { return false }
      let isName = pair[0].elementsEqual("commit".utf8) || pair[0].elementsEqual("checksum".utf8)
      return (isName || pair[0].elementsEqual("ref".utf8)) && isCommit(pair[1])
    }
  }

  /// 40 hexadecimal digits, or 64 in a repository with SHA-256.
  private static func isCommit(_ text: some Collection<UInt8>) -> Bool {
    (text.count == 40 || text.count == 64)
      && text.allSatisfy { (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0) }
  }
}

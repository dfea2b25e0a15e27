import Core

/// What an archive or directory holds, by name, without the contents.
///
/// Nothing is ever opened on the host because a name in an archive says so: links are resolved among the members alone.
struct ArchiveIndex {
  /// Where a member's bytes are.
  enum Body {
    /// A range of the archive file.
    case window(offset: Int64)
    /// A file below the directory.
    case file([String])
    /// Kept while streaming; it looks like JSON.
    case kept([UInt8])
    /// Read as a layer while streaming.
    case scanned(LayerRecord)
    /// Neither kept nor read; the reason in words.
    case skipped(String)
  }
  enum Member {
    case file(Body, sizeBytes: Int64)
    case symlink(String)
    case hardLink(String)
    case directory
    case other(String)
  }
  enum Source {
    case file(OpenFile)
    case directory(OpenFile)
    case stream
  }

  let source: Source
  private(set) var members: [String: Member] = [:]
  /// How the archive as a whole is compressed.
  var compression = Compression.none
  /// The archive is cut: members may be missing.
  var isTruncated = false
  /// The archive ends without the zero blocks that end a complete one: it may be cut between two members.
  var lacksEndMark = false
  var problems = Problems()
  /// The first names in order, for messages about what was found.
  private(set) var firstNames: [String] = []
  private static let linkLimit = 40

  init(source: Source) { self.source = source }

  /// Adds a member; of two with one name the last counts, as unpacking leaves it.
  mutating func add(_ name: String, _ member: Member) {
    if firstNames.count < 4, !name.isEmpty { firstNames.append(name) }
    if let old = members.updateValue(member, forKey: name) {
      if case .directory = old { return }
      problems.warning("member-duplicate", "the archive holds \"\(name)\" twice; the last one counts")
    }
  }

  func contains(_ name: String) -> Bool { (try? file(name)) != nil }

  var names: some Collection<String> { members.keys }

  /// The file a name leads to, links between members followed.
  ///
  /// - Throws: `.notFound` when there is none, `.corrupt` when links leave the archive or go round.
  func file(_ name: String) throws(ArchiveError) -> (name: String, body: Body, sizeBytes: Int64) {
    var at = try normal(name, of: name)
    for _ in 0..<ArchiveIndex.linkLimit {
      switch members[at] {
      case .file(let body, let size): return (at, body, size)
      case .symlink(let target):
        let directory = at.split(separator: "/").dropLast().joined(separator: "/")
        at = try normal(target.hasPrefix("/") ? target : directory + "/" + target, of: name)
      case .hardLink(let target): at = try normal(target, of: name)
      case .directory: throw ArchiveError(.corrupt, "\"\(name)\" is a directory, not a file")
      case .other(let kind): throw ArchiveError(.corrupt, "\"\(name)\" is \(kind), not a file")
      case nil: throw ArchiveError(.notFound, "\"\(name)\" is not in the archive")
      }
    }
    throw ArchiveError(.corrupt, "\"\(name)\": too many links one after another")
  }

  private func normal(_ name: String, of asked: String) throws(ArchiveError) -> String {
    let normal = EntryName(normalising: Array(name.utf8))
    guard !normal.climbs else { throw ArchiveError(.corrupt, "\"\(asked)\" leads out of the archive") }
    return String(decoding: normal.bytes, as: UTF8.self)
  }

  /// The bytes of a JSON member.
  ///
  /// - Throws: `.limit` when it is larger than a real one can be; `.truncated` when the file ends inside it.
  func json(_ name: String, limits: ArchiveLimits) throws(ArchiveError) -> [UInt8] {
    let (_, body, size) = try file(name)
    guard size <= limits.jsonBytes else {
      throw ArchiveError(
        .limit, "\(name): \(size) bytes are over the limit of \(limits.jsonBytes)",
        help: "--max-json N raises the limit")
    }
    switch body {
    case .kept(let bytes): return bytes
    case .skipped(let reason): throw ArchiveError(.corrupt, "\(name): \(reason)")
    case .scanned: throw ArchiveError(.corrupt, "\(name) is not JSON but a tar archive")
    case .window(let offset):
      guard case .file(let file) = source else { throw ArchiveError(.notFound, "\(name) cannot be read") }
      return try whole(file, offset: offset, size: size, name)
    case .file(let components):
      guard case .directory(let directory) = source else { throw ArchiveError(.notFound, "\(name) cannot be read") }
      let file = try OpenFile.open(below: directory, components: components)
      return try whole(file, offset: 0, size: min(file.sizeBytes, limits.jsonBytes), name)
    }
  }

  private func whole(
    _ file: OpenFile, offset: Int64, size: Int64, _ name: String
  ) throws(ArchiveError) -> [UInt8] {
    let bytes = try file.bytes(at: offset, count: Int(size))
    guard bytes.count == Int(size) else {
      throw ArchiveError(.truncated, "\(name) ends early: \(bytes.count) of \(size) bytes")
    }
    return bytes
  }
}

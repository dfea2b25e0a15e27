import Glibc
import ImageArchive

/// The repository that a searched directory belongs to: its root, and what the ignore files above the directory say.
struct RepositorySurroundings {
  /// The directory's path in its repository with a slash at its end; empty at the repository's root, or without one.
  let rootInRepository: [UInt8]
  /// The rules of the directories above; without a repository there are none.
  let rules: IgnoreRules
  /// The real path of the repository, or of the directory itself, with a slash at its end.
  private let realRoot: [UInt8]

  init(of directory: [UInt8], limits: SubjectLimits) {
    let slash = UInt8(ascii: "/")
    guard var real = RepositorySurroundings.realPath(directory.isEmpty ? [UInt8(ascii: ".")] : directory) else {
      (rootInRepository, rules, realRoot) = ([], IgnoreRules(), [])
      return
    }
    if real.last != slash { real.append(slash) }
    guard let repository = RepositorySurroundings.repository(of: real) else {
      (rootInRepository, rules, realRoot) = ([], IgnoreRules(), real)
      return
    }
    realRoot = repository
    rootInRepository = Array(real[repository.count...])
    var rules = IgnoreRules()
    func text(_ at: [UInt8], _ name: String) -> [UInt8] {
      RepositorySurroundings.ignoreFile(at + Array(name.utf8), limits) ?? []
    }
    rules.addGit(text(repository, ".git/info/exclude"), baseCount: 0)
    // The directory's own files are read when it is searched.
    var end = repository.count
    while end < real.count {
      let at = Array(real[..<end])
      rules.addGit(text(at, ".gitignore"), baseCount: end - repository.count)
      rules.addPlain(text(at, ".ignore"), baseCount: end - repository.count)
      end = (real[end...].firstIndex(of: slash) ?? real.count - 1) + 1
    }
    self.rules = rules
  }

  /// Whether a path leads, links followed, to something in the repository.
  func contains(_ path: [UInt8]) -> Bool {
    guard !realRoot.isEmpty, let real = RepositorySurroundings.realPath(path) else { return false }
    return real.starts(with: realRoot)
  }

  /// The content of an ignore file; nil when there is none, or one that is not to be obeyed.
  static func ignoreFile(_ path: [UInt8], _ limits: SubjectLimits) -> [UInt8]? {
    guard let bytes = try? RegularFile.head(path, count: limits.ignoreFileBytes + 1, followsLink: false),
      bytes.count <= limits.ignoreFileBytes
    else { return nil }
    return bytes
  }

  /// The nearest directory upwards that holds `.git`.
  private static func repository(of real: [UInt8]) -> [UInt8]? {
    var at = real[...]
    while !at.isEmpty {
      var info = stat()
      if RegularFile.withCPath(Array(at) + Array(".git".utf8), { lstat($0, &info) }) == 0 { return Array(at) }
      at = at.dropLast()
      while let last = at.last, last != UInt8(ascii: "/") { at = at.dropLast() }
    }
    return nil
  }

  private static func realPath(_ path: [UInt8]) -> [UInt8]? {
    guard !path.contains(0) else { return nil }
    return (path + [0]).withUnsafeBytes { buffer -> [UInt8]? in
      guard let base = buffer.baseAddress,
        let real = realpath(base.assumingMemoryBound(to: CChar.self), nil)
      else { return nil }
      defer { free(real) }
      return Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
    }
  }
}

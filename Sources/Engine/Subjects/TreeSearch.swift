import Glibc
import ImageArchive

/// Searches a directory and all below it for files, without recursion and without entering links.
///
/// Hidden directories are passed over but for `.devcontainer`, `.github` and `.docker`; what ignore files exclude is
/// neither entered nor found.
struct TreeSearch {
  /// A file that was found.
  struct File {
    var path: [UInt8]
    var identity: FileIdentity
    /// What its name says it is.
    var kind: SubjectKind
  }

  /// What is wanted of a tree.
  struct Wanted {
    /// Whether a file is wanted, by its path below the root and where its name begins.
    var isFile: (_ path: [UInt8], _ nameStart: Int) -> SubjectName.Verdict
    /// How many directories down; nil for all.
    var depth: Int?
    var entersHidden = false
    /// Files the user names besides: a link to one of them may lead out of the tree.
    var named: Set<FileIdentity> = []
  }

  private struct Directory {
    /// As it is opened, with a slash at its end; empty for the current directory.
    var path: [UInt8]
    var depth: Int
    var rules: IgnoreRules
  }

  private static let enteredHidden = [".devcontainer", ".github", ".docker"].map { Array($0.utf8) }
  private static let slash = UInt8(ascii: "/")

  private let limits: SubjectLimits
  private let obeysIgnoreFiles: Bool
  private let wanted: Wanted
  private let root: [UInt8]
  private let surroundings: RepositorySurroundings
  private var pending: [Directory] = []
  private var nameCount = 0

  private(set) var files: [File] = []
  private(set) var failures: [SubjectFailure] = []
  private(set) var directoryCount = 0
  /// How many wanted files were left out because an ignore file says so.
  private(set) var ignoredCount = 0
  /// Directories with files that were found and without a file that says something of a project.
  private(set) var bareDirectories: [[UInt8]] = []

  /// - Parameter root: the path as the user gave it.
  init(root: [UInt8], wanted: Wanted, obeysIgnoreFiles: Bool, limits: SubjectLimits) {
    (self.limits, self.obeysIgnoreFiles, self.wanted) = (limits, obeysIgnoreFiles, wanted)
    self.root = TreeSearch.prefix(of: root)
    surroundings = RepositorySurroundings(of: root, limits: limits)
  }

  /// What stands before each path below a root: `dir` and `dir/` give `dir/`, `.` and `./` nothing.
  private static func prefix(of root: [UInt8]) -> [UInt8] {
    var prefix = root
    while prefix.count > 1, prefix.last == slash { prefix.removeLast() }
    while prefix.starts(with: [UInt8(ascii: "."), slash]) {
      prefix.removeFirst(2)
      while prefix.first == slash { prefix.removeFirst() }
    }
    if prefix.isEmpty || prefix == [UInt8(ascii: ".")] { return [] }
    return prefix.last == slash ? prefix : prefix + [slash]
  }

  /// Searches; files and failures are sorted by the bytes of their paths.
  mutating func run() {
    pending = [Directory(path: root, depth: 0, rules: obeysIgnoreFiles ? surroundings.rules : IgnoreRules())]
    while let directory = pending.popLast() {
      search(directory)
      guard nameCount > limits.searchedNames else { continue }
      pending = []
      let error = ArchiveError(
        .limit, "\(shown(root)): more than \(limits.searchedNames) names, the search was not finished",
        help: "name a smaller directory, or the files")
      failures.append(SubjectFailure(shown(root), error))
    }
    files.sort { $0.path.lexicographicallyPrecedes($1.path) }
    failures.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func shown(_ directory: [UInt8]) -> String {
    directory.isEmpty ? "." : RegularFile.text(of: directory.count > 1 ? directory.dropLast() : directory)
  }

  private struct Listed {
    var directories: [[UInt8]] = []
    var candidates: [(name: [UInt8], verdict: SubjectName.Verdict, isLink: Bool)] = []
    var hasGitIgnore = false
    var hasIgnore = false
    var hasRepository = false
    /// Whether a name is there that `ProjectFinder` looks for.
    var hasProjectFiles = false
  }

  private mutating func search(_ directory: Directory) {
    directoryCount += 1
    // With the slash at its end a link would be followed.
    let opened = directory.path.count > 1 ? directory.path.dropLast() : [directory.path.first ?? UInt8(ascii: ".")]
    var listed = Listed()
    do throws(ArchiveError) {
      listed = try list(directory, Array(opened))
    } catch {
      failures.append(SubjectFailure(shown(directory.path), error))
      return
    }
    var rules = directory.rules
    if obeysIgnoreFiles { read(listed, directory, into: &rules) }
    let count = files.count
    for one in listed.candidates {
      let path = directory.path + one.name
      let named = ruled(path)
      if rules.ignores(named, nameStart: named.count - one.name.count, isDirectory: false) {
        ignoredCount += 1
      } else {
        add(path, one.verdict, isLink: one.isLink)
      }
    }
    if files.count > count, !listed.hasProjectFiles { bareDirectories.append(directory.path) }
    if let depth = wanted.depth, directory.depth >= depth { return }
    for name in listed.directories {
      let path = directory.path + name
      let named = ruled(path)
      if rules.ignores(named, nameStart: named.count - name.count, isDirectory: true) { continue }
      guard path.count < limits.pathBytes else {
        let error = ArchiveError(
          .limit, "a directory whose path is over the limit of \(limits.pathBytes) bytes was not searched",
          found: RegularFile.text(of: Array(path.prefix(80))) + "…")
        failures.append(SubjectFailure(shown(root), error))
        continue
      }
      pending.append(Directory(path: path + [TreeSearch.slash], depth: directory.depth + 1, rules: rules))
    }
  }

  /// A path as the ignore files of the repository see it.
  private func ruled(_ path: [UInt8]) -> [UInt8] { surroundings.rootInRepository + path[root.count...] }

  private mutating func list(_ directory: Directory, _ opened: [UInt8]) throws(ArchiveError) -> Listed {
    var listed = Listed()
    var count = nameCount
    let most = limits.searchedNames
    let (wanted, below) = (wanted, Array(directory.path[root.count...]))
    try DirectoryListing.forEach(opened, followsLink: directory.depth == 0) { bytes, type in
      count += 1
      if count > most { return false }
      let name = Array(bytes)
      var type = type
      if name.first == UInt8(ascii: ".") { TreeSearch.note(name, &listed) }
      if type == .unknown { type = TreeSearch.type(directory.path + name) }
      switch type {
      case .directory: if TreeSearch.isEntered(name, wanted.entersHidden) { listed.directories.append(name) }
      case .file, .link:
        let verdict = wanted.isFile(below + name, below.count)
        if verdict != .no { listed.candidates.append((name, verdict, type == .link)) }
      default: break
      }
      return true
    }
    nameCount = count
    // What was not listed may be one.
    if count > most { listed.hasProjectFiles = true }
    return listed
  }

  private static func note(_ name: [UInt8], _ listed: inout Listed) {
    if name.elementsEqual(".gitignore".utf8) { listed.hasGitIgnore = true }
    if name.elementsEqual(".ignore".utf8) { listed.hasIgnore = true }
    if name.elementsEqual(".git".utf8) { listed.hasRepository = true }
    if ProjectFinder.isProjectFile(name) { listed.hasProjectFiles = true }
  }

  private static func isEntered(_ name: [UInt8], _ entersHidden: Bool) -> Bool {
    guard name.first == UInt8(ascii: ".") else { return true }
    if name.elementsEqual(".git".utf8) { return false }
    return entersHidden || enteredHidden.contains(name)
  }

  /// What a name stands for, where the file system does not say it in the directory.
  private static func type(_ path: [UInt8]) -> DirectoryListing.EntryType {
    var info = stat()
    guard RegularFile.withCPath(path, { lstat($0, &info) }) == 0 else { return .other }
    switch info.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    case S_IFLNK: return .link
    default: return .other
    }
  }

  private func read(_ listed: Listed, _ directory: Directory, into rules: inout IgnoreRules) {
    let baseCount = ruled(directory.path).count
    func text(_ name: String) -> [UInt8] {
      RepositorySurroundings.ignoreFile(directory.path + Array(name.utf8), limits) ?? []
    }
    // The root's own repository is part of the surroundings.
    if listed.hasRepository, directory.depth > 0 {
      rules.enterRepository()
      rules.addGit(text(".git/info/exclude"), baseCount: baseCount)
    }
    if listed.hasGitIgnore { rules.addGit(text(".gitignore"), baseCount: baseCount) }
    if listed.hasIgnore { rules.addPlain(text(".ignore"), baseCount: baseCount) }
  }

  /// What a candidate is by its name and, where that is in doubt, by its text; nil for nothing that is wanted.
  private func kind(_ verdict: SubjectName.Verdict, _ path: [UInt8]) throws(ArchiveError) -> SubjectKind? {
    switch verdict {
    case .no: return nil
    case .yes(let kind): return kind
    case .ifItBeginsLikeDockerfile:
      return DockerfileName.beginsLikeDockerfile(try RegularFile.head(path, count: 4096)) ? .dockerfile : nil
    case .ifItHoldsTaskDefinition:
      return SubjectName.holdsTaskDefinition(try RegularFile.head(path, count: 1 << 20)) ? .ecs : nil
    }
  }

  private mutating func add(_ path: [UInt8], _ verdict: SubjectName.Verdict, isLink: Bool) {
    let name = RegularFile.text(of: path)
    do throws(ArchiveError) {
      let (kind, identity) = try RegularFile.look(path)
      guard kind == .file else { return }
      if isLink, !surroundings.contains(path) {
        // A tree of strangers must not have the machine's files shown in a report.
        if wanted.named.contains(identity) { return }
        throw ArchiveError(
          .unreadable, "\(name) is a symbolic link to a file outside the tree, which is not read",
          help: "name \(name) besides to have it read, or exclude it in an .ignore file")
      }
      guard let taken = try self.kind(verdict, path) else { return }
      files.append(File(path: path, identity: identity, kind: taken))
    } catch {
      // A link that leads nowhere is no file; `look` is all that can fail with it.
      if isLink, (try? RegularFile.look(path)) == nil { return }
      failures.append(SubjectFailure(name, error))
    }
  }
}

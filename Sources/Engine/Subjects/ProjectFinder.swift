import Glibc
import ImageArchive

/// Where a subject is: its place in its repository, and the configuration that holds for it.
public struct ProjectPlace: Sendable, Equatable {
  /// The subject's path without `.` and `..`; links are not followed.
  public var absolutePath: [UInt8]
  /// From the root of the repository, or from the working directory; nil when neither is above it.
  public var repositoryPath: String?
  /// The configuration file; nil when there is none.
  public var configuration: ConfigurationPath?
}

/// A configuration file that was found.
public struct ConfigurationPath: Sendable, Hashable {
  public var path: [UInt8]
  /// Whether it is hadolint's.
  public var isHadolint: Bool

  public init(path: [UInt8], isHadolint: Bool = false) { (self.path, self.isHadolint) = (path, isHadolint) }
}

/// Finds configuration files and repositories, upwards from subjects.
///
/// From the subject's directory up to the root of its repository, then from the working directory up to the root of its
/// own, then the user's; where there is no repository the directory itself alone counts, so that nobody else's file in a
/// shared directory above decides. hadolint's are looked for in the same way when there is none of ours.
public struct ProjectFinder {
  /// What one look at a directory told.
  private struct Look {
    var own: [UInt8]?
    var hadolint: [UInt8]?
    var isRepository: Bool
  }

  /// What holds for a directory.
  private struct Surroundings {
    var own: [UInt8]?
    var hadolint: [UInt8]?
    /// The repository's root; nil without one.
    var root: [UInt8]?
  }

  /// Names of our configuration file, the first that is there counts.
  public static let names = [".imgscan.yaml", ".imgscan.yml", ".imgscan.json"]
  private static let hadolintNames = [".hadolint.yaml", ".hadolint.yml"]

  private let workingDirectory: [UInt8]
  private let userConfiguration: [UInt8]?
  private let findsConfigurations: Bool
  private var known: [[UInt8]: Surroundings] = [:]
  /// Absolute.
  private var bare: Set<[UInt8]> = []

  /// - Parameters:
  ///   - workingDirectory: absolute; nil for the process's.
  ///   - userDirectory: the user's directory of configurations, `$XDG_CONFIG_HOME`; nil when there is none.
  ///   - findsConfigurations: false to look for repositories alone.
  public init(workingDirectory: [UInt8]? = nil, userDirectory: String? = nil, findsConfigurations: Bool = true) {
    self.findsConfigurations = findsConfigurations
    self.workingDirectory = LexicalPath.normalised(workingDirectory ?? LexicalPath.current() ?? [LexicalPath.slash])
    userConfiguration = userDirectory.map { Array("\($0)/imgscan/config.yaml".utf8) }
  }

  /// Takes directories for listed, so that they need not be looked at: no name in them is one that `isProjectFile` knows.
  public mutating func passOver(_ directories: [[UInt8]]) {
    bare.formUnion(directories.map { LexicalPath.absolute($0, from: workingDirectory) })
  }

  /// Whether a name in a directory is a reason to look at the directory.
  static func isProjectFile(_ name: [UInt8]) -> Bool {
    [".git", ".imgscan.", ".hadolint."].contains { name.starts(with: $0.utf8) }
  }

  /// - Parameters:
  ///   - path: of a file or directory, as named; empty for standard input.
  ///   - isDirectory: whether a configuration inside it counts; no configuration inside an image does.
  public mutating func place(of path: [UInt8], isDirectory: Bool = false) -> ProjectPlace {
    let absolute = LexicalPath.absolute(path, from: workingDirectory)
    let start = path.isEmpty ? workingDirectory : isDirectory ? absolute : LexicalPath.parent(of: absolute)
    let (around, here) = (surroundings(of: start), surroundings(of: workingDirectory))
    var configuration = (around.own ?? here.own).map { ConfigurationPath(path: $0) }
    if configuration == nil, findsConfigurations, let userConfiguration, ProjectFinder.exists(userConfiguration) {
      configuration = ConfigurationPath(path: userConfiguration)
    }
    if configuration == nil {
      configuration = (around.hadolint ?? here.hadolint).map { ConfigurationPath(path: $0, isHadolint: true) }
    }
    let roots = [here.root, around.root, workingDirectory].compactMap { $0 }
    let relative = roots.lazy.compactMap { LexicalPath.relative(absolute, to: $0) }.first
    return ProjectPlace(
      absolutePath: absolute, repositoryPath: relative.map(RegularFile.text), configuration: configuration)
  }

  /// A path as it is shown: from the working directory where that is shorter to read.
  public func shown(_ path: [UInt8]) -> String {
    let absolute = LexicalPath.absolute(path, from: workingDirectory)
    if let relative = LexicalPath.relative(absolute, to: workingDirectory) { return RegularFile.text(of: relative) }
    var (base, up) = (workingDirectory, 0)
    while base.count > 1, up < 8 {
      (base, up) = (LexicalPath.parent(of: base), up + 1)
      if base.count > 1, let relative = LexicalPath.relative(absolute, to: base) {
        return String(repeating: "../", count: up) + RegularFile.text(of: relative)
      }
    }
    return RegularFile.text(of: absolute)
  }

  /// Whether a path is a directory, not an image, that is or is above another directory.
  public func isSearch(of path: [UInt8], covering directory: [UInt8]) -> Bool {
    let absolute = LexicalPath.absolute(path, from: workingDirectory)
    guard absolute == directory || absolute.count == 1 || LexicalPath.relative(directory, to: absolute) != nil,
      let place = try? RegularFile.look(path), place.kind == .directory
    else { return false }
    return DirectoryContent(of: path) != .image
  }

  /// Whether a path leads, links followed, to something in the repository of a directory, or in the directory itself
  /// where there is none.
  public func isInProject(_ path: [UInt8], of directory: String) -> Bool {
    var copy = self
    let directory = LexicalPath.absolute(Array(directory.utf8), from: workingDirectory)
    let root = copy.surroundings(of: directory).root ?? directory
    guard let real = LexicalPath.real(root) else { return false }
    // What is not there is told as such when it is opened.
    let target = LexicalPath.real(path) ?? LexicalPath.absolute(path, from: workingDirectory)
    return LexicalPath.relative(target, to: real) != nil || LexicalPath.relative(target, to: root) != nil
  }

  /// The absolute directory that a file is in.
  public func directory(of path: [UInt8]) -> String {
    RegularFile.text(of: LexicalPath.parent(of: LexicalPath.absolute(path, from: workingDirectory)))
  }

  /// - Complexity: O(depth) for the first of a directory, O(1) for the next.
  private mutating func surroundings(of directory: [UInt8]) -> Surroundings {
    var looks: [(directory: [UInt8], look: Look)] = []
    var at = directory
    var above = Surroundings()
    while true {
      if let found = known[at] {
        above = found
        break
      }
      let look = bare.contains(at) ? Look(isRepository: false) : look(at)
      looks.append((at, look))
      if look.isRepository || at.count <= 1 { break }
      at = LexicalPath.parent(of: at)
    }
    for (directory, look) in looks.reversed() {
      let root = look.isRepository ? directory : above.root
      above = Surroundings(
        own: look.own ?? (root == nil || look.isRepository ? nil : above.own),
        hadolint: look.hadolint ?? (root == nil || look.isRepository ? nil : above.hadolint), root: root)
      known[directory] = above
    }
    return above
  }

  private func look(_ directory: [UInt8]) -> Look {
    func path(_ name: String) -> [UInt8] { LexicalPath.joined(directory, Array(name.utf8)) }
    var info = stat()
    let git = LexicalPath.joined(directory, Array(".git".utf8))
    let isRepository = RegularFile.withCPath(git) { lstat($0, &info) } == 0
    guard findsConfigurations else { return Look(isRepository: isRepository) }
    return Look(
      own: ProjectFinder.names.lazy.map(path).first(where: ProjectFinder.exists),
      hadolint: ProjectFinder.hadolintNames.lazy.map(path).first(where: ProjectFinder.isFile),
      isRepository: isRepository)
  }

  /// Whether anything has the name. A link to nothing where our configuration should be is an error to be told, not a
  /// configuration that is not there.
  private static func exists(_ path: [UInt8]) -> Bool {
    var info = stat()
    return RegularFile.withCPath(path, { lstat($0, &info) }) == 0
  }

  private static func isFile(_ path: [UInt8]) -> Bool {
    var info = stat()
    return RegularFile.withCPath(path, { stat($0, &info) }) == 0 && info.st_mode & S_IFMT == S_IFREG
  }
}

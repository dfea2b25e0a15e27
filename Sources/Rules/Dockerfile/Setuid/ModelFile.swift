/// A file that stands for all files of its directory and mode when a clean-up is tried out.
struct ModelFile: Sendable, Equatable {
  /// A name that no expression means in particular.
  static let name = "program"

  /// The modes of setuid and setgid files in real images.
  static let modes: [UInt16] = [0o4755, 0o4711, 0o4754, 0o2755, 0o2711, 0o6755]

  var directory: String
  /// The mode that it begins with.
  let original: UInt16
  /// nil when it was deleted.
  var current: UInt16?
  var fileName = ModelFile.name

  init(_ directory: String, _ mode: UInt16) { (self.directory, original, current) = (directory, mode, mode) }

  var path: String { SearchRoot.join(directory, fileName) }
  var mode: UInt16 { current ?? 0 }

  /// Whether neither bit is left.
  var isClean: Bool { mode & 0o6000 == 0 }
}

/// Where an image keeps its programs.
struct ProgramLayout: Sendable, Equatable {
  /// Whether `/bin`, `/sbin` and `/lib` are links into `/usr`.
  var isMerged: Bool

  /// The directories that a clean-up has to reach.
  var directories: [String] { isMerged ? ProgramLayout.usr : ProgramLayout.unmerged }

  private static let usr = ["/usr/bin", "/usr/sbin", "/usr/lib", "/usr/libexec", "/usr/local/bin"]
  private static let unmerged = ["/bin", "/sbin"] + usr

  /// The names from the root to a program in each directory.
  fileprivate var programs: [[String]] { isMerged ? ProgramLayout.usrPrograms : ProgramLayout.unmergedPrograms }

  private static let usrPrograms = usr.map { SearchRoot.parts(of: $0) + [ModelFile.name] }
  private static let unmergedPrograms = unmerged.map { SearchRoot.parts(of: $0) + [ModelFile.name] }

  /// A file of each mode in each directory.
  var files: [ModelFile] { isMerged ? ProgramLayout.usrFiles : ProgramLayout.unmergedFiles }

  private static let usrFiles = files(in: usr)
  private static let unmergedFiles = files(in: unmerged)

  private static func files(in directories: [String]) -> [ModelFile] {
    directories.flatMap { directory in ModelFile.modes.map { ModelFile(directory, $0) } }
  }

  static let linkedNames: Set<String> = ["bin", "sbin", "lib", "lib64", "lib32"]
}

/// A directory, file or pattern that a search or a recursive command begins at.
struct SearchRoot: Sendable {
  /// The names from the root to a file.
  struct Way {
    /// As find prints the root.
    var root: String
    var rootName: String
    var names: [String]
  }

  private var text: String
  private var parts: [String]
  /// Whether it is a link that is not followed.
  private var isLink = false
  private var isNowhere = false

  init(_ word: FindWord, follows: Bool, layout: ProgramLayout, workdir: String?) {
    text = word.text
    parts = SearchRoot.parts(of: word.text)
    if !word.text.hasPrefix("/") {
      // What a variable without a known value begins with could be the root directory.
      guard word.isKnown else {
        (text, parts) = ("/", [])
        return
      }
      guard let workdir else {
        isNowhere = true
        return
      }
      parts = SearchRoot.parts(of: workdir) + parts
    }
    guard layout.isMerged, let first = parts.first, ProgramLayout.linkedNames.contains(first) else { return }
    isLink = parts.count == 1 && !follows && !word.text.hasSuffix("/")
    parts.insert("usr", at: 0)
  }

  /// The components without `.`.
  static func parts(of path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter { $0 != "." }
  }

  static func join(_ directory: String, _ name: String) -> String {
    directory.hasSuffix("/") ? directory + name : directory + "/" + name
  }

  /// Whether programs may lie below it.
  func reaches(_ layout: ProgramLayout) -> Bool {
    guard parts.count <= 4, !isLink, !isNowhere else { return false }
    return layout.programs.contains(where: isAbove)
  }

  /// Whether the names of an absolute path begin with its own.
  private func isAbove(_ names: [String]) -> Bool {
    guard parts.count <= names.count else { return false }
    return zip(parts, names).allSatisfy { part, name in
      part == name || (NamePattern.hasWildcard(part) && NamePattern(part, matchesSlash: false).matches(name))
    }
  }

  /// The way to an absolute path; nil when it is not below the root.
  func way(to path: String) -> Way? {
    guard !isLink, !isNowhere else { return nil }
    let names = SearchRoot.parts(of: path)
    guard isAbove(names) else { return nil }
    return Way(root: text, rootName: parts.last ?? "/", names: Array(names[parts.count...]))
  }
}

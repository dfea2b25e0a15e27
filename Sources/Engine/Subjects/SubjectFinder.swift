import ImageArchive

/// Finds what is to be judged from what the user named: files, directories, quoted globs, and `-`.
///
/// Arguments keep their order, what is found in a directory is sorted by the bytes of its path, and each file comes once,
/// under the first name it is found by.
public struct SubjectFinder {
  /// What an argument is taken for whatever it is; nil to tell by content.
  public var taken: SubjectKind?
  /// Whether searches leave out what `.gitignore`, `.git/info/exclude` and `.ignore` say.
  public var obeysIgnoreFiles = true
  /// The name of what comes from standard input.
  public var standardInputName: String?
  public var limits = SubjectLimits()

  let input: StandardInput
  private var found: [Result<Subject, SubjectFailure>] = []
  private var seen: Set<FileIdentity> = []
  private var named: Set<FileIdentity> = []
  private var hasStandardInput = false
  /// Directories that a search has found to hold neither a configuration nor a repository.
  public private(set) var bareDirectories: [[UInt8]] = []

  public init(input: StandardInput) { self.input = input }

  /// The subjects, and what stood in their way, in order.
  public mutating func find(_ arguments: [String]) -> [Result<Subject, SubjectFailure>] {
    found = []
    seen = []
    bareDirectories = []
    hasStandardInput = false
    named = Set(
      arguments.compactMap { argument in
        guard let place = try? RegularFile.look(Array(argument.utf8)), place.kind == .file else { return nil }
        return place.identity
      })
    for argument in arguments {
      do throws(ArchiveError) {
        try find(argument)
      } catch {
        found.append(.failure(SubjectFailure(argument, error, kind: taken ?? .image)))
      }
    }
    return found
  }

  private mutating func find(_ argument: String) throws(ArchiveError) {
    if argument == "-" { return try addStandardInput() }
    let path = Array(argument.utf8)
    guard !path.isEmpty else { throw ArchiveError(.unreadable, "an empty name, expected a file or directory") }
    let place: (kind: RegularFile.Kind, identity: FileIdentity)
    do throws(ArchiveError) {
      place = try RegularFile.look(path)
    } catch {
      if let glob = GlobArgument(path), !glob.existsLiterally { return try search(glob, argument) }
      // `kind` says the same, with advice for what looks like the name of an image.
      _ = try OpenFile.kind(of: argument)
      throw error
    }
    switch place.kind {
    case .file:
      if seen.contains(place.identity) { return }
      let kind = try kind(ofFile: path, named: argument)
      seen.insert(place.identity)
      found.append(.success(Subject(name: argument, kind: kind, path: path, isTaken: taken != nil)))
    case .directory:
      if taken == .image || (taken == nil && DirectoryContent(of: path) == .image) {
        found.append(.success(Subject(name: argument, kind: .image, path: path)))
      } else {
        try search(directory: path, argument)
      }
    case .other:
      _ = try OpenFile.kind(of: argument)
    }
  }

  private func kind(ofFile path: [UInt8], named name: String) throws(ArchiveError) -> SubjectKind {
    if let taken { return taken }
    // The beginning alone tells what is binary.
    var head = try RegularFile.head(path, count: SubjectContent.startBytes)
    if SubjectContent(head: head) == .image { return .image }
    if head.count == SubjectContent.startBytes {
      head = try RegularFile.head(path, count: SubjectContent.headBytes)
    }
    guard !head.isEmpty else {
      throw ArchiveError(
        .notAnImage, "\(name) is empty, expected a container image, a Dockerfile or a deployment file",
        help: "docker save IMAGE -o app.tar")
    }
    return try kind(of: SubjectContent(head: head), name) {
      () throws(ArchiveError) in try RegularFile.read(path, limit: limits.dockerfileBytes)
    }
  }

  private func kind(
    of content: SubjectContent, _ name: String, text: () throws(ArchiveError) -> [UInt8]
  ) throws(ArchiveError) -> SubjectKind {
    let words: String
    switch content == .perhapsJSON ? SubjectContent.json(try text()) ?? .dockerfile : content {
    case .image: return .image
    case .dockerfile, .perhapsJSON: return .dockerfile
    case .deployment(let kind): return SubjectKind(kind)
    case .other(let what): words = what
    }
    throw ArchiveError(
      .notAnImage, "\(name) is neither a container image, a Dockerfile nor a deployment file", found: words,
      help: "--as image, dockerfile, ecs, compose or k8s reads it as one all the same")
  }

  private mutating func addStandardInput() throws(ArchiveError) {
    guard !hasStandardInput else {
      throw ArchiveError(.unreadable, "- is named twice, standard input can be read once")
    }
    hasStandardInput = true
    if input.isTerminal {
      throw ArchiveError(
        .unreadable, "standard input is a terminal, expected an archive or a file to judge",
        help: "docker save IMAGE | imgscan -     or     imgscan - < Dockerfile")
    }
    let kind = try kindOfStandardInput()
    found.append(
      .success(
        Subject(
          name: kind == .image ? "-" : standardInputName ?? "-", kind: kind, path: [], isTaken: taken != nil)))
  }

  private func kindOfStandardInput() throws(ArchiveError) -> SubjectKind {
    if let taken { return taken }
    let head = try input.head(SubjectContent.headBytes)
    // Nothing at all is what a `docker save` that failed leaves; with a file name it is that file.
    if head.isEmpty { return standardInputName == nil ? .image : .dockerfile }
    return try kind(of: SubjectContent(head: head), standardInputName ?? "standard input") {
      () throws(ArchiveError) in try readStandardInput()
    }
  }

  /// All of standard input, which stays readable.
  private func readStandardInput() throws(ArchiveError) -> [UInt8] {
    let bytes = try input.head(limits.dockerfileBytes + 1)
    guard bytes.count <= limits.dockerfileBytes else {
      throw RegularFile.tooLarge("standard input", limits.dockerfileBytes)
    }
    return bytes
  }

  private mutating func search(directory: [UInt8], _ argument: String) throws(ArchiveError) {
    let wanted = TreeSearch.Wanted(
      isFile: { path, start in SubjectName.verdict(Array(path[start...])) }, named: named)
    var search = TreeSearch(root: directory, wanted: wanted, obeysIgnoreFiles: obeysIgnoreFiles, limits: limits)
    search.run()
    bareDirectories += search.bareDirectories
    addFailures(search)
    for file in search.files where seen.insert(file.identity).inserted {
      found.append(
        .success(
          Subject(name: RegularFile.text(of: file.path), kind: file.kind, path: file.path, isFromSearch: true)))
    }
    if search.files.isEmpty, search.failures.isEmpty {
      throw nothing(
        "\(argument) is a directory without an image, a Dockerfile, a compose file or a task definition", search)
    }
  }

  private mutating func search(_ glob: GlobArgument, _ argument: String) throws(ArchiveError) {
    var wanted = glob.wanted
    wanted.named = named
    var search = TreeSearch(
      root: glob.root, wanted: wanted, obeysIgnoreFiles: obeysIgnoreFiles, limits: limits)
    search.run()
    addFailures(search)
    for file in search.files where seen.insert(file.identity).inserted {
      let name = RegularFile.text(of: file.path)
      do throws(ArchiveError) {
        let kind = try kind(ofFile: file.path, named: name)
        found.append(.success(Subject(name: name, kind: kind, path: file.path, isTaken: taken != nil)))
      } catch {
        found.append(.failure(SubjectFailure(name, error)))
      }
    }
    if search.files.isEmpty, search.failures.isEmpty { throw nothing("no file matches \(argument)", search) }
  }

  private mutating func addFailures(_ search: TreeSearch) {
    found += search.failures.map { .failure($0) }
  }

  private func nothing(_ message: String, _ search: TreeSearch) -> ArchiveError {
    let directories = search.directoryCount == 1 ? "1 directory" : "\(search.directoryCount) directories"
    let ignored = search.ignoredCount
    guard ignored > 0 else { return ArchiveError(.notFound, message, found: "nothing in \(directories)") }
    return ArchiveError(
      .notFound, message, found: "\(ignored == 1 ? "1 file" : "\(ignored) files") that an ignore file excludes",
      help: "--no-ignore searches those too")
  }
}

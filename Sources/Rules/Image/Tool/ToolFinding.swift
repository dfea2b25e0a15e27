import Core
import ImageArchive
import RootFS

/// Programs of one kind, and what to make of them.
struct ToolKind: Sendable {
  /// What a finding does with a program that ENTRYPOINT, CMD or HEALTHCHECK needs.
  enum WhenNeeded: Sendable {
    /// The finding becomes info when nothing else is left in it.
    case info
    /// What the container starts is left out.
    case leaveOutStarted
    /// It is only said.
    case note
  }

  /// The names it is found by.
  var names: ToolNames
  /// Such as `network tool`.
  var singular: String
  var plural: String
  var whenNeeded: WhenNeeded
}

/// A file that is a tool, with all the names of a kind it can be called by.
struct Tool: Sendable {
  var real: NodeID
  /// Where the file itself is, symbolic links followed.
  var path: RootPath
  /// Whether the beginning of its content is known.
  var isRead: Bool
  /// Names by which it counts, sorted.
  var names: [String]
  /// Paths that lead to it, its own among them, sorted.
  var paths: [RootPath]
  /// Who cannot do without it.
  var needs: [ToolNeed]
  /// The name of the many programs it is one of, such as `busybox`; nil when it is one program.
  var multiCallName: String?

  var isMultiCall: Bool { multiCallName != nil }
  /// The base name of `path`.
  var ownName: String { text(ofName: path.lastComponent) }

  /// The path with the other names, such as `/usr/bin/dash (also sh)` or `/bin/busybox (as nc)`.
  var label: String {
    let others = names.filter { $0 != ownName }
    guard !others.isEmpty else { return path.description }
    let shown = others.prefix(12).joined(separator: ", ") + (others.count > 12 ? ", …" : "")
    return "\(path) (\(names.contains(ownName) ? "also" : "as") \(shown))"
  }
}

extension ToolKind {
  /// The tools of this kind in an image, those of own layers first, then by path.
  ///
  /// - Parameter isAlsoOne: takes programs whose name is not enough.
  func tools(in image: ImageModel, isAlsoOne: (Program) -> Bool = { _ in false }) -> [Tool] {
    guard image.config.os?.lowercased() != "windows" else { return [] }
    let candidates = image.programs.filter { names.contains($0.name) || isAlsoOne($0) }
    guard !candidates.isEmpty else { return [] }
    let needs = image.analyses.value { ToolNeeds(image) }.byFile
    let places = image.analyses.value { ToolPlaces(image) }
    let programs = candidates.filter { program in
      if isAlsoOne(program) { return !places.isDocumentation(program.path) }
      return places.takes(program, names) && !isApplication(program, needs[image.root.fileNumber(program.real)])
    }
    let grouped = Dictionary(grouping: programs) { image.root.fileNumber($0.real) }
    let multiCall = image.multiCallNames
    let tools = grouped.map { file, programs in tool(programs, needs: needs[file] ?? [], multiCall[file]) }
    let kept = tools.filter { tool in
      if whenNeeded == .leaveOutStarted, tool.needs.contains(where: \.isStart) { return false }
      return image.leftOut.isEmpty || !image.leftOut.contains(image.root.path(of: tool.real))
    }
    return kept.sorted { left, right in
      let (isOwn, isOwnRight) = (image.isOwn(left.real), image.isOwn(right.real))
      return isOwn == isOwnRight ? left.path < right.path : isOwn
    }
  }

  /// Whether a common word is the name of the application that the image is made for.
  private func isApplication(_ program: Program, _ needs: [ToolNeed]?) -> Bool {
    names.commonWords.contains(program.name) && (needs ?? []).contains(where: \.isStart)
  }

  private func tool(_ programs: [Program], needs: [ToolNeed], _ multiCallName: String?) -> Tool {
    // Of hard links one stands for the file: the one with the file's usual name, else the first.
    let first = programs.dropFirst().reduce(programs[0]) { best, other in
      let (isUsual, isUsualBest) = (other.realName == multiCallName, best.realName == multiCallName)
      if isUsual != isUsualBest { return isUsual ? other : best }
      return other.realPath < best.realPath ? other : best
    }
    let names = Set(programs.map(\.name))
    var tool = Tool(
      real: first.real, path: first.realPath, isRead: first.head != .unread, names: names.sorted(),
      paths: Set(programs.map(\.path) + programs.map(\.realPath)).sorted(), needs: [],
      multiCallName: multiCallName)
    tool.needs = needs.filter { !tool.isMultiCall || names.contains($0.name) }
    return tool
  }

  /// Whether the image cannot do without any of the names this tool counts by.
  func isNeeded(_ tool: Tool) -> Bool {
    guard let name = tool.multiCallName, !names.contains(name) else { return !tool.needs.isEmpty }
    return Set(tool.names).isSubset(of: tool.needs.map(\.name))
  }
}

extension ImageModel {
  fileprivate func isOwn(_ node: NodeID) -> Bool { layerRef(of: node)?.origin == .own }

  /// The names of files that are many programs, by file.
  fileprivate var multiCallNames: [Int: String] {
    programs.reduce(into: [:]) { names, program in
      let name = program.realName
      if ToolNames.multiCall.contains(name) { names[root.fileNumber(program.real)] = name }
    }
  }
}

/// Decides by place and beginning whether a program with a tool's name is that tool.
struct ToolPlaces: Sendable {
  private let root: RootFS
  private let directories: Set<NodeID>

  /// Looks up the directories of PATH.
  init(_ image: ImageModel) {
    root = image.root
    let standard = ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"]
    directories = Set((image.config.searchPath.prefix(64) + standard).compactMap { image.root.lookup($0) })
  }

  /// Whether a program is the tool its name says.
  func takes(_ program: Program, _ names: ToolNames) -> Bool {
    guard !isDocumentation(program.path), !ToolNames.idle.contains(program.realName) else { return false }
    if names.commonWords.contains(program.name), !isInSearchPath(program) { return false }
    guard program.head == .script else { return true }
    let isNamedSo = ToolNames.isUsuallyScript(program.name) || ToolNames.isUsuallyScript(program.realName)
    return isNamedSo && (names.takesScriptsAnywhere || isInSearchPath(program) || isInProgramDirectory(program))
  }

  /// Whether a path is one of data or documentation, or of the transport methods of apt and dpkg, which bear the names
  /// of protocols (`/usr/lib/apt/methods/ftp`).
  func isDocumentation(_ path: RootPath) -> Bool {
    let text = path.description
    for start in ["/usr/share/", "/usr/local/share/", "/usr/doc/", "/usr/lib/apt/", "/usr/lib/dpkg/", "/lib/apt/"]
    where text.hasPrefix(start) { return true }
    return text.split(separator: "/").dropLast().contains { $0 == "completions" || $0 == "bash_completion.d" }
  }

  private func isInSearchPath(_ program: Program) -> Bool {
    root.parent(of: program.node).map(directories.contains) ?? false
  }

  /// `bin` or `sbin` of a prefix such as a virtual environment; not the copies that packages of node keep.
  private func isInProgramDirectory(_ program: Program) -> Bool {
    let parts = program.path.description.split(separator: "/")
    guard let directory = parts.dropLast().last, directory == "bin" || directory == "sbin" else { return false }
    return !parts.contains("node_modules")
  }
}

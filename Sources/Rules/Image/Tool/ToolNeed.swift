import Core
import ImageArchive
import RootFS

/// A program that ENTRYPOINT, CMD or HEALTHCHECK cannot do without.
struct ToolNeed: Sendable {
  /// `RootFS.fileNumber` of the program, symbolic links followed.
  var file: Int
  /// The base name it is called by.
  var name: String
  /// Who needs it, in words, such as `HEALTHCHECK runs curl`.
  var reason: String
  /// How to do without it.
  var way: String
  /// Whether the container itself starts it; false for the health check.
  var isStart: Bool
}

/// What an image cannot do without, by the file: worked out once for all kinds of tools.
struct ToolNeeds: Sendable {
  let byFile: [Int: [ToolNeed]]

  init(_ image: ImageModel) { byFile = Dictionary(grouping: ToolNeedSearch(image).needs, by: { $0.file }) }
}

/// Finds what the commands of a config run, as far as words can tell.
///
/// What a script does inside is not looked at: a program that only a script calls is not known to be needed.
struct ToolNeedSearch {
  private let image: ImageModel
  /// What was found, in the order of the config.
  private(set) var needs: [ToolNeed] = []
  private var origin = ""
  private var isStart = true
  private var depth = 0

  /// Searches the config of an image.
  init(_ image: ImageModel) {
    self.image = image
    searchStart()
    searchHealthcheck()
  }

  private mutating func searchStart() {
    let entrypoint = image.config.entrypoint ?? []
    let cmd = image.config.cmd ?? []
    (origin, isStart) = (entrypoint.isEmpty ? "CMD" : "ENTRYPOINT", true)
    command(entrypoint + cmd)
    // A script is usually a wrapper that ends with exec "$@"; a program takes the words of CMD as its arguments.
    guard let first = entrypoint.first, !cmd.isEmpty, let node = file(first) else { return }
    guard image.root.info(node).head == .script else { return }
    origin = "CMD"
    command(cmd)
  }

  private mutating func searchHealthcheck() {
    guard let test = image.config.healthcheck?.test, let kind = test.first else { return }
    (origin, isStart) = ("HEALTHCHECK", false)
    if kind == "CMD" { command(Array(test.dropFirst())) }
    guard kind == "CMD-SHELL", test.count > 1 else { return }
    let shell = image.config.shell?.first ?? "/bin/sh"
    add(shell, reason: "HEALTHCHECK is in shell form (CMD-SHELL)", way: ToolNeedSearch.execForm)
    for words in ShellWords.commands(in: test[1]) { command(words) }
  }

  /// Looks at one command and, when it is a wrapper or a shell, at the command it runs.
  private mutating func command(_ words: [String]) {
    guard let first = words.first, depth < 4 else { return }
    depth += 1
    defer { depth -= 1 }
    let name = ToolNeedSearch.baseName(first)
    let rest = Array(words.dropFirst())
    if ToolNames.shells.contains(name), let flag = rest.firstIndex(where: ToolNeedSearch.isCommandFlag) {
      add(first, reason: "\(origin) is in shell form (\(name) \(rest[flag]))", way: ToolNeedSearch.execForm)
      guard flag + 1 < rest.count else { return }
      for inner in ShellWords.commands(in: rest[flag + 1]) { command(inner) }
      return
    }
    add(first, reason: "\(origin) runs \(name)", way: way(name))
    if let node = file(first), image.root.info(node).head == .script { interpreter(of: node, calledBy: first) }
    if ToolNames.multiCall.contains(name), let applet = rest.first, !applet.hasPrefix("-") {
      add(first, calledBy: applet, reason: "\(origin) runs \(name) \(applet)", way: way(applet))
      if ToolNames.shells.contains(applet) { command(["/bin/" + applet] + rest.dropFirst()) }
    }
    let after = ToolNeedSearch.wrapped(name, rest)
    if !after.isEmpty { command(after) }
  }

  private func way(_ name: String) -> String {
    isStart
      ? "start the application itself, in exec form: ENTRYPOINT [\"/app/server\"]"
      : "HEALTHCHECK CMD [\"/app/server\", \"healthcheck\"], a check built into the application instead of \(name)"
  }

  private static let execForm =
    "exec form runs without a shell: ENTRYPOINT [\"/app/server\"] and HEALTHCHECK CMD "
    + "[\"/app/server\", \"healthcheck\"]"

  private mutating func interpreter(of script: NodeID, calledBy path: String) {
    guard let line = interpreterLine(of: script) else { return }
    var words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
    if let first = words.first, ToolNeedSearch.baseName(first) == "env" {
      words.removeFirst()
      while let word = words.first, word.hasPrefix("-") || word.contains("=") { words.removeFirst() }
    }
    guard let program = words.first else { return }
    let name = ToolNeedSearch.baseName(program)
    let reason = "\(origin) runs the script \(path), which begins with #!\(line)"
    let way = "start the application itself instead of a script: ENTRYPOINT [\"/app/server\"]"
    if ToolNames.multiCall.contains(name), words.count > 1 {
      add(program, calledBy: words[1], reason: reason, way: way)
    } else {
      add(program, reason: reason, way: way)
    }
  }

  private func interpreterLine(of script: NodeID) -> String? {
    if let bytes = image.contents[script]?.known, bytes.starts(with: [35, 33]) {
      let line = bytes.dropFirst(2).prefix(256).prefix { $0 != 10 && $0 != 13 }
      return ShellWords.trimmed(String(decoding: line, as: UTF8.self))
    }
    return image.start.real == script ? image.start.interpreter : nil
  }

  private mutating func add(_ program: String, calledBy name: String? = nil, reason: String, way: String) {
    guard let node = file(program) else { return }
    needs.append(
      ToolNeed(
        file: image.root.fileNumber(node), name: name ?? ToolNeedSearch.baseName(program), reason: reason, way: way,
        isStart: isStart))
  }

  /// The file a command word names, as execvp would find it.
  private func file(_ word: String) -> NodeID? {
    if word.hasPrefix("/") { return regular(word) }
    if word.contains("/") { return regular((image.config.workingDirectory ?? "/") + "/" + word) }
    guard !word.isEmpty else { return nil }
    for directory in image.config.searchPath.prefix(64) where directory.hasPrefix("/") {
      if let node = regular(directory + "/" + word) { return node }
    }
    return nil
  }

  private func regular(_ path: String) -> NodeID? {
    guard let node = image.root.lookup(path), image.root.info(node).kind == .file else { return nil }
    return node
  }

  /// What a wrapper runs: the words after its options, and for wrappers that drop root also after the user.
  private static func wrapped(_ name: String, _ rest: [String]) -> [String] {
    let takesUser = ["gosu", "su-exec", "s6-setuidgid"].contains(name)
    guard takesUser || ["tini", "tini-static", "dumb-init", "catatonit", "docker-init", "exec", "env"].contains(name)
    else { return [] }
    if let dashes = rest.firstIndex(of: "--") { return Array(rest.dropFirst(dashes + 1)) }
    let words = rest.drop { $0.hasPrefix("-") || (name == "env" && $0.contains("=")) }
    return Array(takesUser ? words.dropFirst() : words)
  }

  /// Whether a shell's option makes the next word a command: `-c`, `-ec`, `-lc`.
  private static func isCommandFlag(_ word: String) -> Bool {
    word.hasPrefix("-") && !word.hasPrefix("--") && word.hasSuffix("c")
  }

  private static func baseName(_ word: String) -> String {
    word.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? ""
  }
}

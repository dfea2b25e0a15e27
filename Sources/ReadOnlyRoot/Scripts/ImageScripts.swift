import Core
import ImageArchive
import RootFS
import ShellSyntax

/// The shell scripts that run when a container starts, with what they write.
public struct ImageScripts: Sendable {
  /// A script that was read.
  public struct File: Sendable {
    /// The script in the image; nil for the text of the start command.
    public var node: NodeID?
    /// `/entrypoint.sh`, or `start command`.
    public var name: String
    /// In the order of the lines; those to places that need no writable root are left out.
    public var writes: [ScriptWrite]
    /// Lines of writes to places that could not be told.
    public var unresolved: [Int]
    /// Base names of the programs it runs, and whether surely.
    public var programs: [String: Bool]
    /// Directories that it makes unless they are there.
    public var made: Set<String>
    /// What could not be understood; nil when all was.
    public var problem: String?
  }

  /// The started script first, then what it runs.
  public private(set) var files: [File] = []
  /// Scripts that run but whose content is not at hand, with what runs them.
  public private(set) var unread: [String] = []

  /// Most scripts read of one image.
  static let mostFiles = 50
  /// Scripts run by scripts run by scripts.
  private static let mostDepth = 8
  /// Bytes of all scripts together.
  private static let mostBytes = 2 << 20

  /// Writes to places that could not be told, over all scripts.
  public var unresolvedCount: Int { files.reduce(0) { $0 + $1.unresolved.count } }

  public init(of image: ImageModel) { self = image.analyses.value { ImageScripts(reading: image) } }

  private init(reading image: ImageModel) {
    guard image.start.state == .found, !image.isWindows else { return }
    var walk = ScriptWalk(image)
    walk.start()
    while let next = walk.queue.popLast() {
      guard files.count < Self.mostFiles, walk.bytes < Self.mostBytes, next.depth <= Self.mostDepth else { break }
      if let file = walk.read(next) { files.append(file) }
    }
    unread = walk.unread
  }
}

/// The way through an image's scripts.
private struct ScriptWalk {
  /// A script to be read.
  struct Item {
    var node: NodeID?
    var name: String
    var text: [UInt8]
    var arguments: [String]?
    var reach: Reach
    var isSourced = false
    var depth = 0
  }

  let image: ImageModel
  /// The next one last.
  var queue: [Item] = []
  private(set) var unread: [String] = []
  private(set) var bytes = 0
  private var seen: Set<NodeID> = []
  private var called: Set<String> = []
  private let context: ScriptContext

  init(_ image: ImageModel) {
    self.image = image
    let places = ScriptPlaces(image)
    var context = ScriptContext(place: { places.place($0) }, content: { places.content($0) })
    for item in image.config.env.prefix(1000) {
      guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      context.environment[String(item[..<equals])] = String(item[item.utf8.index(after: equals)...])
    }
    if context.environment["HOME"] == nil, let account = image.runUser.account {
      context.environment["HOME"] = account.home
    }
    if context.environment["HOME"]?.isEmpty == true { context.environment["HOME"] = "/" }
    let directory = image.config.workingDirectory ?? ""
    context.directory = directory.isEmpty ? "/" : directory
    if image.runUser.outcome == .resolved {
      context.uid = image.runUser.uid
      context.userName = image.runUser.account?.name
    }
    self.context = context
  }

  mutating func start() {
    if image.start.isShellForm {
      let text = Array((image.start.shellText ?? "").utf8)
      queue.append(Item(name: "start command", text: text, arguments: nil, reach: .sure))
      return
    }
    var words = CommandWords.withoutLaunchers(image.start.argv)
    if let first = words.first, ShellDialect.isShell(CommandWords.baseName(first)) {
      words.removeFirst()
      while let option = words.first, option.utf8.first == UInt8(ascii: "-") {
        words.removeFirst()
        if option.utf8.last == UInt8(ascii: "c"), let text = words.first {
          queue.append(
            Item(name: "start command", text: Array(text.utf8), arguments: Array(words.dropFirst()), reach: .sure))
          return
        }
      }
    }
    for at in words.indices.prefix(16) where CommandWords.isLiteral(words[at]) && words[at].utf8.first != 0x2D {
      if at > 0, !words[at].utf8.contains(UInt8(ascii: "/")), !words[at].hasSuffix(".sh") { continue }
      let call = ScriptCall(
        path: words[at], isSourced: false, arguments: Array(words[at...]), line: 0, reach: .sure)
      follow(call, from: "start command", depth: 0, isArgument: at > 0)
    }
    queue.reverse()
    if image.directory("/etc/cont-init.d") != nil,
      image.directory("/etc/s6-overlay") != nil || image.start.path?.description == "/init"
    {
      let call = ScriptCall(path: "/etc/cont-init.d", isSourced: false, line: 0, reach: .sure, isDirectory: true)
      follow(call, from: "/init", depth: 0)
    }
  }

  /// What a script writes; the scripts that it runs come next.
  mutating func read(_ item: Item) -> ImageScripts.File? {
    bytes += min(item.text.count, ScriptWrites.mostBytes)
    var context = context
    context.arguments = item.arguments
    context.isBash = isBash(item.text)
    (context.isLibrary, context.called) = (item.isSourced, called)
    let found = ScriptWrites(item.text, context)
    called.formUnion(found.programs.keys)
    let waiting = queue.count
    for call in found.calls.prefix(200) {
      var call = call
      call.reach = min(call.reach, item.reach)
      follow(call, from: "\(item.name):\(call.line)", depth: item.depth + 1)
    }
    queue[waiting...].reverse()
    let isSure = item.reach == .sure
    return ImageScripts.File(
      node: item.node, name: item.name,
      writes: found.writes.map { write in
        var write = write
        if !isSure { write.confidence = min(write.confidence, .possible) }
        return write
      }, unresolved: found.unresolved, programs: found.programs.mapValues { $0 == .sure && isSure },
      made: isSure ? found.made : [], problem: found.problem)
  }

  /// - Parameter isArgument: whether it is a word of a command, which may name a configuration as well.
  private mutating func follow(_ call: ScriptCall, from place: String, depth: Int, isArgument: Bool = false) {
    guard queue.count < 500 else { return }
    if call.isDirectory {
      guard let directory = image.directory(call.path) else { return }
      for child in image.root.children(of: directory).prefix(200) {
        guard let node = image.root.resolve(child), image.root.info(node).kind == .file else { continue }
        add(node, image.root.path(of: child).description, call, place, depth, isListed: true)
      }
      return
    }
    guard let (node, path) = file(call.path) else { return }
    add(node, path, call, place, depth, isListed: isArgument)
  }

  private mutating func add(
    _ node: NodeID, _ path: String, _ call: ScriptCall, _ place: String, _ depth: Int, isListed: Bool
  ) {
    guard seen.insert(node).inserted else { return }
    guard let text = image.contents[node]?.known else {
      let isScript = image.root.info(node).head == .script || path.hasSuffix(".sh")
      if isScript, unread.count < 50 { unread.append("\(path), run by \(place)") }
      return
    }
    // Other files than scripts lie beside them in a directory of hooks, and are given to programs.
    if isListed, !text.starts(with: "#!".utf8), !path.hasSuffix(".sh"), !path.hasSuffix(".envsh") { return }
    guard Self.isShell(text, path) else { return }
    queue.append(
      Item(
        node: node, name: path, text: text, arguments: call.isDirectory || call.isSourced ? nil : call.arguments,
        reach: call.reach, isSourced: call.isSourced && !call.isDirectory, depth: depth))
  }

  /// Whether a text is for a shell, by its first line or its name.
  private static func isShell(_ text: [UInt8], _ path: String) -> Bool {
    guard text.starts(with: "#!".utf8) else {
      return !text.starts(with: [0x7F, 0x45, 0x4C, 0x46]) && !text.prefix(512).contains(0)
    }
    let line = String(decoding: text.prefix(256).prefix { $0 != 0x0A }, as: UTF8.self)
    if line.holds("with-contenv") { return !line.holds("execline") }
    if case .other = ShellDialect(shebang: line) { return false }
    return true
  }

  private func isBash(_ bytes: [UInt8]) -> Bool {
    let line = String(decoding: bytes.prefix(256).prefix { $0 != 0x0A }, as: UTF8.self)
    if line.holds("bash") { return true }
    guard let shell = image.root.lookup("/bin/sh") else { return false }
    return text(ofName: image.root.path(of: shell).lastComponent) == "bash"
  }

  /// A program as the shell finds it.
  private func file(_ word: String) -> (NodeID, String)? {
    if word.utf8.contains(UInt8(ascii: "/")) {
      guard let path = ScriptPath.absolute(word, in: context.directory) else { return nil }
      return regular(path).map { ($0, path) }
    }
    for directory in image.config.searchPath.prefix(64) where directory.hasPrefix("/") {
      if let node = regular(directory + "/" + word) { return (node, directory + "/" + word) }
    }
    return nil
  }

  private func regular(_ path: String) -> NodeID? {
    guard let node = image.root.lookup(path), image.root.info(node).kind == .file else { return nil }
    return node
  }
}

import Core
import ImageArchive
import RootFS
import ShellSyntax

/// The service a container starts, as far as it can be told without running it.
public struct StartedService: Sendable {
  /// nil when the started program is none of the known writers.
  public var writer: KnownWriter?
  /// The program's base name; nil when it could not be told.
  public var program: String?
  /// The command from the program on.
  public var words: [String] = []
  /// Why it is believed to be that program.
  public var evidence = ""
  /// Why it could not be told what runs; nil when it could.
  public var unknown: String?

  public init(in image: ImageModel) { self = image.analyses.value { StartedService(searching: image) } }

  private init(searching image: ImageModel) {
    switch image.start.state {
    case .nothing: unknown = "the image has neither ENTRYPOINT nor CMD"
    case .missing, .notExecutable: unknown = "the start command cannot be executed"
    case .found:
      var search = Search(image: image)
      if image.start.isShellForm {
        self = search.service(CommandWords.first(in: (image.start.shellText ?? "").utf8), from: "shell form")
      } else {
        self = search.service(image.start.argv, from: "start command")
      }
    }
  }

  /// The service that a line of a configuration starts.
  init(command: String, of statement: String, in image: ImageModel) {
    var search = Search(image: image)
    self = search.service(CommandWords.first(in: command.utf8), from: statement)
  }

  fileprivate init(_ writer: KnownWriter, _ words: [String], _ evidence: String) {
    (self.writer, self.words, self.evidence) = (writer, words, evidence)
    program = words.first.map(CommandWords.baseName)
    if writer.isRuntime { unknown = "what the application writes that \(writer.name) runs was not read" }
  }

  fileprivate init(unknown: String?, program: String?, words: [String]) {
    (self.unknown, self.program, self.words) = (unknown, program, words)
  }

  /// The value of an option, as `--name=value` or as the next word; nil when none of the options is given.
  ///
  /// An option without a value gives the empty text.
  func value(of options: [String]) -> String? {
    for (at, word) in words.enumerated() where word.utf8.first != UInt8(ascii: "/") {
      for option in options {
        if word == option { return at + 1 < words.count ? words[at + 1] : "" }
        if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
      }
    }
    return nil
  }
}

/// The way from a start command to the program that stays.
private struct Search {
  let image: ImageModel
  private static let shells: Set<String> = ["sh", "bash", "dash", "ash", "zsh", "ksh", "busybox"]
  private static let interpreters: Set<String> = ["node", "nodejs", "ruby", "perl", "php", "deno", "bun", "lua"]
  /// Nested commands followed.
  private var depth = 0

  init(image: ImageModel) { self.image = image }

  mutating func service(_ command: [String], from source: String) -> StartedService {
    depth += 1
    let words = Search.withoutRunners(CommandWords.withoutLaunchers(command))
    guard depth <= 4, let first = words.first, CommandWords.isLiteral(first) else {
      return StartedService(unknown: "the \(source) could not be followed", program: nil, words: [])
    }
    let node = file(first)
    let name = CommandWords.baseName(first)
    if let writer = known(first, node) {
      return StartedService(server(words, writer), words, "\(source): \(first)")
    }
    if Search.shells.contains(name) { return shell(words, from: source) }
    if Search.interpreters.contains(name) || name.hasPrefix("python") { return interpreter(words, from: source) }
    if let node, let writer = applicationHost(node) { return StartedService(writer, words, "\(source): \(first)") }
    guard let node else {
      let unknown = "\"\(first)\" of the \(source) is not found in the image"
      return StartedService(unknown: unknown, program: name, words: words)
    }
    guard isScript(node) else {
      let path = image.root.path(of: node)
      let isPackaged = SystemDirectories.isOfPackages(path) && SystemDirectories.hasPackages(image)
      return StartedService(
        unknown: isPackaged ? "what \(path) writes is not known" : nil, program: name, words: words)
    }
    return script(node, words, from: source)
  }

  /// The command behind a tool that runs a program of the application's own packages.
  private static func withoutRunners(_ words: [String]) -> [String] {
    guard words.count > 2 else { return words }
    switch (CommandWords.baseName(words[0]), words[1]) {
    case ("bundle", "exec"), ("poetry", "run"), ("pipenv", "run"), ("uv", "run"), ("pdm", "run"):
      return words[2].utf8.first == UInt8(ascii: "-") ? words : Array(words.dropFirst(2))
    default: return words
    }
  }

  /// The server that a `java` command starts, by its main class or archive; else the program's own line of the table.
  private func server(_ words: [String], _ writer: KnownWriter) -> KnownWriter {
    guard writer.programs.contains("java") else { return writer }
    return words.dropFirst().prefix(200).lazy.compactMap { word in
      KnownWriterTable.byJavaMarker[CommandWords.baseName(word)]
    }.first ?? writer
  }

  /// .NET, when the program is the host of an application: its settings lie beside it.
  private func applicationHost(_ node: NodeID) -> KnownWriter? {
    let path = image.root.path(of: node).description
    return image.root.lookup(path + ".runtimeconfig.json") == nil ? nil : KnownWriterTable.byProgram["dotnet"]
  }

  private mutating func shell(_ words: [String], from source: String) -> StartedService {
    let rest = words.dropFirst()
    if let option = rest.first, option.utf8.first == UInt8(ascii: "-") {
      guard option.hasSuffix("c"), let text = rest.dropFirst().first else {
        return StartedService(unknown: "a shell is started", program: words.first, words: words)
      }
      return service(CommandWords.first(in: text.utf8), from: source)
    }
    guard !rest.isEmpty else {
      return StartedService(unknown: "a shell is started", program: words.first, words: words)
    }
    return service(Array(rest), from: source)
  }

  private func interpreter(_ words: [String], from source: String) -> StartedService {
    let rest = Array(words.dropFirst(words.dropFirst().first == "-m" ? 2 : 1))
    if let first = rest.first, let writer = KnownWriterTable.writer(named: CommandWords.baseName(first)) {
      return StartedService(writer, rest, "\(source): \(words.joined(separator: " "))")
    }
    return StartedService(
      unknown: "what \(words.prefix(2).joined(separator: " ")) writes was not read", program: words.first, words: words)
  }

  /// A script that starts something: what its arguments name, else what its own `exec` lines name.
  private mutating func script(_ node: NodeID, _ words: [String], from source: String) -> StartedService {
    let path = image.root.path(of: node).description
    let rest = words.dropFirst().prefix(64)
    for (at, word) in zip(rest.indices, rest) where CommandWords.isLiteral(word) {
      if let writer = known(word, file(word)) {
        let command = Array(rest[at...])
        return StartedService(server(command, writer), command, "\(path) is given the command \"\(word)\"")
      }
      if Search.shells.contains(CommandWords.baseName(word)) { return service(Array(rest[at...]), from: source) }
    }
    let unknown = StartedService(
      unknown: "what the script \(path) starts could not be told", program: words.first, words: words)
    guard let bytes = image.contents[node]?.known else { return unknown }
    let lines = ExecLine.all(in: bytes)
    let hasCommand = rest.first.map { $0.utf8.first != UInt8(ascii: "-") } ?? false
    if hasCommand, lines.contains(where: { $0.hasArguments && !isKnown($0) }) { return unknown }
    var found: [String: StartedService] = [:]
    for line in lines where line.isStatement {
      guard let word = line.words.first, CommandWords.isLiteral(word), let writer = known(word, file(word)) else {
        continue
      }
      let evidence = "\(path):\(line.number) exec \(word)"
      let service = server(line.words, writer)
      if found[service.name] == nil { found[service.name] = StartedService(service, line.words, evidence) }
    }
    return found.count == 1 ? found.values.first ?? unknown : unknown
  }

  private func isKnown(_ line: ExecLine) -> Bool { line.words.first.map { known($0, file($0)) != nil } ?? false }

  /// The table's line for a program that the image has.
  private func known(_ word: String, _ node: NodeID?) -> KnownWriter? {
    let name = CommandWords.baseName(word)
    if let writer = KnownWriterTable.writer(named: name) {
      if writer.words.contains(name) || node != nil { return writer }
    }
    guard let node else { return nil }
    return KnownWriterTable.writer(named: text(ofName: image.root.path(of: node).lastComponent))
  }

  /// The file a command word stands for, symbolic links followed, PATH applied.
  private func file(_ word: String) -> NodeID? {
    guard !word.isEmpty, word.utf8.count < 4096 else { return nil }
    if word == image.start.argv.first, let real = image.start.real { return real }
    if word.utf8.contains(UInt8(ascii: "/")) {
      let base = word.hasPrefix("/") ? "" : (image.config.workingDirectory ?? "") + "/"
      return regular(base + word)
    }
    for directory in image.config.searchPath.prefix(64) {
      if let node = regular(directory + "/" + word) { return node }
    }
    return nil
  }

  private func regular(_ path: String) -> NodeID? {
    guard let node = image.root.lookup(path), image.root.info(node).kind == .file else { return nil }
    return node
  }

  private func isScript(_ node: NodeID) -> Bool {
    if node == image.start.real, image.start.interpreter != nil { return true }
    return image.root.info(node).head == .script
  }
}

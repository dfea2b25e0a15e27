import Core
import ImageArchive
import RootFS

/// Finds what a container of the image would start.
struct StartResolver {
  private let argv: [String]
  private let node: NodeID?
  /// The file itself, symbolic links followed.
  let realNode: NodeID?

  private static let shells: Set<String> = ["sh", "bash", "ash", "dash", "zsh", "ksh"]

  init(config: ImageConfig, root: RootFS) {
    argv = config.argv
    let first = argv.first ?? ""
    let directory = config.workingDirectory.flatMap { $0.isEmpty ? nil : $0 } ?? "/"
    var found: NodeID?
    if first.isEmpty {
      found = nil
    } else if first.hasPrefix("/") {
      found = root.lookup(first, followLast: false)
    } else if first.contains("/") {
      found = root.lookup(directory + "/" + first, followLast: false)
    } else {
      for place in config.searchPath where found == nil {
        let base = place.hasPrefix("/") ? place : directory + "/" + place
        guard let here = root.lookup(base + "/" + first, followLast: false), let real = root.resolve(here) else {
          continue
        }
        if root.info(real).kind == .file, root.info(real).isExecutable { found = here }
      }
    }
    node = found
    realNode = found.flatMap { root.resolve($0) }
  }

  /// The start command with what its file says.
  func resolve(_ root: RootFS, content: FileContent?, runUser: RunUser) -> StartCommand {
    var start = StartCommand(
      argv: argv, state: .nothing, node: node, path: node.map { root.path(of: $0) }, real: realNode,
      realPath: realNode.map { root.path(of: $0) }, interpreter: nil, isShellForm: false, shellText: nil)
    guard !argv.isEmpty, argv[0] != "" else { return start }
    start.state = state(root)
    if let bytes = content?.known, bytes.starts(with: Array("#!".utf8)) {
      let line = bytes.dropFirst(2).prefix { $0 != 10 }
      let words = line.split { $0 == 32 || $0 == 9 || $0 == 13 }
      start.interpreter = words.first.map { String(decoding: $0, as: UTF8.self) }
    }
    if argv.count >= 3, StartResolver.shells.contains(baseName(argv[0])), argv[1] == "-c" {
      start.isShellForm = true
      start.shellText = argv[2]
    }
    return start
  }

  private func state(_ root: RootFS) -> StartCommand.State {
    guard node != nil else { return .missing }
    guard let realNode else { return .notExecutable("it is a link that leads nowhere") }
    let info = root.info(realNode)
    switch info.kind {
    case .file where !info.isExecutable: return .notExecutable("mode \(info.octalMode) has no execute bit")
    case .file where info.sizeBytes == 0: return .notExecutable("it is empty")
    case .file: return .found
    case .directory: return .notExecutable("it is a directory")
    default: return .notExecutable("it is not a regular file")
    }
  }
}

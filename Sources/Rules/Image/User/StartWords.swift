import Core
import ImageArchive
import RootFS
import ShellSyntax

/// A regular file that the start command names, with how it was named.
struct StartFile: Sendable, Equatable {
  var word: String
  var node: NodeID
  /// Whether it is the program itself, the first word.
  var isProgram: Bool
}

/// The words of the start command, wherever they can be told without running a shell.
struct StartWords: Sendable {
  /// The command's words; in shell form those of the text when it is one simple command.
  var words: [String]
  private let root: RootFS
  private let directory: String
  private let searchPath: [String]

  /// The words of an image's start command.
  init(_ image: ImageModel) {
    var words = image.start.argv
    if let text = image.start.shellText {
      words = CommandWords.first(in: text.utf8)
      if words.first == "exec" { words.removeFirst() }
    }
    self.words = Array(words.prefix(32))
    root = image.root
    searchPath = image.config.searchPath
    let directory = image.config.workingDirectory ?? ""
    self.directory = directory.isEmpty ? "/" : directory
  }

  /// The files that the words name, the program first; at most 32.
  var files: [StartFile] {
    var out: [StartFile] = []
    for (index, word) in words.enumerated() where !word.isEmpty && word.utf8.count < 4_096 {
      guard CommandWords.isLiteral(word), let node = index == 0 ? program(word) : file(word) else { continue }
      out.append(StartFile(word: word, node: node, isProgram: index == 0))
    }
    return out
  }

  /// A program as execvp finds it.
  func program(_ word: String) -> NodeID? {
    if word.contains("/") { return file(word) }
    for place in searchPath.prefix(64) where place.hasPrefix("/") {
      if let node = regular(place + "/" + word), root.resolve(node).map({ root.info($0).isExecutable }) ?? false {
        return node
      }
    }
    return nil
  }

  /// A file named by an absolute path or by one below the working directory.
  func file(_ word: String) -> NodeID? {
    guard !word.hasPrefix("-") else { return nil }
    return regular(word.hasPrefix("/") ? word : directory + "/" + word)
  }

  private func regular(_ path: String) -> NodeID? {
    guard let node = root.lookup(path, followLast: false), let real = root.resolve(node) else { return nil }
    return root.info(real).kind == .file ? node : nil
  }
}

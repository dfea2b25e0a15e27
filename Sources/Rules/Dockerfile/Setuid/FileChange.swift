import ShellSyntax

/// What a command does to the mode of the files it is given.
enum FileChange: Sendable, Equatable {
  /// `text` is the mode as written.
  case chmod(ChmodMode, text: String)
  case remove
  /// A script or program whose doing is not known.
  case unknown(String)

  /// The mode that a file has afterwards; nil when it is gone.
  func applied(to mode: UInt16) -> UInt16? {
    switch self {
    case .chmod(let change, _): change.applied(to: mode)
    case .remove: nil
    case .unknown: mode
    }
  }

  /// Whether it takes the setuid or setgid bit from files that have both.
  var clearsSetid: Bool { applied(to: 0o6755).map { $0 & 0o6000 != 0o6000 } ?? true }

  /// Whether it is written to take these bits: `a-s`, not `0755`.
  var namesSetid: Bool {
    guard case .chmod(let mode, let text) = self, !mode.isNumeric, text.utf8.contains(UInt8(ascii: "s")) else {
      return false
    }
    return clearsSetid
  }

  /// Whether it gives files the setuid or setgid bit.
  var addsSetid: Bool { applied(to: 0o755).map { $0 & 0o6000 != 0 } ?? false }
}

/// A command that changes files, taken apart.
struct FileChangeCommand: Sendable {
  var change: FileChange
  /// The file names, as written.
  var operands: [ShellWord]
  var isRecursive: Bool

  /// Reads a command; nil when it changes no modes as far as can be known.
  init?(_ resolved: ResolvedCommand) {
    switch resolved.name {
    case "chmod":
      guard let chmod = FileChangeCommand(chmod: resolved.arguments) else { return nil }
      self = chmod
    case "rm", "unlink":
      operands = resolved.operands()
      change = .remove
      isRecursive = resolved.hasFlag(short: "r", long: "recursive") || resolved.hasFlag(short: "R")
    default:
      guard let path = resolved.words.first?.text, resolved.name.hasSuffix(".sh") else { return nil }
      change = .unknown(path)
      operands = Array(resolved.arguments)
      isRecursive = false
    }
  }

  private init?(chmod arguments: ArraySlice<ShellWord>) {
    var rest = arguments
    isRecursive = false
    while let word = rest.first, word.text.utf8.first == UInt8(ascii: "-"), word.text.utf8.count > 1 {
      if word.text.hasPrefix("--") {
        rest = rest.dropFirst()
        if word.text == "--" { break }
        if word.text.hasPrefix("--reference") { return nil }
        isRecursive = isRecursive || word.text == "--recursive"
        continue
      }
      // `-s` and `-w` are modes.
      guard word.text.utf8.dropFirst().allSatisfy("RvcfhHLP".utf8.contains) else { break }
      isRecursive = isRecursive || word.text.utf8.contains(UInt8(ascii: "R"))
      rest = rest.dropFirst()
    }
    guard let text = rest.first?.literal, let mode = ChmodMode(text) else { return nil }
    change = .chmod(mode, text: text)
    operands = rest.dropFirst().filter { !["-R", "-v", "-f", "-c", "--"].contains($0.text) }
    isRecursive = isRecursive || rest.dropFirst().contains { $0.text == "-R" }
  }
}

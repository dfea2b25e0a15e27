/// What reads a text of commands.
public enum ShellDialect: Sendable, Hashable {
  /// `sh`, `dash`, `ash`, `ksh`, busybox.
  case posix
  /// `bash`, `zsh`.
  case bash
  /// A program of this name that reads no shell text, such as `python3`, `powershell`, `cmd`.
  case other(String)

  /// The dialect of the program that `words` start: `["/bin/bash", "-o", "pipefail", "-c"]`.
  ///
  /// Looks through `env`, `busybox` and the like; no words are the `/bin/sh -c` of Docker's default.
  public init(program words: [String]) {
    let resolved = ResolvedCommand(words.map { ShellWord(literal: $0) }[...])
    self.init(name: words.isEmpty ? "sh" : resolved.name)
  }

  /// The dialect that a script's first line asks for; POSIX when it does not begin with `#!`.
  public init(shebang line: String) {
    guard line.utf8.starts(with: "#!".utf8) else {
      self = .posix
      return
    }
    let words = line.utf8.dropFirst(2).split { $0 == Byte.space || $0 == Byte.tab || $0 == Byte.carriageReturn }
      .map { String(decoding: $0.prefix { $0 != Byte.newline }, as: UTF8.self) }
    let isSplit = words.count > 1 && (words[1] == "-S" || words[1] == "--split-string")
    self.init(program: isSplit ? [words[0]] + words[2...] : words)
  }

  /// Whether a program of this base name reads shell text.
  public static func isShell(_ name: String) -> Bool {
    if case .other = ShellDialect(name: name) { false } else { true }
  }

  private init(name: String) {
    switch name {
    case "sh", "dash", "ash", "ksh", "mksh", "ksh93", "lksh", "pdksh", "yash": self = .posix
    case "bash", "zsh", "rbash": self = .bash
    default: self = .other(name)
    }
  }
}

extension ShellWord {
  /// A word that stands for itself, from no place in particular unless one is given.
  public init(literal text: String, range: Range<Int> = 0..<0) {
    self.init(parts: [.literal(text, isQuoted: true)], range: range, text: text)
  }
}

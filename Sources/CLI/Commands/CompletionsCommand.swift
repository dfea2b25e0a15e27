import ArgumentParser

/// `imgscan completions SHELL`
struct CompletionsCommand: ParsableCommand {
  enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print the completion script of a shell.",
    discussion: """
      imgscan completions bash > /etc/bash_completion.d/imgscan
      imgscan completions zsh > "${fpath[1]}/_imgscan"
      imgscan completions fish > ~/.config/fish/completions/imgscan.fish
      """)

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  @OptionGroup(title: "Output") var styles: StyleFlags

  func run() throws {
    try Surface(styles).deliver(Array((script + "\n").utf8))
  }

  /// The library's script, with files where a subject may stand in place of a command.
  private var script: String {
    switch shell {
    case .bash:
      return ImgscanCommand.completionScript(for: .bash)
        .replacing("complete -o filenames -F", with: "complete -o filenames -o default -F")
    case .zsh:
      return ImgscanCommand.completionScript(for: .zsh)
        .replacing(#"    _imgscan "${@}""#, with: #"    _imgscan "${@}" || _files"#)
        .replacing(
          "    compdef _imgscan imgscan",
          with: #"""
                _imgscan_or_files() { _imgscan "${@}" || _files }
                compdef _imgscan_or_files imgscan
            """#)
    case .fish:
      return ImgscanCommand.completionScript(for: .fish)
        + "\ncomplete -c 'imgscan' -n '__fish_use_subcommand' -F"
    }
  }
}

extension String {
  /// The text with every occurrence of another one replaced.
  fileprivate func replacing(_ old: String, with new: String) -> String {
    var out = ""
    var rest = self[...]
    while let range = rest.firstRange(of: old) {
      out += rest[..<range.lowerBound] + new
      rest = rest[range.upperBound...]
    }
    return out + rest
  }
}

import Core

/// A command and the RUN that it is in.
typealias RunCommand = (run: LintInstruction, command: LintCommand)

extension LintFlow {
  /// The commands of these names, in order.
  func commands(named names: String...) -> [RunCommand] { commands(named: names) }

  /// The commands of these names, in order.
  func commands(named names: [String]) -> [RunCommand] {
    guard names.contains(where: programs.contains) else { return [] }
    return commands { names.contains($0.name) }
  }

  /// The commands that are meant, in order.
  private func commands(where isMeant: (LintCommand) -> Bool) -> [RunCommand] {
    var out: [RunCommand] = []
    for run in runs { for command in run.commands where isMeant(command) { out.append((run, command)) } }
    return out
  }

  /// The commands that install Python packages by pip: `pip3 install`, `python3 -m pip install`.
  ///
  /// Source: hadolint 2.15.1, measured: any name that begins with `pip` but not with `pipenv`. pipx is one of them for an
  /// exact judgement alone; it has other options.
  var pipInstalls: [RunCommand] {
    guard programs.contains(where: { $0.hasPrefix("pip") || $0.hasPrefix("python") }) else { return [] }
    return commands { command in
      if command.name.hasPrefix("python") { return command.hasInOrder("-m", "pip", "install") }
      guard command.name.hasPrefix("pip"), !command.name.hasPrefix("pipenv"), command.has("install") else {
        return false
      }
      return isExact || !command.name.hasPrefix("pipx")
    }
  }
}

extension LintCommand {
  /// Whether these arguments are there, one behind another.
  func hasInOrder(_ words: String...) -> Bool {
    guard arguments.count >= words.count else { return false }
    for start in 0...(arguments.count - words.count) where arguments[start] == words[0] {
      if arguments[start..<(start + words.count)].elementsEqual(words) { return true }
    }
    return false
  }

  /// Whether it deletes what is in a directory, as far as can be told: a part of it is enough.
  ///
  /// Variables and braces in an argument of `rm` could mean any directory, and so could `find -delete`.
  func deletes(from directory: String) -> Bool {
    guard name == "rm" || name == "find" || name.hasSuffix("/rm") else { return false }
    return operands().contains { index in
      let argument = arguments[index]
      if argument.utf8.contains(UInt8(ascii: "$")) || argument.utf8.contains(UInt8(ascii: "{")) { return true }
      var path = argument[...]
      while path.utf8.last == UInt8(ascii: "*") || path.utf8.last == UInt8(ascii: "/") { path = path.dropLast() }
      return path.utf8.count > 1 && (directory.hasPrefix(path) || path.hasPrefix(directory))
    }
  }
}

extension LintInstruction {
  /// The first command of RUN that installs, unless one that cleans up is behind it; nil when all is clean.
  ///
  /// For an exact judgement the first that cleans up has to be behind it.
  func install(
    isExact: Bool, _ installs: (LintCommand) -> Bool, cleanedBy cleans: (LintCommand) -> Bool
  ) -> LintCommand? {
    guard let install = commands.firstIndex(where: installs) else { return nil }
    if isExact {
      guard let clean = commands.firstIndex(where: cleans) else { return commands[install] }
      return clean <= install ? commands[install] : nil
    }
    return commands[install...].contains(where: cleans) ? nil : commands[install]
  }
}

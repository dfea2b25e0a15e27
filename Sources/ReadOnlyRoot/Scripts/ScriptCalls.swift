import ShellSyntax

/// Which scripts a command of a script runs.
struct ScriptCalls {
  private let script: ShellScript
  private let context: ScriptContext
  /// Hook directories met so far.
  private var hooks: Set<String> = []

  init(_ script: ShellScript, _ context: ScriptContext) { (self.script, self.context) = (script, context) }

  mutating func calls(
    of command: ShellCommand, _ resolved: ResolvedCommand, _ index: Int, _ values: inout ScriptValues,
    _ directories: ScriptDirectories
  ) -> [ScriptCall] {
    var out = hookCalls(command, resolved)
    guard let first = resolved.words.first else { return out }
    let rest = Array(resolved.arguments)
    switch resolved.name {
    case ".", "source":
      if let word = rest.first { out += one(word, index, &values, directories, sourced: true, rest.dropFirst()) }
    case "run-parts":
      if let word = rest.last, let path = values.single(word, at: index), let whole = ScriptPath.absolute(path, in: nil)
      {
        out.append(ScriptCall(path: whole, isSourced: false, line: 0, reach: .sure, isDirectory: true))
      }
    case "sh", "bash", "dash", "ash", "ksh":
      let operands = rest.drop { ["-e", "-x", "-u", "-ex", "-eu", "-eux", "-l", "--"].contains($0.text) }
      if let word = operands.first, word.text.utf8.first != UInt8(ascii: "-") {
        out += one(word, index, &values, directories, sourced: false, operands.dropFirst())
      }
    default:
      guard let text = first.literal ?? values.single(first, at: index), !text.isEmpty else { break }
      if text.utf8.contains(UInt8(ascii: "/")) || text.hasSuffix(".sh") || text.hasSuffix("entrypoint") {
        out += one(first, index, &values, directories, sourced: false, rest[...])
      }
    }
    return out
  }

  private func one(
    _ word: ShellWord, _ index: Int, _ values: inout ScriptValues, _ directories: ScriptDirectories, sourced: Bool,
    _ rest: ArraySlice<ShellWord>
  ) -> [ScriptCall] {
    guard let path = values.single(word, at: index), !path.isEmpty, !ScriptPath.hasGlob(path) else { return [] }
    var whole = path
    if path.utf8.contains(UInt8(ascii: "/")) {
      let isRelative = path.utf8.first != UInt8(ascii: "/")
      guard let found = ScriptPath.absolute(path, in: isRelative ? directories.directory(at: index, &values) : nil)
      else { return [] }
      whole = found
    }
    var arguments: [String]? = [path]
    for word in rest.prefix(32) {
      if let value = values.single(word, at: index) { arguments?.append(value) } else { arguments = nil }
      if arguments == nil { break }
    }
    return [ScriptCall(path: whole, isSourced: sourced, arguments: arguments, line: 0, reach: .sure)]
  }

  /// The files of a hook directory run when a script names the directory, in a loop or for `find`.
  private mutating func hookCalls(_ command: ShellCommand, _ resolved: ResolvedCommand) -> [ScriptCall] {
    var out: [ScriptCall] = []
    func look(_ word: ShellWord) {
      guard let text = word.literal, text.utf8.first == UInt8(ascii: "/"),
        let path = ScriptPath.absolute(text, in: nil), ScriptFiles.hooks.contains(path), hooks.insert(path).inserted
      else { return }
      out.append(ScriptCall(path: path, isSourced: true, line: 0, reach: .guarded, isDirectory: true))
    }
    if resolved.name == "find" { for word in resolved.arguments.prefix(16) { look(word) } }
    for scope in script.enclosing(command) {
      guard case .forBody(_, let words) = script.scopes[scope].kind, let words else { continue }
      for word in words.prefix(16) { look(word) }
    }
    return out
  }
}

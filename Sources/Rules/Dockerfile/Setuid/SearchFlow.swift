import Core
import BuildModel
import ShellSyntax

/// Which commands of one script change the files that its finds print or are run with.
///
/// It follows pipes, `$(…)`, variables, `for`, `while read`, `xargs`, `sh -c` and files.
struct SearchFlow {
  /// Where names go to or come from.
  private enum Channel: Hashable {
    /// Number of the pipeline.
    case pipeline(Int)
    /// The scope of `$(…)`.
    case substitution(Int)
    case variable(String)
    /// The command whose `sh -c` text uses its arguments.
    case runner(Int)
    case file(String)
  }

  private struct Listener {
    /// The command that changes files, or starts the one that does.
    var command: Int
    /// Its position in the pipeline.
    var member: Int
    /// nil for xargs with a shell, whose text holds the changes.
    var change: FileChange?
  }

  /// A change of the files that a find finds.
  struct Change {
    /// Index of the command that makes it.
    var command: Int
    var change: FileChange
    /// The patterns of `grep -v` on the way.
    var leftOut: [String] = []
    /// Whether a filter on the way lets through what nobody can tell.
    var isFiltered = false
  }

  /// Most commands looked at for one find, and most members of a pipeline or words of a loop.
  private static let breadthLimit = 64

  private let script: ShellScript
  private let commands: [StepCommand]
  private var listeners: [Channel: [Listener]] = [:]
  /// The variable that holds what a substitution prints.
  private var variables: [Int: String] = [:]
  /// The commands of each pipeline of more than one member.
  private var members: [Int: [Int]] = [:]

  /// - Parameter commands: all commands of one script, in order.
  init(_ script: ShellScript, _ commands: [StepCommand]) {
    self.script = script
    self.commands = commands
    for (index, command) in script.commands.enumerated() {
      for assignment in command.assignments {
        for word in [assignment.value] + (assignment.elements ?? []) {
          for case .substitution(let scope, _) in word.parts { variables[scope] = assignment.name }
        }
      }
      if command.pipeline.count > 1 { members[command.pipeline.id, default: []].append(index) }
    }
    for index in commands.indices { listen(index) }
  }

  // MARK: changes

  private mutating func listen(_ index: Int) {
    let resolved = commands[index].resolved
    if resolved.name == "xargs" {
      let inner = SearchFlow.xargsCommand(resolved)
      guard ShellDialect.isShell(inner.name) || FileChangeCommand(inner) != nil else { return }
      let change = FileChangeCommand(inner)?.change
      add(Listener(command: index, member: 0, change: change), fromInputOf: index)
      return
    }
    guard let change = FileChangeCommand(resolved) else { return }
    let listener = Listener(command: index, member: 0, change: change.change)
    for word in change.operands {
      for part in word.parts {
        switch part {
        case .substitution(let scope, _): add(listener, at: .substitution(scope))
        case .parameter(let name, _, _): add(listener, fromVariable: name, at: script.commands[index].scope)
        case .literal(let text, _) where text.holds("{}"):
          add(listener, fromVariable: "1", at: script.commands[index].scope)
        case .literal, .arithmetic: break
        }
      }
    }
  }

  private mutating func add(_ listener: Listener, at channel: Channel, member: Int = 0) {
    var listener = listener
    listener.member = member
    if listeners[channel]?.last?.command == listener.command { return }
    listeners[channel, default: []].append(listener)
  }

  /// From the pipe that a command reads, its own or that of a compound around it.
  private mutating func add(_ listener: Listener, fromInputOf index: Int) {
    let command = script.commands[index]
    for redirection in command.redirections { add(listener, from: redirection) }
    var place = command.pipeline
    var scopes = script.enclosing(command)
    while place.index == 0 {
      guard let scope = scopes.next(), script.scopes[scope].parent != nil else { return }
      if case .substitution = script.scopes[scope].kind { return }
      if case .shellText(let runner) = script.scopes[scope].kind {
        place = script.commands[runner].pipeline
      } else {
        place = script.scopes[scope].pipeline
      }
    }
    add(listener, at: .pipeline(place.id), member: place.index)
  }

  private mutating func add(_ listener: Listener, from redirection: ShellRedirection) {
    guard redirection.operation == "<" || redirection.operation == "<<<" else { return }
    for part in redirection.target.parts {
      switch part {
      case .substitution(let scope, _): add(listener, at: .substitution(scope))
      case .parameter(let name, _, _): add(listener, at: .variable(name))
      case .literal(let text, _): if redirection.operation == "<" { add(listener, at: .file(text)) }
      case .arithmetic: break
      }
    }
  }

  /// From what sets a variable: a loop around the command, the arguments of its `sh -c`, or an assignment.
  private mutating func add(_ listener: Listener, fromVariable name: String, at scope: Int) {
    var name = name
    var next: Int? = scope
    while let index = next {
      let scope = script.scopes[index]
      next = scope.parent
      switch scope.kind {
      case .forBody(name, let words):
        guard let words else {
          name = "@"
          continue
        }
        var inherited: String?
        for part in words.prefix(SearchFlow.breadthLimit).flatMap(\.parts) {
          if case .substitution(let source, _) = part { add(listener, at: .substitution(source)) }
          if case .parameter(let other, _, _) = part { inherited = other }
        }
        guard let inherited else { return }
        name = inherited
      case .loopBody:
        if scope.pipeline.index > 0 { add(listener, at: .pipeline(scope.pipeline.id), member: scope.pipeline.index) }
        for redirection in scope.redirections { add(listener, from: redirection) }
      case .shellText(let runner):
        guard name == "@" || name == "*" || name.utf8.allSatisfy({ (48...57).contains($0) }) else { continue }
        add(listener, at: .runner(runner))
        return
      default: break
      }
    }
    add(listener, at: .variable(name))
  }

  /// What xargs starts.
  static func xargsCommand(_ xargs: ResolvedCommand) -> ResolvedCommand {
    let valued: Set<String> = [
      "-I", "-L", "-n", "-P", "-s", "-d", "-E", "-a", "--max-args", "--max-procs", "--delimiter", "--max-chars",
      "--arg-file",
    ]
    var rest = xargs.arguments
    while let word = rest.first, word.text.utf8.first == UInt8(ascii: "-") {
      rest = rest.dropFirst(valued.contains(word.text) ? 2 : 1)
      if word.text == "--" { break }
    }
    return ResolvedCommand(rest)
  }

  // MARK: finds

  /// What `sh -c` texts in the `-exec` of a find do.
  func changesInTexts(of find: Int) -> [Change] {
    (listeners[.runner(find)] ?? []).prefix(SearchFlow.breadthLimit).compactMap { listener in
      listener.change.map { Change(command: listener.command, change: $0) }
    }
  }

  /// What is done to the files whose names a find prints.
  func changesOfPrinted(by find: Int) -> [Change] {
    let command = script.commands[find]
    for redirection in command.redirections.reversed()
    where redirection.operation.hasPrefix(">") && (redirection.descriptor ?? "1") == "1" {
      guard redirection.target.text != "/dev/null" else { return [] }
      guard redirection.operation != ">&" else { continue }
      return changes(at: .file(redirection.target.text), from: -1)
    }
    var place = command.pipeline
    var next: Int? = command.scope
    while let index = next {
      if place.index + 1 < place.count { return changes(at: .pipeline(place.id), from: place.index) }
      let scope = script.scopes[index]
      next = scope.parent
      switch scope.kind {
      case .substitution:
        return changes(at: .substitution(index), from: -1)
          + (variables[index].map { changes(at: .variable($0), from: -1) } ?? [])
      case .shellText(let runner):
        place = script.commands[runner].pipeline
        next = script.commands[runner].scope
      case .script, .function: return []
      default: place = scope.pipeline
      }
    }
    return []
  }

  private func changes(at channel: Channel, from member: Int) -> [Change] {
    var out: [Change] = []
    for listener in (listeners[channel] ?? []).prefix(SearchFlow.breadthLimit)
    where listener.member > member || member < 0 {
      var made: [Change]
      if let change = listener.change {
        made = [Change(command: listener.command, change: change)]
      } else {
        made = changesInTexts(of: listener.command)
      }
      if case .pipeline(let id) = channel {
        let filter = filter(of: id, from: member, to: listener.member)
        for index in made.indices { (made[index].leftOut, made[index].isFiltered) = filter }
      }
      out += made
    }
    return out
  }

  /// What the commands between two members of a pipeline take out.
  private func filter(of pipeline: Int, from first: Int, to last: Int) -> ([String], Bool) {
    var leftOut: [String] = []
    var isFiltered = false
    let members = members[pipeline] ?? []
    guard members.count <= SearchFlow.breadthLimit else { return ([], true) }
    for index in members {
      let resolved = commands[index].resolved
      guard (first + 1..<max(first + 1, last)).contains(script.commands[index].pipeline.index) else { continue }
      switch resolved.name {
      case "grep", "egrep", "fgrep":
        let patterns = resolved.operands(valueOptions: ["-e"]).prefix(1) + resolved.values(short: "e")
        if resolved.hasFlag(short: "v", long: "invert-match", valueLetters: "e") {
          leftOut += patterns.map(\.text)
        } else {
          isFiltered = true
        }
      case "head", "tail", "sed", "awk", "gawk", "mawk", "perl", "python3", "python":
        isFiltered = isFiltered || resolved.name == "head" || resolved.name == "tail"
      default: break
      }
    }
    return (leftOut, isFiltered)
  }
}

import Core
import BuildModel
import ShellSyntax

/// Looks through the commands of one script for those that take setuid and setgid bits away.
struct StripReader {
  /// A find that asks for such files and changes nothing, or a clean-up of a place without programs.
  struct Idle {
    var command: StepCommand
    var reason: Reason
    enum Reason { case lists, holdsNoPrograms }
  }

  private(set) var actions: [StripAction] = []
  private(set) var idle: [Idle] = []
  private let build: BuildModel
  private let layout: ProgramLayout
  private let baseUser: String?
  private let commands: [StepCommand]
  private let script: ShellScript
  private let guards: CommandGuards
  private var flow: SearchFlow?
  private var directory: String?

  /// Reads all commands of one script.
  ///
  /// - Parameter budget: what variables may still expand to.
  /// - Parameter baseUser: the user of the base image when that surely is not root.
  init(
    _ commands: [StepCommand], in build: BuildModel, layout: ProgramLayout, baseUser: String?, budget: inout Int
  ) {
    (self.build, self.layout, self.commands, self.baseUser) = (build, layout, commands, baseUser)
    script = commands.first?.script.script ?? ShellScript()
    guards = CommandGuards(script)
    directory = commands.first?.step.workdir?.known ?? "/"
    if commands.contains(where: { $0.name == "find" }) { flow = SearchFlow(script, commands) }
    for index in commands.indices { read(index, &budget) }
  }

  /// Whether one of these commands may take such bits away; there is nothing to read else.
  static func mayChange(_ commands: [StepCommand]) -> Bool {
    commands.contains {
      switch $0.name {
      case "find", "chmod", "rm", "unlink", "dpkg-statoverride": true
      default: false
      }
    }
  }

  /// Programs with the bits in usual images.
  static let knownNames: [String] = [
    "chage", "chfn", "chsh", "expiry", "gpasswd", "mount", "newgrp", "passwd", "ping", "ssh-keysign", "su", "sudo",
    "umount", "unix_chkpwd",
  ]
  private static let known = Set(
    knownNames + ["ping6", "wall", "write", "ssh-agent", "bbsuid", "pkexec", "sg", "crontab"])

  private mutating func read(_ index: Int, _ budget: inout Int) {
    switch commands[index].name {
    case "cd":
      guard let word = commands[index].resolved.arguments.first, let path = word.literal else { return }
      let next = path.hasPrefix("/") ? path : directory.map { SearchRoot.join($0, path) }
      // A chain of relative steps is followed only so far, so that its length costs no time.
      directory = next.flatMap { $0.utf8.count > BuildPath.longest ? nil : $0 }
    case "find": readFind(index, &budget)
    case "chmod", "rm", "unlink": readChange(index, &budget)
    case "dpkg-statoverride": readOverride(index, &budget)
    default: break
    }
  }

  /// The words of a command after expansion.
  private func fields(_ words: ArraySlice<ShellWord>, at index: Int, _ budget: inout Int) -> [FindWord] {
    var out: [FindWord] = []
    for word in words {
      if let literal = word.literal, literal == "{}" || !literal.utf8.contains(UInt8(ascii: "{")) {
        out.append(FindWord(text: literal))
        continue
      }
      budget -= 64
      guard budget > 0, let fields = commands[index].fields(word, in: build) else {
        out.append(FindWord(text: word.text, isKnown: false))
        continue
      }
      for field in fields {
        budget -= field.utf8.count + 8
        out.append(FindWord(text: field))
      }
    }
    return out
  }

  private func roots(_ words: [FindWord], follows: Bool) -> [SearchRoot] {
    // Behind some hundred roots nobody looks for one more.
    var roots: [SearchRoot] = []
    for word in words where roots.count < 256 {
      let root = SearchRoot(word, follows: follows, layout: layout, workdir: directory)
      if root.reaches(layout) { roots.append(root) }
    }
    return roots
  }

  // MARK: find

  /// Most changes of one find that are followed; real ones make one or two.
  private static let bindingLimit = 256

  private mutating func readFind(_ index: Int, _ budget: inout Int) {
    let guards = searchGuards(index)
    guard guards != .never, let flow else { return }
    let find = FindExpression(fields(commands[index].resolved.arguments, at: index, &budget))
    let printed = find.actions.contains(.print) ? flow.changesOfPrinted(by: index) : []
    var bindings: [StripAction.Binding] = []
    var weakUser: String?
    var isRoot = false
    for (number, action) in find.actions.enumerated() where bindings.count < Self.bindingLimit {
      for (change, user) in changes(of: action, find: index, flow, printed) {
        let binding = StripAction.Binding(action: number, change: change)
        if !bindings.contains(binding) { bindings.append(binding) }
        if let user { weakUser = user } else { isRoot = true }
      }
    }
    let words = find.roots.isEmpty ? [FindWord(text: ".")] : find.roots
    let roots = roots(words, follows: find.followsRoots)
    var action = StripAction(
      command: commands[index], kind: .search(find, bindings), roots: roots, weakUser: isRoot ? nil : weakUser)
    guard find.problem != nil || bindings.contains(where: { $0.change.clearsSetid }) || holdsUnknown(bindings) else {
      if action.isAboutSetid, !bindings.contains(where: { $0.change.addsSetid }) {
        idle.append(Idle(command: commands[index], reason: .lists))
      }
      return
    }
    if roots.isEmpty {
      if action.isAboutSetid { idle.append(Idle(command: commands[index], reason: .holdsNoPrograms)) }
      return
    }
    guard action.isAboutSetid || touchesAny(action) else { return }
    action.filteredOut = printed.flatMap(\.leftOut)
    action.isUncertain =
      guards == .maybe || bindings.count >= Self.bindingLimit || find.hasUnknownWord
      || find.roots.contains { !$0.isKnown } || holdsUnknown(bindings)
      || printed.contains(where: \.isFiltered)
    actions.append(action)
  }

  /// Whether a find runs; one that stands in for a clean-up that failed (`find … || find …`) counts as run.
  private func searchGuards(_ index: Int) -> CommandGuards.Answer {
    var command = commands[index].command
    if command.join == .or, actions.last?.command.step.node == commands[index].step.node { command.join = .always }
    if command.join == .and, index > 0, commands[index - 1].command.scope == command.scope,
      ["[", "[[", "test"].contains(commands[index - 1].name)
    {
      return guards.of(command) == .never ? .never : .maybe
    }
    return guards.of(command)
  }

  private func holdsUnknown(_ bindings: [StripAction.Binding]) -> Bool {
    bindings.contains { if case .unknown = $0.change { true } else { false } }
  }

  /// Whether it does anything to programs, tried on one of each directory.
  private func touchesAny(_ action: StripAction) -> Bool {
    action.trials(on: layout.directories.map { ModelFile($0, 0o4755) }, .busybox).contains(where: \.isActedOn)
  }

  /// What an action of a find does, and the user when that surely is not root.
  private func changes(
    of action: FindExpression.Action, find: Int, _ flow: SearchFlow, _ printed: [SearchFlow.Change]
  ) -> [(FileChange, String?)] {
    switch action {
    case .other: return []
    case .delete: return [(.remove, weakUser(of: find))]
    case .print: return printed.map { ($0.change, weakUser(of: $0.command)) }
    case .execute(let words):
      let inner = ResolvedCommand(words.map { ShellWord(literal: $0) }[...])
      if ShellDialect.isShell(inner.name) {
        return flow.changesInTexts(of: find).map { ($0.change, weakUser(of: $0.command)) }
      }
      guard let change = FileChangeCommand(inner), change.operands.contains(where: { $0.text.holds("{}") }) else {
        return []
      }
      return [(change.change, weakUser(inner) ?? (isElevated(inner) ? nil : weakUser(of: find)))]
    }
  }

  // MARK: files and directories by name

  private mutating func readChange(_ index: Int, _ budget: inout Int) {
    let command = commands[index]
    guard let change = FileChangeCommand(command.resolved), change.change.clearsSetid else { return }
    let guards = guards.of(command.command)
    guard guards != .never else { return }
    let operands = fields(change.operands[...], at: index, &budget).filter(\.isKnown)
    let wide = operands.filter { change.isRecursive || NamePattern.hasWildcard($0.text) }
    let roots = roots(wide, follows: true)
    if !roots.isEmpty {
      var action = StripAction(
        command: command, kind: .paths(change.change, isRecursive: change.isRecursive), roots: roots,
        weakUser: weakUser(of: index))
      action.isUncertain = guards == .maybe
      actions.append(action)
    }
    let names = operands.filter { isKnownProgram($0.text) }.map { StripReader.name(of: $0.text) }
    let isMeant = change.change.namesSetid ? operands.map { StripReader.name(of: $0.text) } : names
    guard roots.isEmpty, !isMeant.isEmpty else { return }
    actions.append(
      StripAction(command: command, kind: .named(isMeant), roots: [], weakUser: weakUser(of: index)))
  }

  private mutating func readOverride(_ index: Int, _ budget: inout Int) {
    let words = fields(commands[index].resolved.arguments, at: index, &budget).map(\.text)
    guard words.contains("--add"), let path = words.last, path.hasPrefix("/"),
      let mode = words.dropLast().last.flatMap({ ChmodMode($0) }), mode.applied(to: 0o6755) & 0o6000 != 0o6000
    else { return }
    guard guards.of(commands[index].command) != .never else { return }
    actions.append(StripAction(command: commands[index], kind: .named([StripReader.name(of: path)]), roots: []))
  }

  private static func name(of path: String) -> String {
    path.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? path
  }

  private static let programPaths = ["/bin/", "/sbin/", "/usr/", "/lib"]

  private func isKnownProgram(_ path: String) -> Bool {
    StripReader.programPaths.contains(where: path.hasPrefix) && StripReader.known.contains(StripReader.name(of: path))
  }

  // MARK: users

  private func isElevated(_ resolved: ResolvedCommand) -> Bool {
    resolved.user == nil && (resolved.wrappers.contains("sudo") || resolved.wrappers.contains("doas"))
  }

  /// The user that a wrapper names when that surely is not root.
  private func weakUser(_ resolved: ResolvedCommand) -> String? {
    guard let user = resolved.user, !user.isEmpty, !BuildUser.isRoot(user) else { return nil }
    return user
  }

  /// Who runs a command when that surely is not root: by a wrapper, by the shell around it, by USER.
  private func weakUser(of index: Int) -> String? {
    var index = index
    for _ in 0..<8 {
      let resolved = commands[index].resolved
      if let user = resolved.user { return user.isEmpty || BuildUser.isRoot(user) ? nil : user }
      if isElevated(resolved) { return nil }
      if resolved.name == "xargs" {
        let inner = SearchFlow.xargsCommand(resolved)
        if let user = inner.user { return user.isEmpty || BuildUser.isRoot(user) ? nil : user }
        if isElevated(inner) { return nil }
      }
      let runner = script.enclosing(script.commands[index]).lazy.compactMap { scope -> Int? in
        if case .shellText(let runner) = script.scopes[scope].kind { runner } else { nil }
      }.first
      guard let runner else { break }
      index = runner
    }
    guard case .named(let user, _) = commands[index].step.user else { return baseUser }
    guard let name = user.known, !BuildUser.isRoot(name) else { return nil }
    return name
  }
}

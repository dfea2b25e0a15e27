/// Why a command that looks like a clean-up of setuid and setgid files is none.
enum StripDefect: Equatable {
  /// `-perm +6000` with GNU's find.
  case plusMode(String)
  /// `-perm +u=s` with GNU's find.
  case plusSymbolic(String)
  /// `-perm 6000`: files with exactly this mode.
  case exactMode(String)
  /// `-perm -6000`: files with both bits.
  case bothBits(String)
  /// The action belongs to the right side of `-o` alone.
  case alternative
  /// The change does not take a bit that was searched for.
  case keepsBit(String)
  /// Somebody else than root runs it.
  case user(String)
  /// find cannot read its arguments.
  case unreadable(String)
  case selectsNothing

  /// What is wrong with an action, tried on files below the first of its roots; nil when it does what it says.
  static func find(in action: StripAction, _ flavor: FindFlavor, _ layout: ProgramLayout) -> StripDefect? {
    guard case .search(let find, let bindings) = action.kind, action.isAboutSetid else { return nil }
    for binding in bindings { if case .unknown = binding.change { return nil } }
    if let problem = find.problem { return find.hasUnknownWord ? nil : .unreadable(problem) }
    for permission in find.permissions where permission.isError(flavor) {
      guard permission.comparison == .plus else { return .unreadable("\(permission.text) is no mode") }
      return .plusMode(permission.text)
    }
    let trials = samples(action, flavor, layout)
    guard !trials.isEmpty else { return nil }
    let cleared = trials.filter(\.after.isClean).map(\.after.original)
    let kept = trials.filter { !$0.after.isClean && $0.isActedOn }.map(\.after.original)
    let isOverlooked = trials.contains { !$0.after.isClean && $0.isOverlooked }
    if find.hasAlternatives, isOverlooked { return .alternative }
    let simple = cleared.filter { $0 & 0o6000 != 0o6000 }
    if let text = kept.contains(where: { $0 & 0o6000 != 0o6000 }) ? changeText(bindings) : nil {
      return .keepsBit(text)
    }
    guard simple.isEmpty else { return nil }
    let asked = find.permissions.filter(\.isAboutSetid)
    if cleared.isEmpty {
      if let plus = asked.first(where: { $0.comparison == .plus }) { return .plusSymbolic(plus.text) }
      if let exact = asked.first(where: { $0.comparison == .exact }) { return .exactMode(exact.text) }
    }
    let both = asked.first { $0.comparison == .all && $0.mode & 0o6000 == 0o6000 }
    if let both { return .bothBits(both.text) }
    if asked.count > 1, !cleared.isEmpty { return .bothBits(asked.map(\.text).joined(separator: " -perm ")) }
    return asked.isEmpty ? nil : .selectsNothing
  }

  /// A file of each mode in the first directory where something is done; in the first that is reached when nothing is.
  private static func samples(
    _ action: StripAction, _ flavor: FindFlavor, _ layout: ProgramLayout
  ) -> [StripAction.Trial] {
    var reached: [StripAction.Trial] = []
    for directory in layout.directories {
      let files = ModelFile.modes.map { ModelFile(directory, $0) }
      guard let first = files.first, action.roots.contains(where: { $0.way(to: first.path) != nil }) else { continue }
      let trials = action.trials(on: files, flavor)
      if reached.isEmpty { reached = trials }
      if trials.contains(where: \.isActedOn) { return trials }
    }
    return reached
  }

  private static func changeText(_ bindings: [StripAction.Binding]) -> String? {
    for binding in bindings { if case .chmod(_, let text) = binding.change { return text } }
    return nil
  }
}

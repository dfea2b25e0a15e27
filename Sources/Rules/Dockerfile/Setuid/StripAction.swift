import BuildModel
import ShellSyntax

/// A command that takes the setuid or setgid bit from files of the image, or looks as if it did.
struct StripAction {
  /// What is done to the files an action of a find acts on.
  struct Binding: Equatable {
    /// Index in the expression's actions.
    var action: Int
    var change: FileChange
  }

  enum Kind {
    case search(FindExpression, [Binding])
    /// `chmod -R a-s /`, `chmod a-s /usr/bin/*`.
    case paths(FileChange, isRecursive: Bool)
    /// Files by name, with what is done to them as text: `/bin/su`.
    case named([String])
  }

  /// The find, or the command that names the files.
  var command: StepCommand
  var kind: Kind
  /// The directories, files and patterns it begins at that lead to programs.
  var roots: [SearchRoot]
  /// Whose find it is; nil when it is not known.
  var flavor: FindFlavor?
  /// The user that changes the files when it surely is not root.
  var weakUser: String?
  /// Whether it runs only under a condition, or its words are not all known.
  var isUncertain = false
  /// Files left out by a filter on the way, as written.
  var filteredOut: [String] = []

  /// What reading goes by: the flavour that is known, else busybox's, which refuses less.
  var likelyFlavor: FindFlavor { flavor ?? .busybox }

  /// Whether it is about setuid or setgid files, not about modes in general.
  var isAboutSetid: Bool {
    switch kind {
    case .search(let find, let bindings):
      find.permissions.contains(where: \.isAboutSetid) || bindings.contains { $0.change.namesSetid }
    case .paths(let change, _): change.namesSetid
    case .named: true
    }
  }

  /// What it does to a file.
  struct Trial {
    var after: ModelFile
    /// Whether some change is made to it, even one that changes nothing.
    var isActedOn = false
    /// Whether the find's tests hold for it and it is left alone all the same.
    var isOverlooked = false
  }

  /// Tries it on files, of which those of one directory follow one another.
  ///
  /// - Parameter trustsScripts: whether a script that cannot be read is taken to clear the bits.
  func trials(on files: [ModelFile], _ flavor: FindFlavor, trustsScripts: Bool = false) -> [Trial] {
    switch kind {
    case .named: return files.map { Trial(after: $0) }
    case .paths(let change, let isRecursive): return files.map { trial(on: $0, change, isRecursive) }
    case .search(let find, let bindings):
      var trials: [Trial] = []
      var candidates: [FindExpression.Candidate] = []
      var last: ModelFile?
      for file in files {
        if file.directory != last?.directory || file.fileName != last?.fileName {
          candidates = find.candidates(for: file, from: roots, flavor)
        }
        last = file
        var trial = Trial(after: file)
        for candidate in candidates {
          guard let mode = trial.after.current else { break }
          var candidate = candidate
          candidate.mode = mode
          let outcome = find.outcome(for: candidate, flavor)
          let done = bindings.filter { outcome.actions.contains($0.action) }
          trial.isActedOn = trial.isActedOn || !done.isEmpty
          trial.isOverlooked = trial.isOverlooked || (done.isEmpty && outcome.value && !outcome.isPruned)
          for binding in done { StripAction.change(&trial.after, by: binding.change, trustsScripts) }
        }
        trials.append(trial)
      }
      return trials
    }
  }

  private static func change(_ file: inout ModelFile, by change: FileChange, _ trustsScripts: Bool) {
    if trustsScripts, case .unknown = change { file.current = file.current.map { $0 & 0o1777 } }
    file.current = file.current.flatMap { change.applied(to: $0) }
  }

  private func trial(on file: ModelFile, _ change: FileChange, _ isRecursive: Bool) -> Trial {
    var trial = Trial(after: file)
    for root in roots where file.current != nil {
      guard let way = root.way(to: file.path), isRecursive || way.names.isEmpty else { continue }
      trial.isActedOn = true
      StripAction.change(&trial.after, by: change, false)
      break
    }
    return trial
  }

  // MARK: what is left out

  /// Files and directories that the command leaves alone on purpose, as written.
  var exceptions: [String] {
    guard case .search(let find, _) = kind else { return [] }
    var out = filteredOut
    let pseudo = ["/proc", "/sys", "/dev", "/run", "/tmp", "/mnt", "/media", "/var/run"]
    for pattern in find.patterns.prefix(64) {
      if pattern.isRegex {
        out.append(pattern.text)
        continue
      }
      var sample = NamePattern(pattern.text).sample
      if pattern.isName { sample = "/usr/bin/" + sample }
      guard !pseudo.contains(where: { sample == $0 || sample.hasPrefix($0 + "/") }) else { continue }
      if let path = path(SearchRoot.parts(of: sample)), !isCleaned(path) { out.append(pattern.text) }
    }
    return out
  }

  /// A model file at a path; one in it for a place where programs are.
  private func path(_ parts: [String]) -> ModelFile? {
    guard let last = parts.last else { return nil }
    var file = ModelFile("/" + parts.dropLast().joined(separator: "/"), 0o6755)
    file.fileName = last
    return file
  }

  private func isCleaned(_ file: ModelFile) -> Bool {
    var inside = file
    inside.directory = file.path
    inside.fileName = ModelFile.name
    return trials(on: [file, inside], likelyFlavor).allSatisfy(\.after.isClean)
  }
}

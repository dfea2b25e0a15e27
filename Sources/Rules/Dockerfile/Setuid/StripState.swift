import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// What the shipped steps do about setuid and setgid files, followed from the first to the last.
struct StripState: Sendable {
  /// A command that clears nothing, or not what it looks for.
  struct Failure: Sendable {
    var action: StripAction
    var defect: StripDefect
    /// Whether it depends on whose find the image has, which is not known.
    var dependsOnFind: Bool
  }

  /// Something that may bring such files after a clean-up.
  struct Later: Sendable {
    enum Cause: Sendable {
      case packages(PackageCommand)
      /// `COPY --from` of a root file system.
      case copy(from: String)
      case archive(String)
    }
    var cause: Cause
    var place: Place
  }

  /// Everything is cleared in the finished image.
  private(set) var isFull = false
  /// As `isFull`, if commands under a condition run.
  private(set) var mayBeFull = false
  /// The last command after which nothing was left; nil when there never was one.
  private(set) var full: StripAction?
  /// What came after `full`.
  private(set) var later: [Later] = []
  /// Since `full`, when there was one.
  private(set) var failures: [Failure] = []
  /// Commands that clear something or nothing, depending on a find that is not known.
  private(set) var doubtful: [Failure] = []
  /// Every command that clears something.
  private(set) var effective: [StripAction] = []
  private(set) var idle: [StripReader.Idle] = []
  private(set) var exceptions: [(texts: [String], action: StripAction)] = []
  /// The model files with a bit that is left.
  private(set) var left: [ModelFile] = []
  private(set) var installsPackages = false
  private(set) var layout = ProgramLayout(isMerged: true)
  /// Position of `full` among all commands: order of its step and index in it.
  private(set) var fullPosition: (step: Int, command: Int)?

  private let build: BuildModel
  private var flavor: FindFlavor?
  /// The user of the base image when that surely is not root.
  private var baseUser: String?
  private var sure: [ModelFile] = []
  private var possible: [ModelFile] = []
  private var budget = 1 << 22
  /// The files of a system as it comes.
  private let files: [ModelFile]
  /// For each stage whether its base is another stage's root file system, laid onto scratch.
  private var copiesRoot: [Int: Bool] = [:]

  /// - Parameter steps: those to follow; nil for the ones whose result ships.
  init(_ build: BuildModel, steps: [BuildStep]? = nil) {
    self.build = build
    let base = build.baseImage
    flavor = base.usesBusyboxFind.map { $0 ? .busybox : .gnu }
    if flavor == .gnu, build.hasOldFind { flavor = nil }
    if case .known(let row)? = build.baseUser, row.isVerified, case .named(let name) = row.user {
      baseUser = name
    }
    layout = ProgramLayout(isMerged: build.hasMergedUsr(base.family))
    files = layout.files
    (sure, possible) = (files, files)
    for (order, step) in (steps ?? build.setuidSteps).enumerated() {
      if step.instruction.keyword == .run { run(step, order) } else { transfer(step) }
    }
    isFull = sure.allSatisfy(\.isClean)
    mayBeFull = possible.allSatisfy(\.isClean)
    left = sure.filter { !$0.isClean }
  }

  // MARK: steps

  private mutating func run(_ step: BuildStep, _ order: Int) {
    let commands = build.commands(of: [step])
    var actions: [StripAction] = []
    if StripReader.mayChange(commands) {
      let reader = StripReader(commands, in: build, layout: layout, baseUser: baseUser, budget: &budget)
      idle += reader.idle
      actions = reader.actions
    }
    let packages = build.packageCommands(ofStep: step)
    let guards = packages.isEmpty ? nil : CommandGuards(commands.first?.script.script ?? ShellScript())
    var next = 0
    for action in actions {
      while next < packages.count, packages[next].command.index < action.command.index {
        take(packages[next], guards)
        next += 1
      }
      take(action, order)
    }
    for package in packages[next...] { take(package, guards) }
  }

  private mutating func take(_ package: PackageCommand, _ guards: CommandGuards?) {
    guard package.isInstallation, package.otherRoot == nil, guards?.of(package.command.command) != .never else {
      return
    }
    installsPackages = true
    if flavor == .busybox, package.packages.contains(where: { $0.name == "findutils" && !$0.isInverted }) {
      flavor = .gnu
    }
    add(.packages(package), at: package.command.place(in: build))
  }

  private mutating func add(_ cause: Later.Cause, at place: Place) {
    if full != nil { later.append(Later(cause: cause, place: place)) }
    (sure, possible) = (files, files)
  }

  private mutating func transfer(_ step: BuildStep) {
    switch step.instruction.kind {
    case .copy(let transfer):
      guard let source = step.instruction.flags.first(where: { $0.name == "from" })?.value,
        build.expanded(transfer.destination, at: step).text == "/",
        transfer.sources.contains(where: { ["/", "/.", "/*"].contains($0.text) })
      else { return }
      let isBase = copiesRoot[step.stage] ?? build.copiesRoot(step.stage)
      copiesRoot[step.stage] = isBase
      guard !isBase else { return }
      add(.copy(from: source), at: build.place(ofNode: step.instruction.node))
    case .add(let transfer):
      for source in transfer.sources where !source.text.holds("://") {
        let name = source.text.lowercased()
        let ends = [".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tar.zst"]
        guard ends.contains(where: name.hasSuffix) else { continue }
        add(.archive(source.text), at: build.place(source.range, ofNode: step.instruction.node))
      }
    default: break
    }
  }

  // MARK: actions

  private mutating func take(_ action: StripAction, _ order: Int) {
    var action = action
    action.flavor = action.command.resolved.wrappers.contains("busybox") ? .busybox : flavor
    if let user = action.weakUser {
      if action.isAboutSetid { failures.append(Failure(action: action, defect: .user(user), dependsOnFind: false)) }
      return
    }
    let flavors = action.flavor.map { [$0] } ?? FindFlavor.allCases
    let defects = flavors.map { StripDefect.find(in: action, $0, layout) }
    if let defect = defects.lazy.compactMap(\.self).first {
      let dependsOnFind = defects.contains { $0 == nil }
      let failure = Failure(action: action, defect: defect, dependsOnFind: dependsOnFind)
      if dependsOnFind { doubtful.append(failure) } else { failures.append(failure) }
    }
    let change = apply(action)
    if case .named = action.kind { effective.append(action) }
    // One that finds nothing left counts too: it cleans up behind a chmod in between.
    guard change || (sure.allSatisfy(\.isClean) && clearsAll(action)) else { return }
    effective.append(action)
    let leftOut = action.exceptions
    if !leftOut.isEmpty {
      exceptions.append((leftOut, action))
    } else if !exceptions.isEmpty, clearsAll(action) {
      exceptions = []
    }
    guard sure.allSatisfy(\.isClean) else { return }
    (full, later, failures) = (action, [], [])
    fullPosition = (order, action.command.index)
  }

  /// Whether it needs no other command.
  private func clearsAll(_ action: StripAction) -> Bool {
    guard !action.isUncertain else { return false }
    return action.trials(on: files, action.likelyFlavor).allSatisfy(\.after.isClean)
  }

  /// Whether anything changed.
  private mutating func apply(_ action: StripAction) -> Bool {
    let areEqual = sure == possible
    let trials = action.trials(on: possible, action.likelyFlavor, trustsScripts: true)
    var hasChanged = zip(trials, possible).contains { $0.after.current != $1.current }
    possible = trials.map(\.after)
    guard !action.isUncertain else { return hasChanged }
    guard !areEqual else {
      sure = possible
      return hasChanged
    }
    let sureTrials = action.trials(on: sure, action.likelyFlavor)
    hasChanged = hasChanged || zip(sureTrials, sure).contains { $0.after.current != $1.current }
    sure = sureTrials.map(\.after)
    return hasChanged
  }
}

extension BuildModel {
  /// The steps whose files ship: those of the chain, and before them those of a stage whose root file system is copied
  /// onto scratch.
  var setuidSteps: [BuildStep] {
    guard let first = chain.first, case .scratch = stages[first].base, let source = rootCopied(in: first) else {
      return shippedSteps
    }
    var groups: [[BuildStep]] = [shippedSteps]
    var stage: Int? = source
    while let index = stage {
      groups.append(stages[index].steps)
      switch stages[index].base {
      case .stage(let parent): stage = parent < index ? parent : nil
      case .scratch: stage = rootCopied(in: index)
      case .image, .unknown: stage = nil
      }
    }
    return groups.reversed().flatMap { $0 }
  }

  /// Whether a stage lays the root file system of another onto scratch, so that it begins as that one's.
  fileprivate func copiesRoot(_ stage: Int) -> Bool {
    guard case .scratch = stages[stage].base, let source = rootCopied(in: stage) else { return false }
    return source < stage
  }

  private func rootCopied(in stage: Int) -> Int? {
    for step in stages[stage].steps {
      guard case .copy(let transfer) = step.instruction.kind, transfer.destination.text == "/",
        transfer.sources.contains(where: { ["/", "/.", "/*"].contains($0.text) }),
        let name = step.instruction.flags.first(where: { $0.name == "from" })?.value
      else { continue }
      if let number = Int(name) { return number >= 0 && number < stage ? number : nil }
      return stages[..<stage].lastIndex { $0.name == name.lowercased() }
    }
    return nil
  }

  /// The tag of the base image in lower case, with the repository before it.
  private var baseName: (repository: String, tag: String) {
    var stage = setuidSteps.first?.stage ?? chain.first
    while let index = stage {
      switch stages[index].base {
      case .image(let reference): return (reference.repository, reference.tag?.lowercased() ?? "")
      case .stage(let parent): stage = parent < index ? parent : nil
      case .scratch, .unknown: stage = nil
      }
    }
    return ("", "")
  }

  /// Whether the base is old enough for a GNU find that takes `-perm +6000`.
  ///
  /// Source: the findutils versions of these distributions, from memory, not verified.
  fileprivate var hasOldFind: Bool {
    let (repository, tag) = baseName
    if OldTags.findTakesPlus.isIn(tag) { return true }
    let major = tag.prefix { $0 != "." && $0 != "-" }
    switch repository.split(separator: "/").last {
    case "centos", "oraclelinux", "rhel7", "ubi7", "scientificlinux": return ["5", "6", "7"].contains(major)
    case "amazonlinux": return ["1", "2", "2018"].contains(major)
    case "debian": return ["7", "8"].contains(major)
    case "ubuntu": return ["12", "14"].contains(major)
    default: return false
    }
  }

  /// Whether `/bin` and `/sbin` of the base are links into `/usr`.
  ///
  /// Source: the official images; Debian has it from 12 on, Ubuntu from 20.04 on.
  fileprivate func hasMergedUsr(_ family: BaseFamily) -> Bool {
    let (repository, tag) = baseName
    let major = Int(tag.prefix { $0 != "." && $0 != "-" })
    switch family {
    case .alpine, .busybox: return false
    case .debian:
      if OldTags.debian.isIn(tag) { return false }
      return !(repository == "debian" && (major ?? 99) < 12)
    case .ubuntu:
      if OldTags.ubuntu.isIn(tag) { return false }
      return !(repository == "ubuntu" && (major ?? 99) < 20)
    default: return true
    }
  }
}

/// Parts of the tags of old distributions.
private enum OldTags {
  static let findTakesPlus = BytePattern(["jessie", "wheezy", "trusty", "precise", "centos7", "centos6", "el7"])
  static let debian = BytePattern(["bullseye", "buster", "stretch", "jessie", "wheezy"])
  static let ubuntu = BytePattern(["bionic", "xenial", "trusty", "precise"])
}

extension BuildModel {
  /// What the shipped steps do about setuid and setgid files.
  var stripState: StripState { analyses.value { StripState(self) } }

  /// A remark on a clean-up of setuid files in a stage that is not shipped; nil when there is none, or one that ships.
  public var unshippedStrip: Note? {
    guard stripState.effective.isEmpty else { return nil }
    let shipped = Set(setuidSteps.map(\.stage))
    let steps = stages.filter { !shipped.contains($0.index) && !$0.isWindows }.flatMap(\.steps)
    guard StripReader.mayChange(commands(of: steps)), let action = StripState(self, steps: steps).full else {
      return nil
    }
    let title = stages[action.command.step.stage].title
    return Note("this clean-up is in stage `\(title)`, which is not shipped", place: action.command.place(in: self))
  }
}

import BuildModel
import Core
import Dockerfile
import ShellSyntax

/// A tool that a step of the shipped image brings, and what becomes of it.
struct ToolArrival: Sendable {
  enum Fate: Sendable {
    case stays
    /// Removed by the step that brings it: nothing is left.
    case gone
    /// Removed by a later step: the layer below still holds it.
    case goneLater(Place)
    /// By a removal that cannot be followed.
    case perhapsGone
  }

  var tool: PackagedTool
  /// The package; nil for a copied program.
  var package: String?
  var manager: PackageManager?
  var place: Place
  var fate = Fate.stays
  /// Whether all of the step's text was understood.
  var isCertain: Bool
  /// The same for all that ends up in one layer.
  fileprivate var layer: Int
  fileprivate var virtualName: String?
  fileprivate var isAutomatic = false
  /// Command that brings it, in the order of its script.
  fileprivate var index: Int

  /// What it is called in messages: the package, or the program.
  var title: String { package ?? tool.programs.first ?? "" }
}

/// Follows the tools that come and go in the steps that ship.
///
/// - Complexity: O(commands); tools that are there at once are limited.
struct ToolLedger: Sendable {
  private(set) var arrivals: [ToolArrival] = []
  /// Indices of the arrivals that are there.
  private var present: [Key: Int] = [:]
  private var budget = ExpansionBudget()
  private let build: BuildModel
  /// The layer being written.
  private var layer = 0
  /// Where the packages that were there were listed, so that they can be kept: the last `apt-mark showmanual`.
  private var savedAt: Int?

  private struct Key: Hashable {
    var manager: PackageManager?
    var name: String
  }

  /// Most tools there at once; distributions have fewer.
  private static let mostPresent = 128
  /// Most commands in the substitutions of one that are looked at.
  private static let mostSearches = 64

  /// Reads the steps that ship, in order.
  init(_ build: BuildModel) {
    self.build = build
    for content in ShippedContent.steps(of: build) {
      layer = content.layer
      savedAt = nil
      take(content.step)
    }
  }

  private mutating func take(_ step: BuildStep) {
    switch step.instruction.kind {
    case .run:
      var packages = build.packageCommands(ofStep: step)[...]
      for command in build.commands(of: [step]) {
        let isPackages = packages.first?.command.index == command.index
        take(command, isPackages ? packages.popFirst() : nil)
      }
    case .copy(let transfer): takeCopy(transfer, step)
    default: break
    }
  }

  /// - Parameter packages: what the command does when it is a package manager's.
  private mutating func take(_ command: StepCommand, _ packages: PackageCommand?) {
    if command.name == "rm" || command.name == "unlink" { return takeDeletion(command) }
    if command.name == "xargs" { return takeMarks(command) }
    guard let action = packages, action.otherRoot == nil else { return }
    switch action.action {
    case .install: install(action)
    case .remove, .autoremove: remove(action)
    case .markAuto: mark(action, isAutomatic: true)
    case .markManual: mark(action, isAutomatic: false)
    case .upgrade: break
    case .other:
      let isList = command.resolved.arguments.first?.text == "showmanual" && command.command.pipeline.count == 1
      if isList { savedAt = command.index }
    }
  }

  // MARK: packages

  private mutating func install(_ action: PackageCommand) {
    for package in action.packages {
      if package.isInverted {
        remove(Key(manager: action.manager.family, name: package.name), by: action.command)
        continue
      }
      guard let (name, tool) = tool(of: package, action.manager) else { continue }
      add(
        ToolArrival(
          tool: tool, package: name, manager: action.manager,
          place: action.command.place(of: package.word, in: build), isCertain: isCertain(action.command), layer: layer,
          virtualName: action.virtualName, index: action.command.index))
    }
  }

  /// The package's name and tool; of a pattern such as `netcat*` those of the name before the star.
  private func tool(of package: PackageName, _ manager: PackageManager) -> (String, PackagedTool)? {
    var name = package.name
    if package.isPattern {
      guard name.utf8.last == UInt8(ascii: "*") else { return nil }
      name.removeLast()
    }
    return PackagedTool.named(name, manager: manager).map { (name, $0) }
  }

  private mutating func add(_ arrival: ToolArrival) {
    let key = Key(manager: arrival.manager?.family, name: arrival.title)
    if let index = present[key] {
      // Named by itself, it stays when its group or what nothing needs goes.
      let wasLoose = arrivals[index].virtualName != nil || arrivals[index].isAutomatic
      if arrival.virtualName == nil, wasLoose, arrivals[index].layer == layer {
        arrivals[index] = arrival
      } else if arrival.virtualName == nil {
        (arrivals[index].virtualName, arrivals[index].isAutomatic) = (nil, false)
      }
      return
    }
    guard present.count < Self.mostPresent else { return }
    present[key] = arrivals.count
    arrivals.append(arrival)
  }

  private mutating func remove(_ action: PackageCommand) {
    let manager = action.manager.family
    for package in action.packages where !package.isInverted {
      if package.isPattern {
        removeAll(by: action.command) { $0.manager?.family == manager && package.matches($0.title) }
        continue
      }
      remove(Key(manager: manager, name: package.name), by: action.command)
      if manager == .apk {
        removeAll(by: action.command) { $0.virtualName == package.name }
      }
    }
    if !action.isAllKnown {
      for (key, index) in present where key.manager == manager {
        arrivals[index].fate = arrivals[index].layer == layer ? .gone : .perhapsGone
        present[key] = nil
      }
    }
    if action.removesUnused || action.action == .autoremove {
      removeAll(by: action.command) { $0.manager?.family == manager && $0.isAutomatic }
    }
  }

  private mutating func mark(_ action: PackageCommand, isAutomatic: Bool) {
    if isAutomatic, action.packages.contains(where: { $0.isPattern && $0.matches("") }) { return markAll() }
    let patterns = action.packages.filter(\.isPattern)
    let names = Set(action.packages.map(\.name))
    for (key, index) in present where key.manager == .apt {
      let isNamed = names.contains(key.name) || patterns.contains { $0.matches(key.name) }
      if isNamed { arrivals[index].isAutomatic = isAutomatic }
    }
  }

  /// `apt-mark showmanual | xargs apt-mark auto`
  private mutating func takeMarks(_ command: StepCommand) {
    let words = command.resolved.arguments.map(\.text)
    if words.contains("apt-mark"), words.last == "auto" { markAll() }
  }

  /// Marks every package as automatic but those that were there when the manual ones were listed: these are marked as
  /// manual again.
  private mutating func markAll() {
    for (key, index) in present where key.manager == .apt {
      let isSaved = savedAt.map { arrivals[index].layer != layer || arrivals[index].index < $0 } ?? false
      if !isSaved { arrivals[index].isAutomatic = true }
    }
  }

  // MARK: files

  private mutating func takeDeletion(_ command: StepCommand) {
    var hasUnknown = false
    for word in command.resolved.operands() {
      guard let paths = budget.fields(word, of: command, in: build) else {
        hasUnknown = true
        continue
      }
      for path in paths where ProgramPath.isInProgramDirectory(path) {
        removeProgram(ProgramPath.name(path), by: command)
      }
    }
    guard hasUnknown else { return }
    for name in searched(in: command) { removeProgram(name, by: command) }
  }

  /// The programs that a command's `$(which curl)` look for.
  private func searched(in command: StepCommand) -> [String] {
    let end = command.command.range.upperBound
    var names: [String] = []
    for inner in command.script.script.commands[(command.index + 1)...].prefix(Self.mostSearches) {
      guard inner.range.lowerBound < end else { break }
      guard ["which", "command", "type"].contains(inner.words.first?.text) else { continue }
      names += inner.words.dropFirst().compactMap(\.literal)
    }
    return names
  }

  private mutating func removeProgram(_ name: String, by command: StepCommand) {
    let isPattern = name.utf8.last == UInt8(ascii: "*") && name.utf8.count > 2
    let start = isPattern ? String(name.dropLast()) : name
    guard isPattern || PackagedTool.program(name) != nil else { return }
    removeAll(by: command) { arrival in
      arrival.tool.programs.contains { isPattern ? $0.hasPrefix(start) : $0 == name }
    }
  }

  private mutating func takeCopy(_ transfer: Transfer, _ step: BuildStep) {
    guard step.instruction.flags.contains(where: { $0.name == "from" }) else { return }
    let destination = build.expanded(transfer.destination, at: step)
    guard let target = destination.known else { return }
    for source in transfer.sources {
      guard let path = build.expanded(source, at: step).known,
        let tool = CopiedProgram.tool(from: path, to: target)
      else { continue }
      add(
        ToolArrival(
          tool: tool, package: nil, manager: nil, place: build.place(source.range, ofNode: step.node), isCertain: true,
          layer: layer, virtualName: nil, index: 0))
    }
  }

  // MARK: removal

  private mutating func remove(_ key: Key, by command: StepCommand) {
    guard let index = present.removeValue(forKey: key) else { return }
    arrivals[index].fate = arrivals[index].layer == layer ? .gone : .goneLater(command.place(in: build))
  }

  private mutating func removeAll(by command: StepCommand, where isMeant: (ToolArrival) -> Bool) {
    for (key, index) in present where isMeant(arrivals[index]) { remove(key, by: command) }
  }

  private func isCertain(_ command: StepCommand) -> Bool {
    if case .other = command.script.dialect { return false }
    return command.script.script.isComplete
  }
}

extension PackageManager {
  /// The manager that the same packages can be removed with: rpm for dnf, dpkg for apt.
  fileprivate var family: PackageManager {
    switch self {
    case .dpkg: .apt
    case .rpm, .zypper: .dnf
    case .apt, .apk, .dnf, .pacman: self
    }
  }
}

extension PackageName {
  /// Whether a pattern's beginning fits: `gcc*`, `.*`, `^gcc-.*`, `*`.
  fileprivate func matches(_ package: String) -> Bool {
    var start = Array(name.utf8)[...]
    if start.first == UInt8(ascii: "^") { start = start.dropFirst() }
    while let last = start.last, Array("*.?$+".utf8).contains(last) { start = start.dropLast() }
    return Array(package.utf8).starts(with: start)
  }
}

extension BuildModel {
  /// The tools that come and go in the steps that ship.
  var toolLedger: ToolLedger { analyses.value { ToolLedger(self) } }
}

import BuildModel
import ShellSyntax

/// Takes the words of a package manager's command apart.
struct PackageCommandReader {
  /// A field of the command line.
  private struct Token {
    var text: String
    var word: ShellWord
    var isKnown: Bool
  }

  private let manager: PackageManager
  private let program: String
  private var letters: Set<UInt8> = []
  /// Long options by name, without dashes, with their last value.
  private var names: [String: String] = [:]
  private var operands: [Token] = []
  private var virtualName: String?
  private var otherRoot: String?

  private init(_ manager: PackageManager, program: String) { (self.manager, self.program) = (manager, program) }

  /// Reads a command; nil when it is none of a package manager.
  static func read(_ command: StepCommand, in build: BuildModel, budget: inout ExpansionBudget) -> PackageCommand? {
    guard let manager = PackageManager(program: command.name) else { return nil }
    var reader = PackageCommandReader(manager, program: command.name)
    reader.sort(tokens(of: command, in: build, &budget))
    let (action, rest) = reader.action()
    var result = PackageCommand(
      command: command, manager: manager, action: action, packages: [], files: [], isAllKnown: true,
      virtualName: reader.virtualName, purges: reader.purges, removesUnused: reader.removesUnused,
      otherRoot: reader.otherRoot)
    if action != .other { reader.name(rest, in: &result) }
    return result
  }

  // MARK: words

  private static func tokens(of command: StepCommand, in build: BuildModel, _ budget: inout ExpansionBudget) -> [Token]
  {
    let words = command.resolved.arguments
    var tokens: [Token] = []
    tokens.reserveCapacity(words.count)
    for word in words {
      guard let fields = budget.fields(word, of: command, in: build) else {
        tokens.append(Token(text: word.text, word: word, isKnown: false))
        continue
      }
      for field in fields { tokens.append(Token(text: field, word: word, isKnown: true)) }
    }
    return tokens
  }

  /// Tells options with their values from operands.
  private mutating func sort(_ tokens: [Token]) {
    let valueNames = manager.valueNames
    var index = 0
    var hasVerb = false
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      guard token.text.utf8.first == UInt8(ascii: "-"), token.text.utf8.count > 1 else {
        // A variable before the verb holds options.
        guard token.isKnown || hasVerb || !manager.hasVerb else { continue }
        if !token.text.isEmpty { operands.append(token) }
        hasVerb = hasVerb || manager.hasVerb
        continue
      }
      if token.text == "--" {
        operands += tokens[index...]
        return
      }
      let bytes = Array(token.text.utf8)
      var option = bytes[1] == UInt8(ascii: "-") ? long(bytes, valueNames) : short(bytes, hasVerb)
      if option.takesNext, index < tokens.count {
        option.value = tokens[index].text
        index += 1
      }
      note(option.name, option.value)
    }
  }

  private func long(_ bytes: [UInt8], _ valueNames: Set<String>) -> (name: String, value: String?, takesNext: Bool) {
    let text = bytes[2...]
    guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else {
      let name = String(decoding: text, as: UTF8.self)
      return (name, nil, valueNames.contains(name))
    }
    let value = String(decoding: text[(equals + 1)...], as: UTF8.self)
    return (String(decoding: text[..<equals], as: UTF8.self), value, false)
  }

  /// Notes the letters of joined flags; the last may have a value.
  private mutating func short(_ bytes: [UInt8], _ hasVerb: Bool) -> (name: String, value: String?, takesNext: Bool) {
    let valueLetters = Array(manager.valueLetters(isAfterVerb: hasVerb).utf8)
    for (index, letter) in bytes.enumerated().dropFirst() {
      guard valueLetters.contains(letter) else {
        letters.insert(letter)
        continue
      }
      let rest = bytes[(index + 1)...].drop { $0 == UInt8(ascii: "=") }
      let name = "-" + String(decoding: [letter], as: UTF8.self)
      return (name, rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self), rest.isEmpty)
    }
    return ("", nil, false)
  }

  private mutating func note(_ name: String, _ value: String?) {
    guard !name.isEmpty else { return }
    names[name] = value ?? ""
    switch (manager, name) {
    case (.apk, "-t"), (.apk, "virtual"): virtualName = value
    case (.apk, "-p"), (_, "root"), (_, "installroot"), (_, "sysroot"), (_, "instdir"), (.zypper, "-R"),
      (.pacman, "-r"):
      if let value, value != "/" { otherRoot = value }
    default: break
    }
  }

  // MARK: meaning

  private func hasLetter(_ letter: Unicode.Scalar) -> Bool { letters.contains(UInt8(truncatingIfNeeded: letter.value)) }

  private func has(_ options: String...) -> Bool { options.contains { names[$0] != nil } }

  private var purges: Bool {
    switch manager {
    case .apt: has("purge") || ["purge", "autopurge"].contains(operands.first?.text)
    case .dpkg: hasLetter("P") || has("purge")
    case .pacman: hasLetter("R") && (hasLetter("n") || has("nosave"))
    default: false
    }
  }

  private var removesUnused: Bool {
    switch manager {
    case .apt: has("auto-remove", "autoremove") || ["autoremove", "autopurge"].contains(operands.first?.text)
    case .dnf: operands.first?.text == "autoremove"
    case .zypper: hasLetter("u") || has("clean-deps")
    case .pacman: hasLetter("R") && (hasLetter("s") || has("recursive"))
    default: false
    }
  }

  /// Whether nothing is changed whatever the verb.
  private var isDryRun: Bool {
    switch manager {
    case .apt:
      hasLetter("s") || hasLetter("d")
        || has("simulate", "dry-run", "no-act", "just-print", "recon", "download-only", "print-uris")
    case .apk: hasLetter("s") || has("simulate")
    case .dnf: has("downloadonly", "assumeno")
    case .zypper: has("dry-run", "download-only")
    case .rpm: has("test")
    case .dpkg: has("dry-run", "no-act", "simulate")
    case .pacman: hasLetter("p") || hasLetter("w") || has("print", "downloadonly")
    }
  }

  private func action() -> (PackageCommand.Action, ArraySlice<Token>) {
    guard !isDryRun else { return (.other, []) }
    switch manager {
    case .rpm: return (rpmAction, operands[...])
    case .dpkg: return (dpkgAction, operands[...])
    case .pacman: return (pacmanAction, operands[...])
    default: break
    }
    switch program {
    case "install_packages", "clean-install", "gdebi", "yum-builddep": return (.install, operands[...])
    default: break
    }
    guard let verb = operands.first, verb.isKnown else { return (.other, []) }
    let rest = operands.dropFirst()
    switch manager {
    case .apt:
      return (program == "apt-mark" ? Self.markVerbs[verb.text] ?? .other : Self.aptVerbs[verb.text] ?? .other, rest)
    case .apk: return (Self.apkVerbs[verb.text] ?? .other, rest)
    case .zypper: return (Self.zypperVerbs[verb.text] ?? .other, rest)
    default: return dnfAction(verb.text, rest)
    }
  }

  private static let aptVerbs: [String: PackageCommand.Action] = [
    "install": .install, "reinstall": .install, "build-dep": .install, "satisfy": .install, "upgrade": .upgrade,
    "dist-upgrade": .upgrade, "full-upgrade": .upgrade, "safe-upgrade": .upgrade, "dselect-upgrade": .upgrade,
    "remove": .remove, "purge": .remove, "autoremove": .autoremove, "autopurge": .autoremove,
    "auto-remove": .autoremove,
    "markauto": .markAuto, "unmarkauto": .markManual,
  ]
  private static let markVerbs: [String: PackageCommand.Action] = [
    "auto": .markAuto, "markauto": .markAuto, "minimize-manual": .markAuto, "manual": .markManual,
    "unmarkauto": .markManual,
  ]
  private static let apkVerbs: [String: PackageCommand.Action] = [
    "add": .install, "fix": .upgrade, "upgrade": .upgrade, "del": .remove,
  ]
  private static let zypperVerbs: [String: PackageCommand.Action] = [
    "in": .install, "install": .install, "si": .install, "source-install": .install, "inr": .install,
    "install-new-recommends": .install, "up": .upgrade, "update": .upgrade, "dup": .upgrade, "dist-upgrade": .upgrade,
    "patch": .upgrade, "rm": .remove, "remove": .remove,
  ]
  private static let dnfVerbs: [String: PackageCommand.Action] = [
    "install": .install, "in": .install, "localinstall": .install, "reinstall": .install, "ri": .install,
    "builddep": .install, "build-dep": .install, "downgrade": .install, "swap": .install, "install-n": .install,
    "install-na": .install, "install-nevra": .install, "groupinstall": .install, "update": .upgrade,
    "upgrade": .upgrade, "up": .upgrade, "upgrade-minimal": .upgrade, "update-minimal": .upgrade,
    "distro-sync": .upgrade, "distribution-synchronization": .upgrade, "dsync": .upgrade, "localupdate": .upgrade,
    "remove": .remove, "erase": .remove, "rm": .remove, "remove-n": .remove, "groupremove": .remove,
    "autoremove": .autoremove,
  ]

  private func dnfAction(_ verb: String, _ rest: ArraySlice<Token>) -> (PackageCommand.Action, ArraySlice<Token>) {
    switch verb {
    case "group", "groups", "module", "environment":
      let groups = rest.dropFirst().map { token in
        var token = token
        if !token.text.hasPrefix("@") { token.text = "@" + token.text }
        return token
      }
      return (rest.first.flatMap { Self.dnfVerbs[$0.text] } ?? .other, groups[...])
    case "groupinstall", "groupremove": return dnfAction("group", [token(verb == "groupinstall")] + rest)
    case "history":
      // What the last transactions brought is not known by name.
      let undoes = rest.first.map { ["undo", "rollback"].contains($0.text) } ?? false
      let unknown = rest.prefix(1).map { Token(text: $0.text, word: $0.word, isKnown: false) }
      return (undoes ? .remove : .other, unknown[...])
    case "mark": return (.other, [])
    default: return (Self.dnfVerbs[verb] ?? .other, rest)
    }
  }

  private func token(_ installs: Bool) -> Token {
    Token(text: installs ? "install" : "remove", word: ShellWord(literal: ""), isKnown: true)
  }

  private var rpmAction: PackageCommand.Action {
    if hasLetter("q") || hasLetter("V") || hasLetter("K") || has("query", "verify", "checksig", "import", "eval") {
      return .other
    }
    if hasLetter("e") || has("erase") { return .remove }
    if hasLetter("i") || hasLetter("U") || hasLetter("F") || has("install", "upgrade", "freshen", "reinstall") {
      return .install
    }
    return .other
  }

  private var dpkgAction: PackageCommand.Action {
    if hasLetter("i") || has("install", "unpack") { return .install }
    return hasLetter("r") || hasLetter("P") || has("remove", "purge") ? .remove : .other
  }

  private var pacmanAction: PackageCommand.Action {
    if hasLetter("Q") || hasLetter("F") || hasLetter("D") || hasLetter("T") { return .other }
    if has("query", "files", "database", "deptest") { return .other }
    if hasLetter("R") || has("remove") { return .remove }
    if hasLetter("U") || has("upgrade") { return .install }
    guard hasLetter("S") || has("sync") else { return .other }
    if hasLetter("c") || hasLetter("s") || hasLetter("i") || hasLetter("l") || hasLetter("g")
      || has("clean", "search", "info", "list", "groups")
    {
      return .other
    }
    if !operands.isEmpty { return .install }
    return hasLetter("u") || has("sysupgrade") ? .upgrade : .other
  }

  // MARK: names

  private func name(_ tokens: ArraySlice<Token>, in result: inout PackageCommand) {
    let takesFiles = result.action == .install && (manager == .dpkg || manager == .rpm || program == "gdebi")
    let isBuildDependency =
      program == "yum-builddep" || ["build-dep", "builddep", "satisfy"].contains(operands.first?.text)
    if isBuildDependency || (program == "apt-mark" && operands.first?.text == "minimize-manual") {
      result.isAllKnown = false
      return
    }
    for token in tokens {
      if takesFiles || (token.isKnown && PackageName.isFile(token.text)) {
        var file = PackageName("x", word: token.word, manager: manager)
        file?.name = token.text
        if let file { result.files.append(file) }
        continue
      }
      let name =
        token.isKnown
        ? PackageName(token.text, word: token.word, manager: manager)
        : PackageName(knownBeginning: beginning(token.word), word: token.word, manager: manager)
      guard let name else {
        result.isAllKnown = result.isAllKnown && token.isKnown
        continue
      }
      result.packages.append(isPattern(name))
    }
  }

  /// A name of zypper's `--type pattern` is that of a pattern.
  private func isPattern(_ name: PackageName) -> PackageName {
    guard manager == .zypper, names["-t"] == "pattern" || names["type"] == "pattern" else { return name }
    var name = name
    if !name.name.hasPrefix("pattern:") { name.name = "pattern:" + name.name }
    return name
  }

  /// The text of a word up to its first variable.
  private func beginning(_ word: ShellWord) -> String {
    var text = ""
    for part in word.parts {
      guard case .literal(let piece, _) = part else { break }
      text += piece
    }
    return text
  }
}

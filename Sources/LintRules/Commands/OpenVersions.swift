import Core
import Dockerfile

extension LintReport {
  /// Notes the packages of a command whose version is open, in one finding; nothing when there are none.
  ///
  /// - Parameters:
  ///   - packages: indices of arguments.
  ///   - pinned: how to write a package with its version.
  mutating func noteOpenVersions(
    of packages: [Int], _ command: LintCommand, at run: LintInstruction, pinned: (String) -> String
  ) {
    let known = packages.filter { !command.arguments[$0].utf8.contains(UInt8(ascii: "$")) }
    let isKnown = !known.isEmpty
    // Of a variable nothing can be told, which is said only where there is nothing else to say.
    let packages = isKnown ? known : packages
    guard let first = packages.first else { return }
    let names = packages.prefix(3).map { index in
      OpenVersions.shown(isKnown ? command.arguments[index] : OpenVersions.written(command.ranges[index], run))
    }
    if packages.count == 1 {
      let message =
        isKnown
        ? "package \(names[0]) has no version, expected \(pinned(names[0]))"
        : "package \(names[0]) is a variable, its version cannot be told, expected \(pinned("NAME"))"
      note(message, at: run, command, argument: first)
    } else {
      let list = OpenVersions.list(names, more: packages.count - names.count)
      let message =
        isKnown
        ? "packages \(list) have no version, expected \(pinned(names[0])) and so on"
        : "packages \(list) are variables, their versions cannot be told, expected \(pinned("NAME"))"
      note(message, at: run, command)
    }
  }
}

/// Words about packages without a version.
private enum OpenVersions {
  /// Longer names are cut in messages.
  private static let nameLimit = 60

  /// The text of an argument.
  static func written(_ range: Range<Int>, _ run: LintInstruction) -> String {
    guard let bytes = run.script?.text.bytes else { return "" }
    return GoUTF8.string(bytes[range.clamped(to: 0..<bytes.count)])
  }

  static func shown(_ name: String) -> String {
    let name = AddressText.hidden(name)
    return name.utf8.count <= nameLimit ? name : String(name.unicodeScalars.prefix(nameLimit)) + "…"
  }

  static func list(_ names: [String], more: Int) -> String {
    guard let last = names.last else { return "" }
    if more > 0 { return names.joined(separator: ", ") + " and \(more) more" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

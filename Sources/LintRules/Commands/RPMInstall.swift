import Core
import Dockerfile

/// Judges the versions of what yum, dnf and microdnf install.
///
/// Source: hadolint 2.15.1, measured.
struct RPMInstall {
  private let flow: LintFlow
  /// Names of ARG so far, of all stages.
  private var arguments: Set<String> = []
  /// Names of ENV, for each stage, and the stage that it begins with.
  private var environments: [(names: Set<String>, base: Int?)] = [([], nil)]
  /// The last stage of a name.
  private var stages: [String: Int] = [:]

  /// Most stages made of one another that are looked through for a variable; real files stay below 10.
  private static let depthLimit = 100

  /// Notes the packages and modules without a version.
  ///
  /// - Parameter skipped: a command with this argument is passed over.
  static func check(_ flow: LintFlow, _ tools: String..., skipping skipped: String? = nil, report: inout LintReport) {
    guard tools.contains(where: flow.programs.contains) else { return }
    var install = RPMInstall(flow: flow)
    for instruction in flow.instructions {
      install.learn(instruction)
      for command in instruction.commands where tools.contains(command.name) && command.has("install") {
        if let skipped, command.has(skipped) { continue }
        let isModule = command.has("module")
        let open = command.operands().filter { index in
          let name = command.arguments[index]
          if name == "install" || name == "module" { return false }
          return isModule ? !name.utf8.contains(UInt8(ascii: ":")) : !install.isFixed(name)
        }
        report.noteOpenVersions(of: open, command, at: instruction) { "\($0)\(isModule ? ":STREAM" : "-VERSION")" }
      }
    }
  }

  private init(flow: LintFlow) { self.flow = flow }

  private mutating func learn(_ instruction: LintInstruction) {
    switch instruction.kind {
    case .from:
      guard let image = instruction.image else { return }
      environments.append(([], stages[image.name]))
      if let alias = instruction.alias { stages[alias] = environments.count - 1 }
    case .arg(let declarations):
      // hadolint reads the first name alone.
      for declaration in flow.isExact ? declarations.prefix(1) : declarations[...] {
        arguments.insert(declaration.name)
      }
    case .env(let pairs):
      for pair in pairs { environments[environments.count - 1].names.insert(pair.key.text) }
    default: break
    }
  }

  private func isFixed(_ package: String) -> Bool {
    let bytes = package.utf8
    guard bytes.contains(UInt8(ascii: "-")) else { return false }
    if package.hasSuffix(".rpm") { return true }
    if bytes.contains(UInt8(ascii: "$")) { return holdsVariable(package) }
    let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).dropFirst()
    return parts.allSatisfy { $0.allSatisfy(RPMInstall.isVersion) }
      && parts.contains { $0.first.map { (0x30...0x39).contains($0) } ?? false }
  }

  private static func isVersion(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: ".~^_:+".utf8.contains(byte)
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Whether `${NAME}` of an ARG or ENV is in a package's name.
  private func holdsVariable(_ package: String) -> Bool {
    var rest = package.utf8[...]
    while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
      rest = rest[dollar...].dropFirst()
      guard rest.first == UInt8(ascii: "{") else { continue }
      let name = rest.dropFirst().prefix(while: RPMInstall.isName)
      rest = rest[name.endIndex...]
      if rest.first == UInt8(ascii: "}"), isKnown(String(Substring(name))) { return true }
    }
    return false
  }

  private func isKnown(_ name: String) -> Bool {
    if arguments.contains(name) { return true }
    var stage: Int? = environments.count - 1
    for _ in 0..<RPMInstall.depthLimit {
      guard let index = stage else { return false }
      if environments[index].names.contains(name) { return true }
      stage = environments[index].base
    }
    return false
  }
}

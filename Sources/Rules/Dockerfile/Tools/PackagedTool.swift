/// What a package brings that a finished image has no use for.
struct PackagedTool: Sendable, Equatable {
  enum Kind: Sendable, Hashable {
    /// Carries anything over a connection, scans, sniffs, or is made for attacks.
    case attack
    case sshServer
    /// Loads a URL.
    case fetch
    case compiler
    case debugger
    case sudo
  }

  var kind: Kind
  /// Its programs by base name, the best known first.
  var programs: [String]
}

extension PackagedTool {
  /// The tool that a package is known for; nil for other packages.
  static func named(_ package: String, manager: PackageManager) -> PackagedTool? {
    let name = package.lowercased()
    switch manager {
    case .apk:
      if let tool = alpineOnly[name] { return tool }
    case .apt, .dpkg:
      if let tool = debianOnly[name] { return tool }
    case .dnf, .rpm, .zypper:
      if let tool = rpmOnly[name] { return tool }
      if manager == .zypper, name == "openssh" { return sshServer }
      if let tool = toolset(name) { return tool }
    case .pacman:
      if let tool = archOnly[name] { return tool }
    }
    if let tool = everywhere[name] { return tool }
    let base = withoutVersion(name)
    return versioned.contains(base) ? everywhere[base] : nil
  }

  /// The tool that a program is, by base name.
  static func program(_ name: String) -> PackagedTool? { byProgram[name] ?? byProgram[withoutVersion(name)] }

  private static let byProgram: [String: PackagedTool] = {
    var out: [String: PackagedTool] = [:]
    for tool in everywhere.values {
      for program in tool.programs where out[program] == nil {
        out[program] = PackagedTool(kind: tool.kind, programs: [program])
      }
    }
    return out
  }()

  /// The compilers of Red Hat's software collections: `gcc-toolset-13`, `devtoolset-9-gcc-c++`.
  private static func toolset(_ name: String) -> PackagedTool? {
    let parts = name.split(separator: "-")
    guard name.hasPrefix("gcc-toolset-") || name.hasPrefix("devtoolset-") || name.hasPrefix("llvm-toolset"),
      let last = parts.last
    else { return nil }
    if last.utf8.allSatisfy({ (48...57).contains($0) }) || ["toolchain", "gcc", "c++", "toolset"].contains(last) {
      return PackagedTool(kind: .compiler, programs: [name.hasPrefix("llvm") ? "clang" : "gcc"])
    }
    return nil
  }

  /// The name without digits and dots, and a dash before them, at its end.
  private static func withoutVersion(_ name: String) -> String {
    var bytes = Array(name.utf8)[...]
    while let last = bytes.last, (48...57).contains(last) || last == 46 { bytes.removeLast() }
    if bytes.last == 45, bytes.count < name.utf8.count { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What a build is for: an operating system and an architecture, as `--platform` names them.
///
/// Source: github.com/containerd/platforms.
struct PlatformName: Equatable {
  var os: String
  var architecture: String
  var variant = ""

  private static let systems: Set<String> = [
    "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd",
    "openbsd", "plan9", "solaris", "windows", "zos",
  ]
  private static let architectures: Set<String> = [
    "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle",
    "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64",
    "wasm",
  ]

  /// - Returns: nil when BuildKit does not understand the text.
  init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
    guard let system = PlatformName.system(parts[0]), parts.count <= 3 else { return nil }
    guard parts.dropFirst().allSatisfy({ !$0.isEmpty && $0.allSatisfy(PlatformName.isNameByte) }) else { return nil }
    let words = parts.map { String(Substring($0)).lowercased() }
    (os, architecture) = (system, "")
    switch parts.count {
    case 1:
      if PlatformName.systems.contains(system) {
        architecture = "amd64"
        return
      }
      take(architecture: words[0], variant: "")
      guard PlatformName.architectures.contains(architecture) else { return nil }
      os = "linux"
    default: take(architecture: words[1], variant: words.count > 2 ? words[2] : "")
    }
  }

  private mutating func take(architecture: String, variant: String) {
    self.variant = variant
    switch architecture {
    case "i386": self.architecture = "386"
    case "x86_64", "x86-64", "amd64": self.architecture = "amd64"
    case "aarch64", "arm64": self.architecture = "arm64"
    case "armhf": (self.architecture, self.variant) = ("arm", "v7")
    case "armel": (self.architecture, self.variant) = ("arm", "v6")
    default: self.architecture = architecture
    }
  }

  /// The system's name without a version in brackets; nil when it is none.
  private static func system(_ part: Substring.UTF8View) -> String? {
    let name = part.prefix { isNameByte($0) && $0 != UInt8(ascii: ".") }
    let version = part[name.endIndex...]
    guard !name.isEmpty else { return nil }
    if let first = version.first {
      guard first == UInt8(ascii: "("), version.last == UInt8(ascii: ")"), version.count >= 2 else { return nil }
      let inner = version.dropFirst().dropLast()
      guard inner.allSatisfy({ isNameByte($0) || "%+".utf8.contains($0) }) else { return nil }
    }
    let text = String(Substring(name)).lowercased()
    return text == "macos" ? "darwin" : text
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "_.-".utf8.contains(byte)
  }
}

import Core
import ShellSyntax

/// A package as a command names it.
struct PackageName: Sendable {
  /// Without version, architecture, release and repository; a group begins with `@` or has `pattern:` before it.
  var name: String
  /// The word that holds it; the same for all names of one variable.
  var word: ShellWord
  /// Whether the command does the opposite with it: `apt-get install curl-`, `apk add !curl`.
  var isInverted = false

  /// Whether it stands for any package of a pattern, such as `netcat*` or `.*`.
  var isPattern: Bool { name.utf8.contains { PackageName.patternBytes.contains($0) } }

  private static let patternBytes = Array("*?[]^$|()".utf8)
  private static let comparisons = Array("=<> ".utf8)

  /// Reads a word's text; nil when it names no package.
  init?(_ text: String, word: ShellWord, manager: PackageManager) {
    self.word = word
    var bytes = Array(text.utf8)[...]
    switch manager {
    case .apt, .dpkg:
      bytes = PackageName.cut(bytes, at: Array("=/:".utf8))
      isInverted = PackageName.takeAptSuffix(&bytes)
    case .apk:
      if bytes.first == UInt8(ascii: "!") {
        isInverted = true
        bytes = bytes.dropFirst()
      }
      bytes = PackageName.cut(bytes, at: Array("=<>~@".utf8))
    case .dnf, .rpm, .zypper:
      if bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
      // The name of a group may have blanks.
      if bytes.first == UInt8(ascii: "@") { break }
      bytes = PackageName.cut(bytes, at: PackageName.comparisons)
      bytes = PackageName.withoutVersion(PackageName.withoutArchitecture(bytes))
    case .pacman:
      if let slash = bytes.lastIndex(of: UInt8(ascii: "/")) { bytes = bytes[(slash + 1)...] }
      bytes = PackageName.cut(bytes, at: PackageName.comparisons)
    }
    guard !bytes.isEmpty else { return nil }
    name = String(decoding: bytes, as: UTF8.self)
  }

  /// Reads a word of which only the beginning is known, such as `curl=$VERSION`; nil when the name goes on behind it.
  init?(knownBeginning text: String, word: ShellWord, manager: PackageManager) {
    let ends: [UInt8] =
      switch manager {
      case .apt, .dpkg: Array("=/:".utf8)
      case .apk: Array("=<>~@".utf8)
      case .dnf, .rpm, .zypper, .pacman: PackageName.comparisons
      }
    let bytes = Array(text.utf8)
    guard let end = bytes.dropFirst().firstIndex(where: ends.contains), !PackageName.isFile(text) else { return nil }
    self.init(String(decoding: bytes[..<end], as: UTF8.self), word: word, manager: manager)
  }

  /// Whether a word names a package file or its address, not a package.
  static func isFile(_ text: String) -> Bool {
    // Nearly every word has neither, and this is asked for each word.
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") }) else { return false }
    if ["/", "./", "../", "~/"].contains(where: text.hasPrefix) || text.holds("://") { return true }
    return [".deb", ".rpm", ".apk"].contains(where: text.hasSuffix) || text.holds(".pkg.tar")
  }

  private static func cut(_ bytes: ArraySlice<UInt8>, at ends: [UInt8]) -> ArraySlice<UInt8> {
    guard let end = bytes.dropFirst().firstIndex(where: ends.contains) else { return bytes }
    return bytes[..<end]
  }

  /// Drops the `+`, `-` or `_` that turns the action around; true when that means to remove.
  ///
  /// `g++` and `libstdc++` end so by themselves.
  private static func takeAptSuffix(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    guard let last = bytes.last, bytes.count > 1 else { return false }
    if last == UInt8(ascii: "-") || last == UInt8(ascii: "_") {
      bytes = bytes.dropLast()
      return true
    }
    if last == UInt8(ascii: "+"), bytes.dropLast().last != last { bytes = bytes.dropLast() }
    return false
  }

  private static let architectures: Set<String> = [
    "x86_64", "noarch", "i386", "i486", "i586", "i686", "aarch64", "armv7hl", "ppc64le", "s390x", "riscv64", "amd64",
  ]

  private static func withoutArchitecture(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")) else { return bytes }
    let end = String(decoding: bytes[(dot + 1)...], as: UTF8.self)
    return architectures.contains(end) && dot > bytes.startIndex ? bytes[..<dot] : bytes
  }

  /// Without `-1.2.3` or `-1.2.3-4.el9` at the end; `java-1.8.0-openjdk` stays.
  private static func withoutVersion(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = bytes.endIndex
    var hasDot = false
    while let dash = bytes[..<end].lastIndex(of: UInt8(ascii: "-")), dash > bytes.startIndex, dash + 1 < end,
      (48...57).contains(bytes[dash + 1])
    {
      hasDot = hasDot || bytes[(dash + 1)..<end].contains(UInt8(ascii: "."))
      end = dash
    }
    return hasDot ? bytes[..<end] : bytes
  }
}

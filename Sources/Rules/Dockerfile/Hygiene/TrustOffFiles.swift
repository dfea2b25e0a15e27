import Core

/// Lines of configuration files with which programs stop looking at certificates or signatures.
///
/// Source: sources.list(5), apt.conf(5), curl(1), wgetrc, git-config(1), npm and pip configuration, dnf.conf(5), the
/// RubyGems guides, read as of 2026.
enum TrustOffFiles {
  /// What is no longer checked.
  enum Loss: Equatable { case certificate, signature }

  /// A configuration file by the program that reads it.
  enum File: Equatable { case aptSources, aptSettings, curl, wget, git, npm, pip, gem, rpmRepository, conda }

  /// The file at a path; nil when it is none of these.
  static func file(_ path: String) -> File? {
    let name = BuildPath.lastComponent(path)
    switch name {
    case ".curlrc", "_curlrc": return .curl
    case ".wgetrc", "wgetrc": return .wget
    case ".gitconfig", "gitconfig": return .git
    case ".npmrc", "npmrc", ".yarnrc", ".yarnrc.yml": return .npm
    case "pip.conf", "pip.ini": return .pip
    case ".gemrc", "gemrc": return .gem
    case ".condarc", "condarc": return .conda
    case "yum.conf", "dnf.conf": return .rpmRepository
    case "sources.list": return .aptSources
    case "apt.conf", ".aptrc": return .aptSettings
    default: break
    }
    if name.hasSuffix(".repo") || path.holds("/yum.repos.d/") { return .rpmRepository }
    if path.holds("/sources.list.d/") || name.hasSuffix(".list") || name.hasSuffix(".sources") { return .aptSources }
    return path.holds("/apt.conf.d/") ? .aptSettings : nil
  }

  /// What a line of such a file turns off.
  static func loss(_ line: Substring, in file: File) -> Loss? {
    let text = line.lowercased()[...]
    let (key, value) = setting(text)
    let isOff = TrustOffVariables.isOff(value)
    switch file {
    case .aptSources: return trustsSource(text) ? .signature : nil
    case .aptSettings: return aptSetting(text)
    case .curl: return ["insecure", "-k", "--insecure"].contains(trimmed(text)) ? .certificate : nil
    case .wget: return ["check_certificate", "check-certificate"].contains(key) && isOff ? .certificate : nil
    case .git: return key == "sslverify" && isOff ? .certificate : nil
    case .npm: return ["strict-ssl", "enablestrictssl"].contains(key) && isOff ? .certificate : nil
    case .pip: return key == "trusted-host" && !value.isEmpty ? .certificate : nil
    case .gem: return key == ":ssl_verify_mode" && value == "0" ? .certificate : nil
    case .conda: return key == "ssl_verify" && isOff ? .certificate : nil
    case .rpmRepository: return repositoryLine(text)
    }
  }

  /// Whether a line of sources.list, or of a file in its newer form, says that its signature does not count.
  ///
  /// A repository of files made in the same build has no other signature.
  static func trustsSource(_ line: Substring) -> Bool {
    let text = line.lowercased()
    if text.utf8.split(separator: 0x20).contains(where: {
      $0.starts(with: "file:".utf8) || $0.starts(with: "copy:".utf8)
    }) {
      return false
    }
    if let open = text.utf8.firstIndex(of: UInt8(ascii: "[")) {
      let inside = text.utf8[text.utf8.index(after: open)...].prefix { $0 != UInt8(ascii: "]") }
      let options = inside.split(separator: UInt8(ascii: " "))
      if options.contains(where: { $0.elementsEqual("trusted=yes".utf8) || $0.elementsEqual("allow-insecure=yes".utf8) }
      ) {
        return true
      }
    }
    let (key, value) = setting(text[...])
    return (key == "trusted" || key == "allow-insecure") && value == "yes"
  }

  /// What a setting of yum and dnf turns off: `gpgcheck=0`, also `--setopt=*.gpgcheck=0`.
  static func repositoryLine(_ line: Substring) -> Loss? {
    let (key, value) = setting(line)
    var name = key
    var setting = value
    if name == "--setopt", let equals = value.firstIndex(of: "=") {
      (name, setting) = (String(value[..<equals]), String(value[value.index(after: equals)...]))
    }
    if let dot = name.lastIndex(of: ".") { name = String(name[name.index(after: dot)...]) }
    guard TrustOffVariables.isOff(setting) else { return nil }
    switch name {
    // The packages are checked by gpgcheck; repo_gpgcheck looks at the list of them.
    case "gpgcheck", "pkg_gpgcheck", "localpkg_gpgcheck": return .signature
    case "sslverify": return .certificate
    default: return nil
    }
  }

  private static func aptSetting(_ text: Substring) -> Loss? {
    let words = text.split { $0 == " " || $0 == "\t" || $0 == "\"" || $0 == ";" || $0 == "'" }
    guard words.count >= 2 else { return nil }
    let isOn = ["true", "1", "yes"].contains(String(words[1]))
    let settings: Set<String> = [
      "apt::get::allowunauthenticated", "acquire::allowinsecurerepositories", "apt::get::force-yes",
    ]
    if isOn, settings.contains(String(words[0])) { return .signature }
    let isPeer =
      words[0].hasPrefix("acquire::") && (words[0].hasSuffix("::verify-peer") || words[0].hasSuffix("::verify-host"))
    return isPeer && TrustOffVariables.isOff(String(words[1])) ? .certificate : nil
  }

  /// `key = value` or `key: value`.
  private static func setting(_ line: Substring) -> (key: String, value: String) {
    let text = trimmed(line)
    let start = text.utf8.first == UInt8(ascii: ":") ? text.utf8.index(after: text.startIndex) : text.startIndex
    let mark = text.utf8[start...].firstIndex { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }
    guard let mark else { return (text, "") }
    return (trimmed(text[..<mark]), trimmed(text[text.utf8.index(after: mark)...]))
  }

  /// Without blanks and quotes at its ends.
  private static func trimmed(_ text: some StringProtocol) -> String {
    let ends: [UInt8] = [0x20, 0x09, 0x0D, UInt8(ascii: "\""), UInt8(ascii: "'")]
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { !ends.contains($0) }),
      let last = bytes.lastIndex(where: { !ends.contains($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}

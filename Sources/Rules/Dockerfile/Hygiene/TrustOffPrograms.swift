import ShellSyntax

/// Options and settings with which programs stop looking at certificates or signatures.
///
/// Source: the manual pages of curl 8.14, GNU wget 1.25, git 2.47, apt 3.0, apk-tools 2.14, dnf 4.20, zypper 1.14 and
/// rpm 4.20; the documentation of npm, Yarn, pip, conda, Bundler and Composer.
enum TrustOffPrograms {
  struct Hit {
    /// Where it is said.
    var word: ShellWord
    /// What it does, as the end of a sentence that begins with the program.
    var effect: String
  }

  private static let noCertificate = "does not check the server's certificate"
  private static let noSignature = "installs packages without a check of their signatures"

  /// The first such word of a program's; nil when there is none.
  static func hit(_ program: ResolvedCommand) -> Hit? {
    switch program.name {
    case "curl": curl(program)
    case "wget", "wget2": wget(program)
    case "git": git(program)
    case "npm", "yarn", "pnpm", "npx": setting(program, ["strict-ssl", "enableStrictSsl"], bare: "--no-strict-ssl")
    case "conda", "mamba", "micromamba": setting(program, ["ssl_verify"])
    case "bundle", "bundler": setting(program, ["ssl_verify_mode"])
    case "composer": composer(program)
    case "apk": apk(program)
    case "apt", "apt-get", "aptitude": apt(program)
    case "yum", "dnf", "dnf5", "microdnf", "tdnf", "yum-config-manager", "dnf-config-manager": rpmManager(program)
    case "zypper":
      option(
        program, ["--no-gpg-checks", "--no-gpgcheck", "--allow-unsigned-rpm", "--gpgcheck-allow-unsigned"], noSignature)
    case "rpm": option(program, ["--nosignature"], noSignature)
    case "svn": option(program, ["--trust-server-cert"], noCertificate)
    case "add-apt-repository", "apt-add-repository": repository(program)
    case "uv", "pipenv", "poetry": pip(program)
    default: python(program)
    }
  }

  private static func option(_ program: ResolvedCommand, _ names: Set<String>, _ effect: String) -> Hit? {
    program.arguments.first { names.contains($0.text) }.map { Hit(word: $0, effect: effect) }
  }

  // MARK: downloads

  private static func curl(_ program: ResolvedCommand) -> Hit? {
    let options = OptionWords(program.arguments, letters: FetchOptions.curl, names: FetchOptions.curlNames)
    guard let found = options.last("-k", "--insecure", "--proxy-insecure") else { return nil }
    return isLocal(options.operands) ? nil : Hit(word: found.word, effect: noCertificate)
  }

  private static func wget(_ program: ResolvedCommand) -> Hit? {
    let options = OptionWords(program.arguments, letters: FetchOptions.wget, names: FetchOptions.wgetNames)
    // Long options may be cut short as long as they are unique.
    guard let found = options.options.last(where: { $0.name.hasPrefix("--no-check-c") }) else { return nil }
    return isLocal(options.operands) ? nil : Hit(word: found.word, effect: noCertificate)
  }

  /// Whether every URL is of the machine itself, where there is no network between.
  private static func isLocal(_ operands: [ShellWord]) -> Bool {
    !operands.isEmpty
      && operands.allSatisfy { word in
        ["https://localhost", "https://127.0.0.1", "localhost", "127.0.0.1"].contains { host in
          guard word.text.hasPrefix(host) else { return false }
          let next = word.text.utf8.dropFirst(host.utf8.count).first
          return next.map { "/:?#".utf8.contains($0) } ?? true
        }
      }
  }

  private static func git(_ program: ResolvedCommand) -> Hit? {
    let words = Array(program.arguments)
    for (index, word) in words.enumerated() {
      let text = word.text.lowercased()
      guard text.hasPrefix("http."), let key = text.split(separator: "=", maxSplits: 1).first else { continue }
      guard key.hasSuffix(".sslverify") else { continue }
      let joined = key.utf8.count < text.utf8.count ? String(text.dropFirst(key.count + 1)) : nil
      let isOption = index > 0 && ["-c", "--config"].contains(words[index - 1].text)
      let isSetting = words.first { !$0.text.hasPrefix("-") }?.text == "config" && index + 1 < words.count
      let value = isOption ? joined : isSetting && joined == nil ? words[index + 1].text : nil
      if TrustOffVariables.isOff(value) { return Hit(word: word, effect: noCertificate) }
    }
    return nil
  }

  // MARK: package managers

  /// `apk index` and `apk verify` install nothing.
  private static func apk(_ program: ResolvedCommand) -> Hit? {
    let installs: Set<String> = ["add", "fetch", "fix", "update", "upgrade"]
    guard program.arguments.contains(where: { installs.contains($0.text) }) else { return nil }
    return option(program, ["--allow-untrusted"], noSignature)
  }

  private static func apt(_ program: ResolvedCommand) -> Hit? {
    let names: Set<String> = ["--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories"]
    if let hit = option(program, names, noSignature) { return hit }
    for word in program.arguments where word.text.utf8.contains(UInt8(ascii: "=")) {
      let text = word.text.lowercased()
      guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let (key, value) = (text[..<equals], String(text[text.index(after: equals)...]))
      let isOn = ["true", "1", "yes", "on"].contains(value)
      if isOn, key.hasSuffix("apt::get::allowunauthenticated") || key.hasSuffix("acquire::allowinsecurerepositories") {
        return Hit(word: word, effect: noSignature)
      }
      if TrustOffVariables.isOff(value), key.hasSuffix("::verify-peer") || key.hasSuffix("::verify-host") {
        return Hit(word: word, effect: noCertificate)
      }
    }
    return nil
  }

  private static func rpmManager(_ program: ResolvedCommand) -> Hit? {
    for word in program.arguments {
      let text = word.text.lowercased()
      if text == "--nogpgcheck" || text == "--no-gpgchecks" || text == "--no-gpg-checks" {
        return Hit(word: word, effect: noSignature)
      }
      if let loss = TrustOffFiles.repositoryLine(text[...]) {
        return Hit(word: word, effect: loss == .signature ? noSignature : noCertificate)
      }
    }
    return nil
  }

  private static func repository(_ program: ResolvedCommand) -> Hit? {
    program.arguments.first { TrustOffFiles.trustsSource($0.text[...]) }.map { Hit(word: $0, effect: noSignature) }
  }

  private static func python(_ program: ResolvedCommand) -> Hit? {
    if program.name.hasPrefix("pip") { return pip(program) }
    guard program.name.hasPrefix("python") else { return nil }
    let words = program.arguments
    guard let module = words.firstIndex(where: { $0.text == "-m" }), module + 1 < words.endIndex else { return nil }
    return words[module + 1].text == "pip" ? pip(program) : nil
  }

  private static func pip(_ program: ResolvedCommand) -> Hit? {
    let words = Array(program.arguments)
    for (index, word) in words.enumerated() {
      var value: String?
      if word.text == "--trusted-host" || word.text == "--allow-insecure-host" {
        value = index + 1 < words.count ? words[index + 1].text : nil
      } else if word.text.hasPrefix("--trusted-host=") || word.text.hasPrefix("--allow-insecure-host=") {
        value = word.text.split(separator: "=", maxSplits: 1).last.map(String.init)
      } else if word.text.hasSuffix(".trusted-host"), words[..<index].contains(where: { $0.text == "set" }) {
        value = index + 1 < words.count ? words[index + 1].text : nil
      }
      guard let value, !value.isEmpty, value != "localhost", value != "127.0.0.1" else { continue }
      return Hit(word: word, effect: "does not check the certificate of \(ClippedText.clipped(value))")
    }
    return nil
  }

  private static func composer(_ program: ResolvedCommand) -> Hit? {
    if let hit = setting(program, ["secure-http"]) { return hit }
    let words = Array(program.arguments)
    for (index, word) in words.enumerated() where word.text == "disable-tls" {
      if index + 1 < words.count, words[index + 1].text == "true" { return Hit(word: word, effect: noCertificate) }
    }
    return nil
  }

  /// A setting that is turned off: `config set NAME false`, `config NAME=false`, `--NAME=false`.
  private static func setting(_ program: ResolvedCommand, _ names: [String], bare: String? = nil) -> Hit? {
    let words = Array(program.arguments)
    var isConfig = false
    for (index, word) in words.enumerated() {
      if let bare, word.text == bare { return Hit(word: word, effect: noCertificate) }
      isConfig = isConfig || ["config", "c", "set", "--set"].contains(word.text)
      guard isConfig || word.text.hasPrefix("--") else { continue }
      let text = word.text.hasPrefix("--") ? word.text.dropFirst(2) : word.text[...]
      let parts = text.split(separator: "=", maxSplits: 1)
      guard let name = parts.first, names.contains(String(name)) else { continue }
      let value = parts.count == 2 ? String(parts[1]) : index + 1 < words.count ? words[index + 1].text : nil
      if TrustOffVariables.isOff(value) { return Hit(word: word, effect: noCertificate) }
    }
    return nil
  }
}

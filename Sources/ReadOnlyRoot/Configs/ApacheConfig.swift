/// Where Apache httpd's configuration says it writes.
///
/// Source: httpd 2.4 documentation, core, mpm_common, mod_log_config, mod_cache_disk, mod_dav_fs, mod_ssl; "Configuration
/// Files"; Debian's apache2ctl, which makes the directories of /etc/apache2/envvars.
enum ApacheConfig {
  static let contents: Set<String> = [
    "/etc/apache2/*", "/etc/apache2/mods-enabled/*", "/etc/apache2/mods-available/*", "/etc/apache2/conf-enabled/*",
    "/etc/apache2/conf-available/*", "/etc/apache2/sites-enabled/*", "/etc/apache2/sites-available/*",
    "/etc/apache2/conf.d/*", "/usr/local/apache2/conf/httpd.conf", "/usr/local/apache2/conf/extra/*",
    "/etc/httpd/conf/httpd.conf", "/etc/httpd/conf.d/*", "/etc/httpd/conf.modules.d/*",
  ]
  static let settings: [String: ConfigSetting] = [
    "pidfile": .file("PidFile"), "scoreboardfile": .file("ScoreBoardFile"),
    "defaultruntimedir": .directory("DefaultRuntimeDir"), "errorlog": .log("ErrorLog"),
    "customlog": .log("CustomLog"), "transferlog": .log("TransferLog"), "globallog": .log("GlobalLog"),
    "forensiclog": .log("ForensicLog"), "cacheroot": .directory("CacheRoot"), "davlockdb": .file("DavLockDB"),
  ]
  static let mutex = ConfigSetting.directory("Mutex")
  private static let runDirectory = ConfigSetting.directory("APACHE_RUN_DIR")
  private static let lockDirectory = ConfigSetting.directory("APACHE_LOCK_DIR")

  static func read(_ reading: inout ConfigReading) {
    var state = State(reading)
    let stock = ["/etc/apache2/apache2.conf", "/usr/local/apache2/conf/httpd.conf", "/etc/httpd/conf/httpd.conf"]
    var main = reading.firstFile(stock + ["/etc/apache2/httpd.conf"])
    if let root = reading.service.value(of: ["-d"]) { state.root = reading.fromCommand(root) ?? state.root }
    if let given = reading.service.value(of: ["-f"]) { main = ConfigReading.absolute(given, state.root) }
    state.readEnvironment(&reading)
    guard let main, let bytes = reading.file(main) else {
      reading.result.isUnread = main != nil
      return
    }
    var stack = IncludeStack(LineSyntax.apache.lines(bytes, file: main))
    while let line = stack.next() {
      let name = line.name.lowercased()
      if name.hasPrefix("<") {
        state.section(name, line)
      } else if state.isSkipped {
        continue
      } else if name == "include" || name == "includeoptional" {
        state.include(line, &stack, &reading)
      } else {
        state.take(name, line, &reading)
      }
    }
    if reading.result.isComplete { reading.settle(mutex) }
    if state.hasPHP { PHPConfig.readIni("apache2", &reading) }
  }

  /// What the lines before say.
  private struct State {
    var root: String?
    var hasPHP = false
    /// Of `Define`, `-D` and, where a script reads it, /etc/apache2/envvars.
    private var variables: [String: String] = [:]
    private var defined: Set<String> = []
    /// Conditions around the line: nil for one that cannot be told.
    private var conditions: [Bool?] = []
    private let isScript: Bool

    init(_ reading: ConfigReading) {
      let debian = reading.hasFile("/etc/apache2/apache2.conf") ? "/etc/apache2" : nil
      root = debian ?? (reading.hasFile("/usr/local/apache2/conf/httpd.conf") ? "/usr/local/apache2" : nil)
      let name = reading.service.program ?? ""
      isScript = ["apachectl", "apache2ctl", "apache2-foreground"].contains(name)
      for (at, word) in reading.service.words.enumerated() where word.hasPrefix("-D") {
        let rest = String(word.dropFirst(2))
        let next = at + 1 < reading.service.words.count ? reading.service.words[at + 1] : ""
        defined.insert(rest.isEmpty ? next : rest)
      }
    }

    var isSkipped: Bool { conditions.contains(false) }
    private var isSure: Bool { !conditions.contains(nil) }

    mutating func readEnvironment(_ reading: inout ConfigReading) {
      for item in reading.variables {
        guard let equals = item.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
        variables[String(item[..<equals])] = String(item[item.utf8.index(after: equals)...])
      }
      guard isScript, let bytes = reading.file("/etc/apache2/envvars") else { return }
      for entry in ApacheVariables.assignments(bytes) {
        if entry.isDefault, variables[entry.name] != nil { continue }
        variables[entry.name] = Variables.filled(entry.value, bare: true) { variables[$0] ?? "" }
        guard
          let setting = [ApacheConfig.runDirectory, ApacheConfig.lockDirectory].first(where: { $0.name == entry.name })
        else { continue }
        reading.add(
          setting, entry.value, target: variables[entry.name], file: "/etc/apache2/envvars", line: entry.line)
      }
    }

    mutating func section(_ name: String, _ line: ConfigLine) {
      if name.hasPrefix("</") {
        _ = conditions.popLast()
      } else if conditions.count < 64 {
        conditions.append(condition(name, line.value))
      }
    }

    private func condition(_ name: String, _ argument: String) -> Bool? {
      let isConditional = ["<ifmodule", "<ifversion", "<ifdirective", "<ifsection", "<iffile"].contains(name)
      guard name == "<ifdefine" else { return isConditional ? nil : true }
      var text = argument.hasSuffix(">") ? String(argument.dropLast()) : argument
      let isNegative = text.hasPrefix("!")
      if isNegative { text.removeFirst() }
      return defined.contains(text) != isNegative
    }

    mutating func include(_ line: ConfigLine, _ stack: inout IncludeStack<ConfigLine>, _ reading: inout ConfigReading) {
      guard let filled = filled(line.value), let pattern = ConfigReading.absolute(filled, root) else {
        reading.result.isComplete = false
        return
      }
      let lines = reading.included(pattern).flatMap { LineSyntax.apache.lines($0.bytes, file: $0.path) }
      if !stack.push(lines) { reading.result.isComplete = false }
    }

    private func filled(_ text: String) -> String? {
      guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
      return Variables.filled(text) { variables[$0] }
    }

    mutating func take(_ name: String, _ line: ConfigLine, _ reading: inout ConfigReading) {
      switch name {
      case "serverroot": root = filled(line.value) ?? root
      case "define":
        if line.words.count > 2, variables.count < 1000 { variables[line.value] = filled(line.words[2]) }
        if defined.count < 1000 { defined.insert(line.value) }
      case "loadmodule": if line.value.hasPrefix("php") { hasPHP = true }
      case "mutex": takeMutex(line, &reading)
      default:
        guard let setting = ApacheConfig.settings[name], !line.value.isEmpty else { return }
        if setting.isLog, line.value.hasPrefix("|") || line.value.hasPrefix("syslog") {
          reading.settle(setting)
          return
        }
        reading.add(
          setting, written: line.name, line.value, target: filled(line.value), base: root, file: line.file,
          line: line.line, isSure: isSure)
      }
    }

    private func takeMutex(_ line: ConfigLine, _ reading: inout ConfigReading) {
      let kind = ["file:", "fcntl:", "flock:"].first { line.value.hasPrefix($0) }
      guard let kind else { return }
      let value = String(line.value.dropFirst(kind.utf8.count))
      reading.add(
        ApacheConfig.mutex, line.value, target: filled(value), base: root, file: line.file, line: line.line,
        isSure: isSure)
    }
  }
}

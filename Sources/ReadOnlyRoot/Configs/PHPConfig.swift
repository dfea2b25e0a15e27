import Core

/// Where the configuration of PHP and php-fpm says they write.
///
/// Source: PHP manual, "FPM Configuration", "Session Runtime Configuration", "OPcache Runtime Configuration",
/// "Description of core php.ini directives".
enum PHPConfig {
  static let contents = fpmContents.union(iniContents)
  private static let versions = ["5.6", "7.0", "7.1", "7.2", "7.3", "7.4", "8.0", "8.1", "8.2", "8.3", "8.4", "8.5"]
  private static let alpine = ["7", "8", "81", "82", "83", "84", "85"]
  private static let fpmContents: Set<String> = {
    var out: Set<String> = ["/etc/php-fpm.conf", "/etc/php-fpm.d/*", "/usr/local/etc/php-fpm.conf"]
    out.insert("/usr/local/etc/php-fpm.d/*")
    for version in versions {
      out.formUnion(["/etc/php/\(version)/fpm/php-fpm.conf", "/etc/php/\(version)/fpm/pool.d/*"])
    }
    for version in alpine { out.formUnion(["/etc/php\(version)/php-fpm.conf", "/etc/php\(version)/php-fpm.d/*"]) }
    return out
  }()
  static let iniContents: Set<String> = {
    var out: Set<String> = [
      "/etc/php.ini", "/etc/php.d/*", "/usr/local/etc/php/php.ini", "/usr/local/etc/php/conf.d/*",
    ]
    for version in versions {
      out.insert("/etc/php/\(version)/mods-available/*")
      for part in ["fpm", "apache2"] {
        out.formUnion(["/etc/php/\(version)/\(part)/php.ini", "/etc/php/\(version)/\(part)/conf.d/*"])
      }
    }
    for version in alpine { out.formUnion(["/etc/php\(version)/php.ini", "/etc/php\(version)/conf.d/*"]) }
    return out
  }()

  private static let pid = ConfigSetting.file("pid")
  private static let errorLog = ConfigSetting.log("error_log")
  private static let listen = ConfigSetting.file("listen")
  private static let slowLog = ConfigSetting.log("slowlog")
  private static let accessLog = ConfigSetting.log("access.log")
  private static let sessions = ConfigSetting.directory("session.save_path", atMost: .likely)
  private static let uploads = ConfigSetting.directory("upload_tmp_dir", atMost: .likely)
  private static let scratch = ConfigSetting.directory("sys_temp_dir", atMost: .likely)
  private static let opcache = ConfigSetting.directory("opcache.file_cache")
  private static let opcacheLock = ConfigSetting.directory("opcache.lockfile_path")

  static func read(_ reading: inout ConfigReading) {
    let version = versions.last { reading.service.program == "php-fpm\($0)" }
    let candidates = (version.map { [$0] } ?? versions.reversed()).map { "/etc/php/\($0)/fpm/php-fpm.conf" }
    let others = ["/usr/local/etc/php-fpm.conf"] + alpine.reversed().map { "/etc/php\($0)/php-fpm.conf" }
    var main = reading.firstFile(others + candidates + ["/etc/php-fpm.conf"])
    if let given = reading.service.value(of: ["-y", "--fpm-config"]) { main = reading.fromCommand(given) }
    var isRequestLogged = false
    if let main, let bytes = reading.file(main) {
      let isLocal = main.hasPrefix("/usr/local/")
      var stack = IncludeStack(IniSyntax.php.entries(bytes, file: main))
      while let entry = stack.next() {
        if entry.key == "include", let value = entry.value {
          let pattern = ConfigReading.absolute(value, isLocal ? "/usr/local" : nil) ?? ""
          let entries = reading.included(pattern).flatMap { IniSyntax.php.entries($0.bytes, file: $0.path) }
          if !stack.push(entries) { reading.result.isComplete = false }
        } else {
          if entry.key == "request_slowlog_timeout" { isRequestLogged = !["0", "0s", ""].contains(entry.value ?? "") }
          take(entry, isLocal ? "/usr/local/var" : "/var", isRequestLogged, &reading)
        }
      }
    } else {
      reading.result.isUnread = main != nil
    }
    readIni("fpm", &reading)
  }

  private static func take(
    _ entry: IniSyntax.Entry, _ base: String, _ isSlowLogged: Bool, _ reading: inout ConfigReading
  ) {
    guard let value = entry.value, !value.isEmpty else { return }
    let target = filled(value, pool: entry.section)
    func add(_ setting: ConfigSetting) {
      reading.add(setting, written: entry.key, value, target: target, base: base, file: entry.file, line: entry.line)
    }
    switch entry.key {
    case "pid": add(pid)
    case "error_log": if value == "syslog" { reading.settle(errorLog) } else { add(errorLog) }
    case "listen": if value.hasPrefix("/") { add(listen) } else { reading.settle(listen) }
    case "access.log": add(accessLog)
    case "slowlog" where isSlowLogged: add(slowLog)
    default:
      guard entry.key.hasPrefix("php_"), entry.key.hasSuffix("]"),
        let open = entry.key.utf8.firstIndex(of: UInt8(ascii: "["))
      else { return }
      var inner = entry
      inner.key = String(entry.key[entry.key.utf8.index(after: open)...].dropLast())
      takeIni(inner, &reading)
    }
  }

  /// php.ini and the files beside it, for the program it is built into (`fpm`, `apache2`).
  static func readIni(_ part: String, _ reading: inout ConfigReading) {
    let version = versions.last { reading.service.program == "php-fpm\($0)" }
    let debian = (version.map { [$0] } ?? versions.reversed()).first {
      reading.hasDirectory("/etc/php/\($0)/\(part)")
    }
    let alpine = Self.alpine.last { reading.hasDirectory("/etc/php\($0)/conf.d") }
    var (ini, more) = ("/etc/php.ini", "/etc/php.d")
    if reading.hasDirectory("/usr/local/etc/php") {
      (ini, more) = ("/usr/local/etc/php/php.ini", "/usr/local/etc/php/conf.d")
    } else if let debian {
      (ini, more) = ("/etc/php/\(debian)/\(part)/php.ini", "/etc/php/\(debian)/\(part)/conf.d")
    } else if let alpine {
      (ini, more) = ("/etc/php\(alpine)/php.ini", "/etc/php\(alpine)/conf.d")
    }
    if let given = reading.service.value(of: ["-c"]), part == "fpm" {
      guard let path = reading.fromCommand(given) else { return }
      ini = reading.hasFile(path) ? path : path + "/php.ini"
    }
    var last: [String: IniSyntax.Entry] = [:]
    var opcacheAt: IniSyntax.Entry?
    let files = (reading.file(ini).map { [(path: ini, bytes: $0)] } ?? []) + reading.included(more + "/*.ini")
    for file in files {
      for entry in IniSyntax.php.entries(file.bytes, file: file.path) {
        if entry.key == "zend_extension", let value = entry.value,
          value.hasPrefix("opcache") || value.hasSuffix("/opcache.so")
        {
          opcacheAt = entry
        }
        if names.contains(entry.key) { last[entry.key] = entry }
      }
    }
    for name in names.sorted() { last[name].map { takeIni($0, &reading) } }
    let isOff = ["0", "off", "no", "false"].contains(last["opcache.enable"]?.value?.lowercased() ?? "1")
    if let opcacheAt, !isOff, last["opcache.lockfile_path"] == nil, let value = opcacheAt.value {
      reading.add(
        opcacheLock, written: "zend_extension", "\(value) (its lock file)", target: "/tmp", file: opcacheAt.file,
        line: opcacheAt.line)
    }
  }

  private static let names: Set<String> = [
    "session.save_path", "session.save_handler", "upload_tmp_dir", "sys_temp_dir", "opcache.file_cache",
    "opcache.lockfile_path", "opcache.enable", "error_log",
  ]

  private static func takeIni(_ entry: IniSyntax.Entry, _ reading: inout ConfigReading) {
    guard let value = entry.value, !value.isEmpty else { return }
    let setting: ConfigSetting
    var target = value
    switch entry.key {
    case "session.save_handler":
      if value != "files" { reading.settle(sessions) }
      return
    case "session.save_path":
      if reading.result.settled.contains(sessions.name) || value.holds("://") { return }
      setting = sessions
      target = value.split(separator: ";").last.map(String.init) ?? ""
    case "upload_tmp_dir": setting = uploads
    case "sys_temp_dir": setting = scratch
    case "opcache.file_cache": setting = opcache
    case "opcache.lockfile_path": setting = opcacheLock
    case "error_log":
      if value == "syslog" { return }
      setting = .log("php error_log")
    default: return
    }
    let isLiteral = !target.utf8.contains(UInt8(ascii: "$"))
    reading.add(
      setting, written: entry.key, value, target: isLiteral ? target : nil, file: entry.file, line: entry.line)
  }

  /// `$pool` stands for the pool's name.
  private static func filled(_ value: String, pool: String) -> String? {
    guard value.utf8.contains(UInt8(ascii: "$")) else { return value }
    return Variables.filled(value, bare: true) { $0 == "pool" ? pool : nil }
  }
}

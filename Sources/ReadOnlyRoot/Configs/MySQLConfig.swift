/// Where the option files of MySQL and MariaDB say the server writes.
///
/// Source: MySQL manual, 6.2.2.2 "Using Option Files", 7.1.8 "Server System Variables"; MariaDB, "Configuring MariaDB with
/// Option Files".
enum MySQLConfig {
  static let contents: Set<String> = [
    "/etc/my.cnf", "/etc/my.cnf.d/*", "/etc/mysql/my.cnf", "/etc/mysql/mariadb.cnf", "/etc/mysql/mysql.cnf",
    "/etc/mysql/conf.d/*", "/etc/mysql/mysql.conf.d/*", "/etc/mysql/mariadb.conf.d/*",
  ]
  static let settings: [String: ConfigSetting] = [
    "datadir": .data("datadir"), "socket": .file("socket"), "pid_file": .file("pid_file"),
    "tmpdir": .directory("tmpdir"), "innodb_tmpdir": .directory("innodb_tmpdir"), "log_error": .log("log_error"),
    "slow_query_log_file": .log("slow_query_log_file"), "general_log_file": .log("general_log_file"),
    "secure_file_priv": .directory("secure_file_priv", atMost: .possible),
    "innodb_data_home_dir": .data("innodb_data_home_dir"), "mysqlx_socket": .file("mysqlx_socket"),
    "innodb_log_group_home_dir": .data("innodb_log_group_home_dir"), "log_bin": .file("log_bin"),
    "innodb_undo_directory": .data("innodb_undo_directory"), "relay_log": .file("relay_log"),
  ]
  private static let switches = ["slow_query_log_file": "slow_query_log", "general_log_file": "general_log"]
  private static let groups: Set<String> = ["mysqld", "server", "mariadb", "mariadbd", "galera", "client-server"]

  static func read(_ reading: inout ConfigReading) {
    var last: [String: IniSyntax.Entry] = [:]
    for entry in files(&reading) { keep(entry, &last) }
    for word in reading.service.words.dropFirst() where word.hasPrefix("--") {
      let text = Array(word.utf8.dropFirst(2))
      for entry in IniSyntax.mysql.entries(text, file: "") {
        var option = entry
        option.section = "mysqld"
        keep(option, &last)
      }
    }
    let data = last["datadir"]?.value ?? "/var/lib/mysql"
    for (name, entry) in last.sorted(by: { $0.key < $1.key }) {
      guard let setting = settings[name] else { continue }
      if let key = switches[name], !isOn(last[key]) { continue }
      take(setting, entry, data, &reading)
    }
  }

  private static func keep(_ entry: IniSyntax.Entry, _ last: inout [String: IniSyntax.Entry]) {
    let group = entry.section.split(separator: "-").first.map(String.init) ?? ""
    guard groups.contains(entry.section) || (groups.contains(group) && entry.section.utf8.last.map { $0 < 58 } == true)
    else { return }
    var name = String(decoding: entry.key.utf8.map { $0 == UInt8(ascii: "-") ? 95 : $0 }, as: UTF8.self)
    if name.hasPrefix("loose_") { name.removeFirst(6) }
    guard settings[name] != nil || switches.values.contains(name) else { return }
    last[name] = entry
  }

  private static func isOn(_ entry: IniSyntax.Entry?) -> Bool {
    guard let entry else { return false }
    return !["0", "off", "false"].contains(entry.value?.lowercased() ?? "1")
  }

  private static func take(
    _ setting: ConfigSetting, _ entry: IniSyntax.Entry, _ data: String, _ reading: inout ConfigReading
  ) {
    guard let value = entry.value, !value.isEmpty else { return }
    if setting.name == "log_error", value == "stderr" { return reading.settle(setting) }
    if setting.name == "secure_file_priv", value.lowercased() == "null" { return reading.settle(setting) }
    if setting.name == "log_bin", isOn(entry), ["1", "on", "true"].contains(value.lowercased()) { return }
    let parts = setting.isFile ? [value] : value.split(separator: ":").prefix(16).map(String.init)
    for part in parts {
      let isLiteral = !part.utf8.contains(UInt8(ascii: "$"))
      reading.add(
        setting, written: entry.key, value, target: isLiteral ? part : nil, base: data, file: entry.file,
        line: entry.line)
    }
  }

  /// The entries of the option files in the order in which the server reads them.
  private static func files(_ reading: inout ConfigReading) -> [IniSyntax.Entry] {
    if reading.service.words.contains("--no-defaults") { return [] }
    var starts = ["/etc/my.cnf", "/etc/mysql/my.cnf"]
    if let given = reading.service.value(of: ["--defaults-file"]) {
      starts = reading.fromCommand(given).map { [$0] } ?? []
    }
    if let more = reading.service.value(of: ["--defaults-extra-file"]).flatMap({ reading.fromCommand($0) }) {
      starts.append(more)
    }
    var out: [IniSyntax.Entry] = []
    for start in starts {
      guard let bytes = reading.file(start) else {
        reading.result.isUnread = reading.result.isUnread || reading.service.value(of: ["--defaults-file"]) != nil
        continue
      }
      var stack = IncludeStack(IniSyntax.mysql.entries(bytes, file: start))
      while let entry = stack.next(), out.count < ConfigLine.mostLines {
        guard entry.key.hasPrefix("!") else {
          out.append(entry)
          continue
        }
        let words = entry.key.split(separator: " ").map(String.init)
        guard words.count > 1 else { continue }
        let pattern = words[0] == "!includedir" ? words[1] + "/*.cnf" : words[1]
        let entries = reading.included(ConfigReading.absolute(pattern, nil) ?? "").flatMap {
          IniSyntax.mysql.entries($0.bytes, file: $0.path)
        }
        if !stack.push(entries) { reading.result.isComplete = false }
      }
    }
    return out
  }
}

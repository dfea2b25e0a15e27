/// Where postgresql.conf and the command say PostgreSQL writes.
///
/// Source: PostgreSQL manual, chapter 20 "Server Configuration" (file locations, connection settings, error reporting and
/// logging) and the `postgres` command.
enum PostgreSQLConfig {
  static let contents: Set<String> = {
    var out: Set<String> = [
      "/var/lib/postgresql/data/postgresql.conf", "/var/lib/postgresql/data/postgresql.auto.conf",
      "/etc/postgresql/postgresql.conf", "/etc/postgresql.conf", "/etc/postgresql/*",
    ]
    for version in 9...19 {
      out.formUnion(["/etc/postgresql/\(version)/main/postgresql.conf", "/etc/postgresql/\(version)/main/conf.d/*"])
    }
    return out
  }()
  private static let sockets = ConfigSetting.directory("unix_socket_directories")
  private static let pid = ConfigSetting.file("external_pid_file")
  private static let data = ConfigSetting.data("data_directory")
  private static let statistics = ConfigSetting.directory("stats_temp_directory")
  private static let logs = ConfigSetting(name: "log_directory", isFile: false, isLog: true)
  private static let names: Set<String> = [
    "unix_socket_directories", "unix_socket_directory", "external_pid_file", "data_directory", "stats_temp_directory",
    "log_directory", "logging_collector", "config_file",
  ]

  static func read(_ reading: inout ConfigReading) {
    let options = command(reading.service.words)
    let directory = reading.service.value(of: ["-D"]) ?? reading.environment("PGDATA")
    var last: [String: ConfigLine] = [:]
    let named = options["config_file"].flatMap { reading.fromCommand($0.value) }
    if let main = named ?? directory.map({ $0 + "/postgresql.conf" }) {
      if let bytes = reading.file(main) {
        take(bytes, main, &last, &reading)
      } else {
        reading.result.isUnread = named != nil
      }
    }
    last.merge(options) { $1 }
    for (name, line) in last.sorted(by: { $0.key < $1.key }) { note(name, line, directory, last, &reading) }
  }

  private static func take(
    _ bytes: [UInt8], _ main: String, _ last: inout [String: ConfigLine], _ reading: inout ConfigReading
  ) {
    var stack = IncludeStack(LineSyntax.postgres.lines(bytes, file: main))
    while let line = stack.next() {
      let name = line.name.lowercased()
      if name == "include" || name == "include_if_exists" || name == "include_dir" {
        let path = ConfigReading.absolute(line.value, ConfigReading.directory(of: line.file)) ?? ""
        let pattern = name == "include_dir" ? path + "/*.conf" : path
        let lines = reading.included(pattern).flatMap { LineSyntax.postgres.lines($0.bytes, file: $0.path) }
        if !stack.push(lines) { reading.result.isComplete = false }
      } else if names.contains(name) {
        last[name] = line
      }
    }
  }

  /// `-c NAME=VALUE`, `--NAME=VALUE` and `-k DIRECTORY`.
  private static func command(_ words: [String]) -> [String: ConfigLine] {
    var out: [String: ConfigLine] = [:]
    for (at, word) in words.enumerated() {
      let next = at + 1 < words.count ? words[at + 1] : ""
      let text = word == "-c" ? next : word == "-k" ? "unix_socket_directories=\(next)" : String(word.dropFirst(2))
      guard word == "-c" || word == "-k" || word.hasPrefix("--") else { continue }
      guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let key = text[..<equals].utf8.map { $0 == UInt8(ascii: "-") ? 95 : $0 }
      let name = String(decoding: key, as: UTF8.self)
      guard names.contains(name) else { continue }
      out[name] = ConfigLine(words: [name, String(text[text.utf8.index(after: equals)...])], line: 0)
    }
    return out
  }

  private static func note(
    _ name: String, _ line: ConfigLine, _ directory: String?, _ last: [String: ConfigLine],
    _ reading: inout ConfigReading
  ) {
    let value = line.value
    func add(_ setting: ConfigSetting, _ target: String) {
      let isLiteral = CommandPath.isLiteral(target)
      reading.add(
        setting, written: line.name, value, target: isLiteral ? target : nil, base: directory, file: line.file,
        line: line.line)
    }
    switch name {
    case "unix_socket_directories", "unix_socket_directory":
      reading.settle(sockets)
      for part in value.split(separator: ",").prefix(16) {
        let path = String(part.drop { $0 == " " })
        if !path.hasPrefix("@"), !path.isEmpty { add(sockets, path) }
      }
    case "external_pid_file": if !value.isEmpty { add(pid, value) }
    case "data_directory": if !value.isEmpty { add(data, value) }
    case "stats_temp_directory": if value.hasPrefix("/") { add(statistics, value) }
    case "log_directory":
      let isOn = ["on", "true", "yes", "1"].contains(last["logging_collector"]?.value.lowercased() ?? "off")
      if isOn, value.hasPrefix("/") { add(logs, value) }
    default: break
    }
  }
}

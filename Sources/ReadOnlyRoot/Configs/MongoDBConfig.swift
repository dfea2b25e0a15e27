/// Where mongod's configuration file says it writes.
///
/// Source: MongoDB manual, "Configuration File Options" (storage.dbPath, systemLog.path, processManagement.pidFilePath,
/// net.unixDomainSocket.pathPrefix). The names of the keys are unique, so the file's nesting is not looked at.
enum MongoDBConfig {
  static let contents: Set<String> = ["/etc/mongod.conf", "/etc/mongodb.conf", "/etc/mongo/mongod.conf"]
  private static let settings: [String: ConfigSetting] = [
    "dbPath": .data("dbPath"), "path": .log("path"), "pidFilePath": .file("pidFilePath"),
    "pathPrefix": .directory("pathPrefix"),
  ]

  static func read(_ reading: inout ConfigReading) {
    guard let given = reading.service.value(of: ["--config", "-f"]) else { return }
    guard let main = reading.fromCommand(given), let bytes = reading.file(main) else {
      reading.result.isUnread = true
      return
    }
    let entries = IniSyntax.literals.entries(bytes, file: main)
    let isFileLog = entries.contains { $0.key == "destination" && $0.value == "file" }
    for entry in entries {
      guard let setting = settings[entry.key], let value = entry.value, !value.isEmpty else { continue }
      if setting.isLog, !isFileLog { continue }
      let isLiteral = CommandPath.isLiteral(value)
      reading.add(setting, value, target: isLiteral ? value : nil, file: entry.file, line: entry.line)
    }
  }
}

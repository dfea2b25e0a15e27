/// Where the configuration of Tomcat says it writes.
///
/// Source: Tomcat 10.1, "Logging in Tomcat" (logging.properties of JULI), "The Valve Component" (access log),
/// RUNNING.txt (CATALINA_BASE, CATALINA_TMPDIR); Debian's tomcat10, whose base is /var/lib/tomcat10.
enum TomcatConfig {
  static let bases = [
    "/usr/local/tomcat", "/opt/tomcat", "/var/lib/tomcat11", "/var/lib/tomcat10", "/var/lib/tomcat9", "/var/lib/tomcat",
  ]
  static let contents: Set<String> = {
    var out: Set<String> = []
    for base in bases { out.formUnion(["\(base)/conf/server.xml", "\(base)/conf/logging.properties"]) }
    for version in ["9", "10", "11"] {
      out.formUnion(["/etc/tomcat\(version)/server.xml", "/etc/tomcat\(version)/logging.properties"])
    }
    return out
  }()
  private static let temporary = ConfigSetting.directory("CATALINA_TMPDIR")
  private static let handlerLogs = ConfigSetting(
    name: "logging.properties", isFile: false, isLog: true, atMost: .likely)
  private static let accessLogs = ConfigSetting(name: "AccessLogValve", isFile: false, isLog: true, atMost: .likely)

  static func read(_ reading: inout ConfigReading) {
    if let value = reading.environment("CATALINA_TMPDIR"), !value.isEmpty {
      reading.add(temporary, value, target: value, origin: "variable")
    }
    let base =
      reading.environment("CATALINA_BASE") ?? reading.environment("CATALINA_HOME")
      ?? bases.first { reading.hasDirectory($0 + "/conf") }
    guard let base, base.hasPrefix("/") else { return }
    readHandlers(base, &reading)
    readServer(base, &reading)
  }

  /// The directories of the log handlers that are switched on.
  private static func readHandlers(_ base: String, _ reading: inout ConfigReading) {
    let path = base + "/conf/logging.properties"
    guard let bytes = reading.file(path) else { return }
    let entries = IniSyntax.properties.entries(bytes, file: path)
    let list = entries.last { $0.key == "handlers" }?.value ?? ""
    let handlers = Set(list.split { $0 == "," || $0 == " " || $0 == "\t" }.prefix(64).map(String.init))
    reading.settle(handlerLogs)
    for entry in entries where entry.key.hasSuffix(".directory") {
      guard let value = entry.value, handlers.contains(String(entry.key.dropLast(".directory".utf8.count))) else {
        continue
      }
      let target = Variables.filled(value) { $0 == "catalina.base" || $0 == "catalina.home" ? base : nil }
      reading.add(
        handlerLogs, written: entry.key, value, target: target, base: base, file: path, line: entry.line)
    }
  }

  private static func readServer(_ base: String, _ reading: inout ConfigReading) {
    let path = base + "/conf/server.xml"
    guard let bytes = reading.file(path) else { return }
    for element in MarkupSyntax.elements(bytes) where element.name == "Valve" {
      guard element.attribute("className")?.hasSuffix("AccessLogValve") == true else { continue }
      let value = element.attribute("directory") ?? "logs"
      let target = Variables.filled(value) { $0 == "catalina.base" || $0 == "catalina.home" ? base : nil }
      reading.add(
        accessLogs, written: "AccessLogValve", value, target: target, base: base, file: path, line: element.line)
    }
  }
}

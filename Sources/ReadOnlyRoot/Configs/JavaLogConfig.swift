/// The files that log4j2's and logback's file appenders write.
///
/// Source: Apache Log4j 2 manual, "Configuration" and "Appenders" (File, RollingFile, RandomAccessFile,
/// RollingRandomAccessFile, MemoryMappedFile); Logback manual, chapters 3 and 4; Spring Boot, "Logging"
/// (`logging.config`, `logging.file.name`). Only files outside archives can be read.
enum JavaLogConfig {
  private static let names = [
    "log4j2.xml", "log4j2.properties", "log4j2-spring.xml", "logback.xml", "logback-spring.xml",
  ]
  private static let directories = [
    "", "/app", "/app/config", "/app/conf", "/app/resources", "/config", "/conf", "/opt/app", "/opt/app/config",
    "/opt/app/conf", "/etc", "/etc/log4j", "/srv/app", "/workspace/BOOT-INF/classes", "/app/classes",
    "/app/BOOT-INF/classes",
  ]
  static let contents: Set<String> = Set(directories.flatMap { directory in names.map { "\(directory)/\($0)" } })
  private static let options = [
    "-Dlog4j2.configurationFile", "-Dlog4j.configurationFile", "-Dlogback.configurationFile", "-Dlogging.config",
    "--logging.config",
  ]
  private static let appender = ConfigSetting.log("appender")
  private static let elements: Set<String> = [
    "File", "RollingFile", "RandomAccessFile", "RollingRandomAccessFile", "MemoryMappedFile",
  ]

  static func read(_ reading: inout ConfigReading) {
    let work = reading.workingDirectory
    if let given = reading.service.value(of: options) {
      let path = given.hasPrefix("file:") ? String(given.dropFirst(5)) : given
      let clean = ConfigReading.absolute(path, work)
      if let clean, !path.hasPrefix("classpath:") { readFile(clean, work, &reading) }
    } else {
      reading.isSure = false
      let wanted = ([work] + directories).flatMap { directory in names.map { "\(directory)/\($0)" } }
      if let first = reading.firstFile(wanted) { readFile(first, work, &reading) }
    }
    if let file = reading.service.value(of: ["-Dlogging.file.name", "--logging.file.name"]), !file.isEmpty {
      reading.add(.log("logging.file.name"), file, target: CommandPath.isLiteral(file) ? file : nil, base: work)
    }
  }

  private static func readFile(_ path: String, _ work: String, _ reading: inout ConfigReading) {
    guard let bytes = reading.file(path) else { return }
    if path.hasSuffix(".properties") {
      readProperties(IniSyntax.properties.entries(bytes, file: path), work, &reading)
    } else if path.hasSuffix(".xml") {
      readElements(MarkupSyntax.elements(bytes), path, work, &reading)
    }
  }

  private static func readProperties(
    _ entries: [IniSyntax.Entry], _ work: String, _ reading: inout ConfigReading
  ) {
    var properties: [String: String] = [:]
    for entry in entries where entry.key.hasPrefix("property.") {
      properties[String(entry.key.dropFirst(9))] = entry.value
    }
    for entry in entries where entry.key.hasPrefix("appender.") && entry.key.hasSuffix(".fileName") {
      note(entry.key, entry.value ?? "", properties, work, entry.file, entry.line, &reading)
    }
  }

  private static func readElements(
    _ all: [MarkupSyntax.Element], _ path: String, _ work: String, _ reading: inout ConfigReading
  ) {
    var properties: [String: String] = [:]
    for element in all where element.name.lowercased() == "property" {
      if let name = element.attribute("name") {
        properties[name] = element.attribute("value") ?? (element.text.isEmpty ? nil : element.text)
      }
    }
    for element in all {
      if elements.contains(element.name), let file = element.attribute("fileName") {
        note("fileName", file, properties, work, path, element.line, &reading)
      } else if element.name == "file", let parent = element.parent, all[parent].name == "appender",
        all[parent].attribute("class")?.hasSuffix("FileAppender") == true
      {
        note("file", element.text, properties, work, path, element.line, &reading)
      }
    }
  }

  private static func note(
    _ name: String, _ value: String, _ properties: [String: String], _ work: String, _ file: String, _ line: Int,
    _ reading: inout ConfigReading
  ) {
    var text: String? = value
    // Properties may be made of one another; what is left after a few rounds is not known.
    for _ in 0..<4 {
      guard let now = text, now.utf8.contains(UInt8(ascii: "$")) else { break }
      text = Variables.filled(now) { lookup($0, properties, reading) }
    }
    let isKnown = text.map { !$0.isEmpty && !$0.utf8.contains { "$%{&".utf8.contains($0) } } ?? false
    reading.add(appender, written: name, value, target: isKnown ? text : nil, base: work, file: file, line: line)
  }

  /// `name`, `env:NAME` and `sys:name`, each maybe with `:-default`.
  private static func lookup(
    _ expression: String, _ properties: [String: String], _ reading: ConfigReading
  ) -> String? {
    var name = Substring(expression)
    var standard: String?
    if let at = expression.utf8.indices.first(where: { expression[$0...].utf8.starts(with: ":-".utf8) }) {
      name = expression[..<at]
      standard = String(expression[at...].dropFirst(2))
    }
    if name.hasPrefix("sys:") {
      return reading.service.value(of: ["-D" + name.dropFirst(4)]) ?? standard
    }
    if name.hasPrefix("env:") { return reading.environment(String(name.dropFirst(4))) ?? standard }
    let key = String(name)
    return properties[key] ?? reading.service.value(of: ["-D" + key]) ?? reading.environment(key)
      ?? standard
  }
}

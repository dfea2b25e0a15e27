/// Where a Caddyfile says Caddy keeps its data and writes its logs.
///
/// Source: Caddy documentation, "Global options" (storage, persist_config) and "log" (output file).
enum CaddyConfig {
  static let contents: Set<String> = ["/etc/caddy/Caddyfile", "/Caddyfile", "/srv/Caddyfile"]
  private static let storage = ConfigSetting.data("storage")
  private static let log = ConfigSetting.log("output")

  static func read(_ reading: inout ConfigReading) {
    let given = reading.service.value(of: ["--config", "-c"])
    let main = given.flatMap { reading.fromCommand($0) } ?? reading.firstFile(["/etc/caddy/Caddyfile"])
    guard let main, !main.hasSuffix(".json"), let bytes = reading.file(main) else {
      reading.result.isUnread = given != nil
      return
    }
    for line in LineSyntax.rsyslog.lines(bytes, file: main) where line.words.count > 2 {
      let value = line.words[2]
      let target = CommandPath.isLiteral(value) && !value.utf8.contains(UInt8(ascii: "{")) ? value : nil
      if line.name == "storage", line.value == "file_system" {
        reading.add(storage, value, target: target, file: line.file, line: line.line)
      }
      if line.name == "output", line.value == "file" {
        reading.add(log, value, target: target, file: line.file, line: line.line)
      }
    }
  }
}

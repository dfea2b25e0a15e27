/// Where Traefik's options and static configuration say it writes.
///
/// Source: Traefik documentation, "Static configuration" (certificatesResolvers.NAME.acme.storage, log.filePath,
/// accessLog.filePath).
enum TraefikConfig {
  static let contents: Set<String> = [
    "/etc/traefik/traefik.yml", "/etc/traefik/traefik.yaml", "/etc/traefik/traefik.toml", "/traefik.yml",
    "/traefik.yaml", "/traefik.toml",
  ]
  private static let storage = ConfigSetting(name: "storage", kind: .volume)
  private static let log = ConfigSetting.log("filePath")

  static func read(_ reading: inout ConfigReading) {
    let work = reading.workingDirectory
    for word in reading.service.words.prefix(256) where word.hasPrefix("--") {
      guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = word[..<equals].lowercased()
      let value = String(word[word.utf8.index(after: equals)...])
      let target = CommandPath.isLiteral(value) ? value : nil
      if name.hasSuffix(".acme.storage") { reading.add(storage, written: name, value, target: target, base: work) }
      if name == "--log.filepath" || name == "--accesslog.filepath" {
        reading.add(log, written: name, value, target: target, base: work)
      }
    }
    let stock = ["/etc/traefik/traefik", "/traefik"].flatMap { base in
      [".toml", ".yaml", ".yml"].map { base + $0 }
    }
    let given = reading.service.value(of: ["--configfile", "--configFile"])
    guard let main = given.flatMap({ reading.fromCommand($0) }) ?? reading.firstFile(stock) else { return }
    guard let bytes = reading.file(main) else {
      reading.result.isUnread = true
      return
    }
    for entry in IniSyntax.literals.entries(bytes, file: main) {
      guard let value = entry.value, !value.isEmpty else { continue }
      let setting = entry.key == "storage" ? storage : entry.key == "filePath" ? log : nil
      guard let setting else { continue }
      let target = CommandPath.isLiteral(value) ? value : nil
      reading.add(setting, value, target: target, base: work, file: entry.file, line: entry.line)
    }
  }
}

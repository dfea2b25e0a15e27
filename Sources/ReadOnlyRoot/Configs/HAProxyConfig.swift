/// Where haproxy.cfg and the command say HAProxy writes.
///
/// Source: HAProxy configuration manual, chapter 3 "Global parameters" (stats socket, pidfile), `bind`, `ring`; management
/// guide, "Starting HAProxy". `chroot` wants an empty directory, which it never writes into.
enum HAProxyConfig {
  static let contents: Set<String> = [
    "/etc/haproxy/*", "/etc/haproxy/conf.d/*", "/usr/local/etc/haproxy/*", "/usr/local/etc/haproxy/conf.d/*",
  ]
  private static let stats = ConfigSetting.file("stats socket")
  private static let pid = ConfigSetting.file("pidfile")
  private static let bind = ConfigSetting.file("bind")
  private static let ring = ConfigSetting.file("backing-file")
  private static let master = ConfigSetting.file("-S")

  static func read(_ reading: inout ConfigReading) {
    let words = reading.service.words
    var isGlobal = false
    let isMaster = !Set(words).isDisjoint(with: ["-W", "-Ws", "-D"])
    for given in arguments("-f", words) {
      guard let path = reading.fromCommand(given) else { continue }
      let files = reading.included(path)
      if files.isEmpty { reading.result.isUnread = true }
      for file in files where !reading.hasDirectory(path) || file.path.hasSuffix(".cfg") {
        for line in LineSyntax.haproxy.lines(file.bytes, file: file.path) {
          if sections.contains(line.name) { isGlobal = line.name == "global" }
          take(line, isGlobal, isMaster, &reading)
        }
      }
    }
    for given in arguments("-p", words) where isMaster { addSocket(pid, given, "", 0, &reading) }
    for given in arguments("-S", words) {
      addSocket(master, given.split(separator: ",").first.map(String.init) ?? "", "", 0, &reading)
    }
  }

  private static let sections: Set<String> = [
    "global", "defaults", "frontend", "backend", "listen", "userlist", "peers", "mailers", "resolvers", "cache",
    "program", "ring", "http-errors", "log-forward", "fcgi-app",
  ]

  /// The values of an option that may be given several times.
  private static func arguments(_ option: String, _ words: [String]) -> [String] {
    words.indices.filter { words[$0] == option && $0 + 1 < words.count }.prefix(16).map { words[$0 + 1] }
  }

  private static func take(
    _ line: ConfigLine, _ isGlobal: Bool, _ isMaster: Bool, _ reading: inout ConfigReading
  ) {
    let words = line.words
    switch line.name {
    case "stats" where isGlobal && line.value == "socket" && words.count > 2:
      addSocket(stats, words[2], line.file, line.line, &reading)
    case "pidfile" where isGlobal && isMaster: addSocket(pid, line.value, line.file, line.line, &reading)
    case "bind", "bind-process": addSocket(bind, line.value, line.file, line.line, &reading)
    case "backing-file": addSocket(ring, line.value, line.file, line.line, &reading)
    default: break
    }
  }

  /// A path, or `unix@` and a path; addresses of other families are no files.
  private static func addSocket(
    _ setting: ConfigSetting, _ value: String, _ file: String, _ line: Int, _ reading: inout ConfigReading
  ) {
    var path: String? = value.hasPrefix("unix@") ? String(value.dropFirst(5)) : value
    if value.utf8.contains(UInt8(ascii: "$")) {
      let known = reading
      path = path.flatMap { Variables.filled($0, bare: true) { known.environment($0) } }
    }
    guard let path else { return reading.unresolved(setting.name, value, file, line) }
    guard path.hasPrefix("/") else { return }
    reading.add(setting, value, target: path, file: file, line: line)
  }
}

/// Where redis.conf and the command say Redis and Valkey write.
///
/// Source: redis.conf of the distribution (dir, save, appendonly, pidfile, logfile, unixsocket, include); Redis
/// documentation, "Redis configuration", passing arguments via the command line.
enum RedisConfig {
  static let contents: Set<String> = [
    "/etc/redis.conf", "/etc/redis/*", "/etc/valkey.conf", "/etc/valkey/*", "/etc/keydb/keydb.conf",
    "/usr/local/etc/redis/redis.conf", "/usr/local/etc/redis.conf", "/usr/local/etc/valkey/valkey.conf",
    "/redis.conf", "/conf/redis.conf",
  ]
  private static let data = ConfigSetting.data("dir")
  private static let log = ConfigSetting.log("logfile")
  private static let socket = ConfigSetting.file("unixsocket")

  static func read(_ reading: inout ConfigReading) {
    let words = reading.service.words.dropFirst()
    var last: [String: ConfigLine] = [:]
    if let first = words.first, !first.hasPrefix("-") {
      guard let main = reading.fromCommand(first), let bytes = reading.file(main) else {
        reading.result.isUnread = true
        return
      }
      var stack = IncludeStack(LineSyntax.redis.lines(bytes, file: main))
      while let line = stack.next() {
        if line.name.lowercased() == "include" {
          let files = reading.included(ConfigReading.absolute(line.value, nil) ?? "")
          let lines = files.flatMap { LineSyntax.redis.lines($0.bytes, file: $0.path) }
          if !stack.push(lines) { reading.result.isComplete = false }
        } else {
          keep(line, &last)
        }
      }
    }
    for line in options(Array(words)) { keep(line, &last) }
    note(last, &reading)
  }

  private static func keep(_ line: ConfigLine, _ last: inout [String: ConfigLine]) {
    let name = line.name.lowercased()
    guard ["dir", "save", "appendonly", "pidfile", "logfile", "unixsocket", "daemonize"].contains(name) else { return }
    last[name] = line
  }

  /// `--name value value …`.
  private static func options(_ words: [String]) -> [ConfigLine] {
    var out: [ConfigLine] = []
    for word in words.prefix(256) {
      if word.hasPrefix("--"), word.utf8.count > 2 {
        out.append(ConfigLine(words: [String(word.dropFirst(2))], line: 0))
      } else if let at = out.indices.last {
        out[at].words.append(word)
      }
    }
    return out
  }

  private static func note(_ last: [String: ConfigLine], _ reading: inout ConfigReading) {
    let isKept = last["save"]?.value.isEmpty == false || last["save"] == nil
    let isAppended = last["appendonly"]?.value.lowercased() == "yes"
    if !isKept, !isAppended { reading.settle(data) } else if let line = last["dir"] { add(data, line, &reading) }
    if let line = last["logfile"], !line.value.isEmpty { add(log, line, &reading) }
    if let line = last["unixsocket"], !line.value.isEmpty { add(socket, line, &reading) }
    // A pid file that cannot be written is a warning, and without daemonize nobody reads it.
    let isDaemon = last["daemonize"]?.value.lowercased() == "yes"
    if let line = last["pidfile"], !line.value.isEmpty {
      add(.file("pidfile", atMost: isDaemon ? .possible : .hint), line, &reading)
    }
  }

  private static func add(_ setting: ConfigSetting, _ line: ConfigLine, _ reading: inout ConfigReading) {
    let base = line.file.isEmpty || setting.name == "dir" ? reading.workingDirectory : nil
    let isLiteral = CommandPath.isLiteral(line.value)
    reading.add(
      setting, written: line.name, line.value, target: isLiteral ? line.value : nil, base: base, file: line.file,
      line: line.line)
  }
}

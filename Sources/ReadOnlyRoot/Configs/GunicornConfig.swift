/// Where gunicorn's configuration and command say it writes.
///
/// Source: gunicorn documentation, "Settings" (worker_tmp_dir, pidfile, accesslog, errorlog, bind) and "Configuration
/// Overview". Only names that a line gives one text in quotes are read; the file is Python.
enum GunicornConfig {
  static let contents: Set<String> = {
    var out: Set<String> = ["/etc/gunicorn.conf.py", "/etc/gunicorn/gunicorn.conf.py"]
    for directory in ["", "/app", "/code", "/srv", "/srv/app", "/opt/app", "/usr/src/app", "/home/app", "/workspace"] {
      for name in ["gunicorn.conf.py", "gunicorn_conf.py", "gunicorn.py", "gunicorn_config.py"] {
        out.insert("\(directory)/\(name)")
      }
    }
    return out
  }()
  private static let heartbeats = ConfigSetting.directory("worker_tmp_dir")
  private static let settings: [String: ConfigSetting] = [
    "worker_tmp_dir": heartbeats, "pidfile": .file("pidfile"), "accesslog": .log("accesslog"),
    "errorlog": .log("errorlog"), "bind": .file("bind"),
  ]
  private static let options: [(names: [String], key: String)] = [
    (["--worker-tmp-dir"], "worker_tmp_dir"), (["--pid", "-p"], "pidfile"), (["--access-logfile"], "accesslog"),
    (["--error-logfile", "--log-file"], "errorlog"), (["--bind", "-b"], "bind"),
  ]

  static func read(_ reading: inout ConfigReading) {
    let work = reading.workingDirectory
    let given = reading.service.value(of: ["-c", "--config"])
    let name = given.map { $0.hasPrefix("file:") ? String($0.dropFirst(5)) : $0 } ?? "gunicorn.conf.py"
    let main = ConfigReading.absolute(name, work)
    if let main, !name.hasPrefix("python:"), let bytes = reading.file(main) {
      for line in literals(bytes, main) { take(line, work, &reading) }
    } else {
      reading.result.isUnread = given != nil
    }
    var words = (reading.environment("GUNICORN_CMD_ARGS") ?? "").split(separator: " ").prefix(64).map(
      String.init)
    words += reading.service.words
    var command = reading.service
    command.words = words
    for (names, key) in options {
      guard let value = command.value(of: names), let setting = settings[key] else { continue }
      reading.replace(setting)
      take(ConfigLine(words: [key, value], line: 0), work, &reading)
    }
  }

  private static func take(_ line: ConfigLine, _ work: String, _ reading: inout ConfigReading) {
    guard let setting = settings[line.name] else { return }
    var target = line.value
    if setting.name == "bind" {
      guard target.hasPrefix("unix:") else { return }
      target = String(target.dropFirst(5))
    }
    if target.isEmpty || (setting.isLog && target == "-") { return reading.settle(setting) }
    let isLiteral = CommandPath.isLiteral(target)
    reading.add(setting, line.value, target: isLiteral ? target : nil, base: work, file: line.file, line: line.line)
  }

  /// Lines `name = "text"` that are not indented; of several for one name none, as it cannot be told which counts.
  private static func literals(_ bytes: [UInt8], _ file: String) -> [ConfigLine] {
    var found: [ConfigLine] = []
    var number = 0
    for raw in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 20_000, omittingEmptySubsequences: false) {
      number += 1
      let text = raw.prefix(ConfigLine.mostBytes)
      let name = text.prefix { $0 == 95 || (97...122).contains($0) }
      guard !name.isEmpty, let key = String(validating: name, as: UTF8.self), settings[key] != nil else { continue }
      var rest = text.dropFirst(name.count).drop { $0 == 32 || $0 == 9 }
      guard rest.popFirst() == UInt8(ascii: "=") else { continue }
      rest = rest.drop { $0 == 32 || $0 == 9 }
      var value: String?
      if let quote = rest.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
        let end = rest.firstIndex(of: quote)
      {
        let after = rest[(end + 1)...].drop { $0 == 32 || $0 == 9 || $0 == 13 }
        if after.isEmpty || after.first == UInt8(ascii: "#") { value = String(decoding: rest[..<end], as: UTF8.self) }
      }
      found.append(ConfigLine(words: [key, value ?? "$"], line: number, file: file))
    }
    let counts = found.reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
    return found.filter { counts[$0.name] == 1 }
  }
}

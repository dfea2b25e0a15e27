/// Where supervisord's configuration says it writes, and what it starts.
///
/// Source: supervisor manual, "Configuration File" and "Running Supervisor".
enum SupervisorConfig {
  static let contents: Set<String> = [
    "/etc/supervisord.conf", "/etc/supervisor/supervisord.conf", "/etc/supervisor/conf.d/*", "/etc/supervisord.d/*",
    "/etc/supervisor.d/*", "/etc/supervisor/*", "/supervisord.conf", "/app/supervisord.conf",
    "/usr/etc/supervisord.conf", "/usr/local/etc/supervisord.conf", "/opt/supervisord.conf",
  ]
  private static let log = ConfigSetting.log("logfile")
  private static let pid = ConfigSetting.file("pidfile")
  private static let childLogs = ConfigSetting(name: "childlogdir", isFile: false, isLog: true)
  private static let socket = ConfigSetting.file("file")
  /// Programs whose writes are looked at.
  private static let mostPrograms = 20

  static func read(_ reading: inout ConfigReading) {
    let work = reading.workingDirectory
    let stock = [
      "/usr/etc/supervisord.conf", "/usr/local/etc/supervisord.conf", work + "/supervisord.conf",
      work + "/etc/supervisord.conf", "/etc/supervisord.conf", "/etc/supervisor/supervisord.conf",
    ]
    let given = reading.service.value(of: ["-c", "--configuration"])
    let main = given.map { reading.fromCommand($0) } ?? reading.firstFile(stock)
    guard let main, let bytes = reading.file(main) else {
      reading.result.isUnread = main != nil || given != nil
      return
    }
    var state = State(here: ConfigReading.directory(of: main), work: work)
    let entries = IniSyntax.supervisor.entries(bytes, file: main)
    for entry in entries { state.take(entry, &reading) }
    for entry in entries where entry.section == "include" && entry.key == "files" {
      for pattern in (entry.value ?? "").split(separator: " ").prefix(50) {
        guard let filled = state.filled(String(pattern), "", reading),
          let path = ConfigReading.absolute(filled, state.here)
        else {
          reading.result.isComplete = false
          continue
        }
        for file in reading.included(path) {
          for entry in IniSyntax.supervisor.entries(file.bytes, file: file.path) { state.take(entry, &reading) }
        }
      }
    }
    state.finish(main, &reading)
  }

  private struct State {
    let here: String
    let work: String
    private var programs: [(name: String, entry: IniSyntax.Entry)] = []

    init(here: String, work: String) { (self.here, self.work) = (here, work) }

    mutating func take(_ entry: IniSyntax.Entry, _ reading: inout ConfigReading) {
      guard let value = entry.value, !value.isEmpty else { return }
      switch (entry.section, entry.key) {
      case ("supervisord", "logfile"): add(SupervisorConfig.log, value, entry, &reading)
      case ("supervisord", "pidfile"): add(SupervisorConfig.pid, value, entry, &reading)
      case ("supervisord", "childlogdir"): add(SupervisorConfig.childLogs, value, entry, &reading)
      case ("unix_http_server", "file"): add(SupervisorConfig.socket, value, entry, &reading)
      default:
        let parts = entry.section.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0] == "program" || parts[0] == "fcgi-program" else { return }
        let name = String(parts[1])
        if entry.key == "command", programs.count < SupervisorConfig.mostPrograms { programs.append((name, entry)) }
        if entry.key == "stdout_logfile" || entry.key == "stderr_logfile" {
          add(.log(entry.key), value, entry, program: name, &reading)
        }
      }
    }

    private func add(
      _ setting: ConfigSetting, _ value: String, _ entry: IniSyntax.Entry, program: String = "",
      _ reading: inout ConfigReading
    ) {
      if setting.isLog, setting.isFile, ["NONE", "AUTO", "syslog", "SYSLOG"].contains(value) { return }
      reading.add(
        setting, written: entry.key, value, target: filled(value, program, reading), base: work, file: entry.file,
        line: entry.line)
    }

    /// `%(NAME)s` filled in; nil when one of them is not known.
    func filled(_ value: String, _ program: String, _ reading: ConfigReading) -> String? {
      guard value.utf8.contains(UInt8(ascii: "%")) else { return value }
      var out = ""
      var rest = Substring(value)
      while let percent = rest.utf8.firstIndex(of: UInt8(ascii: "%")) {
        out += rest[..<percent]
        rest = rest[percent...].dropFirst()
        guard rest.hasPrefix("("), let end = rest.utf8.firstIndex(of: UInt8(ascii: ")")) else { return nil }
        let name = String(rest[rest.utf8.index(after: rest.startIndex)..<end])
        rest = rest[end...].dropFirst()
        guard rest.hasPrefix("s") else { return nil }
        rest = rest.dropFirst()
        switch name {
        case "here": out += here
        case "program_name", "group_name": out += program
        default:
          guard name.hasPrefix("ENV_"), let known = reading.environment(String(name.dropFirst(4))) else {
            return nil
          }
          out += known
        }
        guard out.utf8.count < 8192 else { return nil }
      }
      return out + rest
    }

    /// What is written when the configuration says nothing, and the programs.
    func finish(_ main: String, _ reading: inout ConfigReading) {
      let command = [("-l", "--logfile", SupervisorConfig.log), ("-j", "--pidfile", SupervisorConfig.pid)]
      for (short, long, setting) in command {
        if let value = reading.service.value(of: [short, long]) {
          reading.replace(setting)
          reading.add(setting, value, target: reading.fromCommand(value))
        } else if !reading.result.settled.contains(setting.name), reading.result.isComplete {
          let name = "supervisord.\(setting.name == "logfile" ? "log" : "pid")"
          reading.add(
            setting, "not set, so \(name) in the working directory", target: name, base: work, file: main, line: nil)
        }
      }
      for (name, entry) in programs {
        guard let value = entry.value, let text = filled(value, name, reading) else { continue }
        let place = "\(entry.file):\(entry.line) command \(value)"
        reading.addProgram(text, place)
      }
    }
  }
}

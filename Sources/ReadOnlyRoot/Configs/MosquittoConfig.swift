/// Where mosquitto.conf says Mosquitto writes.
///
/// Source: mosquitto.conf(5) (pid_file, persistence, persistence_location, log_dest, include_dir); mosquitto(8): without
/// `-c` no file is read.
enum MosquittoConfig {
  static let contents: Set<String> = [
    "/etc/mosquitto/mosquitto.conf", "/etc/mosquitto/conf.d/*", "/mosquitto/config/*", "/mosquitto.conf",
  ]
  private static let pid = ConfigSetting.file("pid_file")
  private static let data = ConfigSetting.data("persistence_location")
  private static let log = ConfigSetting.log("log_dest")

  static func read(_ reading: inout ConfigReading) {
    guard let given = reading.service.value(of: ["-c", "--config-file"]) else { return }
    guard let main = reading.fromCommand(given), let bytes = reading.file(main) else {
      reading.result.isUnread = true
      return
    }
    var isKept = false
    var place: ConfigLine?
    var stack = IncludeStack(LineSyntax.mosquitto.lines(bytes, file: main))
    while let line = stack.next() {
      switch line.name {
      case "include_dir":
        let files = reading.included(line.value).filter { $0.path.hasSuffix(".conf") }
        let lines = files.flatMap { LineSyntax.mosquitto.lines($0.bytes, file: $0.path) }
        if !stack.push(lines) { reading.result.isComplete = false }
      case "pid_file": add(pid, line.value, line, &reading)
      case "log_dest" where line.value == "file" && line.words.count > 2: add(log, line.words[2], line, &reading)
      case "log_dest": reading.settle(log)
      case "persistence": isKept = line.value == "true"
      case "persistence_location": place = line
      default: break
      }
    }
    if isKept, let place { add(data, place.value, place, &reading) }
  }

  private static func add(
    _ setting: ConfigSetting, _ value: String, _ line: ConfigLine, _ reading: inout ConfigReading
  ) {
    guard !value.isEmpty else { return }
    reading.add(setting, value, target: value, base: reading.workingDirectory, file: line.file, line: line.line)
  }
}

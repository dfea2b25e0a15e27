import Core

/// The files that rsyslog's rules name.
///
/// Source: rsyslog manual, "Basic structure", omfile, legacy directives ($IncludeConfig, $WorkDirectory).
enum RsyslogConfig {
  static let contents: Set<String> = ["/etc/rsyslog.conf", "/etc/rsyslog.d/*"]
  private static let log = ConfigSetting.log("omfile")
  private static let work = ConfigSetting.directory("WorkDirectory", atMost: .likely)
  private static let pid = ConfigSetting.file("pidfile")

  static func read(_ reading: inout ConfigReading) {
    if let given = reading.service.value(of: ["-i"]) {
      if given != "NONE" { reading.add(pid, written: "-i", given, target: reading.fromCommand(given)) }
      reading.settle(pid)
    }
    let main = reading.service.value(of: ["-f"]).flatMap { reading.fromCommand($0) } ?? "/etc/rsyslog.conf"
    guard let bytes = reading.file(main) else {
      reading.result.isUnread = reading.hasFile(main) || main != "/etc/rsyslog.conf"
      return
    }
    var stack = IncludeStack(LineSyntax.rsyslog.lines(bytes, file: main))
    while let line = stack.next() {
      let name = line.name.lowercased()
      if name == "$includeconfig" || name.hasPrefix("include(") {
        let pattern = name == "$includeconfig" ? line.value : argument("file=", line) ?? ""
        let files = reading.included(ConfigReading.absolute(pattern, nil) ?? "")
        let lines = files.flatMap { LineSyntax.rsyslog.lines($0.bytes, file: $0.path) }
        if !stack.push(lines) { reading.result.isComplete = false }
      } else if name == "$workdirectory" {
        add(work, line.value, line, &reading)
      } else if let file = argument("file=", line), line.words.contains(where: { $0.holds("omfile") }) {
        add(log, file, line, &reading)
      } else if line.words.count == 2, name.utf8.contains(UInt8(ascii: ".")), name.utf8.first != UInt8(ascii: "$") {
        let value = line.value.hasPrefix("-") ? String(line.value.dropFirst()) : line.value
        if value.hasPrefix("/") { add(log, value, line, &reading) }
      }
    }
  }

  private static func add(
    _ setting: ConfigSetting, _ value: String, _ line: ConfigLine, _ reading: inout ConfigReading
  ) {
    guard !value.isEmpty else { return }
    let isLiteral = !value.utf8.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "%") }
    reading.add(
      setting, written: line.name, value, target: isLiteral ? value : nil, file: line.file, line: line.line)
  }

  /// The value of `name="value"` in an action; the quotes are gone already.
  private static func argument(_ name: String, _ line: ConfigLine) -> String? {
    for word in line.words {
      let text =
        word.lowercased().hasPrefix("action(")
        ? word.dropFirst(7)
        : word.lowercased().hasPrefix("include(")
          ? word.dropFirst(8) : word[...]
      guard text.lowercased().hasPrefix(name) else { continue }
      let value = text.dropFirst(name.utf8.count)
      return String(value.hasSuffix(")") ? value.dropLast() : value)
    }
    return nil
  }
}

/// Where lighttpd.conf says lighttpd writes.
///
/// Source: lighttpd wiki, "Configuration file syntax" (variables, `+`, include) and "server core options" (server.pid-file,
/// server.errorlog, server.breakagelog, server.upload-dirs), mod_accesslog, mod_deflate. What `include_shell` prints is
/// not known; distributions let it tell MIME types and the port.
enum LighttpdConfig {
  static let contents: Set<String> = [
    "/etc/lighttpd/*", "/etc/lighttpd/conf-enabled/*", "/etc/lighttpd/conf.d/*", "/etc/lighttpd/vhosts.d/*",
    "/usr/local/etc/lighttpd/*", "/lighttpd.conf",
  ]
  private static let settings: [String: ConfigSetting] = [
    "server.pid-file": .file("server.pid-file"), "server.errorlog": .log("server.errorlog"),
    "server.breakagelog": .log("server.breakagelog"), "accesslog.filename": .log("accesslog.filename"),
    "deflate.cache-dir": .directory("deflate.cache-dir"), "compress.cache-dir": .directory("compress.cache-dir"),
  ]
  private static let uploads = ConfigSetting.directory("server.upload-dirs", atMost: .likely)
  /// Variables that are kept.
  private static let mostVariables = 1000

  static func read(_ reading: inout ConfigReading) {
    guard let given = reading.service.value(of: ["-f"]) else { return }
    guard let main = reading.fromCommand(given), let bytes = reading.file(main) else {
      reading.result.isUnread = true
      return
    }
    let home = ConfigReading.directory(of: main)
    var variables: [String: String] = [:]
    var stack = IncludeStack(LineSyntax.lighttpd.lines(bytes, file: main))
    while let line = stack.next() {
      if line.name == "include" {
        let pattern = value(line.words.dropFirst(), variables).flatMap { ConfigReading.absolute($0, home) }
        let lines = reading.included(pattern ?? "").flatMap { LineSyntax.lighttpd.lines($0.bytes, file: $0.path) }
        if !stack.push(lines) { reading.result.isComplete = false }
      } else if let setting = settings[line.name] {
        add(setting, value(line.words.dropFirst(), variables), line, &reading)
      } else if line.name == uploads.name {
        for word in line.words.dropFirst() {
          let parts = word.utf8.split { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: ",") }
          for part in parts where part.first == UInt8(ascii: "/") {
            add(uploads, String(Substring(part)), line, &reading)
          }
        }
      } else if line.name.hasPrefix("var."), variables.count < mostVariables {
        variables[line.name] = value(line.words.dropFirst(), variables)
      }
    }
  }

  /// Texts and variables that `+` joins; nil when a variable is not known.
  private static func value(_ words: ArraySlice<String>, _ variables: [String: String]) -> String? {
    var out = ""
    for word in words where word != "+" {
      if ["var.", "env.", "server."].contains(where: { word.hasPrefix($0) }) {
        guard let known = variables[word] else { return nil }
        out += known
      } else {
        out += word
      }
      guard out.utf8.count <= ConfigLine.mostBytes else { return nil }
    }
    return out
  }

  /// A log that begins with a bar goes to a program.
  private static func add(
    _ setting: ConfigSetting, _ value: String?, _ line: ConfigLine, _ reading: inout ConfigReading
  ) {
    if let value, value.isEmpty || value.hasPrefix("|") { return reading.settle(setting) }
    reading.add(
      setting, value ?? line.words.dropFirst().joined(separator: " "), target: value, file: line.file,
      line: line.line)
  }
}

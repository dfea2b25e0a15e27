/// Where dnsmasq.conf and the command say dnsmasq writes.
///
/// Source: dnsmasq(8) (-x, --pid-file; -l, --dhcp-leasefile; -8, --log-facility; -C, --conf-file); Debian reads
/// /etc/dnsmasq.d besides by its service file, Alpine by `conf-dir` in dnsmasq.conf.
enum DnsmasqConfig {
  static let contents: Set<String> = ["/etc/dnsmasq.conf", "/etc/dnsmasq.d/*"]
  private static let settings: [String: ConfigSetting] = [
    "pid-file": .file("pid-file"), "log-facility": .log("log-facility"),
    "dhcp-leasefile": ConfigSetting(name: "dhcp-leasefile", kind: .volume),
  ]

  static func read(_ reading: inout ConfigReading) {
    let given = reading.service.value(of: ["-C", "--conf-file"])
    let main = given.map { reading.fromCommand($0) ?? "" } ?? "/etc/dnsmasq.conf"
    if let bytes = reading.file(main) {
      var stack = IncludeStack(IniSyntax.dnsmasq.entries(bytes, file: main))
      while let entry = stack.next() {
        if entry.key == "conf-file" || entry.key == "conf-dir" {
          let path = (entry.value ?? "").split(separator: ",").first.map(String.init) ?? ""
          let lines = reading.included(path).flatMap { IniSyntax.dnsmasq.entries($0.bytes, file: $0.path) }
          if !stack.push(lines) { reading.result.isComplete = false }
        } else if let setting = settings[entry.key] {
          add(setting, entry.value ?? "", entry.file, entry.line, &reading)
        }
      }
    } else if given != nil || reading.hasFile(main) {
      reading.result.isUnread = true
    }
    for (options, name) in [
      (["-x", "--pid-file"], "pid-file"), (["-l", "--dhcp-leasefile"], "dhcp-leasefile"),
      (["-8", "--log-facility"], "log-facility"),
    ] {
      guard let value = reading.service.value(of: options), let setting = settings[name] else { continue }
      reading.replace(setting)
      add(setting, value, "", 0, &reading)
    }
  }

  /// An empty pid file is none; a log facility without a slash is one of syslog's, `-` is standard error.
  private static func add(
    _ setting: ConfigSetting, _ value: String, _ file: String, _ line: Int, _ reading: inout ConfigReading
  ) {
    guard value.utf8.contains(UInt8(ascii: "/")) else { return reading.settle(setting) }
    reading.add(
      setting, value, target: CommandPath.isLiteral(value) ? value : nil, file: file, line: line)
  }
}

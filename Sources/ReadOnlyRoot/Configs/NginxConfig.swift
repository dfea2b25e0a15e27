/// Where nginx's configuration says it writes.
///
/// Source: nginx documentation, core, http_core, http_log, http_proxy, http_fastcgi, http_uwsgi and http_scgi modules;
/// "Command-line parameters".
enum NginxConfig {
  static let contents: Set<String> = [
    "/etc/nginx/*", "/etc/nginx/conf.d/*", "/etc/nginx/http.d/*", "/etc/nginx/default.d/*", "/etc/nginx/stream.d/*",
    "/etc/nginx/sites-enabled/*", "/etc/nginx/sites-available/*", "/etc/nginx/modules-enabled/*",
    "/etc/nginx/snippets/*", "/usr/share/nginx/modules-available/*", "/usr/local/nginx/conf/nginx.conf",
    "/usr/local/openresty/nginx/conf/nginx.conf", "/etc/openresty/nginx.conf",
  ]
  static let settings: [String: ConfigSetting] = {
    var out: [String: ConfigSetting] = ["pid": .file("pid"), "error_log": .log("error_log")]
    out["access_log"] = .log("access_log")
    for name in temporary { out[name] = .directory(name) }
    for name in ["proxy_cache_path", "fastcgi_cache_path", "uwsgi_cache_path", "scgi_cache_path"] {
      out[name] = .directory(name)
    }
    return out
  }()
  static let temporary = [
    "client_body_temp_path", "proxy_temp_path", "fastcgi_temp_path", "uwsgi_temp_path", "scgi_temp_path",
  ]
  private static let stock = [
    "/etc/nginx/nginx.conf", "/usr/local/openresty/nginx/conf/nginx.conf", "/usr/local/nginx/conf/nginx.conf",
    "/etc/openresty/nginx.conf",
  ]

  static func read(_ reading: inout ConfigReading) {
    let prefix = reading.service.value(of: ["-p"]).flatMap { reading.fromCommand($0) }
    if let inline = reading.service.value(of: ["-g"]) {
      take(BlockSyntax.lines(Array(inline.utf8), file: ""), prefix, &reading)
    }
    var main = reading.firstFile(stock)
    if let given = reading.service.value(of: ["-c"]) {
      main = ConfigReading.absolute(given, prefix ?? main.map(ConfigReading.directory))
    }
    guard let main, let bytes = reading.file(main) else {
      reading.result.isUnread = reading.service.value(of: ["-c"]) != nil || main != nil
      return
    }
    let home =
      prefix ?? (main.hasPrefix("/usr/local/") ? ConfigReading.directory(of: ConfigReading.directory(of: main)) : nil)
    var queue = [(BlockSyntax.lines(bytes, file: main), 0)]
    var at = 0
    var hasHTTP = false
    while at < queue.count {
      let (lines, depth) = queue[at]
      at += 1
      hasHTTP = hasHTTP || lines.contains { $0.name == "http" }
      take(lines, home, &reading)
      for line in lines where line.name == "include" && !line.value.isEmpty {
        guard depth < IncludeStack<ConfigLine>.mostDepth,
          let pattern = ConfigReading.absolute(line.value, ConfigReading.directory(of: main))
        else {
          reading.result.isComplete = false
          continue
        }
        for file in reading.included(pattern) {
          queue.append((BlockSyntax.lines(file.bytes, file: file.path), depth + 1))
        }
      }
    }
    if !hasHTTP, reading.result.isComplete {
      for name in temporary { settings[name].map { reading.settle($0) } }
      settings["access_log"].map { reading.settle($0) }
    }
  }

  private static func take(_ lines: [ConfigLine], _ prefix: String?, _ reading: inout ConfigReading) {
    for line in lines {
      guard let setting = settings[line.name], !line.value.isEmpty else { continue }
      let value = line.value
      if setting.isLog, isNoFile(value) {
        reading.settle(setting)
        continue
      }
      let isLiteral = !value.utf8.contains(UInt8(ascii: "$"))
      reading.add(
        setting, value, target: isLiteral ? value : nil, base: prefix, file: line.file, line: line.line)
    }
  }

  /// Logs that are sent, kept in memory or not written at all.
  private static func isNoFile(_ value: String) -> Bool {
    value == "off" || value == "stderr" || value.hasPrefix("syslog:") || value.hasPrefix("memory:")
  }
}

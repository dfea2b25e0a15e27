import Core
import RootFS
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct HostileConfigTests {
  /// A service and the files its reader looks at first.
  static let services: [(command: String, paths: [String])] = [
    (#""nginx""#, ["/etc/nginx/nginx.conf"]), (#""apache2""#, ["/etc/apache2/apache2.conf"]),
    (#""apache2ctl""#, ["/etc/apache2/envvars", "/etc/apache2/apache2.conf"]),
    (#""php-fpm8.2""#, ["/etc/php/8.2/fpm/php-fpm.conf", "/etc/php/8.2/fpm/php.ini"]),
    (#""mariadbd""#, ["/etc/mysql/my.cnf"]),
    (#""/usr/lib/postgresql/15/bin/postgres","-c","config_file=/etc/postgresql/c""#, ["/etc/postgresql/c"]),
    (#""redis-server","/etc/redis/redis.conf""#, ["/etc/redis/redis.conf"]),
    (#""supervisord""#, ["/etc/supervisord.conf"]),
    (#""haproxy","-f","/etc/haproxy/haproxy.cfg""#, ["/etc/haproxy/haproxy.cfg"]),
    (
      #""/usr/local/tomcat/bin/catalina.sh""#,
      ["/usr/local/tomcat/conf/server.xml", "/usr/local/tomcat/conf/logging.properties"]
    ),
    (#""gunicorn""#, ["/gunicorn.conf.py"]), (#""java""#, ["/app/log4j2.xml"]),
    (#""java""#, ["/app/log4j2.properties"]),
    (#""rsyslogd""#, ["/etc/rsyslog.conf"]), (#""mongod","--config","/etc/mongod.conf""#, ["/etc/mongod.conf"]),
    (#""traefik""#, ["/etc/traefik/traefik.yml"]), (#""caddy""#, ["/etc/caddy/Caddyfile"]),
    (#""lighttpd","-f","/etc/lighttpd/lighttpd.conf""#, ["/etc/lighttpd/lighttpd.conf"]),
    (#""mosquitto","-c","/mosquitto.conf""#, ["/mosquitto.conf"]), (#""dnsmasq""#, ["/etc/dnsmasq.conf"]),
  ]

  static let texts: [String] = [
    "", "\u{0}", "\"", "'", "\\", "{", "}", "${", "$", "[", "<", "<!--", "%(", "=", ":", "#", "pid", "pid ;",
    String(repeating: "pid /a\u{0}b;\n", count: 10), String(repeating: "x", count: 1_000_000),
    String(repeating: "{", count: 33_333), String(repeating: "}", count: 33_333),
    String(repeating: "<a ", count: 33_333), String(repeating: "<a>", count: 33_333),
    String(repeating: "<!--", count: 16_666), String(repeating: "a \"", count: 33_333),
    String(repeating: "a \\\n", count: 25_000), String(repeating: "${", count: 33_333),
    String(repeating: "<a b='", count: 16_666), String(repeating: "\n", count: 83_333),
    "pid /" + String(repeating: "a/", count: 33_333) + ";",
    "pid \"" + String(repeating: "${a}", count: 16_666) + "\";",
    String(repeating: "pidfile = '/a'\n", count: 10_000), String(repeating: "[a]\nb=c\n", count: 16_666),
    String(repeating: "<IfModule x>\n", count: 11_666),
    (0..<5_000).map { "include /etc/nginx/d\($0)/*;\n" }.joined(),
    (0..<5_000).map { "IncludeOptional /etc/apache2/a*\($0)\n" }.joined(),
    (0..<5_000).map { "!includedir /etc/mysql/\($0)\n" }.joined(),
    (0..<6_666).map { "error_log /l/\($0);\n" }.joined(), (0..<6_666).map { "ErrorLog /l/\($0)\n" }.joined(),
    (0..<3_333).map { "[program:a\($0)]\ncommand=supervisord\nstdout_logfile=/l/\($0)\n" }.joined(),
    "%(" + String(repeating: "program_name)s%(", count: 8_333),
  ]

  @Test(arguments: services.indices) func `no text brings a reader down or makes it say much`(index: Int) {
    let service = Self.services[index]
    for text in Self.texts {
      let files = service.paths.map { ExampleFile($0, content: text) }
      let found = ConfigCase.config("{\"Cmd\":[\(service.command)]}", files)
      #expect(found.writes.count <= 400 && found.unresolved.count <= 20)
      #expect(found.writes.allSatisfy { $0.path.utf8.first == UInt8(ascii: "/") && $0.path.utf8.count <= 8192 })
      #expect(found.writes.allSatisfy { !$0.path.utf8.contains(0) })
    }
  }

  @Test(arguments: [
    (#""nginx""#, "/etc/nginx/nginx.conf", "include a;"),
    (#""apache2""#, "/etc/apache2/apache2.conf", "Include a\n"),
    (#""redis-server","/etc/redis/redis.conf""#, "/etc/redis/redis.conf", "include a\n"),
    (#""mariadbd""#, "/etc/mysql/my.cnf", "!include a\n"),
  ])
  func `a hundred thousand includes are more than are followed, and that is known`(
    command: String, path: String, line: String
  ) {
    let text = String(repeating: line, count: 100_000)
    #expect(!ConfigCase.config("{\"Cmd\":[\(command)]}", [ExampleFile(path, content: text)]).isComplete)
  }

  @Test func `files that include themselves and each other are read once`() {
    let found = ConfigCase.config(
      #"{"Cmd":["nginx"]}"#,
      [
        ExampleFile("/etc/nginx/nginx.conf", content: "include /etc/nginx/*.conf; pid /p;"),
        ExampleFile("/etc/nginx/b.conf", content: "include nginx.conf; include b.conf; error_log /e;"),
      ])
    #expect(found.writes.map(\.path) == ["/p", "/e"])
  }

  @Test func `includes deeper than the limit are not followed, and that is known`() {
    var files = (0..<20).map { ExampleFile("/etc/redis/\($0).conf", content: "include /etc/redis/\($0 + 1).conf") }
    files.append(ExampleFile("/etc/redis/20.conf", content: "dir /deep"))
    let found = ConfigCase.config(#"{"Cmd":["redis-server","/etc/redis/0.conf"]}"#, files)
    #expect(found.writes.isEmpty && !found.isComplete)
  }

  @Test func `a long file is read to the limit, and that is known`() {
    var image = TestImage.model(
      config: #"{"Cmd":["nginx"]}"#,
      layers: [ConfigCase.programs + [ExampleFile("/etc/nginx/nginx.conf", content: "pid /p;\nerror_")]])
    for (node, content) in image.contents {
      if case .bytes(let bytes) = content { image.contents[node] = .truncated(bytes) }
    }
    let found = ServiceConfig(of: StartedService(in: image), in: image)
    #expect(found.writes.map(\.path) == ["/p"])
    #expect(!found.isComplete && found.settled == ["pid"])
  }

  @Test(arguments: [
    ("*.conf", "a.conf", true), ("*.conf", ".a.conf", false), ("*", "a", true), ("a?c", "abc", true),
    ("a?c", "ac", false), ("a*b*c", "aXbYc", true), ("a*b*c", "aXbY", false), ("", "", true), ("*a", "b", false),
    ("a", "ab", false),
  ])
  func `patterns of names`(pattern: String, name: String, isMatch: Bool) {
    #expect(NamePattern(pattern).matches(ArraySlice(name.utf8)) == isMatch)
  }
}

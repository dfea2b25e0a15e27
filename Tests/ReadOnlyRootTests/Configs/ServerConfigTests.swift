import Core
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct ServerConfigTests {
  static let lighttpd: [(String, [String])] = [
    (
      "server.pid-file             = \"/run/lighttpd.pid\"",
      ["lighttpd.conf:1 server.pid-file /run/lighttpd.pid file certain"]
    ),
    ("server.pid-file=\"/run/l.pid\" # pid", ["lighttpd.conf:1 server.pid-file /run/l.pid file certain"]),
    ("#server.pid-file = \"/no\"", []),
    (
      "server.upload-dirs = ( \"/u/a\", \"/u/b\" )",
      [
        "lighttpd.conf:1 server.upload-dirs /u/a directory likely",
        "lighttpd.conf:1 server.upload-dirs /u/b directory likely",
      ]
    ),
    (
      "var.logdir = \"/logs\"\nvar.web = var.logdir + \"/web\"\nserver.errorlog = var.web + \"/e.log\"",
      ["lighttpd.conf:3 server.errorlog /logs/web/e.log log certain"]
    ),
    ("server.errorlog = \"/dev/stderr\"\naccesslog.filename = \"|/usr/bin/cat\"", []),
    ("server.errorlog = env.LOGS + \"/e.log\"", []),
    (
      "server.upload-dirs = (\"/u/a\",\"/u/b\")",
      [
        "lighttpd.conf:1 server.upload-dirs /u/a directory likely",
        "lighttpd.conf:1 server.upload-dirs /u/b directory likely",
      ]
    ),
    ("include \"conf.d/*.conf\"", ["a.conf:2 accesslog.filename /l/a log certain"]),
    ("include_shell \"/usr/share/lighttpd/use-ipv6.pl \" + server.port", []),
  ]

  @Test(arguments: lighttpd.indices) func `what lighttpd's configuration names is found`(index: Int) {
    let (text, rows) = Self.lighttpd[index]
    let files = [
      ExampleFile("/etc/lighttpd/lighttpd.conf", content: text),
      ExampleFile("/etc/lighttpd/conf.d/a.conf", content: "\naccesslog.filename = \"/l/a\""),
    ]
    #expect(ConfigCase.rows(#"{"Cmd":["lighttpd","-D","-f","/etc/lighttpd/lighttpd.conf"]}"#, files) == rows)
  }

  @Test func `a variable of lighttpd that is not known is told`() {
    let file = ExampleFile("/etc/lighttpd/lighttpd.conf", content: "server.errorlog = env.LOGS + \"/e.log\"")
    let config = ConfigCase.config(#"{"Cmd":["lighttpd","-D","-f","/etc/lighttpd/lighttpd.conf"]}"#, [file])
    #expect(config.unresolved == ["/etc/lighttpd/lighttpd.conf:1 server.errorlog env.LOGS + /e.log"])
  }

  static let mosquitto: [(String, [String])] = [
    (
      "pid_file /run/m/m.pid\npersistence true\npersistence_location /var/lib/m/\nlog_dest file /l/m.log\n",
      [
        "m.conf:1 pid_file /run/m/m.pid file certain", "m.conf:4 log_dest /l/m.log log certain",
        "m.conf:3 persistence_location /var/lib/m volume certain",
      ]
    ),
    ("persistence_location /var/lib/m\nlog_dest stdout\n", []),
    ("#pid_file /no\nlistener 1883\nallow_anonymous true", []),
    ("include_dir /mosquitto/config/d", []),
    ("include_dir /etc/mosquitto/conf.d", ["a.conf:1 pid_file /run/a file certain"]),
  ]

  @Test(arguments: mosquitto.indices) func `what mosquitto.conf names is found`(index: Int) {
    let (text, rows) = Self.mosquitto[index]
    let files = [
      ExampleFile("/mosquitto/config/m.conf", content: text),
      ExampleFile("/etc/mosquitto/conf.d/a.conf", content: "pid_file /run/a"),
      ExampleFile("/etc/mosquitto/conf.d/README", content: "pid_file /no"),
    ]
    #expect(ConfigCase.rows(#"{"Cmd":["mosquitto","-c","/mosquitto/config/m.conf"]}"#, files) == rows)
    #expect(ConfigCase.rows(#"{"Cmd":["mosquitto"]}"#, files).isEmpty)
  }

  static let dnsmasq: [(String, String, [String])] = [
    (
      "", "pid-file=/r/d.pid # x\nlog-facility=/l/d\n",
      [
        "dnsmasq.conf:1 pid-file /r/d.pid file certain", "dnsmasq.conf:2 log-facility /l/d log certain",
      ]
    ),
    ("", "#pid-file=/no\nlog-facility=local0", []),
    ("", "conf-dir=/etc/dnsmasq.d,*.conf\n", ["a.conf:1 dhcp-leasefile /var/lib/misc/d volume certain"]),
    (#","--pid-file=/p","--log-facility=-""#, "pid-file=/no\nlog-facility=/no", ["command pid-file /p file certain"]),
  ]

  @Test(arguments: dnsmasq.indices) func `what dnsmasq.conf and the command name is found`(index: Int) {
    let (options, text, rows) = Self.dnsmasq[index]
    let files = [
      ExampleFile("/etc/dnsmasq.conf", content: text),
      ExampleFile("/etc/dnsmasq.d/a.conf", content: "dhcp-leasefile=/var/lib/misc/d"),
    ]
    let command = options.isEmpty ? #""dnsmasq","-k""# : #""dnsmasq","-k"\#(options)"#
    #expect(ConfigCase.rows(#"{"Cmd":[\#(command)]}"#, files) == rows)
  }
}

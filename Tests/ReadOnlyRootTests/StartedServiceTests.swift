import Core
import ShellSyntax
import RootFS
import TestSupport
import Testing

@testable import ReadOnlyRoot

@Suite struct StartedServiceTests {
  static let files: [ExampleFile] = [
    .program("/usr/sbin/nginx"), .program("/usr/bin/redis-server"), .program("/usr/bin/node"), .program("/bin/sh"),
    .program("/sbin/tini"), .program("/app/server"), .program("/usr/bin/python3"),
    .symlink("/usr/bin/web", to: "../sbin/nginx"), .program("/usr/bin/java"), .program("/usr/sbin/php-fpm8.9"),
    .program("/app/api"), ExampleFile("/app/api.runtimeconfig.json"), .script("/usr/bin/bundle", "#!/usr/bin/ruby\n"),
    .script("/usr/bin/puma", "#!/usr/bin/ruby\n"), .script("/app/node_modules/.bin/next", "#!/usr/bin/node\n"),
    .script("/usr/bin/gunicorn", "#!/usr/bin/python3\n"),
    .script("/docker-entrypoint.sh", "#!/bin/sh\nset -e\nexec \"$@\"\n"),
    .script("/exec.sh", "#!/bin/sh\n# exec redis-server\n  exec gosu app FOO=1 /usr/sbin/nginx -g 'daemon off;'\n"),
    .script("/two.sh", "#!/bin/sh\nif x; then\nexec nginx\nfi\nexec redis-server\n"),
    .script("/either.sh", "#!/bin/sh\n[ -z $1 ] || exec \"$@\"\nexec nginx\n"),
    .script("/variable.sh", "#!/bin/sh\nexec \"$PROGRAM\" nginx\n"),
  ]

  @Test(arguments: [
    (#"{"Cmd":["nginx","-g","daemon off;"]}"#, "nginx"),
    (#"{"Cmd":["/usr/bin/web"]}"#, "nginx"),
    (#"{"Entrypoint":["/docker-entrypoint.sh"],"Cmd":["nginx","-g","daemon off;"]}"#, "nginx"),
    (#"{"Entrypoint":["/sbin/tini","--","/docker-entrypoint.sh"],"Cmd":["redis-server"]}"#, "Redis"),
    (#"{"Entrypoint":["/exec.sh"]}"#, "nginx"),
    (#"{"Entrypoint":["/either.sh"]}"#, "nginx"),
    (#"{"Cmd":["/bin/sh","-c","nginx -g 'daemon off;'"]}"#, "nginx"),
    (#"{"Cmd":["/bin/sh","-c","exec env A=b B=c nginx"]}"#, "nginx"),
    (#"{"Cmd":["/bin/sh","-c","A=b exec /usr/bin/redis-server & wait"]}"#, "Redis"),
    (#"{"Cmd":["gunicorn","app:app"]}"#, "gunicorn"),
    (#"{"Cmd":["python3","-m","gunicorn","app:app"]}"#, "gunicorn"),
    (#"{"Cmd":["sh","/docker-entrypoint.sh","nginx"]}"#, "nginx"),
    (#"{"Cmd":["java","-jar","app.jar"]}"#, "Java"),
    (#"{"Cmd":["java","-cp","x.jar","org.apache.catalina.startup.Bootstrap","start"]}"#, "Tomcat"),
    (#"{"Entrypoint":["/docker-entrypoint.sh"],"Cmd":["java","-jar","/usr/local/jetty/start.jar"]}"#, "Jetty"),
    (#"{"Cmd":["php-fpm8.9","-F"]}"#, "php-fpm"),
    (#"{"Cmd":["/app/api"]}"#, ".NET"),
    (#"{"Cmd":["bundle","exec","puma","-C","x.rb"]}"#, "puma"),
    (#"{"Cmd":["node","/app/node_modules/.bin/next","start"]}"#, "Next.js"),
  ])
  func `the program that stays is recognised`(config: String, name: String) {
    let image = TestImage.model(config: config, layers: [Self.files])
    #expect(StartedService(in: image).writer?.name == name)
  }

  @Test(arguments: [
    #"{}"#,
    #"{"Cmd":["/app/server","nginx"]}"#,
    #"{"Cmd":["node","server.js","nginx"]}"#,
    #"{"Entrypoint":["/docker-entrypoint.sh"],"Cmd":["mysqld"]}"#,
    #"{"Entrypoint":["/docker-entrypoint.sh"],"Cmd":["node","server.js"]}"#,
    #"{"Entrypoint":["/either.sh"],"Cmd":["node"]}"#,
    #"{"Entrypoint":["/two.sh"]}"#,
    #"{"Entrypoint":["/variable.sh"]}"#,
    #"{"Cmd":["/bin/sh","-c","$SERVER nginx"]}"#,
    #"{"Cmd":["/bin/sh","-c","echo nginx"]}"#,
    #"{"Cmd":["/nowhere/nginx"]}"#,
  ])
  func `nothing is claimed of what is not known to start`(config: String) {
    let image = TestImage.model(config: config, layers: [Self.files])
    #expect(StartedService(in: image).writer == nil)
  }

  @Test(arguments: [
    (#"{"Cmd":["/app/server"]}"#, true), (#"{"Cmd":["node","server.js"]}"#, false), (#"{"Cmd":["sh"]}"#, false),
    (#"{"Entrypoint":["/two.sh"]}"#, false), (#"{}"#, false), (#"{"Cmd":["gone"]}"#, false),
    (#"{"Cmd":["nginx"]}"#, true), (#"{"Cmd":["java","-jar","a.jar"]}"#, false), (#"{"Cmd":["gunicorn","a"]}"#, false),
  ])
  func `only a program that is started directly is told for sure`(config: String, isTold: Bool) {
    let image = TestImage.model(config: config, layers: [Self.files])
    #expect((StartedService(in: image).unknown == nil) == isTold)
  }

  @Test(arguments: [
    ("/usr/sbin/stunnel", "/var/lib/dpkg/status", "what /usr/sbin/stunnel writes is not known"),
    ("/usr/bin/stunnel", "/lib/apk/db/installed", "what /usr/bin/stunnel writes is not known"),
    ("/usr/local/bin/stunnel", "/var/lib/dpkg/status", nil), ("/usr/sbin/stunnel", "/etc/os-release", nil),
    ("/usr/sbin/nginx", "/var/lib/dpkg/status", nil),
  ])
  func `a distribution's program that is not known may write anywhere`(path: String, database: String, why: String?) {
    let image = TestImage.model(
      config: #"{"Cmd":["\#(path)"]}"#, layers: [[.program(path), ExampleFile(database, content: "x")]])
    #expect(StartedService(in: image).unknown == why)
  }

  @Test func `the evidence names the script's line`() {
    let image = TestImage.model(config: #"{"Entrypoint":["/exec.sh"]}"#, layers: [Self.files])
    #expect(StartedService(in: image).evidence == "/exec.sh:3 exec /usr/sbin/nginx")
  }

  @Test(
    arguments: [
      (["--dir", "/x"], "/x"), (["--dir=/y"], "/y"), (["--dir"], ""), (["--dirs", "/x"], nil), ([], nil),
    ] as [([String], String?)])
  func `an option's value is the next word or follows the equals sign`(words: [String], value: String?) {
    var service = StartedService(in: TestImage.model())
    service.words = ["redis-server"] + words
    #expect(service.value(of: ["--dir"]) == value)
  }

  @Test(arguments: [
    ("a 'b c' \"d\"e", ["a", "b c", "de"]), ("a;b", ["a"]), ("a # b", ["a"]), ("a#b", ["a#b"]),
    ("a \\; b", ["a", ";", "b"]),
    ("a '' b", ["a", "", "b"]), ("  a|b", ["a"]), ("a 'open", ["a", "open"]), ("", []),
  ])
  func `a command's words lose their quotes and end with the command`(text: String, words: [String]) {
    #expect(CommandWords.first(in: text.utf8) == words)
  }
}

extension StartedServiceTests {
  @Test func `the names of known writers are those of their table`() {
    let names = KnownWriterTable.names
    #expect(Set(KnownWriterTable.byProgram.keys).subtracting(names).sorted() == [], "missing in KnownWriterTable.names")
    #expect(
      Set(names).subtracting(KnownWriterTable.byProgram.keys).sorted() == [], "too much in KnownWriterTable.names")
  }
}

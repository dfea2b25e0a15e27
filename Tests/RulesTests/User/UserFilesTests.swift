import Core
import RootFS
import TestSupport
import Testing

@testable import Rules

@Suite struct UserDropsRootTests {
  @Test(arguments: [
    ("exec gosu postgres \"$@\"", "gosu"), ("  exec su-exec redis redis-server", "su-exec"),
    ("[ \"$(id -u)\" = 0 ] && exec /usr/sbin/gosu app \"$0\"", "gosu"),
    ("exec setpriv --reuid=redis --regid=redis --clear-groups -- \"$0\"", "setpriv"),
    ("exec runuser -u app -- /app", "runuser"), ("exec chpst -u app:app /app", "chpst"),
    ("exec s6-setuidgid app /app", "s6-setuidgid"), ("exec su app -c /app", "su"), ("exec env A=1 gosu app x", nil),
    ("if true; then gosu app initdb; fi", "gosu"), ("case $1 in a) exec gosu app x;; esac", "gosu"),
    ("# exec gosu app", nil), ("echo gosu app", nil), ("command -v gosu", nil), ("apt-get install gosu", nil),
    ("gosu --version", nil), ("setpriv --no-new-privs /app", nil), ("su app -c true", nil), ("GOSU=gosu app", nil),
    ("echo \"exec gosu app\"", nil), ("echo \"$(id) exec gosu app\"", nil), ("echo \"$(id)\" gosu app", nil),
  ])
  func `a line drops root or does not`(line: String, tool: String?) {
    #expect(ScriptDrop.first(inLine: line)?.tool == tool)
  }

  @Test func `the finding points to the line of the script, continuation lines joined`() {
    let script = "#!/bin/bash\nset -e\nexec \\\n  gosu app \"$@\"\n"
    let findings = TestImage.findings(
      UserDropsRoot.self, config: #"{"Entrypoint":["tini","--","/entrypoint.sh"]}"#,
      layers: [[.program("/usr/bin/tini"), .script("/entrypoint.sh", script)]])
    #expect(findings.count == 1)
    guard case .file(let path, _, let line) = findings.first?.place else {
      Issue.record("the finding has no file")
      return
    }
    #expect(path == RootPath("/entrypoint.sh"))
    #expect(line == 3)
  }

  @Test func `a hostile script costs little`() {
    let long = String(repeating: "\"$(", count: 1_000_000) + "\n" + String(repeating: "a\\\n", count: 20_000)
    #expect(ScriptDrop.first(inScript: Array(long.utf8)) == nil)
  }

  @Test func `an image that starts as another user is not explained`() {
    let findings = TestImage.findings(
      UserDropsRoot.self, config: #"{"User":"1000:1000","Entrypoint":["/e.sh"]}"#,
      layers: [[.script("/e.sh", "#!/bin/sh\nexec gosu app x\n")]])
    #expect(findings.isEmpty)
  }

  @Test(arguments: [
    #"{"Cmd":["/bin/sh","-c","exec gosu app /run"]}"#, #"{"Entrypoint":["tini","--","gosu","app","/run"]}"#,
    #"{"Cmd":["runuser","-u","app","--","/run"]}"#,
  ])
  func `a start command can drop root by itself`(config: String) {
    #expect(TestImage.findings(UserDropsRoot.self, config: config).count == 1)
  }
}

@Suite struct UserHomeTests {
  private static let passwd = ExampleFile("/etc/passwd", content: "app:x:1000:1000::/home/app:/bin/sh\n")

  @Test(arguments: [
    (#""Cmd":["node","a.js"]"#, 1), (#""Cmd":["python3.12","a.py"]"#, 1), (#""Cmd":["/opt/java/bin/java"]"#, 1),
    (#""Cmd":["/bin/sh","-c","exec dotnet a.dll"]"#, 1), (#""Cmd":["tini","--","node"]"#, 1), (#""Cmd":["nginx"]"#, 0),
    (#""Cmd":["node"],"Env":["HOME=/tmp"]"#, 0), (#""Cmd":["node"],"Env":["HOME=/"]"#, 1),
    (#""Cmd":["node"],"Env":["HOME=tmp"]"#, 1), (#""Cmd":["node"],"Env":["HOME="]"#, 1),
    (#""Cmd":["node"],"Volumes":{"/home":{}}"#, 0), (#""Cmd":["node"],"Env":["HOME=/dev/shm"]"#, 0),
  ])
  func `a runtime needs a home`(config: String, count: Int) {
    let findings = TestImage.findings(
      UserHome.self, config: #"{"User":"app",\#(config)}"#, layers: [[Self.passwd, .directory("/tmp", mode: 0o1777)]])
    #expect(findings.count == count)
  }

  @Test(arguments: [(UInt32(0), 1), (1000, 0)])
  func `a home must be writable`(owner: UInt32, count: Int) {
    let findings = TestImage.findings(
      UserHome.self, config: #"{"User":"app","Cmd":["node"]}"#,
      layers: [[Self.passwd, .directory("/home/app", uid: owner)]])
    #expect(findings.count == count)
  }

  @Test func `a script's interpreter counts`() {
    let findings = TestImage.findings(
      UserHome.self, config: #"{"User":"app","Cmd":["/run"]}"#,
      layers: [[Self.passwd, .script("/run", "#!/usr/bin/env python3\n")]])
    #expect(findings.count == 1)
  }
}

@Suite struct UserOwnsAppTests {
  private func messages(_ config: String, _ files: [ExampleFile]) -> [String] {
    TestImage.findings(UserOwnsApp.self, config: #"{"User":"1000:1000",\#(config)}"#, layers: [files]).map(\.message)
  }

  @Test(arguments: [
    ([ExampleFile.directory("/app"), .program("/app/s")], 0),
    ([.directory("/app"), .program("/app/s", uid: 1000)], 1),
    ([.directory("/app"), .program("/app/s", mode: 0o555, uid: 1000)], 1),
    ([.directory("/app"), .program("/app/s", mode: 0o775, gid: 1000)], 1),
    ([.directory("/app"), .program("/app/s", mode: 0o757)], 1),
    ([.directory("/app", uid: 1000), .program("/app/s")], 1),
    ([.directory("/app", mode: 0o777), .program("/app/s")], 1),
    ([.directory("/app", mode: 0o1777), .program("/app/s")], 0),
    ([.directory("/app"), .program("/real/s", uid: 1000), .symlink("/app/s", to: "/real/s")], 1),
    ([.directory("/app"), .symlink("/app/s", to: "/nothing")], 0),
  ])
  func `the program is judged by owner, mode and directory`(files: [ExampleFile], count: Int) {
    #expect(messages(#""Cmd":["/app/s"]"#, files).count == count)
  }

  @Test(arguments: [
    (#""Cmd":["node","/app/a.js"]"#, 1), (#""Cmd":["node","a.js"],"WorkingDir":"/app""#, 1),
    (#""Cmd":["/bin/sh","-c","exec node /app/a.js"]"#, 1), (#""Cmd":["node","$APP"]"#, 0),
    (#""Cmd":["node","/app/a.js"],"Volumes":{"/app":{}}"#, 0), (#""Cmd":["node","/app/a.conf"]"#, 0),
    (#""Cmd":["node","--require=/app/a.js"]"#, 0),
  ])
  func `scripts that the command names are judged once`(config: String, count: Int) {
    let files: [ExampleFile] = [
      .program("/usr/bin/node"), .directory("/app"), ExampleFile("/app/a.js", uid: 1000),
      ExampleFile("/app/a.conf", uid: 1000),
    ]
    #expect(messages(config, files).count == count)
  }

  @Test func `code in the working directory is one finding`() {
    let all = messages(
      #""Cmd":["/run"],"WorkingDir":"/app""#,
      [.program("/run"), .directory("/app", uid: 1000), ExampleFile("/app/a.py"), .directory("/app/lib")])
    #expect(all == ["run user can change the code in its working directory /app"])
  }

  @Test func `data of its own in the working directory is none`() {
    let all = messages(
      #""Cmd":["/run"],"WorkingDir":"/app""#,
      [.program("/run"), .directory("/app"), .directory("/app/data", uid: 1000), ExampleFile("/app/a.py")])
    #expect(all == [])
  }

  @Test(arguments: ["0", "app", "-1"])
  func `root and users that cannot be resolved own nothing here`(user: String) {
    let findings = TestImage.findings(
      UserOwnsApp.self, config: #"{"User":"\#(user)","Cmd":["/s"]}"#, layers: [[.program("/s", mode: 0o777)]])
    #expect(findings.isEmpty)
  }
}

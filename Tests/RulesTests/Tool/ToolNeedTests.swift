import Core
import RootFS
import TestSupport
import Testing

@testable import Rules

/// What ENTRYPOINT, CMD and HEALTHCHECK need is info, and said.
@Suite struct ToolNeedTests {
  static let debian: [ExampleFile] = [
    .program("/usr/bin/dash"), .symlink("/usr/bin/sh", to: "dash"), .symlink("/bin", to: "usr/bin"),
    .program("/usr/bin/curl"), .program("/app/server"),
    .script("/entrypoint.sh", "#!/bin/sh\nexec \"$@\"\n"), .program("/usr/bin/tini"),
  ]

  @Test(arguments: [
    #"{"Entrypoint":["/bin/sh","-c","exec /app/server"]}"#,
    #"{"Cmd":["/bin/sh","-c","/app/server"]}"#,
    #"{"Entrypoint":["/entrypoint.sh"],"Cmd":["/app/server"]}"#,
    #"{"Entrypoint":["/usr/bin/tini","--","sh","-ec","/app/server"]}"#,
    #"{"Cmd":["sh"]}"#,
    #"{"Entrypoint":["/app/server"],"Healthcheck":{"Test":["CMD-SHELL","/app/server ping"]}}"#,
  ])
  func `a shell that is needed is info, with the reason and the way out`(_ config: String) {
    let findings = TestImage.findings(ToolShell.self, config: config, layers: [Self.debian])
    #expect(findings.map(\.severity) == [.info])
    #expect(findings.first?.message.hasPrefix("1 shell is present: /usr/bin/dash (also sh); needed: ") == true)
    #expect(findings.first?.fix.contains("[\"/app/server\"") == true)
  }

  @Test(arguments: [
    "{}", #"{"Entrypoint":["/app/server"],"Cmd":["sh"]}"#,
    #"{"Entrypoint":["/app/server"],"Healthcheck":{"Test":["NONE"]}}"#,
    #"{"Entrypoint":["/app/server"],"Healthcheck":{"Test":["CMD","/app/server","sh"]}}"#,
    #"{"Entrypoint":["/usr/bin/tini","--","/app/server"]}"#,
  ])
  func `a shell that nothing needs is low`(_ config: String) {
    let findings = TestImage.findings(ToolShell.self, config: config, layers: [Self.debian])
    #expect(findings.map(\.severity) == [.low])
    #expect(findings.first?.fix.contains("rm -f /usr/bin/dash /usr/bin/sh") == true)
  }

  @Test func `a second shell keeps the severity, and the note names the needed one`() {
    let files = Self.debian + [.program("/usr/bin/bash")]
    let findings = TestImage.findings(
      ToolShell.self, config: #"{"Entrypoint":["/entrypoint.sh"]}"#, layers: [files])
    #expect(findings.map(\.severity) == [.low])
    #expect(
      findings.first?.notes.map(\.message) == [
        "/usr/bin/dash is needed: ENTRYPOINT runs the script /entrypoint.sh, which begins with #!/bin/sh"
      ])
    #expect(findings.first?.fix.contains("rm -f /usr/bin/bash, ") == true)
  }

  @Test(arguments: [
    (#"["CMD","curl","-f","http://localhost/"]"#, true),
    (#"["CMD-SHELL","curl -f http://localhost/ || exit 1"]"#, true),
    (#"["CMD-SHELL","test -f /x && A=1 /usr/bin/curl localhost"]"#, true),
    (#"["CMD-SHELL","x=$(curl -s localhost); [ \"$x\" = ok ]"]"#, true),
    (#"["CMD-SHELL","echo curl"]"#, false),
    (#"["CMD-SHELL","echo 'a; curl b'"]"#, false),
    (#"["CMD-SHELL","true # curl"]"#, false),
    (#"["CMD","/app/server","curl"]"#, false),
    (#"["NONE"]"#, false),
  ])
  func `the download tool of the health check is info`(_ test: String, _ isNeeded: Bool) {
    let config = #"{"Entrypoint":["/app/server"],"Healthcheck":{"Test":"# + test + "}}"
    let findings = TestImage.findings(ToolFetch.self, config: config, layers: [Self.debian])
    #expect(findings.map(\.severity) == [isNeeded ? .info : .low])
    #expect(findings.first?.message.contains("needed: HEALTHCHECK runs curl") == isNeeded)
    #expect(findings.first?.fix.contains("healthcheck") == isNeeded)
  }

  @Test func `busybox for a shell-form command does not excuse its wget`() {
    let files: [ExampleFile] = [
      .program("/bin/busybox"), .symlink("/bin/sh", to: "busybox"), .symlink("/usr/bin/wget", to: "/bin/busybox"),
      .symlink("/bin/su", to: "busybox"), .symlink("/bin/mount", to: "busybox"),
    ]
    let shellForm = #"{"Cmd":["/bin/sh","-c","su app"]}"#
    #expect(TestImage.findings(ToolShell.self, config: shellForm, layers: [files]).map(\.severity) == [.info])
    #expect(TestImage.findings(ToolFetch.self, config: shellForm, layers: [files]).map(\.severity) == [.low])
    #expect(TestImage.findings(ToolPriv.self, config: shellForm, layers: [files]).map(\.severity) == [.low])
    let probe = #"{"Cmd":["/a"],"Healthcheck":{"Test":["CMD","wget","-q","localhost"]}}"#
    #expect(TestImage.findings(ToolFetch.self, config: probe, layers: [files]).map(\.severity) == [.info])
    let applet = #"{"Cmd":["/a"],"Healthcheck":{"Test":["CMD","/bin/busybox","wget","localhost"]}}"#
    #expect(TestImage.findings(ToolFetch.self, config: applet, layers: [files]).map(\.severity) == [.info])
  }

  @Test func `a network tool stays high when the image starts it`() {
    let findings = TestImage.findings(
      ToolNet.self, config: #"{"Entrypoint":["socat"]}"#, layers: [[.program("/usr/bin/socat")]])
    #expect(findings.map(\.severity) == [.high])
    #expect(findings.first?.notes.map(\.message) == ["/usr/bin/socat is needed: ENTRYPOINT runs socat"])
  }

  @Test(arguments: [
    #"{"Entrypoint":["python3","-m","app"]}"#, #"{"Entrypoint":["/opt/app/run"]}"#,
    #"{"Entrypoint":["/opt/app/env-run"]}"#, #"{"Entrypoint":["tini","--","python"]}"#,
    #"{"Cmd":["/bin/sh","-c","cd /x && exec python3 app.py"]}"#,
    #"{"Entrypoint":["/entrypoint.sh"],"Cmd":["python"]}"#,
  ])
  func `the runtime of the entrypoint is no finding, another interpreter is`(_ config: String) {
    let files: [ExampleFile] = [
      .program("/usr/local/bin/python3.12"), .symlink("/usr/local/bin/python3", to: "python3.12"),
      .symlink("/usr/local/bin/python", to: "python3"), .script("/opt/app/run", "#!/usr/local/bin/python3 -u\n"),
      .script("/opt/app/env-run", "#!/usr/bin/env python3\n"), .program("/usr/bin/env"), .program("/usr/bin/tini"),
      .program("/bin/sh"), .script("/entrypoint.sh", "#!/bin/sh\n"),
    ]
    #expect(TestImage.findings(ToolInterp.self, config: config, layers: [files]).isEmpty)
    let withPerl = TestImage.findings(ToolInterp.self, config: config, layers: [files + [.program("/usr/bin/perl")]])
    #expect(withPerl.map(\.message) == ["1 interpreter is present: /usr/bin/perl"])
    #expect(TestImage.findings(ToolInterp.self, layers: [files]).count == 1)
  }

  @Test func `a package manager that the image starts is info`() {
    let files: [ExampleFile] = [
      .script("/usr/local/lib/node_modules/npm/bin/npm-cli.js", "#!/usr/bin/env node\n"),
      .symlink("/usr/local/bin/npm", to: "../lib/node_modules/npm/bin/npm-cli.js"),
      .script("/usr/local/lib/node_modules/npm/bin/npm", "#!/bin/sh\n"), .program("/usr/local/bin/node"),
    ]
    let findings = TestImage.findings(ToolPkg.self, config: #"{"Cmd":["npm","start"]}"#, layers: [files])
    #expect(findings.map(\.severity) == [.info])
    #expect(findings.first?.evidence.count == 1)
  }

  @Test(arguments: [
    ("a b", [["a", "b"]]), ("a|b&&c;d", [["a"], ["b"], ["c"], ["d"]]), ("A=1 B= exec c", [["c"]]),
    ("if a; then b; fi", [["a"], ["b"]]), ("'a b' c", [["a b", "c"]]), (#""a;b""#, [["a;b"]]),
    (#"a\ b"#, [["a b"]]), ("echo `c d`", [["echo", "`c d`"], ["c", "d"]]), ("# a\nb", [["b"]]), ("", []),
    ("(a)", [["a"]]),
  ])
  func `a line for a shell is cut into commands`(_ text: String, _ commands: [[String]]) {
    #expect(ShellWords.commands(in: text) == commands)
  }
}

import Core
import RootFS
import TestSupport
import Testing

@testable import Rules

/// What single tool rules do beyond what all share.
@Suite struct ToolRuleTests {
  @Test(arguments: [
    "sh", "ash", "dash", "bash", "zsh", "zsh-5.9", "ksh93", "mksh", "fish", "tcsh", "pwsh", "busybox", "toybox", "es",
  ])
  func `shells are found by name`(_ name: String) {
    let findings = TestImage.findings(ToolShell.self, layers: [[.program("/usr/bin/" + name)]])
    #expect(findings.map(\.message) == ["1 shell is present: /usr/bin/\(name)"])
  }

  @Test func `a script, a data file, nologin and a link to it are no shells`() {
    let findings = TestImage.findings(
      ToolShell.self,
      layers: [
        [
          .script("/usr/bin/bash", "#!/bin/true\n"), ExampleFile("/usr/bin/zsh", mode: 0o755, content: "text"),
          .program("/usr/sbin/nologin"), .symlink("/bin/sh", to: "/usr/sbin/nologin"), .program("/usr/bin/bashbug"),
        ]
      ])
    #expect(findings.isEmpty)
  }

  @Test func `busybox is one shell, whatever links lead to it`() {
    let files: [ExampleFile] = [
      .program("/busybox/busybox"), .symlink("/busybox/sh", to: "busybox"),
      .symlink("/busybox/ash", to: "/busybox/busybox"),
      ExampleFile("/busybox/hush", kind: .hardLink("/busybox/busybox"), mode: 0o755),
    ]
    let findings = TestImage.findings(ToolShell.self, layers: [files])
    #expect(findings.map(\.message) == ["1 shell is present: /busybox/busybox (also ash, hush, sh)"])
  }

  @Test func `the lines of etc-shells support the finding`() {
    let files: [ExampleFile] = [
      .program("/bin/sh"), ExampleFile("/etc/shells", content: "# valid\n\n/bin/sh\n/bin/zsh\n"),
    ]
    let findings = TestImage.findings(ToolShell.self, layers: [files])
    #expect(findings.first?.evidence.last == "/etc/shells lists /bin/sh, /bin/zsh (not there)")
    #expect(TestImage.findings(ToolShell.self, layers: [Array(files.dropFirst())]).isEmpty)
  }

  @Test(arguments: [
    ("#!/usr/bin/python3\nimport httpie\n", true), ("#!/usr/bin/env python3\n", true),
    ("#!/usr/bin/env node\n// python\n", false),
  ])
  func `http is httpie when it is a script for python`(_ text: String, _ isTool: Bool) {
    let layers = [[ExampleFile.script("/usr/local/bin/http", text)]]
    #expect(TestImage.findings(ToolFetch.self, layers: layers).count == (isTool ? 1 : 0))
    #expect(TestImage.findings(ToolFetch.self, layers: [[.program("/usr/bin/http")]]).isEmpty)
  }

  @Test(arguments: [
    ("/usr/bin/hydra", "{}", 1), ("/usr/bin/hydra", #"{"Entrypoint":["hydra","serve"]}"#, 0), ("/app/hydra", "{}", 0),
    ("/usr/local/bin/linpeas.sh", "{}", 1), ("/opt/tools/pspy64s", "{}", 1), ("/opt/amicontained", "{}", 1),
  ])
  func `attack tools, but not a server of the same name`(_ path: String, _ config: String, _ count: Int) {
    let findings = TestImage.findings(ToolExploit.self, config: config, layers: [[.program(path)]])
    #expect(findings.count == count)
    #expect(findings.allSatisfy { $0.severity == .critical })
  }

  @Test(arguments: [
    ("/usr/bin/gcc-12", true), ("/usr/bin/g++", true), ("/usr/lib/llvm-14/bin/clang", true), ("/usr/bin/make", true),
    ("/usr/local/go/bin/go", false), ("/opt/game/go", false), ("/usr/bin/clang-format-14", false),
  ])
  func `compilers with versions, and common words only in program directories`(_ path: String, _ isTool: Bool) {
    #expect(TestImage.findings(ToolBuild.self, layers: [[.program(path)]]).isEmpty != isTool)
  }

  @Test func `a directory of PATH is a program directory`() {
    let config = #"{"Env":["PATH=/usr/local/go/bin:/bin"]}"#
    #expect(TestImage.findings(ToolBuild.self, config: config, layers: [[.program("/usr/local/go/bin/go")]]).count == 1)
  }

  @Test func `lolbin leaves to other rules what is theirs`() {
    let files = ["curl", "bash", "nc", "perl", "go", "tar", "openssl"].map { ExampleFile.program("/usr/bin/" + $0) }
    let findings = TestImage.findings(ToolLolbin.self, layers: [files])
    #expect(findings.first?.evidence.count == 2)
    #expect(findings.first?.message.hasSuffix("/usr/bin/openssl, /usr/bin/tar") == true)
  }
}

@Suite struct ToolSshdTests {
  static let keys: [ExampleFile] = [
    ExampleFile("/etc/ssh/ssh_host_rsa_key", mode: 0o600), ExampleFile("/etc/ssh/ssh_host_rsa_key.pub"),
    ExampleFile("/etc/ssh/ssh_host_ed25519_key", mode: 0o600), ExampleFile("/etc/ssh/ssh_host_dsa_key", content: ""),
    ExampleFile("/etc/ssh/sshd_config"),
  ]

  @Test func `host keys beside the server are one critical finding`() {
    let findings = TestImage.findings(ToolSshd.self, layers: [Self.keys + [.program("/usr/sbin/sshd")]])
    #expect(findings.map(\.severity) == [.high, .critical])
    #expect(
      findings.last?.message
        == "2 private ssh host keys are part of the image, the same in every container: "
        + "/etc/ssh/ssh_host_ed25519_key, /etc/ssh/ssh_host_rsa_key")
  }

  @Test func `without server and port 22 keys are no finding`() {
    let files = Self.keys + [ExampleFile("/root/.ssh/authorized_keys")]
    #expect(TestImage.findings(ToolSshd.self, layers: [files]).isEmpty)
    let other = #"{"ExposedPorts":{"2222/tcp":{},"22/udp":{}}}"#
    #expect(TestImage.findings(ToolSshd.self, config: other, layers: [files]).isEmpty)
    let exposed = #"{"ExposedPorts":{"22/tcp":{}}}"#
    #expect(TestImage.findings(ToolSshd.self, config: exposed, layers: [files]).map(\.severity) == [.critical, .high])
  }

  @Test func `authorized keys of root and of accounts are found once each`() {
    let files: [ExampleFile] = [
      .program("/usr/sbin/dropbear"), ExampleFile("/root/.ssh/authorized_keys", content: "ssh-ed25519 AAAA"),
      ExampleFile("/home/app/.ssh/authorized_keys", content: "ssh-ed25519 AAAA"),
      ExampleFile("/home/none/.ssh/authorized_keys", content: ""),
      ExampleFile(
        "/etc/passwd",
        content: "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\nnone:x:1001:1001::/home/none:\n"),
    ]
    let findings = TestImage.findings(ToolSshd.self, layers: [files])
    #expect(
      findings.dropFirst().map(\.message) == [
        "/root/.ssh/authorized_keys lets the holders of its keys log in to every container",
        "/home/app/.ssh/authorized_keys lets the holders of its keys log in to every container",
      ])
  }
}

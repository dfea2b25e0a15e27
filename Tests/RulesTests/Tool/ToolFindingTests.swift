import Core
import ImageArchive
import RootFS
import TestSupport
import Testing

@testable import Rules

/// What all tool rules share: which files count, how they are grouped and what is said of them.
@Suite struct ToolFindingTests {
  static let kinds: [(rule: any ImageRule.Type, severity: Severity, strict: Severity)] = [
    (ToolShell.self, .low, .medium), (ToolNet.self, .high, .high), (ToolFetch.self, .low, .medium),
    (ToolRecon.self, .high, .high), (ToolExploit.self, .critical, .critical), (ToolPkg.self, .low, .medium),
    (ToolBuild.self, .low, .medium), (ToolDebug.self, .low, .medium), (ToolInterp.self, .info, .low),
    (ToolPriv.self, .low, .medium), (ToolEdit.self, .info, .low), (ToolLolbin.self, .info, .low),
    (ToolSshd.self, .high, .high),
  ]

  @Test(arguments: kinds.indices) func `a rule has the severities of the design`(_ index: Int) {
    let kind = Self.kinds[index]
    #expect(kind.rule.info.severity == kind.severity)
    #expect(kind.rule.info.strictSeverity == kind.strict)
  }

  @Test(arguments: kinds.indices) func `bad examples fire and good ones are silent`(_ index: Int) {
    let kind = Self.kinds[index]
    for example in kind.rule.info.examples {
      let findings = TestImage.findings(
        kind.rule, config: example.config, layers: example.layers, baseLayers: example.baseLayers)
      #expect(findings.isEmpty != example.isBad, "\(example.title)")
    }
    #expect(kind.rule.info.examples.contains { $0.isBad })
    #expect(kind.rule.info.examples.contains { !$0.isBad })
  }

  @Test func `no name belongs to two kinds`() {
    let kinds: [ToolNames] = [
      .shells, .network, .sshServers, .fetch, .recon, .exploit, .packageManagers, .build, .debug, .interpreters,
      .privilege, .editors, .lolbins,
    ]
    for (index, kind) in kinds.enumerated() {
      for name in kind.exact {
        let other = kinds.indices.first { $0 != index && kinds[$0].contains(name) }
        #expect(other == nil, "\(name) is in kinds \(index) and \(other ?? -1)")
      }
    }
  }

  @Test(arguments: [
    ("python", true), ("python3", true), ("python3.11", true), ("python2.7", true), ("php82", true), ("lua5.4", true),
    ("perl5.36.0", true), ("ruby3.1", true), ("python3-config", false), ("python-argcomplete", false),
    ("phpize", false), ("luac5.4", false), ("javac", false), ("perlbug", false),
  ])
  func `a version may follow an interpreter's name, other text may not`(_ name: String, _ isOne: Bool) {
    #expect(!TestImage.findings(ToolInterp.self, layers: [[.program("/usr/bin/" + name)]]).isEmpty == isOne)
  }

  @Test func `links and hard links are aliases of one file`() {
    let findings = TestImage.findings(
      ToolNet.self,
      layers: [
        [
          .program("/bin/nc.openbsd"), ExampleFile("/bin/netcat", kind: .hardLink("/bin/nc.openbsd"), mode: 0o755),
          .symlink("/usr/bin/nc", to: "/etc/alternatives/nc"), .symlink("/etc/alternatives/nc", to: "/bin/nc.openbsd"),
        ]
      ])
    #expect(findings.map(\.message) == ["1 network tool is present: /bin/nc.openbsd (also nc, netcat)"])
    #expect(findings.first?.evidence.count == 1)
    #expect(findings.first?.fix.contains("rm -f /bin/nc.openbsd /bin/netcat /etc/alternatives/nc /usr/bin/nc") == true)
  }

  @Test func `a link of busybox counts by the link's name, and the fix leaves busybox to the reader`() {
    let findings = TestImage.findings(
      ToolNet.self,
      layers: [
        [
          .program("/bin/busybox"), .symlink("/usr/bin/nc", to: "/bin/busybox"), .symlink("/bin/sh", to: "busybox"),
          .symlink("/usr/bin/telnet", to: "../../bin/busybox"),
        ]
      ])
    #expect(findings.map(\.message) == ["1 network tool is present: /bin/busybox (as nc, telnet)"])
    #expect(findings.first?.notes.contains { $0.message.contains("may still be called") } == true)
    #expect(findings.first?.fix.contains("rm -f /usr/bin/nc /usr/bin/telnet, ") == true)
    #expect(findings.first?.severity == .high)
  }

  @Test func `a tool of an own layer comes first, with its layer`() {
    let findings = TestImage.findings(
      ToolFetch.self, layers: [[.program("/usr/bin/curl")], [.program("/usr/bin/wget")]], baseLayers: 1)
    #expect(findings.map(\.message) == ["2 download tools are present: /usr/bin/wget, /usr/bin/curl"])
    #expect(findings.first?.layer?.index == 1)
    #expect(
      findings.first?.evidence == ["/usr/bin/wget: own, layer 2/2", "/usr/bin/curl: base, layer 1/2"])
  }

  @Test func `what a later layer deletes or makes unexecutable is gone`() {
    let findings = TestImage.findings(
      ToolFetch.self,
      layers: [
        [.program("/usr/bin/curl"), .program("/usr/bin/wget")],
        [.whiteout("/usr/bin/curl"), .program("/usr/bin/wget", mode: 0o644)],
      ])
    #expect(findings.isEmpty)
  }

  @Test(arguments: [
    "/usr/share/doc/netcat/nc", "/usr/share/bash-completion/completions/curl", "/usr/local/share/zsh/nc",
    "/etc/bash_completion.d/nc", "/opt/x/completions/curl", "/usr/lib/apt/methods/rsh", "/usr/lib/apt/methods/http",
  ])
  func `documentation and apt's methods are no tools`(_ path: String) {
    let layers = [[ExampleFile.program(path)]]
    #expect(TestImage.findings(ToolNet.self, layers: layers).isEmpty)
    #expect(TestImage.findings(ToolFetch.self, layers: layers).isEmpty)
  }

  @Test(arguments: kinds.indices) func `windows images are not judged`(_ index: Int) {
    let rule = Self.kinds[index].rule
    for example in rule.info.examples where example.isBad {
      var model = TestImage.model(config: example.config, layers: example.layers, needs: rule.info.needs)
      #expect(!rule.init().findings(in: model).isEmpty)
      model.config.os = "windows"
      #expect(rule.init().findings(in: model).isEmpty)
    }
  }

  @Test func `a program that was not looked at counts, and the evidence says so`() {
    var model = TestImage.model(layers: [[.program("/usr/bin/socat")]], needs: ToolNet.info.needs)
    for index in model.programs.indices { model.programs[index].head = .unread }
    let findings = ToolNet().findings(in: model)
    #expect(findings.first?.evidence.first?.hasSuffix("content not read") == true)
  }

  @Test func `a path that a shell would not take as it is stays out of the fix`() {
    let findings = TestImage.findings(ToolNet.self, layers: [[.program("/opt/a $(id)/nc")]])
    #expect(findings.count == 1)
    #expect(findings.first?.fix == "")
  }

  @Test func `evidence is bounded`() {
    let files = (0..<150).map { ExampleFile.program("/opt/d\($0)/nc") }
    let findings = TestImage.findings(ToolNet.self, layers: [files])
    #expect(findings.count == 1)
    #expect(findings.first?.evidence.count == 101)
    #expect(findings.first?.evidence.last == "and 50 more")
    #expect(findings.first?.message.hasSuffix("and 144 more") == true)
  }
}

import Core
import ImageArchive
import RootFS
import TestSupport
import Testing

@testable import Rules

private let passwd = ExampleFile(
  "/etc/passwd",
  content: """
    root:x:0:0::/root:/bin/sh
    toor:secret-hash:0:0::/root:/bin/sh
    app:x:1000:1000::/home/app:/bin/sh
    svc:x:101:0::/:/bin/sh
    huge:x:4294967296:1::/:/bin/sh
    """)
private let group = ExampleFile("/etc/group", content: "root:x:0:\nshadow:x:42:app\nstaff:x:1000:\n")

private func found(_ rule: any ImageRule.Type, user: String, _ extra: [ExampleFile] = []) -> [Finding] {
  TestImage.findings(rule, config: #"{"User":"\#(user)"}"#, layers: [[passwd, group] + extra])
}

@Suite struct UserRootTests {
  @Test(arguments: [
    "", "0", "root", "00", "+0", "-0", "0:0", "root:app", "root:staff", ":1000", "toor", "  ", "0:1000",
  ])
  func `every way to write root is found`(user: String) {
    let findings = found(UserRoot.self, user: user)
    // A group that is not there keeps the container from starting at all.
    #expect(findings.count == (user == "root:app" ? 0 : 1))
  }

  @Test(arguments: ["1000", "app", "svc", "1000:0", "nobody", "-1"])
  func `other users are not root`(user: String) {
    #expect(found(UserRoot.self, user: user).isEmpty)
  }

  @Test func `an alias is shown with its line and without the password field`() {
    let evidence = found(UserRoot.self, user: "toor").first?.evidence ?? []
    #expect(evidence.contains("/etc/passwd:2 toor:x:0:0"))
    #expect(!evidence.joined().contains("secret-hash"))
  }

  @Test func `the fix names the image's own user, and another number when there is none`() {
    #expect(found(UserRoot.self, user: "").first?.fix.contains("USER 1000:1000 (the image's own user app)") ?? false)
    #expect(TestImage.findings(UserRoot.self).first?.fix.contains("USER 10001:10001") ?? false)
  }

  @Test(arguments: [
    ("USER root", "root"), ("/bin/sh -c #(nop)  USER 0", "0"), ("USER 1000:1000 # buildkit", "1000:1000"),
    ("user app", "app"),
  ])
  func `a USER step of the history is read`(text: String, value: String) {
    #expect(UserText.userStep(text) == value)
  }

  @Test(arguments: ["RUN useradd app", "/bin/sh -c #(nop)  ENV USER=app", "USER", "", "ENV USER app"])
  func `other steps are not`(text: String) {
    #expect(UserText.userStep(text) == nil)
  }

  @Test func `the last USER step of the history is evidence`() {
    var image = TestImage.model()
    image.config.history = ["USER app", "RUN make", "USER root", "CMD x"].map {
      ImageConfig.HistoryEntry(createdBy: $0, comment: nil, isEmptyLayer: true)
    }
    #expect(UserRoot().findings(in: image).first?.evidence.last == "history entry 3: USER root")
  }
}

@Suite struct WindowsImageTests {
  @Test(arguments: [
    (UserRoot.self as any ImageRule.Type, #"{}"#), (UserUnresolved.self, #"{"User":"ContainerUser"}"#),
    (UserRange.self, #"{"User":"-1"}"#), (UserLowUID.self, #"{"User":"5"}"#), (UserGID0.self, #"{"User":"5"}"#),
    (MetaHealthcheck.self, "{}"), (MetaPort22.self, #"{"ExposedPorts":{"22":{}}}"#),
    (MetaMissingBin.self, #"{"Cmd":["C:\\app.exe"]}"#), (MetaPath.self, #"{"Env":["PATH=C:\\Windows"]}"#),
    (MetaVolumeSensitive.self, #"{"Volumes":{"/etc":{}}}"#),
    (MetaShellForm.self, #"{"Cmd":["/bin/sh","-c","x"]}"#),
    (UserDropsRoot.self, #"{"Cmd":["gosu","a","b"]}"#),
  ])
  func `rules for Linux are silent on Windows images and not otherwise`(rule: any ImageRule.Type, config: String) {
    var image = TestImage.model(config: config)
    #expect(!rule.init().findings(in: image).isEmpty)
    image.config.os = "Windows"
    #expect(rule.init().findings(in: image).isEmpty)
  }
}

@Suite struct UserUnresolvedTests {
  @Test(arguments: [("ap", nil), ("aap", "app"), ("App", "app"), ("zzzzz", nil), ("rooot", "root")])
  func `a name without a line is found, with the nearest one`(user: String, nearest: String?) {
    let findings = found(UserUnresolved.self, user: user)
    #expect(findings.count == 1)
    #expect(findings.first?.evidence.last { $0.hasPrefix("nearest") } == nearest.map { "nearest name: \($0)" })
  }

  @Test func `a group without a line is found`() {
    let finding = found(UserUnresolved.self, user: "1000:shadw").first
    #expect(finding?.message.hasPrefix("group \"shadw\"") ?? false)
    #expect(finding?.evidence.contains("nearest name: shadow") ?? false)
  }

  @Test func `an image without accounts says so`() {
    let finding = TestImage.findings(UserUnresolved.self, config: #"{"User":"nobody"}"#).first
    #expect(finding?.evidence.contains("the image has no /etc/passwd") ?? false)
  }

  @Test func `accounts that could not be read are no finding`() {
    var image = TestImage.model(config: #"{"User":"nobody"}"#)
    image.runUser = RunUser(raw: "nobody", accounts: image.accounts, accountsReadable: false)
    #expect(UserUnresolved().findings(in: image).isEmpty)
  }

  @Test func `a user that a later layer deletes is not there`() {
    let findings = TestImage.findings(
      UserUnresolved.self, config: #"{"User":"app"}"#, layers: [[passwd], [.whiteout("/etc/passwd")]])
    #expect(findings.count == 1)
  }
}

@Suite struct UserNumberTests {
  @Test(arguments: ["4294967296", "2147483648", "-1", "-1000", "99999999999999999999", "1000:-1", "huge"])
  func `an id out of range is found`(user: String) {
    #expect(found(UserRange.self, user: user).count == 1)
  }

  @Test(arguments: ["0", "2147483647", "1000:2147483647", "app", ""])
  func `an id in range is not`(user: String) {
    #expect(found(UserRange.self, user: user).isEmpty)
  }

  @Test(arguments: [("app", "USER 1000:1000"), ("svc", "USER 101:0"), ("app:shadow", "USER 1000:42")])
  func `a name is found with its numbers`(user: String, fix: String) {
    #expect(found(UserName.self, user: user).first?.fix == fix)
  }

  @Test(arguments: ["1000", "root", "toor", "", "nobody", "huge"])
  func `a number, root and a name that leads nowhere are left to other rules`(user: String) {
    #expect(found(UserName.self, user: user).isEmpty)
  }

  @Test(arguments: [("1", 1), ("999", 1), ("svc", 1), ("1000", 0), ("0", 0), ("10001", 0)])
  func `uids below 1000 are low`(user: String, count: Int) {
    #expect(found(UserLowUID.self, user: user).count == count)
  }
}

@Suite struct UserGroupTests {
  @Test(arguments: [
    ("5000", 1), ("1000:0", 1), ("1000:root", 1), ("svc", 1), ("1000", 0), ("5000:5000", 0), ("0", 0), ("app", 0),
  ])
  func `group 0 is found however it comes about`(user: String, count: Int) {
    #expect(found(UserGID0.self, user: user).count == count)
  }

  @Test func `OpenShift labels make group 0 a note`() {
    let config = #"{"User":"1001","Labels":{"io.openshift.tags":"builder"}}"#
    #expect(TestImage.findings(UserGID0.self, config: config).map(\.severity) == [.info])
    #expect(TestImage.findings(UserGID0.self, config: #"{"User":"1001"}"#).map(\.severity) == [.medium])
  }

  @Test func `directories that only group 0 may write are listed, volumes are not`() {
    let findings = TestImage.findings(
      UserGID0.self, config: #"{"User":"1001","Volumes":{"/vol":{}}}"#,
      layers: [
        [.directory("/app", mode: 0o775), .directory("/vol", mode: 0o775), .directory("/tmp", mode: 0o1777)]
      ])
    #expect(findings.first?.notes.map(\.message) == ["group 0 may write into /app"])
  }

  @Test func `a passwd that could not be read decides nothing`() {
    var image = TestImage.model(config: #"{"User":"1001"}"#, layers: [[passwd]])
    image.accounts = Accounts(passwd: nil, group: nil)
    #expect(UserGID0().findings(in: image).isEmpty)
  }

  @Test(arguments: [
    ("app", ["shadow"]), ("1000", ["shadow"]), ("1000:42", ["shadow"]), ("app:1000", []), ("5000", []), ("root", []),
    ("svc", []),
  ])
  func `a privileged group is found when it counts`(user: String, groups: [String]) {
    let findings = found(UserPrivGroup.self, user: user)
    #expect(findings.map { $0.message.split(separator: " ").last.map(String.init) } == groups.map { $0 })
  }
}

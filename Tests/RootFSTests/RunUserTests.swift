import RootFS
import Testing

/// One way to write USER and what the runtime makes of it.
struct UserForm: Sendable, CustomTestStringConvertible {
  var raw: String
  var outcome: RunUser.Outcome
  var uid: Int
  var gid: Int
  var supplementary: [Int]

  init(_ raw: String, _ outcome: RunUser.Outcome = .resolved, _ uid: Int = 0, _ gid: Int = 0, also: [Int] = []) {
    (self.raw, self.outcome, self.uid, self.gid, supplementary) = (raw, outcome, uid, gid, also)
  }

  var testDescription: String { "\"\(raw)\"" }
}

@Suite struct RunUserTests {
  private static let accounts = Accounts(
    passwd: Array(
      """
      root:x:0:0:root:/root:/bin/sh
      toor:x:0:0::/root:/bin/sh
      app:x:1000:1001::/home/app:/bin/sh
      app:x:2000:2000::/second:/bin/sh
      twin:x:1000:3000::/:/bin/sh
      nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin
      007:x:7:70::/:/bin/sh
      neg:x:-5:5::/:/bin/sh
      """.utf8),
    group: Array("root:x:0:toor\nstaff:x:50:app,root\ndocker:x:999:app\nmain:x:1001:app\n".utf8))

  @Test(arguments: [
    UserForm("", also: [50]), UserForm("0", also: [50]), UserForm("root", also: [50]), UserForm("00", also: [50]),
    UserForm("+0", also: [50]), UserForm("-0", also: [50]), UserForm("  ", also: [50]), UserForm("toor"),
    UserForm("0:0"), UserForm(":1000", .resolved, 0, 1000), UserForm(":staff", .resolved, 0, 50),
    UserForm("root:staff", .resolved, 0, 50),
    UserForm("1000", .resolved, 1000, 1001, also: [50, 999]),
    UserForm("+1000", .resolved, 1000, 1001, also: [50, 999]),
    UserForm("1000:", .resolved, 1000, 1001, also: [50, 999]), UserForm("1000:1000", .resolved, 1000, 1000),
    UserForm("1000:0", .resolved, 1000, 0), UserForm("1000:staff", .resolved, 1000, 50),
    UserForm("app", .resolved, 1000, 1001, also: [50, 999]), UserForm("app:docker", .resolved, 1000, 999),
    UserForm("5000", .resolved, 5000, 0), UserForm("007", .resolved, 7, 70),
    UserForm("2147483647", .resolved, 2_147_483_647, 0), UserForm("nobody", .resolved, 65534, 65534),
  ])
  func `a form that starts`(form: UserForm) {
    let user = RunUser(raw: form.raw, accounts: Self.accounts)
    #expect(user.outcome == .resolved)
    #expect([user.uid, user.gid] == [form.uid, form.gid])
    #expect(user.supplementary == form.supplementary)
    #expect(user.isRoot == (form.uid == 0))
  }

  @Test(arguments: [
    UserForm("-1", .outOfRange("-1")), UserForm("4294967296", .outOfRange("4294967296")),
    UserForm("2147483648", .outOfRange("2147483648")), UserForm("1000:-1", .outOfRange("-1")),
    UserForm("99999999999999999999999", .outOfRange("99999999999999999999999")), UserForm("neg", .outOfRange("neg")),
    UserForm("nosuch", .unknownUser("nosuch")), UserForm("1000:nosuch", .unknownGroup("nosuch")),
    UserForm("Root", .unknownUser("Root")), UserForm("0x0", .unknownUser("0x0")), UserForm("1e3", .unknownUser("1e3")),
    UserForm("$APP", .unknownUser("$APP")), UserForm("+", .unknownUser("+")), UserForm("a:b:c", .unknownUser("a")),
    UserForm("app:b:c", .unknownGroup("b:c")),
  ])
  func `a form that does not start is never root`(form: UserForm) {
    let user = RunUser(raw: form.raw, accounts: Self.accounts)
    #expect(user.outcome == form.outcome)
    #expect(!user.isRoot)
  }

  @Test func `without accounts numbers work and names do not`() {
    let none = Accounts(passwd: nil, group: nil)
    #expect(RunUser(raw: "1000", accounts: none).gid == 0)
    #expect(RunUser(raw: "root", accounts: none).outcome == .unknownUser("root"))
    #expect(RunUser(raw: "", accounts: none).isRoot)
  }

  @Test func `accounts that could not be read make a name undecided and leave a number alone`() {
    let none = Accounts(passwd: nil, group: nil)
    #expect(RunUser(raw: "app", accounts: none, accountsReadable: false).outcome == .unreadable("app"))
    #expect(RunUser(raw: "1:staff", accounts: none, accountsReadable: false).outcome == .unreadable("staff"))
    #expect(RunUser(raw: "1000", accounts: none, accountsReadable: false).outcome == .resolved)
  }

  @Test func `names and explicit groups are told apart`() {
    #expect(RunUser(raw: "app", accounts: Self.accounts).isNamed)
    #expect(!RunUser(raw: "007", accounts: Self.accounts).isNamed)
    #expect(!RunUser(raw: "1000:", accounts: Self.accounts).hasExplicitGroup)
    #expect(RunUser(raw: "1000:0", accounts: Self.accounts).hasExplicitGroup)
  }
}

@Suite struct AccountsTests {
  @Test(arguments: [
    ("", 0), ("\n\n", 0), ("# root:x:0:0\n", 0), ("root\n", 0), ("root:x:0\n", 0), ("root:x::0\n", 0),
    ("root:x:0:zero\n", 0), ("root:x:0:0", 1), ("root:x:0:0\r\n", 1), ("  root:x:0:0::/:/sh  \n", 1), (":x:0:0\n", 1),
    ("+::::\n", 0), ("root:x:0:0:a:b:c:d:e\n", 1),
  ])
  func `malformed passwd lines are passed over`(text: String, count: Int) {
    #expect(Accounts(passwd: Array(text.utf8), group: nil).users?.count == count)
  }

  @Test func `lines keep their numbers and the first one counts`() {
    let accounts = Accounts(
      passwd: Array("# head\n\nbad line\na:x:1:1::/h:/s\na:x:2:2\n".utf8), group: Array("g:x:9:a,,b\nbad\n".utf8))
    #expect(accounts.user(named: "a")?.line == 4)
    #expect(accounts.user(named: "a")?.home == "/h")
    #expect(accounts.user(uid: 2)?.line == 5)
    #expect(accounts.group(named: "g")?.members == ["a", "b"])
    #expect(accounts.groups?.count == 1)
  }

  @Test func `bytes that are no text do not stop the reading`() {
    let accounts = Accounts(passwd: [0xFF, 0xFE, 0, 10] + Array("a:x:1:1\n".utf8), group: nil)
    #expect(accounts.users?.map(\.name) == ["a"])
    #expect(accounts.groups == nil)
  }

  @Test func `owners without a name are numbers`() {
    let accounts = Accounts(passwd: Array("root:x:0:0\n".utf8), group: Array("shadow:x:42:\n".utf8))
    #expect(accounts.owner(uid: 0, gid: 42) == "root:shadow")
    #expect(accounts.owner(uid: 7, gid: 0) == "7:0")
  }
}

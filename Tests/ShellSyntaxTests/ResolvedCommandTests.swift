import ShellSyntax
import Testing

@Suite struct ResolvedCommandTests {
  private func resolved(_ text: String) -> ResolvedCommand {
    let script = ShellText(text).script
    return script.resolved(script.commands[0])
  }

  @Test(
    arguments: [
      ("/usr/bin/apt-get install x", "apt-get", [], nil, ["install", "x"]),
      ("sudo -E -u bob A=b apt x", "apt", ["sudo"], "bob", ["x"]), ("sudo -ubob -- ls", "ls", ["sudo"], "bob", []),
      ("sudo --user=bob ls", "ls", ["sudo"], "bob", []), ("sudo -nH ls -l", "ls", ["sudo"], nil, ["-l"]),
      ("sudo -v", "sudo", [], nil, ["-v"]), ("sudo", "sudo", [], nil, []), ("doas -u x ls", "ls", ["doas"], "x", []),
      ("env -i -u X A=b C=d ls -l", "ls", ["env"], nil, ["-l"]), ("env", "env", [], nil, []),
      ("exec -a x ls", "ls", ["exec"], nil, []), ("command -v ls", "command", [], nil, ["-v", "ls"]),
      ("command ls", "ls", ["command"], nil, []), ("nice -n 5 nohup ls", "ls", ["nice", "nohup"], nil, []),
      ("nice -5 ls", "ls", ["nice"], nil, []), ("timeout -k 5 --signal=9 10 ls a", "ls", ["timeout"], nil, ["a"]),
      ("stdbuf -oL -e 0 ls", "ls", ["stdbuf"], nil, []), ("chroot /x ls", "ls", ["chroot"], nil, []),
      ("busybox wget x", "wget", ["busybox"], nil, ["x"]), ("gosu u:g ls", "ls", ["gosu"], "u", []),
      ("su-exec u ls -l", "ls", ["su-exec"], "u", ["-l"]),
      ("setpriv --reuid u --clear-groups ls", "ls", ["setpriv"], "u", []),
      ("runuser -u u -- ls", "ls", ["runuser"], "u", []), ("runuser u -c ls", "runuser", [], "u", ["u", "-c", "ls"]),
      ("su - u -c ls", "su", [], "u", ["-", "u", "-c", "ls"]), ("time -p ls", "ls", ["time"], nil, []),
      ("A=b", "", [], nil, []), ("$x y", "", [], nil, ["y"]), ("tini -g -- ls", "ls", ["tini"], nil, []),
      ("\\rm x", "rm", [], nil, ["x"]), ("unshare -r ls", "ls", ["unshare"], nil, []),
    ] as [(String, String, [String], String?, [String])])
  func `a wrapper is looked through`(
    text: String, name: String, wrappers: [String], user: String?, arguments: [String]
  ) {
    let command = resolved(text)
    #expect(command.name == name)
    #expect(command.wrappers == wrappers)
    #expect(command.user == user)
    #expect(command.arguments.map(\.text) == arguments)
  }

  @Test(arguments: [
    ("a -y", true), ("a -qqy", true), ("a --yes", true), ("a --yes=1", true), ("a -- -y", false), ("a y", false),
    ("a --yesno", false), ("a --y", false), ("a -oy", false),
  ])
  func `flags are found joined or long`(text: String, isGiven: Bool) {
    #expect(resolved(text).hasFlag(short: "y", long: "yes", valueLetters: "o") == isGiven)
  }

  @Test(arguments: [
    ("a -o x", "x"), ("a -ox", "x"), ("a -qo x", "x"), ("a --output x", "x"), ("a --output=x", "x"), ("a -o", nil),
    ("a -- -o x", nil), ("a -o y -o x", "x"), ("a --output=\"$x\"", "$x"), ("a --out x", nil),
  ])
  func `a value is found joined or as a word`(text: String, value: String?) {
    #expect(resolved(text).value(short: "o", long: "output")?.text == value)
  }

  @Test func `a joined value has its own range`() {
    let read = ShellText("a --output=x/y")
    let value = read.script.resolved(read.script.commands[0]).value(long: "output")
    #expect(value.map { read.slice($0.range) } == "x/y")
  }

  @Test func `operands are what is no option`() {
    let command = resolved("a -o x b -qo y --long z c - --k=v -- -d")
    #expect(command.operands(valueOptions: ["-o", "--long"]).map(\.text) == ["b", "c", "-", "-d"])
  }
}

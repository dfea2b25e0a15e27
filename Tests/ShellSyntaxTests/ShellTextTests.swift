import ShellSyntax
import Testing

@Suite struct ShellTextTests {
  @Test(arguments: [
    ("sh -c 'a && b c'", ["a", "b c"]), ("/bin/bash -euxo pipefail -c \"a; b\"", ["a", "b"]),
    ("bash -o pipefail -c 'a | b'", ["a", "b"]), ("sudo -u x env A=1 sh -ec 'a'", ["a"]), ("exec dash -c 'a'", ["a"]),
    ("zsh -lc 'a'", ["a"]), ("ash -c a\\ b", ["a\\ b"]), ("busybox sh -c 'a'", ["a"]), ("eval 'a; b'", ["a", "b"]),
    ("su -c 'a' user", ["a"]), ("su - user -c \"a\"", ["a"]), ("su user --command 'a'", ["a"]),
    ("runuser -l user -c 'a'", ["a"]), ("runuser -u user -- sh -c 'a'", ["a"]),
    ("xargs -r -n 1 sh -c 'a \"$0\"'", ["a \"$0\""]),
    ("find / -exec sh -c 'a' _ {} \\; -exec sh -c 'b' +", ["a", "b"]),
    ("sh -c 'a '\\''b c'\\'", ["a '\\''b c'\\'"]), ("sh -c \"a \\\"b c\\\"\"", ["a \\\"b c\\\""]),
    ("sh -c \"bash -c 'a; b'\"", ["bash -c 'a; b'", "a", "b"]), ("bash <<< 'a; b'", ["a", "b"]),
    ("sh -c \"a $x '$y'; b\"", ["a $x '$y'", "b"]), ("timeout -k 5 10 nice -n 3 sh -c a", ["a"]),
    ("sh -c $'a\\nb'", ["a", "b"]), ("chroot /mnt bash -c a", ["a"]), ("gosu u sh -c a", ["a"]),
    ("sh x -c 'a'", []), ("echo sh -c 'a'", []), ("fish -c 'a'", []), ("sh -e x", []),
  ])
  func `the text of a shell is read where it stands`(text: String, slices: [String]) {
    let read = ShellText(text)
    #expect(read.problems.isEmpty)
    #expect(Array(read.slices.dropFirst()) == slices)
  }

  @Test func `words of a quoted text map to their bytes`() {
    let read = ShellText("x; sh -c \"find / \\\\( -a \\$v \\\"q r\\\" \\\\)\" # z")
    #expect(read.commands.last == ["find", "/", "(", "-a", "$v", "q r", ")"])
    #expect(read.wordSlices.last == ["find", "/", "\\(", "-a", "$v", "\"q r\\\"", "\\)"])
  }

  @Test func `a substitution in a text is read once and known there`() throws {
    let read = ShellText("sh -c \"a $(b) c; d '$e'\"")
    #expect(read.slices == ["sh -c \"a $(b) c; d '$e'\"", "a $(b) c", "b", "d '$e'"])
    #expect(read.scopes(around: "b") == ["substitution", "script"])
    #expect(read.scopes(around: "a") == ["text of 0", "script"])
    #expect(read.script.commands[1].words[1].parts == [.substitution(scope: 1, isQuoted: false)])
    #expect(
      read.script.commands[3].words[1].parts.contains(.parameter(name: "e", operation: "", isQuoted: true)))
  }

  @Test func `the words of eval are one text`() {
    let read = ShellText("eval \"a b\" 'c; d'")
    #expect(read.commands.dropFirst() == [["a", "b", "c"], ["d"]])
  }

  @Test func `texts in texts end at a limit that is told`() {
    var text = "eval "
    for _ in 0..<20 { text += "eval " }
    let read = ShellText(text + "x")
    #expect(read.problems == ["shell texts are nested deeper than 5 levels"])
  }

  @Test func `a problem in a text has its place`() {
    let read = ShellText("a; sh -c 'b; (c'; d")
    #expect(read.script.problems == [ShellProblem("no \")\" before the end", offset: 13)])
    #expect(read.commands.map { $0.first } == ["a", "sh", "b", "c", "d"])
  }

  @Test func `the JSON form is one command with its text read`() {
    let json = #"["sh", "-c", "apt-get update && a"]"#
    let bytes = Array(json.utf8)
    let script = ShellScript(arguments: [("sh", 1..<5), ("-c", 7..<11), ("apt-get update && a", 13..<34)])
    #expect(
      script.commands.map { $0.words.map(\.text) } == [
        ["sh", "-c", "apt-get update && a"], ["apt-get", "update"], ["a"],
      ])
    #expect(
      script.commands.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        == [#""sh", "-c", "apt-get update && a""#, "apt-get update", "a"])
    #expect(ShellScript(arguments: [("a $x", 0..<4)]).commands[0].words[0].literal == "a $x")
    #expect(ShellScript(arguments: []).commands.isEmpty)
  }

  @Test(arguments: [
    (["/bin/bash", "-o", "pipefail", "-c"], ShellDialect.bash), (["/bin/sh", "-c"], .posix), ([], .posix),
    (["powershell", "-Command"], .other("powershell")), (["cmd", "/S", "/C"], .other("cmd")),
    (["python3"], .other("python3")), (["busybox", "sh", "-c"], .posix), (["/usr/bin/env", "zsh"], .bash),
    (["/busybox/sh", "-c"], .posix),
  ])
  func `a program has a dialect`(words: [String], dialect: ShellDialect) {
    #expect(ShellDialect(program: words) == dialect)
  }

  @Test(arguments: [
    ("#!/bin/sh", ShellDialect.posix), ("#!/usr/bin/env -S bash -e", .bash), ("#! /bin/bash\n", .bash),
    ("#!/usr/bin/env python3", .other("python3")), ("echo", .posix), ("#!/usr/bin/perl -w\r\n", .other("perl")),
  ])
  func `a first line has a dialect`(line: String, dialect: ShellDialect) {
    #expect(ShellDialect(shebang: line) == dialect)
  }
}

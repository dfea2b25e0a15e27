import Testing

@testable import Rules

/// How arguments of find are read and what they do.
@Suite struct FindExpressionTests {
  private static func words(_ text: String) -> [FindWord] {
    text.split(separator: " ").map { FindWord(text: String($0)) }
  }

  /// The modes that an action reaches, of those of the model files.
  private static func reached(_ text: String, _ flavor: FindFlavor) -> [UInt16] {
    let find = FindExpression(words(text))
    return ModelFile.modes.filter { mode in
      let file = FindExpression.Candidate(path: "/usr/bin/program", name: "program", mode: mode, isDirectory: false)
      return !find.outcome(for: file, flavor).actions.isEmpty
    }
  }

  private static let setuid: [UInt16] = [0o4755, 0o4711, 0o4754, 0o6755]
  private static let setgid: [UInt16] = [0o2755, 0o2711, 0o6755]

  @Test(arguments: [
    ("/6000", ModelFile.modes, ModelFile.modes), ("/u=s,g=s", ModelFile.modes, ModelFile.modes),
    ("/ug+s", ModelFile.modes, ModelFile.modes), ("/+s", ModelFile.modes, ModelFile.modes),
    ("/7000", ModelFile.modes, ModelFile.modes), ("+6000", [], ModelFile.modes), ("+4000", [], setuid),
    ("+u=s", [], setuid), ("+s", [], []), ("-4000", setuid, setuid), ("-u=s", setuid, setuid),
    ("-u+s", setuid, setuid), ("/4000", setuid, setuid), ("-2000", setgid, setgid), ("-6000", [0o6755], [0o6755]),
    ("6000", [], []), ("4755", [0o4755], [0o4755]), ("-0002", [], []), ("/0111", ModelFile.modes, ModelFile.modes),
    ("/000", ModelFile.modes, ModelFile.modes), ("99", [], []), ("", [], []),
  ])
  func `-perm selects as GNU's and busybox's find do`(operand: String, gnu: [UInt16], busybox: [UInt16]) {
    #expect(ModelFile.modes.filter { FindPermission(operand).matches($0, .gnu) } == gnu)
    #expect(ModelFile.modes.filter { FindPermission(operand).matches($0, .busybox) } == busybox)
  }

  @Test func `+u=s is an exact mode for GNU's find`() {
    #expect(FindPermission("+u=s").matches(0o6000, .gnu))
    #expect(FindPermission("+s").matches(0o6000, .gnu))
    #expect(!FindPermission("+u=s").isError(.gnu) && !FindPermission("+s").isError(.gnu))
    #expect(FindPermission("+6000").isError(.gnu) && !FindPermission("+6000").isError(.busybox))
  }

  @Test(arguments: [
    ("/ -perm -4000 -o -perm -2000 -exec chmod a-s {} +", [0o2755, 0o2711]),
    ("/ ( -perm -4000 -o -perm -2000 ) -exec chmod a-s {} +", ModelFile.modes),
    ("/ -perm -4000 -o -perm -2000", ModelFile.modes),
    ("/ -perm -4000 -perm -2000 -print", [0o6755]),
    ("/ -perm -4000 ! -perm -2000 -print", [0o4755, 0o4711, 0o4754]),
    ("/ ! ( -perm -4000 -a -perm -2000 ) -print", [0o4755, 0o4711, 0o4754, 0o2755, 0o2711]),
    ("/ -not -perm -4000 -print", [0o2755, 0o2711]),
    ("/ ! ! -perm -4000 -print", setuid),
    ("/ -perm -4000 -print , -perm -2000 -print", ModelFile.modes),
    ("/ -false -o -print", ModelFile.modes),
    ("/ -type d -print", []), ("/ -type f,l -print", ModelFile.modes), ("/ -name p* -print", ModelFile.modes),
    ("/ -name x -print", []), ("/ -path */bin/* -print", ModelFile.modes), ("/ -iname PROG* -print", ModelFile.modes),
    ("/ -user app -print", []), ("/ -uid 0 -print", ModelFile.modes), ("/ -prune -o -print", []),
    ("/ -ok rm {} ; -print", []),
  ])
  func `operators bind as POSIX says`(text: String, modes: [UInt16]) { #expect(Self.reached(text, .gnu) == modes) }

  @Test(arguments: [
    "/ (", "/ )", "/ ( )", "/ -o -print", "/ -print -o", "/ -exec rm {}", "/ -perm", "/ ( -print", "/ -print )",
  ])
  func `what find refuses is a problem`(text: String) { #expect(FindExpression(Self.words(text)).problem != nil) }

  @Test func `a million parentheses and operators cost no stack`() {
    let depth = 200_000
    let open = Array(repeating: FindWord(text: "("), count: depth)
    let close = Array(repeating: FindWord(text: ")"), count: depth)
    let deep = FindExpression([FindWord(text: "/")] + open + Self.words("-perm /6000") + close)
    #expect(deep.problem == nil && deep.actions == [.print])
    let not = Array(repeating: FindWord(text: "!"), count: depth)
    #expect(FindExpression(not + Self.words("-print")).problem == nil)
    let file = FindExpression.Candidate(path: "/x", name: "x", mode: 0o4755, isDirectory: false)
    #expect(!FindExpression(not + Self.words("-false")).outcome(for: file, .gnu).value)
    let alternatives = Array(repeating: Self.words("-name a -o"), count: depth).flatMap(\.self)
    #expect(FindExpression(alternatives + Self.words("-true")).outcome(for: file, .gnu).value)
  }

  @Test(arguments: [
    ("*", "a/b", true, true), ("*", "a/b", false, false), ("a*b*c", "aXbYc", true, true), ("a?c", "abc", true, true),
    ("a?c", "a/c", false, false), ("[a-c]x", "bx", true, true), ("[!a-c]x", "bx", true, false),
    ("[]x]", "]", true, true),
    ("[x", "[x", true, true), ("\\*", "*", true, true), ("\\*", "a", true, false), ("", "", true, true),
    ("*", "", true, true),
    ("a**b", "ab", true, true), ("*.sh", "x.sh", false, true),
  ])
  func `patterns match`(pattern: String, text: String, slash: Bool, isMatch: Bool) {
    #expect(NamePattern(pattern, matchesSlash: slash).matches(text) == isMatch)
  }

  @Test(arguments: [
    ("/", "/usr/bin/program", true), ("/usr", "/usr/bin/program", true), ("/usr/", "/usr/bin/program", true),
    ("//usr/./bin", "/usr/bin/program", true), ("/us", "/usr/bin/program", false), ("/bin", "/usr/bin/program", false),
    ("/bin/", "/usr/bin/program", true), ("/*", "/usr/bin/program", true), ("/u*/b?n", "/usr/bin/program", true),
    ("/usr/bin/program", "/usr/bin/program", true), ("/usr/bin/program/x", "/usr/bin/program", false),
    (".", "/usr/bin/program", true), ("bin", "/usr/bin/program", false),
  ])
  func `a root leads to what is below it`(root: String, path: String, isReached: Bool) {
    let layout = ProgramLayout(isMerged: true)
    let root = SearchRoot(FindWord(text: root), follows: false, layout: layout, workdir: "/")
    #expect((root.way(to: path) != nil) == isReached)
  }

  @Test func `directories can be pruned and depths limited`() {
    let layout = ProgramLayout(isMerged: true)
    let root = [SearchRoot(FindWord(text: "/"), follows: false, layout: layout, workdir: nil)]
    func isActed(_ text: String, _ directory: String) -> Bool {
      let find = FindExpression(Self.words(text))
      let met = find.candidates(for: ModelFile(directory, 0o4755), from: root, .gnu)
      return met.contains { !find.outcome(for: $0, .gnu).actions.isEmpty }
    }
    #expect(!isActed("/ -path /usr/lib -prune -o -print", "/usr/lib"))
    #expect(isActed("/ -path /usr/lib -prune -o -print", "/usr/bin"))
    #expect(!isActed("/ -name lib -prune -o -print", "/usr/lib"))
    #expect(isActed("/ -depth -path /usr/lib -prune -o -print", "/usr/lib"))
    #expect(!isActed("/ -maxdepth 2 -print", "/usr/bin") && isActed("/ -maxdepth 3 -print", "/usr/bin"))
    #expect(!isActed("/ -mindepth 4 -print", "/usr/bin") && isActed("/ -mindepth 3 -print", "/usr/bin"))
  }
}

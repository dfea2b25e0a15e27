import ShellSyntax
import Testing

@Suite struct HostileTextTests {
  @Test(arguments: [
    "(", "{ ", "if ", "while ", "case a in b) ", "f() ", "$(", "\"$(", "`", "\"", "'", "\\", "${", "${x:-", "$((", "((",
    "<(", "a=(", "x=($(", "[[ ", "[[ $(", "<<A", "cat <<A\n", "cat <<A $(", "a;", "a|", "a&&", "! ", ")", "done ", ";;",
    "sh -c '", "sh -c \"$(", "eval ", "eval 'a' ", "find -exec ", "sudo ", "xargs ", "@(", "bash <<A\n", "`\\`", "$'",
    "\"${x:-$(", "for a in b;do ", "sh -c 'sh -c \"x\"';", "{a,", "1<", "{a", "\u{0}", "a <", "for x in $(", "env -S ",
  ])
  func `a piece repeated many times is read to its end`(piece: String) {
    let text = String(repeating: piece, count: 20_000)
    let read = ShellText(text)
    #expect(read.script.commands.allSatisfy { read.slice($0.range) != nil })
    #expect(read.script.scopes.allSatisfy { read.slice($0.range) != nil })
    #expect(read.script.problems.count <= 50)
  }

  @Test(arguments: [("(", 98, true), ("(", 99, true), ("(", 100, false)])
  func `compounds may stand in one another up to a limit`(open: String, depth: Int, isRead: Bool) {
    let text = String(repeating: "( ", count: depth) + "a" + String(repeating: " )", count: depth)
    #expect(ShellText(text).script.isComplete == isRead)
  }

  @Test(arguments: [(28, true), (29, true), (30, false)])
  func `substitutions may stand in one another up to a limit`(depth: Int, isRead: Bool) {
    let read = ShellText(String(repeating: "x $(", count: depth) + "a" + String(repeating: ")", count: depth))
    #expect(read.script.isComplete == isRead)
    #expect(read.problems == (isRead ? [] : ["substitutions are nested deeper than 30 levels"]))
    #expect(read.commands.first?.first == "x")
  }

  @Test func `every beginning of a text is read`() {
    let text = """
      if [ -f x ]; then a "$(b `c` "d")" | e; elif y; then sh -c 'f "$1"'; else cat <<E <<'F' && g
      $(h) ${i:-$(j)}
      E
      k
      F
      fi; for l in m "n" $'o'; do (p; q) & done; case $r in s|t) u ;; esac; v() { w; }; [[ a =~ (b|c) ]]; ((x++)); A=(1 2)
      """
    let bytes = Array(text.utf8)
    #expect(ShellScript.parse(bytes).isComplete)
    for count in 0...bytes.count {
      let script = ShellScript.parse(Array(bytes.prefix(count)))
      #expect(script.commands.allSatisfy { $0.range.upperBound <= count && $0.pipeline.index < $0.pipeline.count })
      #expect(script.problems.allSatisfy { $0.offset <= count })
    }
  }

  @Test func `random bytes and tokens are read`() {
    let tokens = [
      "if", "then", "fi", "(", ")", "$(", "`", "\"", "'", "\\", "\n", ";", ";;", "&&", "|", "<<A", "A", "${", "}",
      "sh -c ",
      "eval ", "case", "in", "esac", "do", "done", "for", "[[", "]]", "((", "))", "$((", "x=(", "{", "a", " ", "é",
      "\u{0}",
    ]
    var generator = SplitMix(state: 7)
    for _ in 0..<3000 {
      var bytes: [UInt8] = []
      for _ in 0..<generator.next(below: 40) {
        if generator.next(below: 8) == 0 {
          bytes.append(UInt8(generator.next(below: 256)))
        } else {
          bytes += Array(tokens[generator.next(below: tokens.count)].utf8)
          if generator.next(below: 2) == 0 { bytes.append(0x20) }
        }
      }
      let script = ShellScript.parse(bytes)
      #expect(script.commands.allSatisfy { $0.range.upperBound <= bytes.count })
      var last = 0
      for command in script.commands {
        #expect(command.range.lowerBound >= last)
        last = command.range.lowerBound
      }
    }
  }
}

/// Numbers that are the same in every run.
private struct SplitMix {
  var state: UInt64

  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((value ^ (value >> 31)) % UInt64(max(1, bound)))
  }
}

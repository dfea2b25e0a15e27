import Testing

@testable import Reports

@Suite struct TerminalStyleTests {
  @Test(arguments: [
    (ColorChoice.always, ["NO_COLOR": "1"], false, true),
    (.never, ["CLICOLOR_FORCE": "1"], true, false),
    (.auto, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false),
    (.auto, ["NO_COLOR": "", "TERM": "xterm"], true, true),
    (.auto, ["CLICOLOR_FORCE": "1"], false, true),
    (.auto, ["CLICOLOR_FORCE": "0"], false, false),
    (.auto, ["FORCE_COLOR": "1", "CLICOLOR": "0"], false, true),
    (.auto, ["FORCE_COLOR": ""], false, false),
    (.auto, ["CLICOLOR": "0", "TERM": "xterm"], true, false),
    (.auto, ["CLICOLOR": "1"], false, false),
    (.auto, ["TERM": "dumb"], true, false),
    (.auto, ["TERM": "xterm"], true, true),
    (.auto, [:], true, true),
    (.auto, [:], false, false),
    (.auto, ["GITHUB_ACTIONS": "true"], false, false),
  ])
  func `colour follows the precedence`(
    choice: ColorChoice, environment: [String: String], isTerminal: Bool, expected: Bool
  ) {
    #expect(TerminalStyle(color: choice, environment: environment, isTerminal: isTerminal).color == expected)
  }

  @Test(arguments: [
    ([:], false), (["LANG": "en_US.UTF-8"], false), (["LANG": "C"], true), (["LANG": "C.utf8"], false),
    (["LANG": "de_DE.ISO-8859-1"], true), (["LC_ALL": "C", "LANG": "en_US.UTF-8"], true),
    (["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8", "LANG": "C"], false), (["LC_CTYPE": "POSIX"], true),
    (["LANG": "ca_ES.UTF-8@valencia"], false),
  ])
  func `a locale that is not UTF-8 means ASCII`(environment: [String: String], expected: Bool) {
    #expect(TerminalStyle(environment: environment, isTerminal: true).ascii == expected)
    #expect(TerminalStyle(ascii: true, environment: environment, isTerminal: true).ascii)
  }

  @Test func `the width is the terminal's, or 100 where there is none`() {
    #expect(TerminalStyle(environment: [:], isTerminal: true, columns: 72).width == 72)
    #expect(TerminalStyle(environment: [:], isTerminal: false, columns: 72).width == 100)
    #expect(TerminalStyle(environment: [:], isTerminal: true, columns: 0).width == 100)
    #expect(TerminalStyle(environment: [:], isTerminal: true, columns: 240).proseWidth == 100)
    #expect(TerminalStyle(width: 1).width == 40)
  }

  @Test(arguments: [("abc", 3), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("", 0)])
  func `columns are counted as terminals show them`(text: String, expected: Int) {
    #expect(columnCount(text) == expected)
  }

  @Test func `a shortened text fits`() {
    let style = TerminalStyle()
    #expect(style.shortened("abcdef", to: 6) == "abcdef")
    #expect(style.shortened("abcdefg", to: 6) == "abcde…")
    #expect(style.shortened("日本語日本語", to: 6) == "日本…")
  }
}

import Dockerfile
import Testing

/// A text and what it becomes.
private struct Case: Sendable, CustomTestStringConvertible {
  var text: String
  var result: String
  var testDescription: String { text }

  init(_ text: String, _ result: String) { (self.text, self.result) = (text, result) }
}

/// A text and the words it becomes.
private struct Split: Sendable, CustomTestStringConvertible {
  var text: String
  var words: [String]
  var testDescription: String { text }

  init(_ text: String, _ words: [String]) { (self.text, self.words) = (text, words) }
}

private let variables: [String: String] = [
  "TAG": "1.25", "NONE": "", "FILE": "/srv/app/main.tar.gz", "LIST": "web  db\tcache", "STAR": "a*b?c\\d",
  "CITY": "Zürich", "LINES": "one\ntwo\none", "größe": "XL", "PORT": "8080",
]

private func lookup(_ name: String) -> [UInt8]? { variables[name].map { Array($0.utf8) } }

private func expand(_ text: String, _ expander: WordExpander = WordExpander()) throws -> String {
  String(decoding: try expander.word(Array(text.utf8), lookup).bytes, as: UTF8.self)
}

private func split(_ text: String, _ expander: WordExpander = WordExpander()) throws -> [String] {
  try expander.words(Array(text.utf8), lookup).map { String(decoding: $0, as: UTF8.self) }
}

private func code(_ text: String, _ change: (inout WordExpander) -> Void = { _ in }) -> ExpansionError.Code? {
  var expander = WordExpander()
  change(&expander)
  do throws(ExpansionError) {
    _ = try expander.word(Array(text.utf8), lookup)
    return nil
  } catch { return error.code }
}

@Suite struct ExpansionTests {
  @Test(arguments: [
    Case("nginx:$TAG", "nginx:1.25"), Case("nginx:${TAG}-slim", "nginx:1.25-slim"), Case("$TAGS", ""),
    Case("$größe", "XL"), Case("[$1$23x$@$*$#$?$-$!$0$$]", "[x]"), Case("[${1}${@}${$}]", "[]"),
    Case("5$", "5$"), Case("$ $. $%", "$ $. $%"), Case("$(date) $((1+1))", "$(date) $((1+1))"), Case("", ""),
  ]) fileprivate func `a variable becomes its value`(item: Case) throws {
    #expect(try expand(item.text) == item.result)
  }

  @Test(arguments: [
    Case("${TAG:-2}${TAG-2}", "1.251.25"), Case("${NONE:-2}|${NONE-2}", "2|"), Case("${NO:-2}|${NO-2}", "2|2"),
    Case("${TAG:+y}${TAG+y}", "yy"), Case("${NONE:+y}|${NONE+y}", "|y"), Case("${NO:+y}|${NO+y}", "|"),
    Case("${TAG:?no}${TAG?no}${NONE?no}", "1.251.25"), Case("${NO:-${NONE:-$TAG}}", "1.25"),
    Case("${NO:-\"a } b\"}", "a } b"), Case("${NO:-'$TAG'}", "$TAG"), Case("${NO:-a\\}b}", "a}b"),
    Case("\"${NO:-\"q\"}\"", "q"), Case("${NO--}", "-"),
  ]) fileprivate func `a modifier chooses a word instead`(item: Case) throws {
    #expect(try expand(item.text) == item.result)
  }

  @Test(arguments: [
    Case("${FILE#*/}", "srv/app/main.tar.gz"), Case("${FILE##*/}", "main.tar.gz"),
    Case("${FILE%.*}", "/srv/app/main.tar"),
    Case("${FILE%%.*}", "/srv/app/main"), Case("${FILE#srv}", "/srv/app/main.tar.gz"),
    Case("${FILE#}", "/srv/app/main.tar.gz"),
    Case("${STAR#a\\*}", "b?c\\d"), Case("${STAR%\\?*}", "a*b"), Case("${STAR#?\\*b}", "?c\\d"),
    Case("${STAR%\\\\d}", "a*b?c"), Case("${CITY%rich}", "Zü"), Case("${CITY#?}", "ürich"), Case("${CITY%ü*}", "Z"),
    Case("${FILE#[/]}", "/srv/app/main.tar.gz"), Case("${LINES##*}", "\ntwo\none"), Case("${LINES%%*}", "one\ntwo\n"),
    Case("${NO#x}", ""), Case("${FILE#/$NONE}", "srv/app/main.tar.gz"),
  ]) fileprivate func `a pattern is cut off an end`(item: Case) throws {
    #expect(try expand(item.text) == item.result)
  }

  @Test(arguments: [
    Case("${FILE/a/A}", "/srv/App/main.tar.gz"), Case("${FILE//a/A}", "/srv/App/mAin.tAr.gz"),
    Case("${FILE//\\//:}", ":srv:app:main.tar.gz"), Case("${FILE/a*i/X}", "/srv/Xn.tar.gz"),
    Case("${FILE//x/y}", "/srv/app/main.tar.gz"),
    Case("${TAG///-}", "-1-.-2-5-"), Case("${TAG//*/-}", "-"), Case("${TAG//?/<$$>}", "<><><><>"),
    Case("${PORT//8/'[$0]'}", "[8]0[8]0"),
    Case("${PORT//8/'${0}$1$x$$'}", "8$08$0"), Case("${PORT/8/'$0'}", "$0080"), Case("${LINES//o*e/1}", "1\ntwo\n1"),
    Case("${PORT//8/'$'}", "$0$0"), Case("${PORT//8/'${0'}", "${00${00"), Case("${CITY/ü/ue}", "Zuerich"),
  ]) fileprivate func `a pattern is replaced`(item: Case) throws {
    #expect(try expand(item.text) == item.result)
  }

  @Test(arguments: [
    Case("'$TAG' \"$TAG\"", "$TAG 1.25"), Case("\\$TAG \\\\$TAG", "$TAG \\1.25"),
    Case("\"\\$TAG \\\" \\\\ \\n\"", "$TAG \" \\ \\n"),
    Case("a\\", "a"), Case("'a\\'b", "a\\b"), Case("\"it's\"'\"'", "it's\""), Case("\"\"''", ""), Case("a\\ b", "a b"),
  ]) fileprivate func `quotes and escapes are removed`(item: Case) throws {
    #expect(try expand(item.text) == item.result)
  }

  @Test(arguments: [
    Case("C:\\x`$TAG", "C:\\x$TAG"), Case("\\$TAG", "\\1.25"), Case("\"`\"`n\"", "\"`n"), Case("``", "`"),
    Case("${NO:-`}}", "}"),
  ]) fileprivate func `a backquote can be the escape character`(item: Case) throws {
    #expect(try expand(item.text, WordExpander(escape: UInt8(ascii: "`"))) == item.result)
  }

  @Test(arguments: [
    ("\"a", ExpansionError.Code.quote), ("'a", .quote), ("a\"$TAG", .quote), ("\"a\\\"", .quote), ("${NO:-\"}", .quote),
    ("${", .substitution), ("${TAG", .substitution), ("${TAG:", .substitution), ("${TAG:-x", .substitution),
    ("${}", .substitution), ("${{TAG}}", .substitution), ("${:-x}", .substitution), ("${TAG:=x}", .substitution),
    ("${TAG=x}", .substitution), ("${TAG^}", .substitution), ("${TAG:0:1}", .substitution), ("${#TAG}", .substitution),
    ("${TAG:#x}", .substitution), ("${TAG/x}", .substitution), ("${TAG/x/y", .substitution), ("${1a}", .substitution),
    ("${TAG#\\x}", .pattern), ("${TAG/'\\'/y}", .pattern), ("${NO:?}", .required), ("${NO?text}", .required),
    ("${NONE:?text}", .required),
  ]) func `what is wrong is refused`(text: String, expected: ExpansionError.Code) {
    #expect(code(text) == expected)
  }

  @Test func `an error says what and where`() {
    #expect {
      try expand("abc \"${NO:?set it $TAG}\"")
    } throws: { error in
      let error = error as? ExpansionError
      return error?.message == "the required variable \"NO\" is not set: set it 1.25" && error?.offset == 5
    }
    #expect {
      try expand("x${TAG\u{202E}}")
    } throws: { error in
      let error = error as? ExpansionError
      return error?.message.contains("modifier \"\\u{202e}\" is unknown") == true && error?.offset == 1
    }
  }

  @Test func `names looked up are told`() throws {
    let expansion = try WordExpander().word(Array("$TAG${A:-$B}${NONE:+$C}$@'$D'\\$E${F#$G}".utf8), lookup)
    #expect(expansion.found == ["TAG", "NONE"])
    #expect(expansion.missing == ["A", "B", "C", "@", "F", "G"])
  }

  @Test func `bytes that are not UTF-8 stay in values but not in texts`() throws {
    let values: [String: [UInt8]] = ["V": [0x61, 0xFF, 0x62]]
    func bytes(_ text: [UInt8]) throws -> [UInt8] { try WordExpander().word(text) { values[$0] }.bytes }
    #expect(try bytes([0x61, 0xFF, 0xC3]) == Array("a\u{FFFD}\u{FFFD}".utf8))
    #expect(try bytes(Array("$V".utf8)) == [0x61, 0xFF, 0x62])
    #expect(try bytes(Array("${V#a}".utf8)) == [0xFF, 0x62])
    #expect(try bytes(Array("${V%b}".utf8)) == Array("a\u{FFFD}".utf8))
    #expect(try bytes(Array("${V#??}".utf8)) == [0x62])
    #expect(try bytes([0xED, 0xA0, 0x80, 0xC0, 0x80, 0xF5]) == Array(String(repeating: "\u{FFFD}", count: 6).utf8))
    #expect(try bytes(Array("\u{FEFF}a\u{FEFF}".utf8)) == Array("a\u{FEFF}".utf8))
  }
}

@Suite struct ExpansionSwitchTests {
  @Test(arguments: [
    Split("a b\tc\n", ["a", "b", "c"]), Split("'a b' \"c d\"e", ["a b", "c de"]),
    Split("$LIST", ["web", "db", "cache"]),
    Split("x$LIST", ["xweb", "db", "cache"]), Split("\"$LIST\"", ["web  db\tcache"]), Split("a\\ b", ["a b"]),
    Split("\"\" '' $NONE $NO", []), Split("a\u{00A0}b\u{2003}c", ["a", "b", "c"]),
    Split("cat << EOF x", ["cat", "<< EOF", "x"]),
    Split("3<<\tEOF<<\r A", ["3<<\tEOF<<\r A"]), Split("<<- EOF", ["<<-", "EOF"]), Split("<< ", ["<< "]),
    Split("<<\nA", ["<<", "A"]), Split("< A", ["<", "A"]), Split("<\\< A", ["<<", "A"]),
    Split("'<< 'A", ["<< A"]), Split("a b8${NO:-1}2-${PORT#80}/tcp", ["a", "80/tcp"]), Split("a\"${NO:-1}2\"", ["12"]),
  ]) fileprivate func `a text is split into words`(item: Split) throws {
    #expect(try split(item.text) == item.words)
  }

  @Test func `a heredoc's line keeps quotes, escapes and unset variables`() throws {
    var expander = WordExpander()
    (expander.keepsQuotes, expander.keepsEscapes, expander.keepsUnset) = (true, true, true)
    let line = #"cat <<"E F" <<'G' <<\H "$a\"" ${b} ${c:-x} ${d/e/f} ${g//h/i} ${j##k} ${l:?m} ${n:=o} $TAG \a "\a""#
    #expect(
      try split(line, expander) == [
        "cat", "<<\"E F\"", "<<'G'", "<<\\H", "\"$a\\\"\"", "${b}", "${c:-x}", "${d/e/f}", "${g//h/i}", "${j##k}",
        "${l:?m}", "${n:=o}", "1.25", "\\a", "\"\\\\a\"",
      ])
    #expect(try split("${c:-a b}", expander) == ["${c:-a", "b}"])
    #expect(code("${c^}") { $0.keepsUnset = true } == .substitution)
    #expect(code("${c:#x}") { $0.keepsUnset = true } == .substitution)
  }

  @Test func `each switch works alone`() throws {
    let text = #"'a' "b\"" \c $NO"#
    var expander = WordExpander()
    expander.keepsQuotes = true
    #expect(try expand(text, expander) == #"'a' "b"" c "#)
    expander = WordExpander()
    expander.keepsEscapes = true
    #expect(try expand(text, expander) == #"a b\" \c "#)
    expander = WordExpander()
    expander.keepsUnset = true
    #expect(try expand(text, expander) == #"a b" c $NO"#)
    expander = WordExpander()
    expander.ignoresQuotes = true
    #expect(try expand(text + "'$TAG\"", expander) == #"'a' "b"" c '1.25""#)
  }

  @Test func `words know their place`() throws {
    let text = #" ab  "c d"e\ f $LIST é'' << E"#
    let words = try WordExpander().wordsWithRanges(Array(text.utf8), lookup)
    let places = words.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
    #expect(places == ["ab", #""c d"e\ f"#, "$LIST", "$LIST", "$LIST", "é''", "<< E"])
    #expect(words.map { $0.range.lowerBound }.first == 1)
  }
}

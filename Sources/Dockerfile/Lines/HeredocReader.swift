/// Finds the here-documents that an instruction's line announces.
struct HeredocReader {
  private let node: Node

  init(_ node: Node) { self.node = node }

  /// Here-documents in the order of their bodies, still without content.
  ///
  /// - Throws: when a name is not one word.
  func openings() throws(DockerfileError) -> [Heredoc] {
    guard canHold, hasMark else { return [] }
    var lexer = WordExpander()
    lexer.keepsQuotes = true
    lexer.keepsEscapes = true
    lexer.keepsUnset = true
    let words: [[UInt8]]
    do {
      words = try lexer.words(node.line.bytes) { _ in nil }
    } catch {
      if error.code == .limit {
        throw DockerfileError(
          .parse, "too-deep", error.message, lines: node.lines,
          offsets: node.line.offsets(of: 0..<node.line.bytes.count))
      }
      // Quotes that the shell may understand, but Docker does not: no here-document.
      return []
    }
    var out: [Heredoc] = []
    for word in words { if let heredoc = try heredoc(word) { out.append(heredoc) } }
    return out
  }

  /// RUN, COPY, ADD and ONBUILD of these, not in exec form.
  private var canHold: Bool {
    var text = node.texts.first
    if text?.keyword == .onbuild { text = node.texts.dropFirst().first }
    guard let text, let keyword = text.keyword, !text.isJSON else { return false }
    return keyword == .run || keyword == .copy || keyword == .add
  }

  private var hasMark: Bool {
    let bytes = node.line.bytes
    return zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "<") }
  }

  /// A word `[number]<<[-] name`.
  private func heredoc(_ word: [UInt8]) throws(DockerfileError) -> Heredoc? {
    var at = 0
    var descriptor: UInt64 = 0
    while at < word.count, (48...57).contains(word[at]) {
      let (tens, isOver) = descriptor.multipliedReportingOverflow(by: 10)
      let (sum, isOverToo) = tens.addingReportingOverflow(UInt64(word[at] - 48))
      descriptor = isOver || isOverToo ? .max : sum
      at += 1
    }
    guard word.count - at > 2, word[at] == UInt8(ascii: "<"), word[at + 1] == UInt8(ascii: "<") else { return nil }
    at += 2
    let cutsTabs = word[at] == UInt8(ascii: "-")
    if cutsTabs { at += 1 }
    while at < word.count, UnicodeSpace.isASCII(word[at]), word[at] != 0x0B { at += 1 }
    let name = Array(word[at...])
    guard !name.isEmpty, !name.contains(UInt8(ascii: "<")) else { return nil }
    let (plain, expands) = try unquoted(name)
    guard !plain.isEmpty else { return nil }
    return Heredoc(
      name: plain, descriptor: descriptor, expands: expands, cutsTabs: cutsTabs, content: [], offsets: 0..<0, end: 0)
  }

  private func unquoted(_ name: [UInt8]) throws(DockerfileError) -> (name: [UInt8], expands: Bool) {
    var lexer = WordExpander()
    lexer.keepsUnset = true
    if let plain = try? lexer.words(name, { _ in nil }), plain.count <= 1 {
      guard let word = plain.first else { return ([], false) }
      lexer.keepsQuotes = true
      return (word, (try? lexer.words(name) { _ in nil }) == plain)
    }
    throw DockerfileError(
      .parse, "heredoc-name", "the here-document's name \(GoUTF8.string(name)) is not one word", lines: node.lines,
      offsets: node.line.offsets(of: 0..<node.line.bytes.count))
  }
}

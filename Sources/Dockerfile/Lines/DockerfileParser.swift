/// Reads a Dockerfile's lines into nodes, as BuildKit does, and goes on after errors.
///
/// Source: moby/buildkit 73ed682, frontend/dockerfile/parser, measured.
struct DockerfileParser {
  private(set) var nodes: [Node] = []
  private(set) var errors: [DockerfileError] = []
  private var directives = Directives()
  private var lines: PhysicalLines
  private var comments: [Comment] = []
  /// Every comment line, those between continuation lines included; no directives.
  private(set) var allComments: [Comment] = []

  var escape: UInt8 { directives.escape }

  init(_ bytes: [UInt8]) {
    lines = PhysicalLines(bytes)
    while let line = lines.next() { read(line) }
    let last = lines.number
    if lines.isCut, !errors.contains(where: { $0.code == "heredoc-open" }), !nodes.isEmpty {
      errors.append(
        DockerfileError(
          .parse, "line-too-long",
          "the line is longer than \(PhysicalLines.longestLineBytes) bytes, the most that is read",
          lines: last...last, offsets: lines.offset..<lines.offset))
    } else if nodes.isEmpty, errors.isEmpty {
      errors.append(
        DockerfileError(
          .parse, "no-instructions", bytes.isEmpty ? "the file is empty" : "the file holds no instruction",
          lines: last...last, offsets: 0..<0, help: "a Dockerfile begins with FROM"))
    }
  }

  private var bytes: [UInt8] { lines.bytes }

  private mutating func read(_ line: PhysicalLine) {
    do throws(DockerfileError) {
      if try directives.take(line, of: bytes) { return }
    } catch {
      errors.append(error)
      return
    }
    let content = UnicodeSpace.trimmedLeft(bytes, line.content)
    guard let first = content.first else { return }
    if bytes[first] == UInt8(ascii: "#") { return note(comment: line) }
    readNode(line, content)
  }

  /// Keeps a comment for the instruction that follows; an empty one drops those before it.
  private mutating func note(comment line: PhysicalLine) {
    let comment = comment(line)
    allComments.append(comment)
    if comment.text.isEmpty { comments = [] } else { comments.append(comment) }
  }

  private func comment(_ line: PhysicalLine) -> Comment {
    let text = UnicodeSpace.trimmed(bytes, (line.content.lowerBound + 1)..<line.content.upperBound)
    return Comment(text: Array(bytes[text]), line: line.number, offsets: line.content)
  }

  private mutating func readNode(_ first: PhysicalLine, _ content: Range<Int>) {
    var logical = LogicalLine()
    var (text, isOpen) = continued(content)
    logical.append(bytes, text)
    var hasEmptyLine = false
    while isOpen, let line = lines.next() {
      let start = UnicodeSpace.trimmedLeft(bytes, line.content)
      if start.isEmpty {
        hasEmptyLine = true
        continue
      }
      if bytes[start.lowerBound] == UInt8(ascii: "#") {
        allComments.append(comment(line))
        continue
      }
      (text, isOpen) = continued(line.content)
      logical.append(bytes, text)
    }
    let last = lines.number
    do throws(DockerfileError) {
      var node = Node(
        lines: first.number...last, line: logical, texts: [], heredocs: [], comments: comments,
        emptyContinuationLine: hasEmptyLine ? last : nil)
      comments = []
      node.texts = try InstructionSplitter(line: logical, escape: escape, lines: first.number...last).texts()
      try readHeredocs(&node)
      nodes.append(node)
    } catch {
      errors.append(error)
    }
  }

  /// The line without its continuation mark, and whether it has one: the escape character, not escaped itself, before
  /// blanks and tabs at the end.
  private func continued(_ content: Range<Int>) -> (Range<Int>, Bool) {
    var end = content.upperBound
    while end > content.lowerBound, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    guard end > content.lowerBound, bytes[end - 1] == escape else { return (content, false) }
    if end - 1 > content.lowerBound, bytes[end - 2] == escape { return (content, false) }
    return (content.lowerBound..<(end - 1), true)
  }

  private mutating func readHeredocs(_ node: inout Node) throws(DockerfileError) {
    let openings = try HeredocReader(node).openings()
    for var heredoc in openings {
      let start = lines.offset
      var isClosed = false
      while let line = lines.next() {
        if isEnd(line, of: heredoc) {
          heredoc.offsets = start..<line.whole.lowerBound
          heredoc.end = line.content.upperBound
          isClosed = true
          break
        }
      }
      node.lines = node.lines.lowerBound...lines.number
      guard isClosed else {
        throw DockerfileError(
          .parse, "heredoc-open", "the here-document \(GoUTF8.string(heredoc.name)) is not closed",
          lines: node.lines, offsets: node.line.offsets(of: 0..<node.line.bytes.count),
          help: "end it with a line that holds \(GoUTF8.string(heredoc.name)) alone")
      }
      heredoc.content = Array(bytes[heredoc.offsets])
      node.heredocs.append(heredoc)
    }
  }

  private func isEnd(_ line: PhysicalLine, of heredoc: Heredoc) -> Bool {
    var content = line.content
    if heredoc.cutsTabs {
      while let first = content.first, bytes[first] == 0x09 { content = (first + 1)..<content.upperBound }
    }
    return content.count == heredoc.name.count && bytes[content].elementsEqual(heredoc.name)
  }
}

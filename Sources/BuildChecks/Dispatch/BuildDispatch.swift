import Core
import Dockerfile

/// A Dockerfile as BuildKit goes through it: lines, instructions, stages, expansion.
///
/// Nothing is run and nothing is fetched: a base image is one without variables, WORKDIR, SHELL or ONBUILD.
/// Source: moby/buildkit 73ed682, frontend/dockerfile/dockerfile2llb, measured.
public struct BuildDispatch: Sendable {
  /// As the user named the file.
  public let file: String
  public let syntax: DockerfileSyntax
  public let options: BuildCheckOptions
  /// Why BuildKit stops, in the order found; one at most when the options are strict.
  public internal(set) var errors: [BuildError] = []
  /// How many nodes are turned into instructions, one that is refused included.
  public internal(set) var readNodes = 0
  /// Whether BuildKit takes lines for nodes; nothing is checked otherwise.
  public internal(set) var isParsed = false
  /// Whether each node is an instruction and there is a stage.
  public internal(set) var isRead = false
  public internal(set) var stages: [DispatchedStage] = []
  /// The instructions in the order in which they are carried out, ARG before the first FROM left out.
  public internal(set) var steps: [DispatchedStep] = []
  /// Instructions whose checks were left out because of a limit of ours.
  public internal(set) var limitRemarks: [String] = []

  public init(_ syntax: DockerfileSyntax, file: String, options: BuildCheckOptions = BuildCheckOptions()) {
    var walker = DispatchWalker(BuildDispatch(unread: syntax, file: file, options: options))
    walker.run()
    self = walker.result
  }

  private init(unread syntax: DockerfileSyntax, file: String, options: BuildCheckOptions) {
    (self.file, self.syntax, self.options) = (file, syntax, options)
  }

  /// Why BuildKit refuses the file; nil when it would build it, as far as can be told.
  public var error: BuildError? { errors.first }

  // MARK: places

  /// Where a finding at a node is.
  ///
  /// BuildKit names the node's first line. When the exact part is on a later one, a note has its place.
  ///
  /// - Parameter offsets: the exact part in the file; nil for the instruction's name.
  public func place(_ offsets: Range<Int>?, ofNode index: Int) -> (place: Place, notes: [Note]) {
    let node = syntax.nodes[index]
    let first = node.lines.lowerBound
    let command = node.texts.first.map { node.line.offsets(of: $0.command) }
    var notes: [Note] = []
    for (position, part) in [offsets, command].enumerated() {
      guard let part else { continue }
      let range = syntax.source.range(of: part)
      if range.start.line == first { return (.source(file: file, range: range), notes) }
      if position == 0 { notes = [Note("here", place: .source(file: file, range: range))] }
    }
    return (place(ofLine: first), notes)
  }

  /// A whole line.
  public func place(ofLine line: Int) -> Place {
    let start = SourcePosition(line: line, column: 1)
    let count = syntax.source.line(line).count
    return .source(file: file, range: SourceRange(start: start, end: SourcePosition(line: line, column: 1 + count)))
  }

  /// A part of a node's logical line in the file.
  func offsets(of range: Range<Int>, ofNode node: Int) -> Range<Int> { syntax.nodes[node].line.offsets(of: range) }

  /// The name of a node's instruction as written, with its place.
  func command(ofNode node: Int) -> (text: String, offsets: Range<Int>)? {
    guard let text = syntax.nodes[node].texts.first else { return nil }
    return (GoUTF8.string(syntax.nodes[node].bytes(text.command)), offsets(of: text.command, ofNode: node))
  }
}

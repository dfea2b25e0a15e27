import Core

/// Makes a tree of the events of one document after the other, without recursion.
struct YAMLTreeBuilder {
  /// A sequence or mapping whose end has not come.
  private struct Open {
    var isMapping: Bool
    /// Whether it ends with a bracket of its own.
    var isFlow: Bool
    var tag: String?
    var anchor: String?
    /// How many values there were before it.
    var nodesBefore: Int
    /// Levels of what it holds.
    var height = 0
    var start: SourcePosition
    var items: [YAMLNode] = []
    var pairs: [YAMLNode.Pair] = []
    /// The key whose value comes next.
    var key: (text: String, range: SourceRange)?
    var lines: [String: Int] = [:]
    var end: SourcePosition?
  }

  private let places: YAMLPlaces
  private let limits: YAMLLimits
  private var open: [Open] = []
  private var nodes = 0
  private var root: YAMLNode?
  /// What aliases of the document may stand for, with how many values and levels that is.
  private var anchored: [String: (node: YAMLNode, nodes: Int, height: Int)] = [:]

  init(_ places: YAMLPlaces, _ limits: YAMLLimits) { (self.places, self.limits) = (places, limits) }

  /// The value of the document that has ended.
  mutating func takeRoot() -> YAMLNode? {
    defer { (root, anchored) = (nil, [:]) }
    return root
  }

  mutating func add(_ event: YAMLEvent) throws(YAMLError) {
    let start = places.position(ofCharacter: event.start)
    switch event.kind {
    case .alias(let name):
      try take(try copy(name, at: start))
    case .scalar(let text, let isPlain, let tag):
      try count(at: start)
      let isText = !isPlain || tag == "!" || tag == "tag:yaml.org,2002:str"
      let end = places.position(ofCharacter: event.end)
      let node = YAMLNode(
        .scalar(YAMLNode.Scalar(text, style: isText ? .quoted : .plain)), tag: tag,
        range: SourceRange(start: start, end: max(start, end)))
      mark(node, event.anchor, nodes: 1, height: 0)
      try take(node)
    case .sequenceStart(let isFlow, let tag):
      try begin(
        Open(isMapping: false, isFlow: isFlow, tag: tag, anchor: event.anchor, nodesBefore: nodes, start: start))
    case .mappingStart(let isFlow, let tag):
      try begin(
        Open(isMapping: true, isFlow: isFlow, tag: tag, anchor: event.anchor, nodesBefore: nodes, start: start))
    case .sequenceEnd, .mappingEnd:
      guard let done = open.popLast() else { return }
      // The end of a block is told where the next thing begins, lines below.
      let end = done.isFlow ? places.position(ofCharacter: event.end) : done.end ?? done.start
      let node = YAMLNode(
        done.isMapping ? .mapping(done.pairs) : .sequence(done.items), tag: done.tag,
        range: SourceRange(start: done.start, end: max(done.start, end)))
      if let top = open.indices.last { open[top].height = max(open[top].height, done.height + 1) }
      mark(node, done.anchor, nodes: nodes - done.nodesBefore, height: done.height + 1)
      try take(node)
    case .streamStart, .streamEnd, .documentStart, .documentEnd: break
    }
  }

  private mutating func mark(_ node: YAMLNode, _ anchor: String?, nodes: Int, height: Int) {
    guard limits.followsAliases, let anchor else { return }
    anchored[anchor] = (node, nodes, height)
  }

  /// What an alias stands for, with the places of the anchor's text.
  private mutating func copy(_ name: String, at start: SourcePosition) throws(YAMLError) -> YAMLNode {
    guard limits.followsAliases else {
      throw YAMLError(
        YAMLWords.quoted("*" + name) + " stands for another value; such aliases are not read",
        help: "write the value itself, or put the text in quotes", at: start)
    }
    guard let (node, size, height) = anchored[name] else {
      throw YAMLError(YAMLWords.quoted("*" + name) + " stands for nothing: no such anchor before it", at: start)
    }
    nodes += size - 1
    try count(at: start)
    guard open.count + height <= limits.depth else {
      throw YAMLError("nested deeper than \(limits.depth) levels", at: start)
    }
    if let top = open.indices.last { open[top].height = max(open[top].height, height) }
    return node
  }

  private mutating func begin(_ container: Open) throws(YAMLError) {
    try count(at: container.start)
    guard open.count < limits.depth else {
      throw YAMLError("nested deeper than \(limits.depth) levels", at: container.start)
    }
    if let last = open.last, last.isMapping, last.key == nil { throw YAMLTreeBuilder.noText(at: container.start) }
    open.append(container)
  }

  private mutating func count(at place: SourcePosition) throws(YAMLError) {
    nodes += 1
    guard nodes <= limits.nodes else { throw YAMLError("more than \(limits.nodes) values", at: place) }
  }

  private static func noText(at place: SourcePosition) -> YAMLError {
    YAMLError("a key is a list or a mapping; expected a text", help: "put a text with `{` or `[` in quotes", at: place)
  }

  private mutating func take(_ node: YAMLNode) throws(YAMLError) {
    guard let top = open.indices.last else {
      root = node
      return
    }
    open[top].end = node.range.end
    guard open[top].isMapping else { return open[top].items.append(node) }
    if let key = open[top].key {
      open[top].pairs.append(YAMLNode.Pair(key: key.text, keyRange: key.range, value: node))
      open[top].key = nil
      return
    }
    guard let text = node.scalar?.text else { throw YAMLTreeBuilder.noText(at: node.range.start) }
    if let line = open[top].lines.updateValue(node.range.start.line, forKey: text) {
      throw YAMLError(
        "\(YAMLWords.quoted(text)) is set twice, in line \(line) and here",
        help: "take one out", at: node.range.start)
    }
    open[top].key = (text, node.range)
  }
}

import Core

/// Reads the blocks of a text of Terraform's language: the values of those that are asked for, no more than the beginning
/// of the others.
struct HCLParser {
  /// A block at the top, such as a resource.
  struct Block {
    var type: String
    var labels: [String]
    /// Its arguments, and its blocks as lists; nil for one that was not asked for.
    var value: DocumentValue?
    /// Whether its `container_definitions` are written as JSON.
    var hasJSON = false
  }

  var scanner: HCLScanner
  let limits: DeploymentLimits
  /// Whether `container_definitions` of the block that is read are written as JSON.
  var hasJSON = false
  private var valueCount = 0

  init(_ text: [UInt8], _ limits: DeploymentLimits) { (scanner, self.limits) = (HCLScanner(text), limits) }

  /// The blocks of the text.
  ///
  /// - Parameter isWanted: whether the values of a block are needed.
  /// - Throws: `invalid-hcl`, `too-large`, `duplicate-key`, and what is wrong with JSON in `container_definitions`.
  mutating func blocks(_ isWanted: (Block) -> Bool) throws(DeploymentError) -> [Block] {
    var blocks: [Block] = []
    while true {
      scanner.skipBlanks(lineEnds: true)
      if scanner.isAtEnd { return blocks }
      let start = scanner.at
      let type = scanner.word()
      guard !type.isEmpty else { throw scanner.error("expected a block, such as `resource`") }
      guard let labels = try labels() else {
        try scanner.skipRest(HCLScanner.Stops(lineEnd: true, comma: false))
        guard scanner.isAtEnd || scanner.peek() == 0x0A else {
          throw scanner.error("a closing bracket that fits none before it")
        }
        continue
      }
      var block = Block(type: type, labels: labels)
      if isWanted(block) {
        let path = labels.reduce(DocumentPath.key(.root, type)) { .key($0, $1) }
        hasJSON = false
        block.value = try body(path, from: start, depth: 0)
        block.hasJSON = hasJSON
      } else {
        try skipBody()
      }
      try count(at: start)
      blocks.append(block)
    }
  }

  /// The labels between a block's type and its `{`; nil when it is an argument.
  private mutating func labels() throws(DeploymentError) -> [String]? {
    var labels: [String] = []
    while true {
      scanner.skipBlanks(lineEnds: false)
      switch scanner.peek() {
      case UInt8(ascii: "{"): return labels
      case UInt8(ascii: "="):
        guard labels.isEmpty else { throw scanner.error("expected `{`") }
        scanner.at += 1
        return nil
      case UInt8(ascii: "\""):
        labels.append(try HCLText.quoted(&scanner, isJSON: false).content.text)
      default:
        let word = scanner.word()
        guard !word.isEmpty else { throw scanner.error("expected `{` or `=`") }
        labels.append(word)
      }
    }
  }

  private mutating func skipBody() throws(DeploymentError) {
    let start = scanner.at
    scanner.at += 1
    try scanner.skipRest(HCLScanner.Stops(lineEnd: false, comma: false))
    guard scanner.peek() == UInt8(ascii: "}") else { throw scanner.error("a block without its `}`", at: start) }
    scanner.at += 1
  }

  /// The arguments and blocks of a block, from its `{` on.
  private mutating func body(
    _ path: DocumentPath, from start: Int, depth: Int
  ) throws(DeploymentError) -> DocumentValue {
    try check(depth)
    let brace = scanner.at
    scanner.at += 1
    var members = HCLMembers()
    while true {
      scanner.skipBlanks(lineEnds: true)
      if scanner.isAtEnd { throw scanner.error("a block without its `}`", at: brace) }
      if scanner.peek() == UInt8(ascii: "}") {
        scanner.at += 1
        return DocumentValue(.object(members.finished(path)), range: range(start), path: path)
      }
      let keyStart = scanner.at
      let key = scanner.word()
      guard !key.isEmpty else { throw scanner.error("expected an argument, a block or `}`") }
      let keyRange = range(keyStart)
      if let labels = try labels() {
        if key == "dynamic", let type = labels.first {
          try skipBody()
          members.setUnknown(type, keyRange, DocumentValue(.unknown("dynamic"), range: range(keyStart), path: path))
        } else {
          let index = members.blockCount(key)
          let value = try body(.index(.key(path, key), index), from: keyStart, depth: depth + 1)
          members.addBlock(key, keyRange, value)
        }
      } else {
        scanner.skipBlanks(lineEnds: false)
        let value = try argument(key, .key(path, key), depth: depth + 1)
        try members.add(DocumentValue.Member(key: key, keyRange: keyRange, value: value))
        scanner.skipBlanks(lineEnds: false)
        guard scanner.isAtEnd || scanner.peek() == 0x0A || scanner.peek() == UInt8(ascii: "}") else {
          throw scanner.error("expected the end of the line after the value of `\(DocumentWords.bare(key))`")
        }
      }
    }
  }

  private mutating func argument(
    _ key: String, _ path: DocumentPath, depth: Int
  ) throws(DeploymentError) -> DocumentValue {
    if key == "container_definitions" { return try containerDefinitions(path, depth: depth) }
    return plain(try expression(path, depth: depth, lineEnds: true))
  }

  /// What `jsonencode` gives is a text, of which nothing more is known here.
  func plain(_ value: HCLValue) -> DocumentValue {
    guard value.isEncoded else { return value.value }
    var out = value.value
    out.kind = .unknown("jsonencode")
    return out
  }

  func range(_ start: Int) -> SourceRange { scanner.source.range(of: start..<max(start, scanner.at)) }

  func check(_ depth: Int) throws(DeploymentError) {
    guard depth <= limits.textDepth else {
      throw DeploymentError(
        "too-large", "nested deeper than \(limits.textDepth) levels", at: scanner.source.position(of: scanner.at))
    }
  }

  mutating func count(at offset: Int) throws(DeploymentError) {
    valueCount += 1
    guard valueCount <= limits.values else {
      throw DeploymentError(
        "too-large", "more than \(limits.values) values", at: scanner.source.position(of: offset))
    }
  }
}

/// The members of a block or an object while they are read.
struct HCLMembers {
  private var members: [DocumentValue.Member] = []
  private var indices: [String: Int] = [:]
  private var blocks: [String: [DocumentValue]] = [:]

  /// - Throws: `duplicate-key`.
  mutating func add(_ member: DocumentValue.Member) throws(DeploymentError) {
    if let first = indices[member.key] {
      throw .twice(member.key, firstLine: members[first].keyRange.start.line, at: member.keyRange.start)
    }
    indices[member.key] = members.count
    members.append(member)
  }

  func blockCount(_ type: String) -> Int { blocks[type]?.count ?? 0 }

  mutating func addBlock(_ type: String, _ keyRange: SourceRange, _ value: DocumentValue) {
    blocks[type, default: []].append(value)
    guard indices[type] == nil else { return }
    indices[type] = members.count
    members.append(DocumentValue.Member(key: type, keyRange: keyRange, value: value))
  }

  /// Nothing is known of the blocks of a type.
  mutating func setUnknown(_ type: String, _ keyRange: SourceRange, _ value: DocumentValue) {
    if let index = indices[type] {
      members[index].value = value
    } else {
      indices[type] = members.count
      members.append(DocumentValue.Member(key: type, keyRange: keyRange, value: value))
    }
  }

  /// The members in the order of the text, with the blocks of a type as a list.
  func finished(_ path: DocumentPath) -> [DocumentValue.Member] {
    members.map { member in
      guard let items = blocks[member.key], member.value.unknown == nil, let first = items.first,
        let last = items.last
      else { return member }
      var member = member
      member.value = DocumentValue(
        .list(items), range: SourceRange(start: first.range.start, end: last.range.end), path: .key(path, member.key))
      return member
    }
  }
}

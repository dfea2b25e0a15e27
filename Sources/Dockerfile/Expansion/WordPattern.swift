/// The end of a value from which a pattern is compared.
enum PatternEdge {
  case prefix
  /// Value and pattern are compared backwards.
  case suffix
}

/// A pattern of `${name#pattern}` and its kind: `*` any characters but a line feed, `?` one, `\` before `*`, `?` or `\`.
struct WordPattern {
  enum Token: Equatable {
    case literal(Unicode.Scalar)
    case one
    case any
  }

  /// In the order compared, so last to first for `.suffix`.
  private(set) var tokens: [Token] = []
  /// Whether `*` takes as much as it can.
  let isGreedy: Bool

  init(_ pattern: [UInt8], edge: PatternEdge, isGreedy: Bool, at start: Int) throws(ExpansionError) {
    self.isGreedy = isGreedy
    var scalars = PatternTarget.decode(pattern).scalars
    if edge == .suffix { scalars = WordPattern.reversed(scalars) }
    var index = scalars.first == "\u{FEFF}" ? 1 : 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "*": if tokens.last != .any { tokens.append(.any) }
      case "?": tokens.append(.one)
      case "\\":
        let next = index < scalars.count ? scalars[index] : nil
        switch next {
        case "}", "/": break
        case "*", "?", "\\":
          tokens.append(.literal(next ?? scalar))
          index += 1
        default: throw .wrongEscape(next, at: start)
        }
      default: tokens.append(.literal(scalar))
      }
    }
  }

  /// Last to first, but an escape stays before what it escapes.
  private static func reversed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count)
    var index = 0
    while index < scalars.count {
      if scalars[index] == "\\", index + 1 < scalars.count {
        result.append(scalars[index + 1])
        result.append(scalars[index])
        index += 2
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    result.reverse()
    return result
  }

  /// For each place of the text where the match that begins there ends, and for the place after the last; -1 for none.
  ///
  /// Where several matches begin, it is the one that a backtracking matcher finds first.
  ///
  /// - Complexity: the text's length times the pattern's.
  func ends(in text: [Unicode.Scalar]) -> [Int] {
    var ends = Array(0...text.count)
    for token in tokens.reversed() {
      switch token {
      case .literal(let scalar):
        for index in text.indices { ends[index] = text[index] == scalar ? ends[index + 1] : -1 }
        ends[text.count] = -1
      case .one:
        for index in text.indices { ends[index] = text[index] == "\n" ? -1 : ends[index + 1] }
        ends[text.count] = -1
      case .any:
        for index in text.indices.reversed() where text[index] != "\n" {
          if isGreedy ? ends[index + 1] >= 0 : ends[index] < 0 { ends[index] = ends[index + 1] }
        }
      }
    }
    return ends
  }
}

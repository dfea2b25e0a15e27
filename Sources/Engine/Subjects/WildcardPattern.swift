/// A path pattern as gitignore files and quoted command lines have them: `*`, `?`, `[…]`, `**/`, `/**`, `/**/`.
///
/// The pattern is compiled to a list of steps, and a path is matched by following all ways at once, so that no pattern
/// costs more than its length times the path's.
///
/// Source: gitignore(5), glob(7), and how git 2.39 behaves.
struct WildcardPattern: Sendable, Equatable {
  private enum Step: Equatable {
    case byte(UInt8)
    /// One byte, never a slash.
    case one
    /// One byte of a set, never a slash.
    case oneOf(ByteSet)
    /// Bytes up to the next slash.
    case component
    /// Any bytes.
    case anything
    /// The two steps that follow (`anything` and a slash) may be left out.
    case optionalDirectories
  }

  private var steps: [Step] = []
  /// The bytes before the first special one: what every match begins with.
  private let literalPrefix: [UInt8]

  /// - Returns: nil when the pattern can match nothing, such as an unclosed `[` or a backslash at the end.
  init?(_ pattern: [UInt8]) {
    let prefixCount = pattern.firstIndex(where: WildcardPattern.isSpecial) ?? pattern.count
    literalPrefix = Array(pattern[..<prefixCount])
    steps.reserveCapacity(pattern.count)
    var at = 0
    while at < pattern.count {
      switch pattern[at] {
      case UInt8(ascii: "*"): at = addStars(pattern, at, isFirst: at == prefixCount)
      case UInt8(ascii: "?"):
        steps.append(.one)
        at += 1
      case UInt8(ascii: "["):
        guard let (set, end) = ByteSet.bracket(pattern, after: at) else { return nil }
        steps.append(.oneOf(set))
        at = end
      case UInt8(ascii: "\\"):
        guard at + 1 < pattern.count else { return nil }
        steps.append(.byte(pattern[at + 1]))
        at += 2
      default:
        steps.append(.byte(pattern[at]))
        at += 1
      }
    }
  }

  /// Whether a byte means something other than itself.
  static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\\")
  }

  /// Adds a run of stars; git takes two or more for `**` where a component begins, or where its literal prefix ends.
  private mutating func addStars(_ pattern: [UInt8], _ start: Int, isFirst: Bool) -> Int {
    var end = start
    while end < pattern.count, pattern[end] == UInt8(ascii: "*") { end += 1 }
    let slash = UInt8(ascii: "/")
    let rest = pattern[end...]
    let stands = isFirst || start == 0 || pattern[start - 1] == slash
    let endsComponent = rest.isEmpty || rest.first == slash || rest.starts(with: [UInt8(ascii: "\\"), slash])
    guard end - start > 1, stands, endsComponent else {
      steps.append(.component)
      return end
    }
    guard rest.first == slash else {
      steps.append(.anything)
      return end
    }
    steps += [.optionalDirectories, .anything, .byte(slash)]
    return end + 1
  }

  /// Whether the pattern matches all of the text.
  ///
  /// - Complexity: O(pattern × text).
  func matches(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.starts(with: literalPrefix) else { return false }
    var run = Run(steps: steps, at: literalPrefix.count)
    let rest = text.dropFirst(literalPrefix.count)
    for byte in rest {
      run.advance(byte)
      if run.isOver { return false }
    }
    return run.isAtEnd
  }

  /// The steps that the text so far may have led to.
  private struct Run {
    private let steps: [Step]
    private var places: [Int] = []
    private var next: [Int] = []
    private var waiting: [Int] = []
    /// In which round a step was last put into the list.
    private var rounds: [Int]
    private var round = 1

    init(steps: [Step], at start: Int) {
      self.steps = steps
      rounds = [Int](repeating: 0, count: steps.count + 1)
      enter(start)
      swap(&places, &next)
    }

    var isOver: Bool { places.isEmpty }
    var isAtEnd: Bool { places.contains(steps.count) }

    mutating func advance(_ byte: UInt8) {
      round += 1
      next.removeAll(keepingCapacity: true)
      let isSlash = byte == UInt8(ascii: "/")
      for place in places where place < steps.count {
        switch steps[place] {
        case .byte(let wanted): if byte == wanted { enter(place + 1) }
        case .one: if !isSlash { enter(place + 1) }
        case .oneOf(let set): if !isSlash, set.contains(byte) { enter(place + 1) }
        case .component: if !isSlash { enter(place) }
        case .anything: enter(place)
        case .optionalDirectories: break
        }
      }
      swap(&places, &next)
    }

    /// Puts a step into the list, with those that are reached from it without a byte.
    private mutating func enter(_ start: Int) {
      waiting.append(start)
      while let place = waiting.popLast() {
        guard rounds[place] != round else { continue }
        rounds[place] = round
        next.append(place)
        guard place < steps.count else { continue }
        switch steps[place] {
        case .component, .anything: waiting.append(place + 1)
        case .optionalDirectories: waiting += [place + 1, place + 3]
        default: break
        }
      }
    }
  }
}

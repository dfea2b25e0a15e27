/// A pattern of `.dockerignore`.
///
/// `*` and `?` take no slash, `**` takes any number of directories, `[…]` one of some characters.
struct ContextPattern {
  private enum Token: Equatable {
    case literal(Unicode.Scalar)
    /// `?`
    case one
    /// `*`
    case star
    /// `**`, with its slash: nothing, or anything up to a slash.
    case directories
    /// `**` at an end: anything.
    case all
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  private var tokens: [Token] = []

  /// How many parts it has.
  var size: Int { tokens.count }

  /// The one path that it takes; nil when it may take others.
  var path: [UInt8]? {
    var out = String.UnicodeScalarView()
    for token in tokens {
      guard case .literal(let scalar) = token else { return nil }
      out.append(scalar)
    }
    return Array(String(out).utf8)
  }

  /// - Returns: nil when it is not a pattern.
  init?(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    var at = 0
    while at < scalars.count {
      let scalar = scalars[at]
      at += 1
      switch scalar {
      case "*":
        guard at < scalars.count, scalars[at] == "*" else {
          tokens.append(.star)
          continue
        }
        at += 1
        let hasSlash = at < scalars.count && scalars[at] == "/"
        if hasSlash { at += 1 }
        let isSuffix = tokens.isEmpty && !hasSlash && ContextPattern.isPlain(scalars[at...])
        tokens.append(at == scalars.count || isSuffix ? .all : .directories)
      case "?": tokens.append(.one)
      case "\\":
        guard at < scalars.count else { return nil }
        tokens.append(.literal(scalars[at]))
        at += 1
      case "[":
        guard let set = ContextPattern.set(scalars, &at) else { return nil }
        tokens.append(set)
      default: tokens.append(.literal(scalar))
      }
    }
  }

  private static func isPlain(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    !scalars.contains { $0 == "*" || $0 == "?" || $0 == "[" || $0 == "]" || $0 == "\\" }
  }

  /// The characters of `[…]`, from behind the bracket on.
  private static func set(_ scalars: [Unicode.Scalar], _ at: inout Int) -> Token? {
    var ranges: [ClosedRange<UInt32>] = []
    let isNegated = at < scalars.count && scalars[at] == "^"
    if isNegated { at += 1 }
    while at < scalars.count, scalars[at] != "]" {
      guard let low = member(scalars, &at) else { return nil }
      var high = low
      if at < scalars.count, scalars[at] == "-" {
        at += 1
        guard let end = member(scalars, &at) else { return nil }
        high = end
      }
      guard low <= high else { return nil }
      ranges.append(low...high)
    }
    guard at < scalars.count, !ranges.isEmpty else { return nil }
    at += 1
    return .set(ranges, isNegated: isNegated)
  }

  private static func member(_ scalars: [Unicode.Scalar], _ at: inout Int) -> UInt32? {
    guard at < scalars.count, scalars[at] != "]", scalars[at] != "-" else { return nil }
    if scalars[at] == "\\" { at += 1 }
    guard at < scalars.count else { return nil }
    at += 1
    return scalars[at - 1].value
  }

  /// Whether it takes a path or one of the directories above it.
  ///
  /// - Complexity: O(path · pattern).
  func matches(_ path: [Unicode.Scalar]) -> Bool {
    // Beside the places in the pattern that are reached: those within `**/`, which end at a slash only.
    var reached = Array(repeating: false, count: tokens.count + 1)
    var inside = Array(repeating: false, count: tokens.count + 1)
    reach(0, &reached)
    for scalar in path {
      if scalar == "/", reached[tokens.count] { return true }
      var next = Array(repeating: false, count: tokens.count + 1)
      var nextInside = Array(repeating: false, count: tokens.count + 1)
      var isAlive = false
      for index in tokens.indices where reached[index] || inside[index] {
        switch tokens[index] {
        case .directories:
          nextInside[index] = true
          isAlive = true
          if scalar == "/" { reach(index + 1, &next) }
        case .star where scalar != "/", .all:
          reach(index, &next)
          isAlive = true
        default:
          guard takes(tokens[index], scalar) else { continue }
          reach(index + 1, &next)
          isAlive = true
        }
      }
      guard isAlive else { return false }
      (reached, inside) = (next, nextInside)
    }
    return reached[tokens.count]
  }

  /// Marks a place, and those that follow it without a character.
  private func reach(_ place: Int, _ marks: inout [Bool]) {
    var place = place
    while !marks[place] {
      marks[place] = true
      guard place < tokens.count, [.star, .directories, .all].contains(tokens[place]) else { return }
      place += 1
    }
  }

  private func takes(_ token: Token, _ scalar: Unicode.Scalar) -> Bool {
    switch token {
    case .literal(let wanted): scalar == wanted
    case .one: scalar != "/"
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar.value) } != isNegated
    case .star, .directories, .all: false
    }
  }
}

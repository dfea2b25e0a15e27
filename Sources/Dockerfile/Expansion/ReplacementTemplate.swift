/// The replacement of `${name//pattern/replacement}`, in which `$0` and `${0}` are the match, `$$` is `$`, and `$` with
/// another name is nothing.
///
/// Source: Go, regexp.Expand.
struct ReplacementTemplate {
  /// Literal texts with a match between each two.
  private var literals: [[UInt8]] = [[]]
  private var literalBytes = 0

  init(_ text: [UInt8]) {
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      offset += 1
      if byte == UInt8(ascii: "$"), offset < text.count {
        if text[offset] == byte {
          offset += 1
        } else if let (name, end) = ReplacementTemplate.name(text, at: offset) {
          if name == [UInt8(ascii: "0")] { literals.append([]) }
          offset = end
          continue
        }
      }
      literals[literals.count - 1].append(byte)
      literalBytes += 1
    }
  }

  /// The length of the replacement of a match.
  func count(match: Int) -> Int {
    let (product, overflow) = match.multipliedReportingOverflow(by: literals.count - 1)
    let (sum, overflows) = product.addingReportingOverflow(literalBytes)
    return overflow || overflows ? .max : sum
  }

  /// Appends the replacement of a match.
  func append(match: ArraySlice<UInt8>, to result: inout [UInt8]) {
    for (index, literal) in literals.enumerated() {
      if index > 0 { result += match }
      result += literal
    }
  }

  /// The name, in braces or not, that begins there, and where the text goes on; nil when there is none.
  private static func name(_ text: [UInt8], at start: Int) -> (name: ArraySlice<UInt8>, end: Int)? {
    let hasBrace = text[start] == UInt8(ascii: "{")
    let first = hasBrace ? start + 1 : start
    var end = first
    while end < text.count {
      let (scalar, width) = ScalarReader.decode(text, at: end)
      guard scalar.isNameScalar else { break }
      end += width
    }
    guard end > first else { return nil }
    guard hasBrace else { return (text[first..<end], end) }
    guard end < text.count, text[end] == UInt8(ascii: "}") else { return nil }
    return (text[first..<end], end + 1)
  }
}

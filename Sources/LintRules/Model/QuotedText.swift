import Dockerfile

extension Argument {
  /// The text without the quotes around it.
  ///
  /// All quotes at both ends go, whatever their kind; those inside stay.
  var unquotedText: String {
    let isQuote = { (byte: UInt8) in byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
    var rest = bytes[...].drop(while: isQuote)
    while let last = rest.last, isQuote(last) { rest.removeLast() }
    return GoUTF8.string(rest)
  }
}

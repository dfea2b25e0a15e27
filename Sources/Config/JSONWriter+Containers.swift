import JSONText

extension JSONWriter {
  /// A member that is an object; a closure behind `member` alone could be one for an array, too.
  mutating func objectMember(_ name: String, _ body: (inout JSONWriter) -> Void) { member(name, object: body) }

  /// A member that is an array.
  mutating func arrayMember(_ name: String, _ body: (inout JSONWriter) -> Void) { member(name, array: body) }
}

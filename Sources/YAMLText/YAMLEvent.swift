/// A piece of a YAML text as libyaml tells it, with the numbers of its first character and of the one after its last.
struct YAMLEvent {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(String)
    case scalar(text: String, isPlain: Bool, tag: String?)
    case sequenceStart(isFlow: Bool, tag: String?)
    case mappingStart(isFlow: Bool, tag: String?)
    case sequenceEnd, mappingEnd
  }

  var kind: Kind
  /// The name that aliases call the value by; nil when it has none.
  var anchor: String?
  var start: Int
  var end: Int
}

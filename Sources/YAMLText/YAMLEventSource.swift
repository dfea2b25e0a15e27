import CYAML
import Core

/// The events of a YAML text, one after the other, by libyaml.
struct YAMLEventSource: ~Copyable {
  let places: YAMLPlaces
  /// On the heap: libyaml keeps its address.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8]) throws(YAMLError) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw YAMLEventSource.outOfMemory
    }
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    _ = input.initialize(from: bytes)
    yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    // Left to itself it would take UTF-16, of which no place could be given.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    (self.places, self.parser, self.input) = (YAMLPlaces(bytes), parser, input)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    input.deallocate()
  }

  private static let outOfMemory = YAMLError("no memory to read it", at: SourcePosition(line: 1, column: 1))

  mutating func next() throws(YAMLError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    return YAMLEvent(
      kind: YAMLEventSource.kind(of: event), anchor: YAMLEventSource.anchor(of: event),
      start: Int(clamping: event.start_mark.index),
      end: Int(clamping: event.end_mark.index))
  }

  private static func anchor(of event: yaml_event_t) -> String? {
    switch event.type {
    case YAML_SCALAR_EVENT: text(event.data.scalar.anchor)
    case YAML_SEQUENCE_START_EVENT: text(event.data.sequence_start.anchor)
    case YAML_MAPPING_START_EVENT: text(event.data.mapping_start.anchor)
    default: nil
    }
  }

  private static func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let value = UnsafeBufferPointer(start: scalar.value, count: scalar.value == nil ? 0 : scalar.length)
      return .scalar(
        text: String(decoding: value, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
        tag: text(scalar.tag))
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      return .sequenceStart(isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE, tag: text(sequence.tag))
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      return .mappingStart(isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE, tag: text(mapping.tag))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    bytes.map { String(cString: UnsafePointer($0)) }
  }

  private func failure() -> YAMLError {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "it cannot be read"
    switch state.error {
    case YAML_MEMORY_ERROR: return YAMLEventSource.outOfMemory
    case YAML_READER_ERROR:
      return YAMLError(
        "not YAML: " + YAMLWords.lowered(problem), help: "write it as UTF-8 text",
        at: places.position(ofByte: Int(clamping: state.problem_offset)))
    default:
      let context = state.context.map { String(cString: $0) }
      // An alias is one by its first character, even if a later one is what does not fit.
      let mark = context.map(YAMLWords.isAboutStart) == true ? state.context_mark : state.problem_mark
      let position = places.position(ofCharacter: Int(clamping: mark.index))
      return YAMLError(
        YAMLWords.message(problem, context: context), help: YAMLWords.help(problem, context, places.byte(at: position)),
        at: position)
    }
  }
}

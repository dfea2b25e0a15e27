/// A JSON value with the byte offset where it stands.
public struct JSONValue: Sendable {
  public indirect enum Kind: Sendable {
    case null
    case bool(Bool)
    /// The number as written; `JSONValue.integer` converts.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in order, duplicates included; look-ups take the last, as Go's encoding/json and so Docker do.
    case object([Member])
  }
  public struct Member: Sendable {
    public var key: String
    /// Byte offset of the key's opening quote.
    public var keyOffset: Int
    /// Byte offset after the key's closing quote.
    public var keyEnd: Int
    public var value: JSONValue
  }

  public var kind: Kind
  /// Byte offset of the value's first byte.
  public var offset: Int
  /// Byte offset after the value's last byte.
  public var end: Int

  public init(_ kind: Kind, offset: Int = 0, end: Int = 0) { (self.kind, self.offset, self.end) = (kind, offset, end) }

  /// The last member of that name; nil when this is no object or has none.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = kind else { return nil }
    return members.last { $0.key == key }?.value
  }

  /// The value Go's encoding/json would leave in a field of that name: letter case aside, the last member that is not null.
  public func field(_ name: String) -> JSONValue? {
    guard case .object(let members) = kind else { return nil }
    let lowered = name.lowercased()
    return members.last { !$0.value.isNull && ($0.key == name || $0.key.lowercased() == lowered) }?.value
  }

  public var string: String? { if case .string(let text) = kind { text } else { nil } }
  public var bool: Bool? { if case .bool(let value) = kind { value } else { nil } }
  public var array: [JSONValue]? { if case .array(let items) = kind { items } else { nil } }
  public var members: [Member]? { if case .object(let members) = kind { members } else { nil } }
  public var isNull: Bool { if case .null = kind { true } else { false } }
  public var integer: Int64? { if case .number(let text) = kind { Int64(text) } else { nil } }

  /// The strings of an array; items that are no strings are left out. nil when this is no array.
  public var strings: [String]? { array?.compactMap(\.string) }

  /// What kind of value it is, for messages: `an object`, `a number`, …
  public var kindName: String {
    switch kind {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

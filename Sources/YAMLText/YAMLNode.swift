import Core

/// A value of a YAML text, with its place.
public struct YAMLNode: Sendable, Equatable {
  /// How a scalar is written.
  public enum Style: Sendable, Equatable {
    case plain
    /// In quotes, as a block, or with the tag `!!str`: it is text whatever it looks like.
    case quoted
  }

  /// A single value, as text.
  public struct Scalar: Sendable, Equatable {
    public var text: String
    public var style: Style

    public init(_ text: String, style: Style = .plain) { (self.text, self.style) = (text, style) }

    /// Whether it stands for no value. Source: YAML 1.2.2, section 10.3.2.
    public var isNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(text) }
  }

  /// A key of a mapping with its value.
  public struct Pair: Sendable, Equatable {
    public var key: String
    public var keyRange: SourceRange
    public var value: YAMLNode

    public init(key: String, keyRange: SourceRange, value: YAMLNode) {
      (self.key, self.keyRange, self.value) = (key, keyRange, value)
    }
  }

  public indirect enum Kind: Sendable, Equatable {
    case scalar(Scalar)
    case sequence([YAMLNode])
    /// In the order of the text; no key occurs twice.
    case mapping([Pair])
  }

  public var kind: Kind
  /// The tag as libyaml resolves it, such as `tag:yaml.org,2002:str`; nil when none is written.
  public var tag: String?
  /// From its first byte to the end of its last value.
  public var range: SourceRange

  public init(_ kind: Kind, tag: String? = nil, range: SourceRange) {
    (self.kind, self.tag, self.range) = (kind, tag, range)
  }

  /// Whether it stands for no value.
  public var isNull: Bool { scalar?.isNull ?? false }

  public var scalar: Scalar? { if case .scalar(let scalar) = kind { scalar } else { nil } }
  public var sequence: [YAMLNode]? { if case .sequence(let items) = kind { items } else { nil } }
  public var mapping: [Pair]? { if case .mapping(let pairs) = kind { pairs } else { nil } }

  /// The value of a key; nil when this is no mapping or has no such key.
  ///
  /// - Complexity: O(pairs).
  public subscript(key: String) -> YAMLNode? { mapping?.first { $0.key == key }?.value }
}

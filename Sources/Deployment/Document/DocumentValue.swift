import Core

/// A value of a deployment file, whatever syntax the file is in, with its place.
public struct DocumentValue: Sendable {
  public enum Kind: Sendable {
    case null
    case bool(Bool)
    /// As written.
    case number(String)
    case text(String)
    case list([DocumentValue])
    case object([Member])
    /// Not known before the file is used: a variable, a template, an intrinsic function; what it is in words, such as
    /// `Fn::If`.
    case unknown(String)
  }

  /// A member of an object.
  public struct Member: Sendable {
    /// As written in the file.
    public var key: String
    /// As the format's own API writes it, such as `readonlyRootFilesystem` for CloudFormation's `ReadonlyRootFilesystem`
    /// and Terraform's `readonly_root_filesystem`.
    public var name: String
    public var keyRange: SourceRange
    public var value: DocumentValue

    public init(key: String, name: String? = nil, keyRange: SourceRange, value: DocumentValue) {
      (self.key, self.name, self.keyRange, self.value) = (key, name ?? key, keyRange, value)
    }
  }

  public var kind: Kind
  public var range: SourceRange
  public var path: DocumentPath
  /// Whether a scalar is written without quotes in YAML: `yes` may then be a switch.
  public var isPlain: Bool
  /// The text that stands there when the value is unknown because of what the text holds, such as `app:${TAG}`, or what
  /// is named by it, such as the parameter of `!Ref`; nil else.
  public var written: String?

  public init(
    _ kind: Kind, range: SourceRange, path: DocumentPath, isPlain: Bool = false, written: String? = nil
  ) {
    (self.kind, self.range, self.path, self.isPlain, self.written) = (kind, range, path, isPlain, written)
  }

  /// The value of a member by the API's name; nil when this is no object or has no such member.
  public subscript(name: String) -> DocumentValue? { member(name)?.value }

  /// A member by the API's name.
  public func member(_ name: String) -> Member? { members?.last { $0.name == name } }

  public var members: [Member]? { if case .object(let members) = kind { members } else { nil } }
  public var list: [DocumentValue]? { if case .list(let items) = kind { items } else { nil } }
  public var text: String? { if case .text(let text) = kind { text } else { nil } }
  public var isNull: Bool { if case .null = kind { true } else { false } }

  /// What it is when it is not known; nil when it is known.
  public var unknown: String? { if case .unknown(let what) = kind { what } else { nil } }

  /// A text, or a number as it is written; nil for all else.
  public var scalarText: String? {
    switch kind {
    case .text(let text), .number(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .null, .list, .object, .unknown: nil
    }
  }

  /// What kind of value it is, in words: `an object`, `a list`, …
  public var kindName: String {
    switch kind {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .text: "a text"
    case .list: "a list"
    case .object: "an object"
    case .unknown(let what): what
    }
  }
}

import Core

/// What a deployment file says of something: nothing, a value, or what cannot be known before the file is used.
public enum Setting<Value: Sendable>: Sendable {
  case absent
  case known(Value, at: DocumentValue)
  /// A variable, a template, an intrinsic function, or a value of another type than expected.
  case unknown(at: DocumentValue)

  /// The value; nil when absent or unknown.
  public var value: Value? { if case .known(let value, _) = self { value } else { nil } }

  /// Where it stands; nil when absent.
  public var place: DocumentValue? {
    switch self {
    case .absent: nil
    case .known(_, let place), .unknown(let place): place
    }
  }

  public var isAbsent: Bool { if case .absent = self { true } else { false } }
  public var isUnknown: Bool { if case .unknown = self { true } else { false } }
}

extension DocumentValue {
  /// A member as a text; a number or a switch counts as its spelling.
  public func text(_ name: String) -> Setting<String> { setting(name, \.scalarText) }

  /// A member as a switch; `"true"` in quotes counts, as CloudFormation and YAML tools take it.
  public func flag(_ name: String) -> Setting<Bool> { setting(name, \.flagValue) }

  /// A member as a whole number; digits in quotes count.
  public func number(_ name: String) -> Setting<Int> { setting(name, \.wholeNumber) }

  /// A member as a list.
  public func items(_ name: String) -> Setting<[DocumentValue]> { setting(name, \.list) }

  /// A member as an object.
  public func object(_ name: String) -> Setting<[Member]> { setting(name, \.members) }

  /// A list of texts; unknown when one of them is.
  public func texts(_ name: String) -> Setting<[String]> {
    setting(name) { value in
      guard let items = value.list else { return nil }
      let texts = items.compactMap(\.scalarText)
      return texts.count == items.count ? texts : nil
    }
  }

  private func setting<Value>(_ name: String, _ read: (DocumentValue) -> Value?) -> Setting<Value> {
    guard let value = self[name] else {
      // Nothing can be said of a member of something that is not known.
      return unknown == nil ? .absent : .unknown(at: self)
    }
    if value.isNull { return .absent }
    return read(value).map { .known($0, at: value) } ?? .unknown(at: value)
  }

  /// As a switch; nil when it is none.
  public var flagValue: Bool? {
    switch kind {
    case .bool(let flag): return flag
    case .text(let text):
      switch text.lowercased() {
      case "true": return true
      case "false": return false
      case "yes", "on": return isPlain ? true : nil
      case "no", "off": return isPlain ? false : nil
      default: return nil
      }
    case .null, .number, .list, .object, .unknown: return nil
    }
  }

  /// As a whole number; nil when it is none.
  public var wholeNumber: Int? {
    switch kind {
    case .number(let text), .text(let text): Int(text)
    case .null, .bool, .list, .object, .unknown: nil
    }
  }
}

import Core

/// A service of a compose file.
public struct ComposeService: Sendable {
  public var name: String
  public var nameRange: SourceRange
  /// With what `<<` and `extends` of the same file bring.
  public var value: DocumentValue
  /// What says that settings that are not here may stand in another file, such as `extends`; nil when none does.
  public var elsewhere: DocumentValue?

  public init(name: String, nameRange: SourceRange, value: DocumentValue, elsewhere: DocumentValue? = nil) {
    (self.name, self.nameRange, self.value, self.elsewhere) = (name, nameRange, value, elsewhere)
  }

  /// What messages call it, such as `service "web"`.
  public var title: String { "service \"\(name)\"" }

  /// Where a finding about something that is missing stands: the service's key.
  public var anchor: DocumentValue { DocumentValue(value.kind, range: nameRange, path: value.path) }

  /// Its image; unknown when it is not a literal.
  public var image: Setting<String> { text("image") }
  public var user: Setting<String> { text("user") }
  public var readOnly: Setting<Bool> { flag("read_only") }
  public var privileged: Setting<Bool> { flag("privileged") }

  /// Whether what the image starts is surely what runs.
  public var startsAsImage: Bool {
    !["command", "entrypoint"].contains { name in value[name].map { !$0.isNull } ?? (elsewhere != nil) }
  }

  // MARK: settings

  public func text(_ name: String) -> Setting<String> {
    let found = completed(value.text(name))
    guard case .known(let text, let place) = found, ComposeService.hasVariable(text) else { return found }
    return .unknown(at: place)
  }

  public func flag(_ name: String) -> Setting<Bool> { completed(value.flag(name)) }

  /// The items of a setting that is a list or a single text.
  public func items(_ name: String) -> Setting<[DocumentValue]> {
    guard let found = value[name], !found.isNull else { return completed(value.items(name)) }
    if found.scalarText != nil { return .known([found], at: found) }
    return value.items(name)
  }

  /// The texts of a list that are known, with their places.
  public func words(_ name: String) -> [(text: String, place: DocumentValue)] {
    (items(name).value ?? []).compactMap { item in
      guard let text = item.scalarText, !ComposeService.hasVariable(text) else { return nil }
      return (text, item)
    }
  }

  /// Whether all there is of a list is known.
  public func isWhole(_ name: String) -> Bool {
    switch items(name) {
    case .absent: true
    case .unknown: false
    case .known(let items, _):
      elsewhere == nil && items.allSatisfy { $0.scalarText.map { !ComposeService.hasVariable($0) } ?? ($0.list != nil) }
    }
  }

  private func completed<Value>(_ setting: Setting<Value>) -> Setting<Value> {
    guard setting.isAbsent, let elsewhere else { return setting }
    return .unknown(at: elsewhere)
  }

  /// Whether a text has a variable that compose fills in: `$NAME` or `${NAME…}`; `$$` stands for a dollar sign.
  static func hasVariable(_ text: String) -> Bool {
    var isDollar = false
    for byte in text.utf8 {
      if isDollar {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "_"), 65...90, 97...122: return true
        default: isDollar = false
        }
      } else {
        isDollar = byte == UInt8(ascii: "$")
      }
    }
    return false
  }
}

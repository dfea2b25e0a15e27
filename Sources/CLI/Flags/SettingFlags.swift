import ArgumentParser
import Config
import Core

/// What a command line says of settings.
enum GivenValue {
  case flag(Bool?)
  case text(String?)
  case list([String])

  /// As typed after the flag's name.
  fileprivate var spoken: String {
    switch self {
    case .text(let text?): " " + Sanitized(text).description
    case .list(let items): items.count == 1 ? " " + Sanitized(items[0]).description : ""
    case .flag, .text: ""
    }
  }
}

/// A group of flags that are settings.
protocol SettingFlags: ParsableArguments {
  /// By key; what was not given is nil or empty.
  var given: [(key: String, value: GivenValue)] { get }
}

extension SettingFlags {
  /// The values that were given.
  ///
  /// - Throws: `ValidationError` for a value that its setting does not take.
  func values() throws -> [String: SettingValue] {
    var out: [String: SettingValue] = [:]
    for (key, value) in given {
      guard let setting = SettingTable.setting(key) else { continue }
      do throws(SettingError) {
        switch value {
        case .flag(nil), .text(nil): continue
        case .flag(let flag?): out[key] = .flag(flag)
        case .text(let text?): out[key] = try setting.value(of: text)
        case .list(let items): if !items.isEmpty { out[key] = try setting.value(ofItems: items) }
        }
      } catch {
        throw ValidationError("--\(key)\(value.spoken): \(error.message)")
      }
    }
    return out
  }

  func validate() throws { _ = try values() }
}

extension Dictionary where Key == String, Value == SettingValue {
  /// All that several groups say.
  init(of groups: [any SettingFlags]) throws {
    self = [:]
    for group in groups { merge(try group.values()) { first, _ in first } }
  }
}

/// The words that a setting takes, for completion.
func words(of key: String) -> CompletionKind {
  if case .choice(let words)? = SettingTable.setting(key)?.kind { return .list(words) }
  return .default
}

import Core
import LintRules
import Reports

/// Why a text is no value of a setting.
public struct SettingError: Error, Sendable, Equatable {
  /// What was expected, and what may have been meant: ``expected auto, always or never; did you mean `never`?``.
  public var message: String

  public init(message: String) { self.message = message }
}

extension Setting {
  /// The value that a text stands for, on the command line or in a variable; a list is split at its commas.
  public func value(of text: String) throws(SettingError) -> SettingValue {
    switch kind {
    case .flag:
      guard let flag = Setting.flags[text.lowercased()] else { throw expected("1, 0, true, false, yes, no, on or off") }
      return .flag(flag)
    case .number(let range):
      guard let number = Setting.number(text, in: range) else { throw expected(Setting.words(for: range)) }
      return .number(number)
    case .choice(let words):
      guard words.contains(text) else {
        throw expected(Quoted.choice(words) + NearestName.remark(text, among: words))
      }
      return .text(text)
    case .text, .path:
      guard !text.isEmpty else { throw expected(kind == .path ? "the name of a file" : "a text") }
      return .text(text)
    case .list:
      let items = text.utf8.split(separator: UInt8(ascii: ","))
      return try value(ofItems: items.map { Setting.trimmed($0) }.filter { !$0.isEmpty })
    }
  }

  /// The value of a flag that was given several times, or of a list in a file: no text is split.
  public func value(ofItems items: [String]) throws(SettingError) -> SettingValue {
    for item in items { if let problem = problem(ofItem: item) { throw problem } }
    return .list(items)
  }

  private func problem(ofItem item: String) -> SettingError? {
    switch key {
    case "ignore" where !RuleNames.isKnown(item): return SettingError(message: RuleNames.unknown(item))
    case "require-label" where RequiredLabel(item) == nil:
      return expected(
        "NAME:TYPE with one of the types " + Quoted.choice(LintOptions.LabelType.allCases.map(\.rawValue)))
    case "build-arg" where !item.utf8.contains(UInt8(ascii: "=")) || item.utf8.first == UInt8(ascii: "="):
      return expected("NAME=VALUE")
    case "report":
      guard let report = ReportTarget(item) else { return expected("FORMAT=FILE, such as sarif=imgscan.sarif") }
      let formats = ReportFormat.allCases.map(\.rawValue)
      guard ReportFormat(rawValue: report.format) == nil else { return nil }
      return SettingError(
        message: "unknown format \(Quoted.text(report.format))" + NearestName.remark(report.format, among: formats)
          + "; expected " + Quoted.choice(formats))
    default: return nil
    }
  }

  private func expected(_ what: String) -> SettingError { SettingError(message: "expected " + what) }

  private static let flags: [String: Bool] = [
    "1": true, "true": true, "yes": true, "on": true, "0": false, "false": false, "no": false, "off": false,
  ]

  /// What a number must be, such as `a number from 0 to 255`.
  static func words(for range: ClosedRange<Int>) -> String {
    range.upperBound >= Int(Int32.max)
      ? "a number, at least \(range.lowerBound)" : "a number from \(range.lowerBound) to \(range.upperBound)"
  }

  /// A number in plain decimal digits; nil for another text and one out of range.
  static func number(_ text: String, in range: ClosedRange<Int>) -> Int? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text == "0" || text.utf8.first != 0x30,
      let number = Int(text), range.contains(number)
    else { return nil }
    return number
  }

  private static func trimmed(_ text: Substring.UTF8View.SubSequence) -> String {
    var text = text
    while let first = text.first, first == 0x20 || first == 0x09 { text.removeFirst() }
    while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }
}

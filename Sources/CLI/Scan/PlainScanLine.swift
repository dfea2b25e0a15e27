import Config

/// A scan's command line read without the argument parser, whose start costs more than the scan of a small image (measured:
/// 30 of 104 million instructions).
///
/// It reads what is spelled out and says one thing once; every other line is left to the argument parser.
struct PlainScanLine: Equatable {
  private(set) var subjects: [String] = []
  private(set) var flags: [String: SettingValue] = [:]
  private var lists: [String: [String]] = [:]

  /// The names of all commands.
  static let commands: Set<String> = [
    "scan", "init", "baseline", "config", "rules", "explain", "rofs", "layers", "facts", "parse", "expand", "cache",
    "schema", "completions", "man", "help",
  ]

  /// Flags of which a line may have one.
  private static let rivals = [
    ("platform", "all-platforms"), ("no-fail", "exit-code"), ("quiet", "verbose"), ("config", "no-config"),
  ]

  /// - Parameter arguments: without the program's name.
  /// - Returns: nil for a line without subject, with a command other than `scan`, or that is not plain.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    if rest.first == "scan" { rest.removeFirst() }
    while let word = rest.popFirst() {
      if word == "--" {
        subjects += rest
        break
      }
      if word.utf8.first != UInt8(ascii: "-") || word.utf8.count == 1 {
        guard !PlainScanLine.commands.contains(word) else { return nil }
        subjects.append(word)
        continue
      }
      guard let setting = PlainScanLine.setting(word) else { return nil }
      if setting.kind == .flag {
        flags[setting.key] = .flag(true)
      } else {
        guard let value = rest.popFirst(), take(value, of: setting) else { return nil }
      }
    }
    guard !subjects.isEmpty, !PlainScanLine.rivals.contains(where: { flags[$0] != nil && flags[$1] != nil }) else {
      return nil
    }
  }

  /// The setting of a flag as typed.
  private static func setting(_ word: String) -> Setting? {
    switch word {
    case "-f": SettingTable.setting("format")
    case "-o": SettingTable.setting("output")
    case "-q": SettingTable.setting("quiet")
    case "-v": SettingTable.setting("verbose")
    case "-j": SettingTable.setting("jobs")
    case "-i": SettingTable.setting("ignore")
    case "-c": SettingTable.setting("config")
    default: word.utf8.starts(with: "--".utf8) ? SettingTable.setting(String(word.dropFirst(2))) : nil
    }
  }

  private mutating func take(_ value: String, of setting: Setting) -> Bool {
    guard value.utf8.first != UInt8(ascii: "-") else { return false }
    if setting.kind == .list {
      lists[setting.key, default: []].append(value)
      flags[setting.key] = try? setting.value(ofItems: lists[setting.key] ?? [])
    } else {
      flags[setting.key] = try? setting.value(of: value)
    }
    return flags[setting.key] != nil
  }
}

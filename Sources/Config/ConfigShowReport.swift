import Core
import Engine
import JSONText

/// What `imgscan config show` prints: all settings with where each comes from, and the lists of the file.
public struct ConfigShowReport: Sendable {
  private let settings: Settings
  private var file: ConfigFile? { settings.file }

  public init(_ settings: Settings) { self.settings = settings }

  /// The settings that are shown: those of the command line alone only when they are set.
  private var shown: [Setting] {
    SettingTable.all.filter { $0.scope != .commandLine || settings.origin($0.key) != .standard }
  }

  /// For people, with a line feed at its end.
  public func text() -> String {
    var lines = table(
      [["KEY", "VALUE", "FROM"]]
        + shown.map { [$0.key, words(settings.entry($0.key)?.value), settings.origin($0.key).description] })
    lines += section("RULE", ["LEVEL", "FROM"], levels.map { [$0.rule, $0.word, from($0.range.start.line)] })
    lines += section(
      "IGNORE", ["WHERE", "UNTIL", "REASON", "FROM"],
      (file?.ignores ?? []).map { entry in
        let filters = [entry.path, entry.image.map { "image \($0)" }, entry.layer.map { "layer \($0.rawValue)" }]
        return [
          entry.rules.joined(separator: ", "), words(filters), words([entry.expires?.description]),
          words([entry.reason]),
          from(line(entry.place)),
        ]
      })
    lines += section(
      "ALLOW-SETUID", ["OWNER", "MODE", "PACKAGE", "UNTIL", "REASON", "FROM"],
      (file?.setuidAllowances ?? []).map { entry in
        [entry.path]
          + [entry.owner, entry.mode, entry.package, entry.expires?.description, entry.reason].map { words([$0]) }
          + [from(line(entry.place))]
      })
    lines += section("EXCLUDE", ["FROM"], excludes.map { [$0.pattern, from($0.range.start.line)] })
    return lines.joined(separator: "\n") + "\n"
  }

  /// For programs, with a line feed at its end.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("file", file?.name)
      json.arrayMember("settings") { json in for setting in shown { write(setting, to: &json) } }
      json.arrayMember("rules") { json in
        for level in levels {
          json.object { json in
            json.member("rule", level.rule)
            json.member("level", level.word)
            json.member("line", level.range.start.line)
          }
        }
      }
      json.arrayMember("ignores") { json in for entry in file?.ignores ?? [] { write(entry, to: &json) } }
      json.arrayMember("allowSetuid") { json in for entry in file?.setuidAllowances ?? [] { write(entry, to: &json) } }
      json.arrayMember("excludes") { json in
        for exclude in excludes {
          json.object { json in
            json.member("pattern", exclude.pattern)
            json.member("line", exclude.range.start.line)
          }
        }
      }
    }
    return json.text + "\n"
  }

  private func write(_ setting: Setting, to json: inout JSONWriter) {
    json.object { json in
      json.member("key", setting.key)
      json.key("value")
      switch settings.entry(setting.key)?.value {
      case nil: json.null()
      case .flag(let flag)?: json.value(flag)
      case .number(let number)?: json.value(number)
      case .text(let text)?: json.value(text)
      case .list(let items)?: json.array { json in for item in items { json.value(item) } }
      }
      let origin = settings.origin(setting.key)
      switch origin {
      case .flag: json.member("from", "flag")
      case .variable: json.member("from", "variable")
      case .file: json.member("from", "file")
      case .standard: json.member("from", "default")
      }
      if case .variable(let name) = origin {
        json.member("variable", name)
      } else {
        json.member("variable", nil as String?)
      }
      if case .file(_, let range) = origin {
        json.member("line", range.start.line)
      } else {
        json.member("line", nil as Int?)
      }
    }
  }

  private func write(_ entry: IgnoreEntry, to json: inout JSONWriter) {
    json.object { json in
      json.member("rules", entry.rules)
      json.member("path", entry.path)
      json.member("image", entry.image)
      json.member("layer", entry.layer?.rawValue)
      json.member("reason", entry.reason)
      json.member("expires", entry.expires?.description)
      json.member("line", line(entry.place))
    }
  }

  private func write(_ entry: SetuidAllowance, to json: inout JSONWriter) {
    json.object { json in
      json.member("path", entry.path)
      json.member("owner", entry.owner)
      json.member("mode", entry.mode)
      json.member("package", entry.package)
      json.member("reason", entry.reason)
      json.member("expires", entry.expires?.description)
      json.member("line", line(entry.place))
    }
  }

  private var levels: [(rule: String, word: String, range: SourceRange)] {
    (file?.levelRanges ?? [:]).sorted { $0.value != $1.value ? $0.value < $1.value : $0.key < $1.key }.map {
      rule, range in
      if case .severity(let severity)? = file?.levels[rule] {
        (rule, severity.rawValue, range)
      } else {
        (rule, "off", range)
      }
    }
  }

  private var excludes: [(pattern: String, range: SourceRange)] {
    zip(file?.excludes ?? [], file?.excludeRanges ?? []).map { ($0, $1) }
  }

  private func line(_ place: Place) -> Int? { if case .source(_, let range) = place { range.start.line } else { nil } }

  private func from(_ line: Int?) -> String { (file?.name ?? "") + (line.map { ":\($0)" } ?? "") }

  private func words(_ value: SettingValue?) -> String {
    switch value {
    case nil: "-"
    case .flag(let flag)?: flag ? "true" : "false"
    case .number(let number)?: String(number)
    case .text(let text)?: text
    case .list(let items)?: items.isEmpty ? "-" : items.joined(separator: ", ")
    }
  }

  private func words(_ parts: [String?]) -> String {
    let known = parts.compactMap { $0 }
    return known.isEmpty ? "-" : known.joined(separator: ", ")
  }

  private func section(_ first: String, _ others: [String], _ rows: [[String]]) -> [String] {
    rows.isEmpty ? [] : [""] + table([[first] + others] + rows)
  }

  /// Longer cells move only what stands behind them in their own line.
  private static let widestCell = 40

  private func table(_ rows: [[String]]) -> [String] {
    let rows = rows.map { $0.map { Sanitized($0).description } }
    var widths: [Int] = []
    for row in rows {
      for (index, cell) in row.enumerated() {
        if index == widths.count { widths.append(0) }
        let width = cell.unicodeScalars.count
        if width <= ConfigShowReport.widestCell { widths[index] = max(widths[index], width) }
      }
    }
    return rows.map { row in
      row.enumerated().map { index, cell in
        let fill = index == row.count - 1 ? 0 : max(0, widths[index] - cell.unicodeScalars.count) + 2
        return cell + String(repeating: " ", count: fill)
      }.joined()
    }
  }
}

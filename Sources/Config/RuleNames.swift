import Core
import Rules

/// The names that rules go by in a configuration.
enum RuleNames {
  /// Ids and, behind them, aliases that are no ids; both sorted.
  static let all: [String] = ids + aliases

  /// Ids of other tools' checks that a rule of ours answers; sorted.
  static let aliases: [String] = Set(RuleTable.infos.flatMap(\.aliases)).subtracting(ids).sorted()

  private static let ids = RuleTable.infos.map(\.id.description)
  private static let known = Set(all)

  /// Whether a rule has that id or alias, in just these letters; all that look like ShellCheck's do.
  static func isKnown(_ name: String) -> Bool { known.contains(name) || ShellCheckCode.isCode(name) }

  /// What is said of a name that no rule has.
  static func unknown(_ name: String) -> String {
    "unknown rule \(Quoted.text(name))" + NearestName.remark(name, among: all)
  }
}

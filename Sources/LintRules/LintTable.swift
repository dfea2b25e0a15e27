import Core

/// The DL rules. Adding a rule means one file and one line in the list it belongs to.
public enum LintTable {
  /// Sorted by number.
  public static let all: [any LintRule.Type] =
    (instructions + commands).sorted { $0.info.id < $1.info.id }
}

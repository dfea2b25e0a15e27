/// What a user tells the DL rules.
public struct LintOptions: Sendable {
  /// What the value of a label must be.
  public enum LabelType: String, Sendable, CaseIterable { case text, url, rfc3339, semver, hash, spdx, email }

  /// Whether to judge as hadolint does, its quirks included; else its known defects are repaired and a finding is at its
  /// command.
  public var isExact = false
  /// Registries that images may come from, such as `quay.io`, `*.example.com`, `*`; none for any.
  public var trustedRegistries: [String] = []
  /// Labels that each stage must have, in order, with the type of their values; none for no demands.
  public var labelSchema: [(name: String, type: LabelType)] = []
  /// Whether labels must not be there that `labelSchema` does not name.
  public var hasStrictLabels = false

  public init() {}
}

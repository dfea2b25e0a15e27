/// A format that hadolint writes, by the word that chooses it.
public enum HadolintFormat: String, Sendable, CaseIterable {
  case tty, json, checkstyle, codeclimate
  case gitlabCodeClimate = "gitlab_codeclimate"
  case gnu, codacy, sonarqube, sarif, junit

  /// Whether readers of the format take any exit status but 0 for a crash, so that findings do not change it.
  public var isAlwaysClean: Bool { self == .codeclimate || self == .codacy }
}

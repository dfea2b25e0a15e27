import Core

/// All checks of `docker build --check`.
public enum BuildCheckTable {
  /// In the order of their names.
  public static let all: [any BuildCheck.Type] = [
    ConsistentInstructionCasing.self,
    CopyIgnoredFile.self,
    DuplicateStageName.self,
    ExposeInvalidFormat.self,
    ExposeProtoCasing.self,
    FromAsCasing.self,
    FromPlatformFlagConstDisallowed.self,
    InvalidBaseImagePlatform.self,
    InvalidDefaultArgInFrom.self,
    InvalidDefinitionDescription.self,
    JSONArgsRecommended.self,
    LegacyKeyValueFormat.self,
    MaintainerDeprecated.self,
    MultipleInstructionsDisallowed.self,
    NoEmptyContinuation.self,
    RedundantTargetPlatform.self,
    ReservedStageName.self,
    SecretsUsedInArgOrEnv.self,
    StageNameCasing.self,
    UndefinedArgInFrom.self,
    UndefinedVar.self,
    WorkdirRelativePath.self,
  ]

  /// Options under which the examples of each check show what they say.
  public static let exampleOptions = BuildCheckOptions(
    checkDirective: "experimental=all", dockerignore: Array("*.log\n".utf8))
}

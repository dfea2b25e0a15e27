import Dockerfile

/// A part of an instruction after expansion of its variables.
public struct DispatchedValue: Sendable {
  public var text: String
  /// Whether each variable in it was followed; the text is not to be trusted otherwise.
  public var isKnown: Bool
  /// Where it is in the file; nil in what ONBUILD triggers.
  public var offsets: Range<Int>?
}

/// A variable that is looked up and not there.
public struct MissingVariable: Sendable {
  /// Without `$`.
  public var name: String
  /// Where it first is in the file; nil in what ONBUILD triggers.
  public var offsets: Range<Int>?
  /// The name that may have been meant.
  public var suggestion: String?
}

/// An instruction of a stage as it is carried out.
public struct DispatchedStep: Sendable {
  public var instruction: Instruction
  /// The node where its findings are: its own; for what ONBUILD triggers, the FROM of the stage that triggers it.
  public var node: Int
  /// Whether it is ONBUILD of the stage below.
  public var isTriggered: Bool
  /// Whether the stage, or one it is built from, has a WORKDIR before.
  public var hasWorkdir: Bool
  /// Whether the stage, or one it is built from, has a SHELL before.
  public var hasShell: Bool
  /// Whether the stage is known to be built from nothing but this file.
  public var isFromScratch: Bool
  /// Whether paths are those of Windows.
  public var isWindows: Bool
  /// Node of the instruction of the same kind before it in the stage, for CMD, ENTRYPOINT and HEALTHCHECK.
  public var previous: Int?
  /// The name of the instruction as written.
  public var command: String
  public var missing: [MissingVariable] = []
  /// Whether ENV or LABEL is written without an equals sign.
  public var isLegacy = false
  /// What checks look at: names of ARG and ENV, the path of WORKDIR, sources of COPY and ADD out of the build context,
  /// ports of EXPOSE.
  public var values: [DispatchedValue] = []
  /// Sources that `.dockerignore` keeps out of the build context, cleaned.
  public var ignored: [DispatchedValue] = []
  /// Whether its variables could be expanded.
  public var isExpanded = false
}

/// A stage as its FROM is read.
public struct DispatchedStage: Sendable {
  public var from: From
  public var node: Int
  /// In lower case; nil when it has none.
  public var name: String?
  /// Whether BuildKit comes to read its FROM.
  public var isReached = false
  /// Whether the base is no image's name when only defaults are put in.
  public var hasInvalidDefault = false
  /// The base after expansion; nil when it is not known.
  public var base: String?
  /// The earlier stage that it is built from.
  public var parent: Int?
  /// Variables of the base and of `--platform` that no ARG before the first FROM declares.
  public var undeclared: [MissingVariable] = []
  /// `--platform`; nil when there is none, or an empty one.
  public var platform: DispatchedPlatform?
}

/// The platform of FROM after expansion.
public struct DispatchedPlatform: Sendable {
  public var value: DispatchedValue
  /// As written.
  public var written: String
  /// Variables that have a value.
  public var found: Set<String>
  /// Whether there are variables without one.
  public var hasMissing: Bool
  /// Whether it is what is built for anyhow.
  public var isTarget: Bool
}

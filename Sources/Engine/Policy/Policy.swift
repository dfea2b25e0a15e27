import Core

/// An entry of a configuration that silences rules.
public struct IgnoreEntry: Sendable, Hashable {
  /// Ids or aliases, as written.
  public var rules: [String]
  /// Which files: a pattern that begins with `/` is for paths in the image, another for files below the configuration's
  /// directory. nil for all.
  public var path: String?
  /// Which images, by their names, such as `web:*`; nil for all.
  public var image: String?
  /// Whose layers; nil for all.
  public var layer: LayerOrigin?
  public var reason: String?
  /// The last day on which it counts; nil when it has no end.
  public var expires: CalendarDate?
  /// Where the entry is.
  public var place: Place

  public init(
    rules: [String], path: String? = nil, image: String? = nil, layer: LayerOrigin? = nil, reason: String? = nil,
    expires: CalendarDate? = nil, place: Place
  ) {
    (self.rules, self.path, self.image, self.layer) = (rules, path, image, layer)
    (self.reason, self.expires, self.place) = (reason, expires, place)
  }
}

/// An entry of a configuration that allows set-id files.
public struct SetuidAllowance: Sendable, Hashable {
  /// A pattern for the path in the image.
  public var path: String
  /// `user:group` or `user`, by name or number; nil for all.
  public var owner: String?
  /// Four octal digits, such as `4755`; nil for all.
  public var mode: String?
  public var package: String?
  public var reason: String?
  public var expires: CalendarDate?
  public var place: Place

  public init(
    path: String, owner: String? = nil, mode: String? = nil, package: String? = nil, reason: String? = nil,
    expires: CalendarDate? = nil, place: Place
  ) {
    (self.path, self.owner, self.mode, self.package) = (path, owner, mode, package)
    (self.reason, self.expires, self.place) = (reason, expires, place)
  }
}

/// What a user has decided about findings: which rules, how severe, what is silent, when a scan fails.
public struct Policy: Sendable, Equatable {
  /// The configuration file it comes from, as shown; nil when there is none.
  public var file: String?
  /// The directory of the configuration file, absolute; patterns of files are relative to it. Empty without a file.
  public var directory = ""
  public var profile = Profile.standard
  /// By id or alias, as written.
  public var levels: [String: RuleLevel] = [:]
  public var ignores: [IgnoreEntry] = []
  public var setuidAllowances: [SetuidAllowance] = []
  /// nil: what the profile says (`strict` wants reasons).
  public var inlineIgnores: InlineIgnores?
  /// Where `inlineIgnores` was set; nil when it is not from a file.
  public var inlineIgnoresPlace: Place?
  public var failOn = Severity.medium
  /// Whether only findings of own layers count.
  public var onlyOwn = false
  public var base: BaseChoice?
  /// Findings that are known; nil without a baseline.
  public var baseline: Baseline?
  /// Ignores that end within so many days are told.
  public var expiryWarningDays = 14

  public init() {}
}

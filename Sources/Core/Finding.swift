/// A rule's name, such as `IMG-USER-ROOT`. It never changes and is never used again for something else.
public struct RuleID: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let description: String
  public init(_ text: String) { description = text }
  public init(stringLiteral text: String) { description = text }
  public static func < (left: RuleID, right: RuleID) -> Bool { left.description < right.description }
}

/// Whose layer it is: the base image's (named in FROM) or the image's own.
public enum LayerOrigin: String, Sendable, Hashable {
  case base, own, unknown
}

/// A layer of an image, as a finding names it.
public struct LayerRef: Hashable, Sendable {
  /// Position from the bottom, 0 first.
  public var index: Int
  /// Digest of the uncompressed layer as the config states it; nil when the config does not.
  public var diffID: String?
  /// The history text of the step that wrote it; nil when history and layers cannot be matched.
  public var createdBy: String?
  public var origin: LayerOrigin
  /// The Dockerfile's instruction that wrote it, or FROM for a base layer; nil when no Dockerfile is known.
  public var source: SourceLines?

  public init(index: Int, diffID: String?, createdBy: String?, origin: LayerOrigin, source: SourceLines? = nil) {
    (self.index, self.diffID, self.createdBy, self.origin) = (index, diffID, createdBy, origin)
    self.source = source
  }
}

/// Lines of a text file, such as those of an instruction.
public struct SourceLines: Hashable, Sendable, CustomStringConvertible {
  /// As the user named it.
  public var file: String
  /// 1-based.
  public var first: Int
  public var last: Int

  public init(file: String, first: Int, last: Int) { (self.file, self.first, self.last) = (file, first, last) }

  /// Such as `Dockerfile:14`.
  public var description: String { "\(file):\(first)" }
}

/// Where a finding is.
public enum Place: Hashable, Sendable {
  /// The image as a whole.
  case image
  /// A path of the merged root file system, with the layer that wrote it and, in a text file, the 1-based line.
  case file(path: RootPath, layer: LayerRef?, line: Int? = nil)
  /// A value of the image config, as a JSON pointer (RFC 6901), such as `/config/User`.
  case config(pointer: String)
  /// A part of a text file, such as a Dockerfile.
  case source(file: String, range: SourceRange)
}

/// What a table of files shows of one file.
public struct FileDetail: Hashable, Sendable {
  /// Octal permission bits, four digits, such as `4755`.
  public var mode: String
  /// Owner and group, by name where the image names them, such as `root:shadow`.
  public var owner: String
  /// The package that ships the file; nil when no package list names it or none could be read.
  public var package: String?

  public init(mode: String, owner: String, package: String?) {
    (self.mode, self.owner, self.package) = (mode, owner, package)
  }
}

/// A file that a finding for several stands for.
public struct GroupedFile: Hashable, Sendable {
  public var path: RootPath
  /// The layer that wrote it; nil when it is not known.
  public var layer: LayerRef?

  public init(path: RootPath, layer: LayerRef?) { (self.path, self.layer) = (path, layer) }
}

/// Several files that one finding stands for.
public struct FileGroup: Hashable, Sendable {
  /// In the order of the finding's evidence.
  public var files: [GroupedFile]
  public init(_ files: [GroupedFile]) { self.files = files }

  public var own: Int { files.count { $0.layer?.origin == .own } }
  public var base: Int { files.count { $0.layer?.origin == .base } }
}

/// A secondary remark on a finding, with its own place where there is one.
public struct Note: Hashable, Sendable {
  public var message: String
  public var place: Place?
  public init(_ message: String, place: Place? = nil) { (self.message, self.place) = (message, place) }
}

/// Something a rule found.
public struct Finding: Hashable, Sendable {
  public var rule: RuleID
  public var severity: Severity
  /// One sentence: what is wrong and where. Lower case, no full stop. May hold untrusted names.
  public var message: String
  public var place: Place
  /// What the judgement rests on, one fact a line, redacted when made.
  public var evidence: [String]
  public var notes: [Note]
  /// What to type, for this finding; empty when the rule's general advice is all there is to say.
  public var fix: String
  /// Columns for a table of files.
  public var detail: FileDetail?
  /// For a finding that stands for several files: all of them.
  public var group: FileGroup?
  /// For a finding in an image whose Dockerfile is known: the instruction that caused it.
  public var cause: SourceLines?
  /// For a finding in an image whose Dockerfile is known: where the change belongs.
  public var change: DockerfileChange?
  /// What the marks below a source excerpt say, such as `starts as uid 0`; empty for marks alone.
  public var label = ""
  /// The changes of the file that make the finding go away; empty when a person must decide.
  public var edits: [SourceEdit] = []
  /// Parts of the file that hold a secret: an excerpt must not show their text.
  public var masked: [SourceRange] = []
  /// The JSON pointer (RFC 6901) of the value that a finding in a deployment file is about; nil for other findings.
  public var pointer: String?
  /// hadolint's level, for findings of its rules and of ShellCheck; nil for others.
  public var level: LinterLevel?
  /// What tells the finding from others of its rule after a rebuild; nil when place and message do. For findings whose
  /// place or message counts files.
  public var identity: String?

  public init(
    rule: RuleID, severity: Severity, message: String, place: Place, evidence: [String] = [], notes: [Note] = [],
    fix: String = "", detail: FileDetail? = nil, group: FileGroup? = nil
  ) {
    self.group = group
    (self.rule, self.severity, self.message, self.place) = (rule, severity, message, place)
    (self.evidence, self.notes, self.fix, self.detail) = (evidence, notes, fix, detail)
  }

  /// The same finding with an identity.
  public func identified(by identity: String) -> Finding {
    var finding = self
    finding.identity = identity
    return finding
  }

  /// The layer that the place names, if any.
  public var layer: LayerRef? {
    if case .file(_, let layer, _) = place { layer } else { nil }
  }
}

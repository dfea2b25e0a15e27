import Deployment
import ImageArchive

/// What a subject is judged as.
public enum SubjectKind: String, Sendable, Equatable, CaseIterable {
  case image, dockerfile, ecs, compose, k8s

  init(_ kind: DeploymentKind) {
    self =
      switch kind {
      case .ecs: .ecs
      case .compose: .compose
      case .kubernetes: .k8s
      }
  }

  /// The kind of deployment file; nil for an image and a Dockerfile.
  public var deployment: DeploymentKind? { DeploymentKind(rawValue: rawValue) }
}

/// One thing to judge, found from what the user named.
public struct Subject: Sendable, Equatable {
  /// As it is shown; `-` or the name the user gave for standard input.
  public var name: String
  public var kind: SubjectKind
  /// The bytes of the path to open; empty for standard input.
  public var path: [UInt8]
  /// The user did not name it, a search did: what turns out to be no text is passed over.
  public var isFromSearch: Bool
  /// The user says what it is; else its content tells.
  public var isTaken: Bool
  public var isStandardInput: Bool { path.isEmpty }

  init(name: String, kind: SubjectKind, path: [UInt8], isFromSearch: Bool = false, isTaken: Bool = false) {
    (self.name, self.kind, self.path, self.isFromSearch) = (name, kind, path, isFromSearch)
    self.isTaken = isTaken
  }
}

/// A name, or a place met in a search, that gives no subject, and why.
public struct SubjectFailure: Error, Equatable, Sendable {
  public var name: String
  /// What it would have been.
  public var kind: SubjectKind
  public var error: ArchiveError

  init(_ name: String, _ error: ArchiveError, kind: SubjectKind = .dockerfile) {
    (self.name, self.kind, self.error) = (name, kind, error)
  }

  /// A subject that was found and could not be read.
  public init(_ subject: Subject, _ error: ArchiveError) { self.init(subject.name, error, kind: subject.kind) }
}

/// How much a search for subjects may cost.
public struct SubjectLimits: Sendable {
  /// Bytes of one Dockerfile or deployment file; the largest real Dockerfile seen is below 100 KB.
  public var dockerfileBytes = 16 << 20
  /// Names looked at in one search.
  public var searchedNames = 1_000_000
  /// Bytes of one path: Linux opens no longer one.
  public var pathBytes = 4095
  /// Bytes of one ignore file; a larger one is not obeyed, so that more is judged and not less.
  public var ignoreFileBytes = 1 << 20

  public init() {}
}

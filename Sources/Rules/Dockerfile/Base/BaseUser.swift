import Core
import BuildModel

/// Which tags of a repository a row is about.
struct TagRule: Sendable {
  /// One of these stands between the tag's dashes; empty for no such demand.
  var words: Set<String> = []
  /// None of these does.
  var without: Set<String> = []
  /// The tag's version is one of these, or begins with one and a dot; empty for no such demand.
  var versions: [String] = []
  /// The tag's version is this or later; a tag without a version, such as `latest`, is.
  var minimum: (major: Int, minor: Int)?

  static let any = TagRule()

  /// Whether the rule looks at the tag at all.
  var needsTag: Bool { !words.isEmpty || !without.isEmpty || !versions.isEmpty || minimum != nil }

  func matches(_ tag: BaseTag) -> Bool {
    guard words.isEmpty || tag.words.contains(where: { words.contains(String($0)) }),
      !tag.words.contains(where: { without.contains(String($0)) })
    else { return false }
    let version = tag.words.first { $0.utf8.first.map { (48...57).contains($0) } ?? false }
    if !versions.isEmpty {
      guard let version, versions.contains(where: { version == $0 || version.hasPrefix($0 + ".") }) else {
        return false
      }
    }
    guard let minimum, let version else { return true }
    let numbers = version.split(separator: ".").map { Int($0) ?? Int.max }
    guard let major = numbers.first else { return true }
    return (major, numbers.count > 1 ? numbers[1] : Int.max) >= minimum
  }
}

/// What is known of the user that images of a repository start as.
struct BaseUserRow: Sendable {
  enum User: Sendable, Equatable {
    /// Root, in the midst of others that are not.
    case root
    /// Another than root; the value as in USER, or a name for it.
    case named(String)
    /// Root, and the image's own entrypoint goes on as this user.
    case dropped(to: String)
  }

  var registry: String
  var repository: BaseRow.Repository
  var tags: TagRule
  var user: User
  /// Where it can be read: repository, path and commit of the image's Dockerfile, or "general knowledge".
  var source: String
  /// Whether it was read there.
  var isVerified: Bool
}

extension BuildModel {
  /// Who the image that the shipped one is built from starts as; nil when there is no stage.
  var baseUser: BaseUser? { analyses.value { ShippedBaseUser(user: base.map { BaseUser($0) }) }.user }
}

private struct ShippedBaseUser: Sendable { var user: BaseUser? }

/// Who an image starts as when a Dockerfile built on it has no USER.
enum BaseUser: Sendable {
  /// uid 0.
  case root
  case known(BaseUserRow)
  /// It depends on the tag, and there is none.
  case dependsOnTag
  /// Named by nothing but a hash, or by a variable without a value.
  case unresolved
  /// No table has the image.
  case notInTable

  init(_ base: BuildStage.Base) {
    switch base {
    case .scratch, .stage: self = .root
    case .unknown: self = .unresolved
    case .image(let reference): self.init(reference)
    }
  }

  init(_ reference: ImageReference) {
    guard !reference.isOnlyDigest else {
      self = .unresolved
      return
    }
    let (registry, repository) = reference.canonicalName
    let tag = BaseTag(reference.tag)
    let rows = BaseUserTable.rows(registry, repository)
    if reference.tag == nil, reference.digest != nil, rows.contains(where: \.tags.needsTag) {
      self = .dependsOnTag
    } else if let row = rows.first(where: { $0.tags.matches(tag) }) {
      self = row.user == .root ? .root : .known(row)
    } else if registry == "docker.io" && OfficialImages.family(repository) != nil
      || BaseUserTable.rootPaths.contains(where: { $0.registry == registry && $0.path.matches(repository) })
    {
      self = .root
    } else {
      self = .notInTable
    }
  }
}

import Core

/// Why a file is no baseline.
public struct BaselineError: Error, Equatable, Sendable {
  public enum Code: String, Sendable {
    /// It is not JSON.
    case notJSON = "not-json"
    /// It is JSON of another kind.
    case notABaseline = "not-a-baseline"
    /// It was written by a later version.
    case unknownVersion = "unknown-version"
  }
  public var code: Code
  /// What it is and what was expected. Lower case, no full stop. May hold untrusted names.
  public var message: String
  /// Where it is.
  public var place: Place
  /// What to type.
  public var help = "imgscan baseline write makes a new one"

  public init(_ code: Code, _ message: String, place: Place) {
    (self.code, self.message, self.place) = (code, message, place)
  }
}

/// The findings that were there when a baseline was written: they are known and do not count.
public struct Baseline: Sendable, Equatable {
  /// Equal findings of one image or file.
  public struct Entry: Sendable, Hashable {
    /// The image's name without registry, tag and digest, empty when it has none; nil for a finding in a file.
    public var image: String?
    /// The file's path as reports name it; nil for a finding in an image.
    public var path: String?
    public var rule: String
    /// Where in the image it is, for people; nil for a finding in a file.
    public var place: String?
    public var fingerprint: String
    public var count: Int

    /// A finding in an image.
    public init(image: String, rule: String, place: String, fingerprint: String, count: Int = 1) {
      (self.image, self.rule, self.place, self.fingerprint) = (image, rule, place, fingerprint)
      self.count = count
    }

    /// A finding in a file.
    public init(path: String, rule: String, fingerprint: String, count: Int = 1) {
      (self.path, self.rule, self.fingerprint, self.count) = (path, rule, fingerprint, count)
    }

    var group: BaselineGroup { path.map { .file($0) } ?? .image(image ?? "") }
  }

  /// Sorted.
  public let entries: [Entry]
  /// The file it was read from, as shown.
  public var file: String
  private let counts: [BaselineGroup: [String: Int]]
  /// The only image it knows; nil when there are more.
  private let onlyImage: String?

  public init(entries: [Entry] = [], file: String = "") {
    self.entries = entries.sorted(by: Baseline.precedes)
    self.file = file
    var counts: [BaselineGroup: [String: Int]] = [:]
    for entry in entries {
      counts[entry.group, default: [:]][entry.fingerprint, default: 0] += max(0, entry.count)
    }
    self.counts = counts
    let images = Set(entries.compactMap(\.image))
    onlyImage = images.count == 1 ? images.first : nil
  }

  /// The group that a target's findings are looked for in: an image without a name is taken for the only one there is.
  func group(for group: BaselineGroup) -> BaselineGroup {
    if group == .image(""), let onlyImage { return .image(onlyImage) }
    return group
  }

  /// How often each fingerprint of a group was there.
  func counts(of group: BaselineGroup) -> [String: Int] { counts[self.group(for: group)] ?? [:] }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    (left.path ?? "", left.image ?? "", left.rule, left.place ?? "", left.fingerprint)
      < (right.path ?? "", right.image ?? "", right.rule, right.place ?? "", right.fingerprint)
  }
}

import Core
import Glibc
import ImageArchive

/// How many layers at the bottom of an image are the base's, by what the user says.
struct BaseLayers: Sendable {
  /// What that means for one image.
  enum Answer: Sendable, Equatable {
    case layers(Int, decision: String)
    /// It cannot be, and why; whose layers they are is not known then.
    case mismatch(String)
  }

  /// An image that may be the base.
  private struct Candidate {
    var diffIDs: [String]
    var platform: Platform?
  }

  private enum Source: Sendable {
    case count(Int)
    case images([Candidate], name: String)
  }

  private let source: Source

  /// - Parameters:
  ///   - choice: what the user says.
  ///   - archive: that the judged images are in.
  ///   - subject: the name of that archive.
  /// - Throws: when a name is neither an image of the archive nor an archive.
  init(_ choice: BaseChoice, archive: ImageArchive, subject: String, limits: ArchiveLimits) throws(ArchiveError) {
    switch choice {
    case .layers(let count): source = .count(count)
    case .named(let name):
      source = .images(
        try BaseLayers.candidates(name, archive: archive, subject: subject, limits: limits), name: name)
    }
  }

  private static func candidates(
    _ name: String, archive: ImageArchive, subject: String, limits: ArchiveLimits
  ) throws(ArchiveError) -> [Candidate] {
    var plan = ScanPlan()
    plan.limits = limits
    var selection = ImageSelection()
    selection.takesAllPlatforms = true
    let isNamed = { (image: ArchivedImage) -> Bool in
      let names = image.tags + [image.reference].compactMap { $0 }
      return names.contains(name) || names.contains(name + ":latest")
    }
    let here = archive.images.filter(isNamed)
    if !here.isEmpty { return here.map(candidate) }
    if access(name, F_OK) == 0 {
      let base = try ImageArchive.open(name, plan: plan, selection: selection, verifies: false)
      return base.images.map(candidate)
    }
    // The archive may hold more images than those that were chosen; what came through a pipe cannot be read again.
    selection.name = name
    if subject != "-", let again = try? ImageArchive.open(subject, plan: plan, selection: selection, verifies: false) {
      return again.images.map(candidate)
    }
    throw ArchiveError(
      .notFound, "base \"\(name)\" is no image of \(subject) and no file",
      help: "--base NAME of an image in the archive, FILE of the base's own archive, or how many layers are the base's")
  }

  private static func candidate(_ image: ArchivedImage) -> Candidate {
    Candidate(diffIDs: image.config.diffIDs, platform: image.platform)
  }

  /// What it means for an image.
  func answer(for image: ArchivedImage) -> Answer {
    let count = image.layers.count
    switch source {
    case .count(let given):
      if (0...count).contains(given) { return .layers(given, decision: "as given") }
      let layers = count == 1 ? "1 layer" : "\(count) layers"
      return .mismatch("\(given) base layers do not fit: this image has \(layers)")
    case .images(let all, let name):
      let candidates = all.filter { candidate in
        guard let wanted = image.platform, let platform = candidate.platform else { return true }
        return wanted.os == platform.os && wanted.architecture == platform.architecture
      }
      guard let first = candidates.first else {
        return .mismatch("\(name) has no image for \(image.platform?.description ?? "this platform")")
      }
      let stated = image.config.diffIDs
      let fitting = candidates.filter { stated.starts(with: $0.diffIDs) && $0.diffIDs.count <= count }
      if let best = fitting.map(\.diffIDs.count).max() { return .layers(best, decision: "the layers of \(name)") }
      return .mismatch("\(name) is not the base of this image: \(BaseLayers.difference(first.diffIDs, stated))")
    }
  }

  private static func difference(_ base: [String], _ stated: [String]) -> String {
    if let index = zip(base, stated).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      return "layer \(index + 1)/\(base.count) differs"
    }
    return "it has \(base.count) layers, the image \(stated.count)"
  }
}

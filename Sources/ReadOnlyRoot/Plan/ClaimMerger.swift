import Core
import ImageArchive
import RootFS

/// Makes mounts of claims: links followed, one entry a directory, what another makes writable left out.
struct ClaimMerger {
  private let image: ImageModel
  private var targets: MountTargets
  private var byPath: [RootPath: (target: MountTarget, claims: [WriteClaim])] = [:]
  private var leads: [String: WrittenPath] = [:]
  /// Claims that were not taken because their path leads nowhere that can be told.
  private(set) var unclear = 0
  /// Claims beyond `most`.
  private(set) var excess = 0

  /// Different paths looked at; real services write to some dozens.
  private static let most = 5_000
  /// Claims kept for one mount as its evidence.
  private static let mostEvidence = 50

  init(image: ImageModel) {
    self.image = image
    targets = MountTargets(image: image)
  }

  /// - Parameter declared: the paths that the image declares as writable: a claim there only adds its evidence.
  mutating func add(_ claim: WriteClaim, declared: WritableCover? = nil) {
    guard let lead = lead(claim.path) else {
      excess += 1
      return
    }
    guard case .place(let path) = lead else {
      if lead == .unclear { unclear += 1 }
      return
    }
    if let declared, declared.contains(path) || declared.contains(RootPath(claim.path)) {
      let chain = [path] + Array(path.ancestors)
      if let key = chain.first(where: { byPath[$0] != nil }) { append(claim, to: key) }
      return
    }
    let target = targets.target(of: path, claim, isGiven: claim.source == .volume || claim.source == .label)
    guard target.obstacle == nil || claim.confidence > .hint else { return }
    // What no mount can hold is named itself.
    let key = target.obstacle == nil ? target.path : path
    guard key.depth > 0 else { return }
    if byPath[key] == nil { byPath[key] = (target, []) }
    append(claim, to: key)
  }

  private mutating func append(_ claim: WriteClaim, to key: RootPath) {
    guard let count = byPath[key]?.claims.count, count < ClaimMerger.mostEvidence * 10 else { return }
    byPath[key]?.claims.append(claim)
  }

  /// nil when too many paths were asked for.
  private mutating func lead(_ text: String) -> WrittenPath? {
    if let known = leads[text] { return known }
    guard leads.count < ClaimMerger.most else { return nil }
    let found = WrittenPath(RootPath(text), in: image)
    leads[text] = found
    return found
  }

  /// Sorted by path; what another entry already makes writable is left out.
  func finished() -> [MountPlan.Entry] {
    var entries: [RootPath: MountPlan.Entry] = [:]
    for (path, group) in byPath { entries[path] = entry(path, group.target, group.claims) }
    var out = entries
    for path in entries.keys.sorted() {
      guard let entry = entries[path], let above = covering(entry, entries) else { continue }
      out[path] = nil
      out[above]?.claims.append(contentsOf: entry.claims.prefix(ClaimMerger.mostEvidence))
      if let reason = entry.execReason, out[above]?.execReason == nil { out[above]?.execReason = reason }
    }
    return out.values.sorted { $0.path < $1.path }
  }

  /// The entry that makes another superfluous; nil when none does.
  private func covering(_ entry: MountPlan.Entry, _ all: [RootPath: MountPlan.Entry]) -> RootPath? {
    guard entry.source != .volume else { return nil }
    return entry.path.ancestors.first { path in
      guard let above = all[path], above.obstacle == nil else { return false }
      if entry.confidence == .hint { return true }
      if above.kind == .volume { return above.confidence >= entry.confidence }
      // An empty tmpfs hides the directory that the image has below: it needs a mount of its own.
      return above.isProposed && above.confidence >= entry.confidence && entry.uid == nil && entry.obstacle == nil
    }
  }

  private func entry(_ path: RootPath, _ target: MountTarget, _ unsorted: [WriteClaim]) -> MountPlan.Entry {
    let claims = unsorted.enumerated().sorted { left, right in
      (right.element.confidence, left.element.source.rank, left.offset) < (
        left.element.confidence, right.element.source.rank, right.offset
      )
    }.map(\.element)
    let first = claims.first
    var entry = MountPlan.Entry(
      path: path, kind: claims.contains { $0.kind == .volume } ? .volume : .tmpfs,
      confidence: first?.confidence ?? .hint,
      source: first?.source ?? .permission, why: ClaimMerger.words(claims))
    entry.claims = Array(claims.prefix(ClaimMerger.mostEvidence))
    entry.execReason = claims.first(where: \.needsExec)?.why
    entry.obstacle = target.obstacle
    entry.isScratch = SystemDirectories.isScratch(path)
    guard target.obstacle == nil, let node = target.node, image.root.info(node).kind == .directory else { return entry }
    let info = image.root.info(node)
    (entry.uid, entry.gid, entry.mode, entry.hides) = (Int(info.uid), Int(info.gid), info.mode, target.hides)
    let isOurs = entry.kind == .tmpfs && entry.source != .label
    if isOurs, image.runUser.outcome == .resolved, !image.runUserCanWrite(node) {
      (entry.uid, entry.gid, entry.mode) = (image.runUser.uid, image.runUser.gid, info.mode | 0o700)
    }
    return entry
  }

  /// The reasons of the strongest claims, each once.
  private static func words(_ claims: [WriteClaim]) -> String {
    var seen: Set<String> = []
    var out: [String] = []
    let isHint = claims.first?.confidence == .hint
    for claim in claims where isHint || claim.confidence > .hint {
      if seen.insert(claim.why).inserted { out.append(claim.why) }
    }
    let shown = out.prefix(3).joined(separator: "; ")
    return out.count > 3 ? "\(shown); and \(out.count - 3) more" : shown
  }
}

extension WriteClaim.Source {
  /// The smallest for the strongest of equal confidence; what the image declares stays a declaration.
  var rank: Int {
    switch self {
    case .volume: -2
    case .label: -1
    default: WriteClaim.Source.allCases.firstIndex(of: self) ?? 0
    }
  }
}

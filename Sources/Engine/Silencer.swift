import Core
import Dockerfile
import Rules

/// Decides by the comments of a Dockerfile which findings are not counted.
struct Silencer {
  /// A part of the file that a comment is about.
  private enum Area: Hashable {
    case file
    /// By its index in the file's stages.
    case stage(Int)
    /// By its index in the file's nodes.
    case node(Int)
  }

  /// A rule's name in an area.
  private struct Key: Hashable {
    var area: Area
    var name: String
  }

  /// A name that a comment lists.
  struct Use: Hashable {
    /// Of the comment, among the file's.
    var pragma: Int
    var name: String
  }

  let syntax: DockerfileSyntax
  let policy: CompiledPolicy
  private let names: [RuleID: Set<String>]
  /// First lines of the nodes and of the stages.
  private let starts: [Int]
  private let stages: [Int]
  /// The index of the first pragma that names a rule for an area.
  private var pragmas: [Key: Int] = [:]
  /// The same for comments that have expired, and for those that the policy does not let count.
  private var expired: [Key: Int] = [:]
  private var refused: [Key: Int] = [:]
  /// What was silenced by what, what would have been.
  private(set) var used: Set<Use> = []
  private(set) var wouldBeUsed: Set<Int> = []

  /// - Parameter infos: the rules, for their aliases.
  init(_ syntax: DockerfileSyntax, infos: [RuleInfo], policy: CompiledPolicy) {
    (self.syntax, self.policy) = (syntax, policy)
    // Nearly every file is without.
    guard !syntax.pragmas.isEmpty else {
      (names, starts, stages) = ([:], [], [])
      return
    }
    names = Dictionary(infos.map { ($0.id, Set([$0.id.description] + $0.aliases)) }) { first, _ in first }
    starts = syntax.nodes.map(\.lines.lowerBound)
    stages = syntax.nodes.filter { $0.texts.first?.keyword == .from }.map(\.lines.lowerBound)
    let known = names.values.reduce(into: Set()) { $0.formUnion($1) }
    // In its own profile BuildKit's comments were obeyed as BuildKit does.
    let passesOver: Pragma.Tool? = policy.policy.profile == .buildkit ? .buildkit : nil
    for (index, pragma) in syntax.pragmas.enumerated() where pragma.problem == nil && pragma.tool != passesOver {
      guard let area = area(of: pragma) else { continue }
      for name in Silencer.names(of: pragma, infos) where known.contains(name) || ShellCheckCode.isCode(name) {
        let key = Key(area: area, name: name)
        switch (isRefused(pragma), isExpired(pragma)) {
        case (true, _): refused[key] = refused[key] ?? index
        case (false, true): expired[key] = expired[key] ?? index
        case (false, false): pragmas[key] = pragmas[key] ?? index
        }
      }
    }
  }

  /// The names that a comment lists; `all` of BuildKit's are its checks.
  private static func names(of pragma: Pragma, _ infos: [RuleInfo]) -> [String] {
    guard pragma.tool == .buildkit, pragma.rules.contains("all") else { return pragma.rules }
    return infos.lazy.filter { $0.family == .buildkit }.map(\.id.description)
  }

  /// Whether the policy does not let a comment count.
  func isRefused(_ pragma: Pragma) -> Bool {
    switch policy.inlineIgnores {
    case .allow: false
    case .requireReason: !CompiledPolicy.isFilled(pragma.reason)
    case .deny: true
    }
  }

  func isExpired(_ pragma: Pragma) -> Bool { CompiledPolicy.state(pragma.expires, policy.today) != .counts }

  private func area(of pragma: Pragma) -> Area? {
    let next = Silencer.firstIndex(in: starts, notBelow: pragma.line)
    switch pragma.scope {
    case .file: return .file
    case .instruction:
      if next > 0, syntax.nodes[next - 1].lines.contains(pragma.line) { return .node(next - 1) }
      return next < starts.count ? .node(next) : nil
    case .stage:
      let isBeforeFrom = next < starts.count && syntax.nodes[next].texts.first?.keyword == .from
      return stage(at: isBeforeFrom ? starts[next] : pragma.line)
    }
  }

  private func stage(at line: Int) -> Area? {
    let stage = Silencer.firstIndex(in: stages, notBelow: line + 1) - 1
    return stage >= 0 ? .stage(stage) : nil
  }

  private func node(at line: Int) -> Area? {
    let node = Silencer.firstIndex(in: starts, notBelow: line + 1) - 1
    return node >= 0 && syntax.nodes[node].lines.contains(line) ? .node(node) : nil
  }

  /// The index of the first number that is at least `line`.
  private static func firstIndex(in sorted: [Int], notBelow line: Int) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < line { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Why a finding is not counted, nil when it is, and then what is to be said of it.
  ///
  /// - Complexity: O(log instructions), however many comments there are.
  mutating func judge(_ finding: Finding) -> (suppression: Suppression?, notes: [Note]) {
    guard !syntax.pragmas.isEmpty, case .source(let file, let range) = finding.place else { return (nil, []) }
    let line = range.start.line
    let areas = [Area.file, stage(at: line), node(at: line)].compactMap(\.self)
    let keys = areas.flatMap { area in
      (names[finding.rule] ?? [finding.rule.description]).map { Key(area: area, name: $0) }
    }
    if let (index, key) = Silencer.first(keys, in: pragmas) {
      let pragma = syntax.pragmas[index]
      used.insert(Use(pragma: index, name: key.name))
      return (
        Suppression(
          by: pragma.suppressionSource, reason: pragma.reason, expires: pragma.expires,
          place: place(of: index, in: file)), []
      )
    }
    if let (index, _) = Silencer.first(keys, in: refused) { wouldBeUsed.insert(index) }
    guard let (index, _) = Silencer.first(keys, in: expired), let date = syntax.pragmas[index].expires else {
      return (nil, [])
    }
    wouldBeUsed.insert(index)
    let at = place(of: index, in: file)
    return (nil, [Note("the ignore in \(CompiledPolicy.words(for: at) ?? file) expired on \(date)", place: at)])
  }

  private func place(of index: Int, in file: String) -> Place {
    .source(file: file, range: syntax.source.range(of: syntax.pragmas[index].offsets))
  }

  /// The earliest comment of those that name a rule.
  private static func first(_ keys: [Key], in pragmas: [Key: Int]) -> (Int, Key)? {
    guard !pragmas.isEmpty else { return nil }
    return keys.compactMap { key in pragmas[key].map { ($0, key) } }
      .min { ($0.0, $0.1.name) < ($1.0, $1.1.name) }
  }
}

extension Pragma {
  fileprivate var suppressionSource: Suppression.Source {
    switch tool {
    case .imgscan: .imgscan
    case .hadolint: .hadolint
    case .buildkit: .buildkit
    }
  }
}

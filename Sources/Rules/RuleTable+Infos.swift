import BuildChecks
import Core
import LintRules

/// What is told of the rules. A family is made when it is asked for: to make all takes longer than to judge a small image.
extension RuleTable {
  /// Of all rules, sorted by id.
  public static let infos: [RuleInfo] = families.flatMap { $0.infos() }.sorted { $0.id < $1.id }

  /// Of all rules that judge Dockerfiles, sorted by id.
  public static let dockerfileSide: [RuleInfo] = (dockerfileInfos + lintInfos + checkInfos).sorted { $0.id < $1.id }

  /// What is told of one rule; nil for an id that no rule has.
  public static func info(_ id: RuleID) -> RuleInfo? {
    let name = id.description.utf8
    let likely = families.first { name.starts(with: $0.prefix.utf8) }
    if let info = likely?.info(id) { return info }
    for family in families { if let info = family.info(id) { return info } }
    return nil
  }

  /// What all rules together need to have been looked at.
  public static let imageNeeds: ImageNeeds = imageInfos.reduce(into: ImageNeeds()) { needs, info in
    needs.programs.formUnion(info.needs.programs)
    needs.contents.formUnion(info.needs.contents)
  }

  /// Rules of one subject and origin.
  private struct Family: Sendable {
    /// How nearly all of their ids begin.
    var prefix: String
    /// Sorted by id.
    var infos: @Sendable () -> [RuleInfo]

    // A dictionary takes longer to make than a small image to judge.
    func info(_ id: RuleID) -> RuleInfo? {
      let infos = infos()
      var (low, high) = (0, infos.count)
      while low < high {
        let middle = (low + high) / 2
        if infos[middle].id < id { low = middle + 1 } else { high = middle }
      }
      return low < infos.count && infos[low].id == id ? infos[low] : nil
    }
  }

  private static let families: [Family] = [
    Family(prefix: "IMG-", infos: { imageInfos }),
    Family(prefix: "DKF-", infos: { dockerfileInfos }),
    Family(prefix: "DL", infos: { lintInfos }),
    Family(prefix: "BK-", infos: { checkInfos }),
    Family(prefix: "ECS-", infos: { deploymentInfos }),
  ]

  private static let imageInfos = withAliases(image.map { $0.info })
  private static let dockerfileInfos = withAliases(dockerfile.map { $0.info })
  private static let lintInfos = withAliases(lint.map { $0.info })
  private static let deploymentInfos = withAliases(deployment.map { $0.info })
  private static let checkInfos = withAliases(
    buildChecks.map { check in
      var info = check.info
      info.controls = [.buildKit(info.id.description)]
      return info
    })

  /// Sorted by id.
  private static func withAliases(_ infos: [RuleInfo]) -> [RuleInfo] {
    infos.map { info in
      guard let shared = SharedFacts.aliases[info.id] else { return info }
      var info = info
      info.aliases += shared.filter { !info.aliases.contains($0) }
      return info
    }.sorted { $0.id < $1.id }
  }
}

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
    if let info = likely?.byID()[id] { return info }
    for family in families { if let info = family.byID()[id] { return info } }
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
    var infos: @Sendable () -> [RuleInfo]
    var byID: @Sendable () -> [RuleID: RuleInfo]
  }

  private static let families: [Family] = [
    Family(prefix: "IMG-", infos: { imageInfos }, byID: { imageInfosByID }),
    Family(prefix: "DKF-", infos: { dockerfileInfos }, byID: { dockerfileInfosByID }),
    Family(prefix: "DL", infos: { lintInfos }, byID: { lintInfosByID }),
    Family(prefix: "BK-", infos: { checkInfos }, byID: { checkInfosByID }),
    Family(prefix: "ECS-", infos: { deploymentInfos }, byID: { deploymentInfosByID }),
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

  private static let imageInfosByID = byID(imageInfos)
  private static let dockerfileInfosByID = byID(dockerfileInfos)
  private static let lintInfosByID = byID(lintInfos)
  private static let deploymentInfosByID = byID(deploymentInfos)
  private static let checkInfosByID = byID(checkInfos)

  private static func withAliases(_ infos: [RuleInfo]) -> [RuleInfo] {
    infos.map { info in
      guard let shared = SharedFacts.aliases[info.id] else { return info }
      var info = info
      info.aliases += shared.filter { !info.aliases.contains($0) }
      return info
    }
  }

  private static func byID(_ infos: [RuleInfo]) -> [RuleID: RuleInfo] {
    Dictionary(infos.map { ($0.id, $0) }) { first, _ in first }
  }
}

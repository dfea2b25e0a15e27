import Core
import RootFS
import Rules

/// The rules of an image, asked as often as a policy needs it.
struct ImageInquiry {
  private let model: ImageModel
  private let rules: [any ImageRule.Type]
  private let pointer: JoinedFindings?
  private let levels: RuleLevels

  init(model: ImageModel, rules: [any ImageRule.Type], join: DockerfileJoin?, levels: RuleLevels) {
    (self.model, self.rules, self.levels) = (model, rules, levels)
    pointer = join.map { JoinedFindings(join: $0) }
  }

  /// What all rules find, with the policy's severities.
  func findings() -> [Finding] { finished(rules.flatMap { $0.init().findings(in: model) }) }

  /// What a rule that makes one finding of several files finds in the others; nil when that is nothing.
  func ask(_ rule: RuleID, without files: Set<RootPath>) -> Finding? {
    var model = model
    model.leftOut = files
    guard let type = rules.first(where: { $0.info.id == rule }) else { return nil }
    return finished(type.init().findings(in: model).filter { $0.group != nil }).first
  }

  private func finished(_ findings: [Finding]) -> [Finding] {
    levels.adjusted(pointer?.pointed(findings) ?? findings)
  }
}

extension ImageModel {
  /// Owner, mode and package of a file, by all the names they go by; nil when there is no such file.
  func setidFacts(_ path: RootPath) -> SetidFacts? {
    guard let node = root.lookup(path, followLast: false) else { return nil }
    let info = root.info(node)
    let users = [String(info.uid)] + (accounts.user(uid: Int(info.uid)).map { [$0.name] } ?? [])
    let groups = [String(info.gid)] + (accounts.group(gid: Int(info.gid)).map { [$0.name] } ?? [])
    return SetidFacts(mode: info.mode & 0o7777, users: users, groups: groups, package: packages.package(of: path))
  }
}

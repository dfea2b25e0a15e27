import Core

/// Puts into services what they take from others by `extends`.
///
/// Source: the Compose Specification, extends and merge.
struct ComposeExtender {
  private let byName: [String: DocumentValue.Member]
  /// What each service says it extends; looked up once, since many services may extend a large one.
  private let extends: [String: DocumentValue]
  /// How many members may still be copied: many services may extend a large one.
  private var budget = 100_000

  /// The most services one after the other; more are taken for a circle.
  private static let longestChain = 32
  /// How many levels of mappings are merged: `deploy.resources.limits.memory` has four.
  private static let depth = 5
  /// A service that gives its own has nothing of the other's.
  private static let replaced: Set<String> = ["command", "entrypoint", "test"]

  init(services: [DocumentValue.Member]) {
    byName = Dictionary(services.map { ($0.key, $0) }, uniquingKeysWith: { _, last in last })
    var extends: [String: DocumentValue] = [:]
    for service in services {
      if let value = service.value["extends"], !value.isNull { extends[service.key] = value }
    }
    self.extends = extends
  }

  /// The value of a service with all that it extends, and what says that there is more in another file.
  mutating func extended(_ member: DocumentValue.Member) -> (value: DocumentValue, elsewhere: DocumentValue?) {
    var chain = [member.value]
    var elsewhere: DocumentValue?
    var seen: Set<String> = [member.key]
    var last = member.key
    while let extends = extends[last] {
      guard let name = ComposeExtender.serviceOfSameFile(extends), let base = byName[name],
        chain.count < ComposeExtender.longestChain, seen.insert(name).inserted
      else {
        elsewhere = extends
        break
      }
      chain.append(base.value)
      last = name
    }
    guard var value = chain.popLast() else { return (member.value, elsewhere) }
    while let next = chain.popLast() {
      let count = (value.members?.count ?? 0) + (next.members?.count ?? 0)
      guard budget >= count else { return (member.value, elsewhere ?? extends[member.key]) }
      budget -= count
      value = merged(next, over: value, ComposeExtender.depth)
    }
    return (value, elsewhere)
  }

  /// The service that `extends` names; nil when it is in another file or not known.
  private static func serviceOfSameFile(_ extends: DocumentValue) -> String? {
    if let name = extends.text { return name }
    guard extends["file"]?.isNull ?? true else { return nil }
    return extends["service"]?.text
  }

  private mutating func merged(_ own: DocumentValue, over base: DocumentValue, _ depth: Int) -> DocumentValue {
    guard depth > 0, let ownMembers = own.members, let baseMembers = base.members else { return own }
    var members = baseMembers.filter { $0.key != "extends" }
    var places: [String: Int] = [:]
    for (index, member) in members.enumerated() { places[member.key] = index }
    for member in ownMembers {
      guard let index = places[member.key] else {
        members.append(member)
        continue
      }
      members[index] = combined(member, members[index], depth)
    }
    return DocumentValue(.object(members), range: own.range, path: own.path)
  }

  private mutating func combined(
    _ own: DocumentValue.Member, _ base: DocumentValue.Member, _ depth: Int
  ) -> DocumentValue.Member {
    var out = own
    let isReplaced = ComposeExtender.replaced.contains(own.key)
    if !isReplaced, let ownItems = own.value.list, let baseItems = base.value.list {
      let count = ownItems.count + baseItems.count
      guard budget >= count else { return own }
      budget -= count
      out.value.kind = .list(baseItems + ownItems)
    } else if !isReplaced, let ownMembers = own.value.members, let baseMembers = base.value.members {
      let count = ownMembers.count + baseMembers.count
      guard budget >= count else { return own }
      budget -= count
      out.value = merged(own.value, over: base.value, depth - 1)
    }
    return out
  }
}

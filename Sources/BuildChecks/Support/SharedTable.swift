/// A table of names that costs nothing to copy and little to change: stages begin with what others end with.
///
/// A trie over the names' hashes; a change copies the few nodes on the way.
struct SharedTable<Value: Sendable>: Sendable {
  private final class Node: Sendable {
    /// Sixteen, by the next four bits of the hash; none for a leaf.
    let children: [Node?]
    let entries: [(name: String, value: Value)]

    init(children: [Node?] = [], entries: [(name: String, value: Value)] = []) {
      (self.children, self.entries) = (children, entries)
    }
  }

  /// Entries of a leaf before it is parted.
  private static var widestLeaf: Int { 8 }
  private static var hashBits: Int { UInt.bitWidth }
  private var root = Node()
  private(set) var count = 0

  subscript(name: String) -> Value? {
    var hash = UInt(bitPattern: name.hashValue)
    var node = root
    while !node.children.isEmpty {
      guard let next = node.children[Int(hash & 15)] else { return nil }
      node = next
      hash >>= 4
    }
    return node.entries.first { $0.name == name }?.value
  }

  /// Adds a name or changes its value.
  ///
  /// - Complexity: O(log names).
  mutating func set(_ name: String, to value: Value) {
    let hash = UInt(bitPattern: name.hashValue)
    var way: [Node] = []
    var node: Node? = root
    while let branch = node, !branch.children.isEmpty {
      way.append(branch)
      node = branch.children[SharedTable.slot(hash, depth: way.count - 1)]
    }
    var entries = node?.entries ?? []
    if let index = entries.firstIndex(where: { $0.name == name }) {
      entries[index].value = value
    } else {
      entries.append((name, value))
      count += 1
    }
    var changed = SharedTable.leaf(entries, depth: way.count)
    for depth in way.indices.reversed() {
      var children = way[depth].children
      children[SharedTable.slot(hash, depth: depth)] = changed
      changed = Node(children: children)
    }
    root = changed
  }

  /// The names, in no order.
  var names: [String] {
    var out: [String] = []
    var open = [root]
    while let node = open.popLast() {
      out += node.entries.map(\.name)
      open += node.children.compactMap(\.self)
    }
    return out
  }

  private static func leaf(_ entries: [(name: String, value: Value)], depth: Int) -> Node {
    guard entries.count > widestLeaf, depth < hashBits / 4 else { return Node(entries: entries) }
    var groups: [[(name: String, value: Value)]] = Array(repeating: [], count: 16)
    for entry in entries { groups[slot(UInt(bitPattern: entry.name.hashValue), depth: depth)].append(entry) }
    return Node(children: groups.map { $0.isEmpty ? nil : Node(entries: $0) })
  }

  private static func slot(_ hash: UInt, depth: Int) -> Int { Int((hash >> UInt(4 * depth)) & 15) }
}

import Core
import ImageArchive

extension RootFS {
  /// The file behind a name; symbolic links are not followed.
  public func info(_ node: NodeID) -> FileInfo {
    let entry = nodes[Int(node.index)]
    let traits = fileAttributes(entry)
    return FileInfo(traits, sizeBytes: size(entry, traits.kind))
  }

  private func size(_ entry: Node, _ kind: EntryKind) -> Int64 {
    if attributes[entry.attributes].isShared { return files[Int(entry.file)].sizeBytes }
    return kind == .directory || kind == .symlink ? 0 : entry.sizeBytes
  }

  func kind(_ node: Int32) -> EntryKind { attributes[nodes[Int(node)].attributes].kind }

  /// Mode, owner and content of the file behind a name.
  private func fileAttributes(_ entry: Node) -> NodeAttributes {
    let traits = attributes[entry.attributes]
    return traits.isShared ? attributes[files[Int(entry.file)].attributes] : traits
  }

  /// The 0-based layer that wrote this name.
  public func layer(of node: NodeID) -> Int { Int(attributes[nodes[Int(node.index)].attributes].layer) }

  /// The name's last component; empty for the root.
  public func name(of node: NodeID) -> ArraySlice<UInt8> { names.name(at: nodes[Int(node.index)].name) }

  public func parent(of node: NodeID) -> NodeID? {
    let parent = nodes[Int(node.index)].parent
    return parent < 0 ? nil : NodeID(parent)
  }

  /// - Complexity: O(length of the path).
  public func path(of node: NodeID) -> RootPath {
    if node == .root { return RootPath("/") }
    var parts: [Int32] = []
    var at = node.index
    while at > 0 {
      parts.append(at)
      at = nodes[Int(at)].parent
    }
    var bytes: [UInt8] = []
    for part in parts.reversed() {
      bytes.append(UInt8(ascii: "/"))
      bytes.append(contentsOf: name(of: NodeID(part)))
    }
    return RootPath(bytes: bytes)
  }

  /// A directory's names, sorted by bytes.
  public func children(of node: NodeID) -> [NodeID] {
    var out: [NodeID] = []
    var at = node.index
    guard kind(at) == .directory else { return [] }
    at = nodes[Int(at)].firstChild
    while at >= 0 {
      if !nodes[Int(at)].isGone { out.append(NodeID(at)) }
      at = nodes[Int(at)].next
    }
    return out.sorted { name(of: $0).lexicographicallyPrecedes(name(of: $1)) }
  }

  /// Where a symbolic link points, as written; empty for other files.
  public func linkTarget(_ node: NodeID) -> ArraySlice<UInt8> {
    let entry = nodes[Int(node.index)]
    let traits = attributes[entry.attributes]
    guard traits.kind == .symlink else { return [] }
    return names.target(traits.isShared ? files[Int(entry.file)].target : entry.target)
  }

  /// The raw `security.capability` attribute; nil when the file has none.
  public func capability(_ node: NodeID) -> [UInt8]? {
    let entry = nodes[Int(node.index)]
    return attributes[entry.attributes].isShared ? capabilities[entry.file] : nil
  }

  /// A number that all hard links of one file share.
  public func fileNumber(_ node: NodeID) -> Int {
    let entry = nodes[Int(node.index)]
    return attributes[entry.attributes].isShared ? Int(entry.file) : Int(node.index) | 1 << 40
  }

  /// Where the file's content is; nil for anything but a regular file with content.
  public func contentPlace(_ node: NodeID) -> ContentPlace? {
    let entry = nodes[Int(node.index)]
    let traits = fileAttributes(entry)
    let isShared = attributes[entry.attributes].isShared
    guard traits.kind == .file else { return nil }
    let (size, offset) =
      isShared
      ? (files[Int(entry.file)].sizeBytes, files[Int(entry.file)].dataOffset) : (entry.sizeBytes, entry.dataOffset)
    guard offset >= 0, size > 0 else { return nil }
    return ContentPlace(
      layer: Int(traits.layer), dataOffset: offset, sizeBytes: size, isSparse: traits.content.isSparse)
  }

  /// Calls `body` with every name of the final file system, the root first, parents before children, in no other order.
  public func forEach(_ body: (NodeID) -> Void) { forEach { node, _ in body(node) } }

  /// As `forEach`, with the group of the name's file: what is in one group has kind, mode, owner and content head in common.
  public func forEach(_ body: (_ node: NodeID, _ group: Int) -> Void) {
    // A name is made after its directory and never moved: in the order of nodes parents come first. A directory that is
    // gone takes what is below it along.
    var gone = ContiguousArray<UInt64>(repeating: 0, count: nodes.count / 64 + 1)
    for index in nodes.indices {
      let node = nodes[index]
      let parent = Int(max(0, node.parent))
      if node.isGone || gone[parent / 64] >> UInt64(parent % 64) & 1 != 0 {
        gone[index / 64] |= 1 << UInt64(index % 64)
      } else {
        let number = attributes[node.attributes].isShared ? files[Int(node.file)].attributes : node.attributes
        body(NodeID(Int32(index)), Int(number))
      }
    }
  }

  /// How many groups there may be; all are below.
  public var groupCount: Int { attributes.all.count }

  /// What the files of a group have in common; the size is none of it.
  public func info(ofGroup group: Int) -> FileInfo { FileInfo(attributes.all[group], sizeBytes: 0) }

  /// The node at a path, resolved inside the root as a chrooted process would.
  ///
  /// - Parameter followLast: whether a symbolic link in the last place is followed.
  /// - Returns: nil when there is nothing, a directory on the way is none, or links go round in a circle.
  public func lookup(_ path: String, followLast: Bool = true) -> NodeID? {
    lookup(bytes: Array(path.utf8), followLast: followLast)
  }

  public func lookup(_ path: RootPath, followLast: Bool = true) -> NodeID? {
    lookup(bytes: path.bytes, followLast: followLast)
  }

  /// The file a name stands for when all symbolic links are followed; nil when they lead nowhere.
  public func resolve(_ node: NodeID) -> NodeID? {
    guard info(node).kind == .symlink else { return node }
    return lookup(path(of: node))
  }

  private func lookup(bytes: [UInt8], followLast: Bool) -> NodeID? {
    var pending = PendingPath(bytes)
    var at: Int32 = 0
    var followed = 0
    var walked = 0
    while let component = pending.next() {
      walked += 1
      if walked > limits.componentsPerLookup { return nil }
      guard kind(at) == .directory else { return nil }
      if component.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) {
        at = max(0, nodes[Int(at)].parent)
        continue
      }
      guard let child = child(of: at, name: component) else { return nil }
      if kind(child) == .symlink, followLast || !pending.isEmpty {
        followed += 1
        if followed > limits.symlinks { return nil }
        let target = linkTarget(NodeID(child))
        if target.first == UInt8(ascii: "/") { at = 0 }
        pending.push(target)
        continue
      }
      at = child
    }
    return NodeID(at)
  }

  /// The node of a name in a directory.
  func child(of parent: Int32, name: ArraySlice<UInt8>) -> Int32? {
    child(of: parent, name: name.span, hash: hasher.hash(name.span))
  }

  /// As the other one, for a name whose hash is known.
  func child(of parent: Int32, name: Span<UInt8>, hash: UInt64) -> Int32? {
    let directory = nodes[Int(parent)]
    if directory.isInTable {
      return table.find(NameHasher.combine(hash, parent)) { candidate in
        let node = nodes[Int(candidate)]
        return node.parent == parent && names.matches(node.name, name)
      }
    }
    var at = directory.firstChild
    while at >= 0 {
      let node = nodes[Int(at)]
      if node.mayHave(hash), !node.isGone, names.matches(node.name, name) { return at }
      at = node.next
    }
    return nil
  }

  func firstLiveChild(of directory: Int32) -> Int32? {
    var child = nodes[Int(directory)].firstChild
    while child >= 0, nodes[Int(child)].isGone { child = nodes[Int(child)].next }
    return child >= 0 ? child : nil
  }
}

/// Path components still to be walked; symbolic links push theirs in front. `.` and empty components are passed over.
struct PendingPath {
  private var stack: [(bytes: [UInt8], at: Int)] = []

  init(_ bytes: [UInt8]) { stack.append((bytes, 0)) }

  mutating func push(_ target: ArraySlice<UInt8>) {
    dropFinished()
    stack.append((Array(target), 0))
  }

  /// Whether nothing but `/` and `.` is left.
  var isEmpty: Bool {
    for (bytes, start) in stack {
      var at = start
      while at < bytes.count {
        var end = at
        while end < bytes.count, bytes[end] != 47 { end += 1 }
        if end > at, !(end == at + 1 && bytes[at] == 46) { return false }
        at = end + 1
      }
    }
    return true
  }

  mutating func next() -> ArraySlice<UInt8>? {
    while let top = stack.indices.last {
      let bytes = stack[top].bytes
      var at = stack[top].at
      while at < bytes.count, bytes[at] == 47 { at += 1 }
      guard at < bytes.count else {
        stack.removeLast()
        continue
      }
      var end = at
      while end < bytes.count, bytes[end] != 47 { end += 1 }
      stack[top].at = end
      if end == at + 1, bytes[at] == 46 { continue }
      return bytes[at..<end]
    }
    return nil
  }

  private mutating func dropFinished() {
    while let top = stack.last, top.at >= top.bytes.count { stack.removeLast() }
  }
}

extension RootFS {
  /// Notes how a file begins, once it has been looked at.
  public mutating func setHead(_ node: NodeID, _ head: FileHead) {
    let entry = nodes[Int(node.index)]
    var traits = fileAttributes(entry)
    traits.content.head = head
    if attributes[entry.attributes].isShared {
      files[Int(entry.file)].attributes = attributes.number(of: traits)
    } else {
      nodes[Int(node.index)].attributes = attributes.number(of: traits)
    }
  }

  /// Whether the file has a `security.capability` attribute.
  public func hasCapability(_ node: NodeID) -> Bool { !capabilities.isEmpty && capability(node) != nil }
}

extension RootFS {
  /// The place in `files` of a name's file, which gets one.
  mutating func shared(_ node: Int32) -> UInt32 {
    let entry = nodes[Int(node)]
    let traits = attributes[entry.attributes]
    if traits.isShared { return entry.file }
    let isLink = traits.kind == .symlink
    let file = share(node, sizeBytes: isLink ? 0 : entry.sizeBytes, dataOffset: isLink ? -1 : entry.dataOffset)
    if isLink { files[Int(file)].target = entry.target }
    return file
  }

  /// Gives a name's file a place in `files`.
  @discardableResult
  mutating func share(_ node: Int32, sizeBytes: Int64, dataOffset: Int64) -> UInt32 {
    let number = nodes[Int(node)].attributes
    let file = UInt32(files.count)
    files.append(SharedFile(sizeBytes: sizeBytes, dataOffset: dataOffset, attributes: number))
    var name = attributes[number]
    (name.mode, name.uid, name.gid, name.content, name.isShared) = (0, 0, 0, ContentTraits(), true)
    nodes[Int(node)].attributes = attributes.number(of: name)
    nodes[Int(node)].file = file
    return file
  }
}

extension FileInfo {
  init(_ traits: NodeAttributes, sizeBytes: Int64) {
    self.init(
      kind: traits.kind, mode: traits.mode, uid: traits.uid, gid: traits.gid, sizeBytes: sizeBytes,
      head: traits.content.head)
  }
}

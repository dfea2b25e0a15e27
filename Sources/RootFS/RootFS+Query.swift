import Core
import ImageArchive

extension RootFS {
  /// The file behind a name; symbolic links are not followed.
  public func info(_ node: NodeID) -> FileInfo {
    let inode = inodes[Int(nodes[Int(node.index)].inode)]
    return FileInfo(
      kind: inode.kind, mode: inode.mode, uid: inode.uid, gid: inode.gid, sizeBytes: inode.sizeBytes,
      head: inode.content.head)
  }

  /// The 0-based layer that wrote this name.
  public func layer(of node: NodeID) -> Int { Int(nodes[Int(node.index)].layer) }

  /// The name's last component; empty for the root.
  public func name(of node: NodeID) -> ArraySlice<UInt8> {
    let entry = nodes[Int(node.index)]
    return ArraySlice(names[Int(entry.nameStart)..<(Int(entry.nameStart) + Int(entry.nameLength))])
  }

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
    var at = nodes[Int(node.index)].firstChild
    while at >= 0 {
      out.append(NodeID(at))
      at = nodes[Int(at)].next
    }
    return out.sorted { name(of: $0).lexicographicallyPrecedes(name(of: $1)) }
  }

  /// Where a symbolic link points, as written; empty for other files.
  public func linkTarget(_ node: NodeID) -> ArraySlice<UInt8> {
    let inode = inodes[Int(nodes[Int(node.index)].inode)]
    guard inode.kind == .symlink else { return [] }
    let (start, length) = (Int(inode.dataOffset & 0xFFFF_FFFF), Int(inode.dataOffset >> 32))
    return ArraySlice(names[start..<(start + length)])
  }

  /// The raw `security.capability` attribute; nil when the file has none.
  public func capability(_ node: NodeID) -> [UInt8]? { capabilities[nodes[Int(node.index)].inode] }

  /// A number that all hard links of one file share.
  public func fileNumber(_ node: NodeID) -> Int { Int(nodes[Int(node.index)].inode) }

  /// Where the file's content is; nil for anything but a regular file with content.
  public func contentPlace(_ node: NodeID) -> ContentPlace? {
    let inode = inodes[Int(nodes[Int(node.index)].inode)]
    guard inode.kind == .file, inode.dataOffset >= 0, inode.sizeBytes > 0 else { return nil }
    return ContentPlace(
      layer: Int(inode.layer), dataOffset: inode.dataOffset, sizeBytes: inode.sizeBytes,
      isSparse: inode.content.isSparse)
  }

  /// Calls `body` with every name of the final file system, the root first, parents before children, in no other order.
  public func forEach(_ body: (NodeID) -> Void) {
    var stack: [Int32] = [0]
    while let at = stack.popLast() {
      body(NodeID(at))
      var child = nodes[Int(at)].firstChild
      while child >= 0 {
        stack.append(child)
        child = nodes[Int(child)].next
      }
    }
  }

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
      guard inodes[Int(nodes[Int(at)].inode)].kind == .directory else { return nil }
      if component.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")]) {
        at = max(0, nodes[Int(at)].parent)
        continue
      }
      guard let child = child(of: at, name: component) else { return nil }
      let inode = inodes[Int(nodes[Int(child)].inode)]
      if inode.kind == .symlink, followLast || !pending.isEmpty {
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

  func child(of parent: Int32, name: ArraySlice<UInt8>) -> Int32? {
    let span = name.span
    return child(of: parent, name: span, hash: table.hash(parent: parent, name: span))
  }

  @inline(__always)
  func child(of parent: Int32, name: Span<UInt8>, hash: UInt64) -> Int32? {
    table.find(hash) { candidate in
      let node = nodes[Int(candidate)]
      guard node.parent == parent, Int(node.nameLength) == name.count else { return false }
      let start = Int(node.nameStart)
      for index in name.indices where names[start + index] != name[index] { return false }
      return true
    }
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
    inodes[Int(nodes[Int(node.index)].inode)].content.head = head
  }
}

extension RootFS {
  /// Whether the file has a `security.capability` attribute.
  public func hasCapability(_ node: NodeID) -> Bool {
    !capabilities.isEmpty && capabilities[nodes[Int(node.index)].inode] != nil
  }
}

import Core
import ImageArchive

/// Applying layers, bottom first.
///
/// Source: OCI image specification, layer.md ("Applying Changesets"), and what Docker 20.10, podman and umoci do where it is
/// silent (docs/architecture.md, "Applying layers").
extension RootFS {
  /// Applies a layer on top of what is there. Entries are taken in order; whiteouts touch lower layers only.
  ///
  /// - Complexity: O(entries × depth of their directories), cached per directory.
  public mutating func apply(_ record: LayerRecord, layer: Int) {
    var pass = LayerPass(layer: UInt16(clamping: layer), directoryCount: record.directories.count)
    reserve(entries: record.entryCount, nameBytes: record.nameBytes)
    for chunk in record.chunks { apply(chunk, of: record, &pass) }
  }

  /// As `apply`, freeing each part of the record once it is applied.
  public mutating func applyConsuming(_ record: inout LayerRecord, layer: Int) {
    var pass = LayerPass(layer: UInt16(clamping: layer), directoryCount: record.directories.count)
    reserve(entries: record.entryCount, nameBytes: record.nameBytes)
    while let chunk = record.takeFirstChunk() { apply(chunk, of: record, &pass) }
    record.dropEntries()
  }

  /// Makes room for that many more entries in one step, so that growing never holds an old and a larger new store at once.
  public mutating func reserve(entries: Int, nameBytes: Int) {
    let wanted = min(entries + entries / 16, limits.nodes) + 64
    if nodes.count + wanted > nodes.capacity { nodes.reserveCapacity(max(nodes.count + wanted, nodes.count * 5 / 4)) }
    if inodes.count + wanted > inodes.capacity {
      inodes.reserveCapacity(max(inodes.count + wanted, inodes.count * 5 / 4))
    }
    if names.count + nameBytes > names.capacity {
      names.reserveCapacity(max(names.count + nameBytes, names.count * 5 / 4))
    }
    if nodes.count == 1 { table.clear(roomFor: wanted) }
  }

  private mutating func apply(_ chunk: LayerChunk, of record: LayerRecord, _ pass: inout LayerPass) {
    for entry in chunk.entries {
      guard nodes.count < limits.nodes else {
        problems.incident(
          "too-many-entries",
          "the image holds more than \(limits.nodes) names; the rest was not looked at (--max-entries)",
          layer: Int(pass.layer))
        return
      }
      apply(entry, chunk, record, &pass)
    }
  }

  private mutating func apply(
    _ entry: LayerEntry, _ chunk: LayerChunk, _ record: LayerRecord, _ pass: inout LayerPass
  ) {
    let isMark = entry.kind == .whiteout || entry.kind == .opaque
    guard let parent = directory(Int(entry.directory), record, &pass, make: !isMark) else {
      if !isMark {
        problems.incident(
          "entry-unreachable",
          "entry \"\(text(ofName: record.directories[Int(entry.directory)]))/\(text(ofName: chunk.name(of: entry)))\" "
            + "cannot be placed: its directory is a circle of links or too long; it was not judged",
          layer: Int(pass.layer))
      }
      return
    }
    if entry.kind == .opaque {
      if parent == 0, nodes[0].firstChild >= 0 {
        warn("opaque-root", "the layer hides all that is below it; Docker's overlay shows it still", 0, pass.layer)
      }
      clear(parent, &pass)
      return
    }
    let name = chunk.name(of: entry)
    if name.isEmpty {
      setRoot(entry, pass)
      return
    }
    let hash = table.hash(parent: parent, name: name.span)
    let existing = child(of: parent, name: name.span, hash: hash)
    switch entry.kind {
    case .whiteout:
      guard let existing else { return }
      if nodes[Int(existing)].touched >= pass.layer {
        warn("whiteout-conflict", "a deletion mark and an entry for the same path", existing, pass.layer)
      }
      if inodes[Int(nodes[Int(existing)].inode)].kind == .directory { pass.removedDirectories.insert(hash) }
      hide(existing, &pass)
    case .directory: putDirectory(entry, name, parent, hash, existing, &pass)
    case .hardLink: putHardLink(entry, chunk.link(of: entry), name, parent, hash, existing, record, &pass)
    default: putFile(entry, chunk.link(of: entry), name, parent, hash, existing, record, &pass)
    }
  }

  private mutating func setRoot(_ entry: LayerEntry, _ pass: LayerPass) {
    guard entry.kind == .directory else { return }
    inodes[0].mode = entry.mode
    inodes[0].uid = entry.uid
    inodes[0].gid = entry.gid
    nodes[0].layer = pass.layer
    nodes[0].touched = pass.layer
  }

  private mutating func putDirectory(
    _ entry: LayerEntry, _ name: ArraySlice<UInt8>, _ parent: Int32, _ hash: UInt64, _ existing: Int32?,
    _ pass: inout LayerPass
  ) {
    if let existing, inodes[Int(nodes[Int(existing)].inode)].kind == .directory {
      let inode = Int(nodes[Int(existing)].inode)
      inodes[inode].mode = entry.mode
      inodes[inode].uid = entry.uid
      inodes[inode].gid = entry.gid
      nodes[Int(existing)].layer = pass.layer
      touch(existing, pass.layer)
      return
    }
    let node = put(newInode(entry, pass), name, parent, hash, existing, &pass)
    if !pass.removedDirectories.isEmpty, pass.removedDirectories.contains(hash) {
      warn(
        "directory-remade",
        "a directory removed and made again without an opaque mark; Docker's overlay shows what was in it",
        node, pass.layer)
    }
  }

  private mutating func putFile(
    _ entry: LayerEntry, _ link: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>, _ parent: Int32, _ hash: UInt64,
    _ existing: Int32?, _ record: LayerRecord, _ pass: inout LayerPass
  ) {
    if let existing, nodes[Int(existing)].layer == pass.layer {
      warn("duplicate-entry", "two entries for the same path; the last one counts", existing, pass.layer)
    }
    let inode = newInode(entry, pass)
    if entry.kind == .symlink {
      inodes[Int(inode)].dataOffset = Int64(names.count) | Int64(link.count) << 32
      names.append(contentsOf: link)
    }
    if entry.kind == .file, !record.capabilities.isEmpty, let capability = record.capabilities[entry.dataOffset] {
      capabilities[inode] = capability
    }
    let node = put(inode, name, parent, hash, existing, &pass)
    if entry.kind == .file, entry.mode & 0o6000 != 0 {
      setidSeen.append((Int(pass.layer), path(of: NodeID(node)), inode))
    }
  }

  private mutating func putHardLink(
    _ entry: LayerEntry, _ target: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>, _ parent: Int32, _ hash: UInt64,
    _ existing: Int32?, _ record: LayerRecord, _ pass: inout LayerPass
  ) {
    guard !target.isEmpty, let found = walk(Array(target), make: nil, followLast: false, pass.layer),
      inodes[Int(nodes[Int(found)].inode)].kind != .directory
    else {
      problems.warning(
        "hardlink-missing",
        "hard link \"\(text(ofName: name))\" names \"\(text(ofName: target))\", which is not there; no runtime unpacks it",
        layer: Int(pass.layer))
      return
    }
    let inode = nodes[Int(found)].inode
    let file = inodes[Int(inode)]
    if file.kind == .file, file.mode != entry.mode || file.uid != entry.uid || file.gid != entry.gid {
      warn(
        "hardlink-differs", "a hard link's mode or owner differs from its file's; applied to all its names", found,
        pass.layer)
      inodes[Int(inode)].mode = entry.mode
      inodes[Int(inode)].uid = entry.uid
      inodes[Int(inode)].gid = entry.gid
    }
    let node = put(inode, name, parent, hash, existing, &pass)
    if file.kind == .file, inodes[Int(inode)].mode & 0o6000 != 0 {
      setidSeen.append((Int(pass.layer), path(of: NodeID(node)), inode))
    }
  }

  private mutating func newInode(_ entry: LayerEntry, _ pass: LayerPass) -> Int32 {
    inodes.append(
      Inode(
        sizeBytes: entry.sizeBytes, dataOffset: entry.dataOffset, uid: entry.uid, gid: entry.gid, mode: entry.mode,
        layer: pass.layer, kind: entry.kind, content: entry.content))
    return Int32(inodes.count - 1)
  }

  /// Gives a directory's name a new file, whatever stood there.
  @discardableResult
  private mutating func put(
    _ inode: Int32, _ name: ArraySlice<UInt8>, _ parent: Int32, _ hash: UInt64, _ existing: Int32?,
    _ pass: inout LayerPass
  ) -> Int32 {
    if let existing {
      let kind = inodes[Int(nodes[Int(existing)].inode)].kind
      if kind != .directory {
        if kind == .symlink { pass.epoch += 1 }
        nodes[Int(existing)].inode = inode
        nodes[Int(existing)].layer = pass.layer
        touch(existing, pass.layer)
        return existing
      }
      remove(existing, &pass)
    }
    return add(inode, name.span, parent, pass.layer)
  }

  /// Adds a name that is not there yet.
  mutating func add(_ inode: Int32, _ name: Span<UInt8>, _ parent: Int32, _ layer: UInt16) -> Int32 {
    let node = Int32(nodes.count)
    var entry = Node(
      parent: parent, inode: inode, nameStart: UInt32(names.count), nameLength: UInt16(name.count), layer: layer,
      touched: layer)
    for index in name.indices { names.append(name[index]) }
    entry.next = nodes[Int(parent)].firstChild
    if entry.next >= 0 { nodes[Int(entry.next)].previous = node }
    nodes[Int(parent)].firstChild = node
    nodes.append(entry)
    if table.needsRoom {
      rebuildTable()
    } else {
      let hash = table.hash(parent: parent, name: name)
      table.insert(node, hash: hash)
    }
    touch(parent, layer)
    return node
  }

  private mutating func rebuildTable() {
    table.clear(roomFor: nodes.count * 3 / 2)
    for index in nodes.indices.dropFirst() where nodes[index].parent >= 0 {
      let hash = storedHash(nodes[index])
      table.insert(Int32(index), hash: hash)
    }
  }

  private func storedHash(_ node: Node) -> UInt64 {
    let start = Int(node.nameStart)
    return table.hash(
      parent: node.parent, name: names.span.extracting(start..<(start + Int(node.nameLength))))
  }

  /// Takes a name, and with it all names below, out of the tree. Its number is never used again.
  private mutating func remove(_ node: Int32, _ pass: inout LayerPass) {
    let entry = nodes[Int(node)]
    let hash = storedHash(entry)
    table.remove(node, hash: hash)
    if entry.previous >= 0 { nodes[Int(entry.previous)].next = entry.next }
    if entry.next >= 0 { nodes[Int(entry.next)].previous = entry.previous }
    if entry.parent >= 0, nodes[Int(entry.parent)].firstChild == node {
      nodes[Int(entry.parent)].firstChild = entry.next
    }
    nodes[Int(node)].parent = -2
    let kind = inodes[Int(entry.inode)].kind
    if kind == .directory || kind == .symlink { pass.epoch += 1 }
  }

  mutating func touch(_ node: Int32, _ layer: UInt16) {
    var at = node
    while at >= 0, nodes[Int(at)].touched < layer {
      nodes[Int(at)].touched = layer
      at = nodes[Int(at)].parent
    }
  }

  /// Removes a name as far as lower layers made it; what this layer wrote below it stays.
  private mutating func hide(_ node: Int32, _ pass: inout LayerPass) {
    var pending = [node]
    while let at = pending.popLast() {
      let entry = nodes[Int(at)]
      if inodes[Int(entry.inode)].kind == .directory, entry.touched >= pass.layer {
        guard entry.cleared != pass.layer + 1 else { continue }
        nodes[Int(at)].cleared = pass.layer + 1
        var child = entry.firstChild
        while child >= 0 {
          pending.append(child)
          child = nodes[Int(child)].next
        }
      } else if entry.layer < pass.layer {
        remove(at, &pass)
      }
    }
  }

  /// Removes all that lower layers put into a directory.
  private mutating func clear(_ directory: Int32, _ pass: inout LayerPass) {
    guard nodes[Int(directory)].cleared != pass.layer + 1 else { return }
    nodes[Int(directory)].cleared = pass.layer + 1
    var children: [Int32] = []
    var child = nodes[Int(directory)].firstChild
    while child >= 0 {
      children.append(child)
      child = nodes[Int(child)].next
    }
    for child in children { hide(child, &pass) }
  }

  mutating func warn(_ code: String, _ what: String, _ node: Int32, _ layer: UInt16) {
    let place = problems.hasRoom(for: code) ? path(of: NodeID(node)).description : ""
    problems.warning(code, "\(what): \(place)", layer: Int(layer))
  }
}

/// What one layer's application remembers.
struct LayerPass {
  let layer: UInt16
  /// Counts changes that may lead a known directory elsewhere.
  var epoch: Int32 = 0
  /// Hashes of the directories this layer's whiteouts removed.
  var removedDirectories: Set<UInt64> = []
  /// The node of each directory of the record, with the epoch it was found in.
  var directories: [(node: Int32, epoch: Int32)]

  init(layer: UInt16, directoryCount: Int) {
    self.layer = layer
    directories = Array(repeating: (-1, -1), count: directoryCount)
  }
}

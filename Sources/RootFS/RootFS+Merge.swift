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
  private mutating func add(_ inode: Int32, _ name: Span<UInt8>, _ parent: Int32, _ layer: UInt16) -> Int32 {
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

  private mutating func touch(_ node: Int32, _ layer: UInt16) {
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

  private mutating func warn(_ code: String, _ what: String, _ node: Int32, _ layer: UInt16) {
    let place = problems.hasRoom(for: code) ? path(of: NodeID(node)).description : ""
    problems.warning(code, "\(what): \(place)", layer: Int(layer))
  }

  /// The directory an entry lives in, made when it is missing; nil when it cannot be reached.
  private mutating func directory(
    _ index: Int, _ record: LayerRecord, _ pass: inout LayerPass, make: Bool
  ) -> Int32? {
    let cached = pass.directories[index]
    if cached.epoch == pass.epoch { return cached.node }
    guard let node = walk(Array(record.directories[index]), make: make ? pass.layer : nil, followLast: true, pass.layer)
    else { return nil }
    if inodes[Int(nodes[Int(node)].inode)].kind != .directory {
      guard make else { return nil }
      becomeDirectory(node, pass.layer)
    }
    pass.directories[index] = (node, pass.epoch)
    return node
  }

  /// A file that is used as a directory becomes one, as unpacking over it would make it.
  private mutating func becomeDirectory(_ node: Int32, _ layer: UInt16) {
    warn("file-as-directory", "file used as a directory", node, layer)
    nodes[Int(node)].inode = implicitDirectory(layer)
    nodes[Int(node)].layer = layer
    touch(node, layer)
  }

  private mutating func implicitDirectory(_ layer: UInt16) -> Int32 {
    inodes.append(
      Inode(sizeBytes: 0, dataOffset: -1, uid: 0, gid: 0, mode: 0o755, layer: layer, kind: .directory))
    return Int32(inodes.count - 1)
  }

  /// Walks a path from the root, following symbolic links inside it.
  ///
  /// - Parameter make: the layer in whose name missing directories are made; nil makes none.
  private mutating func walk(_ bytes: [UInt8], make: UInt16?, followLast: Bool, _ layer: UInt16) -> Int32? {
    if bytes.isEmpty { return 0 }
    var pending = PendingPath(bytes)
    var at: Int32 = 0
    var followed = 0
    while let component = pending.next() {
      steps += 1
      if steps > limits.steps { return nil }
      if component.count == 2, component.elementsEqual([46, 46]) {
        at = max(0, nodes[Int(at)].parent)
        continue
      }
      if inodes[Int(nodes[Int(at)].inode)].kind != .directory {
        guard let make else { return nil }
        becomeDirectory(at, make)
      }
      let hash = table.hash(parent: at, name: component.span)
      guard let child = child(of: at, name: component.span, hash: hash) else {
        guard let make, nodes.count < limits.nodes else { return nil }
        at = add(implicitDirectory(make), component.span, at, make)
        continue
      }
      if inodes[Int(nodes[Int(child)].inode)].kind == .symlink, followLast || !pending.isEmpty {
        followed += 1
        if followed > limits.symlinks { return nil }
        if make != nil, nodes[Int(child)].layer < layer {
          warn(
            "entry-below-link", "entries below a link of a lower layer, placed where it points (runtimes differ)",
            child,
            layer)
        }
        let target = linkTarget(NodeID(child))
        if target.first == UInt8(ascii: "/") { at = 0 }
        pending.push(target)
        continue
      }
      at = child
    }
    return followed == 0 || isShallow(at) ? at : nil
  }

  /// Links can lead a path deeper than any name can: what the kernel could not name either ends here, before paths cost
  /// more than the tree.
  private func isShallow(_ node: Int32) -> Bool {
    var at = node
    var depth = 0
    while at > 0 {
      at = nodes[Int(at)].parent
      depth += 1
    }
    return depth <= limits.depth
  }

  /// Ends the merge: the problems met, and the set-id files that did not survive.
  public mutating func finish() -> (problems: Problems, setidGone: [SetidGone]) {
    var gone: [SetidGone] = []
    for (layer, path, inode) in setidSeen {
      let now = literal(path)
      let kind = now.map { inodes[Int(nodes[Int($0)].inode)] }
      if let kind, kind.kind == .file, kind.mode & 0o6000 != 0 { continue }
      let file = inodes[Int(inode)]
      gone.append(
        SetidGone(
          path: path, layer: layer,
          info: FileInfo(
            kind: .file, mode: file.mode, uid: file.uid, gid: file.gid, sizeBytes: file.sizeBytes,
            head: file.content.head),
          file: Int(inode), reason: kind == nil ? .deleted : kind?.kind == .file ? .stripped : .replaced,
          byLayer: now.map { Int(nodes[Int($0)].layer) }))
    }
    setidSeen = []
    gone.sort { ($0.path.description, $0.layer) < ($1.path.description, $1.layer) }
    let met = problems
    problems = Problems()
    return (met, gone)
  }

  /// The node at exactly this path, no link followed.
  private func literal(_ path: RootPath) -> Int32? {
    var at: Int32 = 0
    for component in path.bytes.split(separator: UInt8(ascii: "/")) {
      guard let child = child(of: at, name: component) else { return nil }
      at = child
    }
    return at
  }
}

/// What one layer's application remembers.
private struct LayerPass {
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

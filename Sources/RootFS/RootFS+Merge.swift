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
    var pass = LayerPass(layer: UInt16(clamping: layer), record)
    reserve(entries: record.entryCount, nameBytes: record.nameBytes)
    for chunk in record.chunks { apply(chunk, of: record, &pass) }
  }

  /// As `apply`, freeing each part of the record once it is applied.
  public mutating func applyConsuming(_ record: inout LayerRecord, layer: Int) {
    var pass = LayerPass(layer: UInt16(clamping: layer), record)
    reserve(entries: record.entryCount, nameBytes: record.nameBytes)
    while let chunk = record.takeFirstChunk() { apply(chunk, of: record, &pass) }
    record.dropEntries()
  }

  /// Makes room for that many more entries in one step, so that growing never holds an old and a larger new store at once.
  public mutating func reserve(entries: Int, nameBytes: Int) {
    let wanted = min(entries + entries / 16, limits.nodes) + 64
    if nodes.count + wanted > nodes.capacity { nodes.reserveCapacity(max(nodes.count + wanted, nodes.count * 5 / 4)) }
    names.reserve(nameBytes + wanted)
    if nodes.count == 1, !table.hasRoom(for: wanted) { table.clear(roomFor: wanted) }
  }

  private mutating func apply(_ chunk: LayerChunk, of record: LayerRecord, _ pass: inout LayerPass) {
    var cursor = LayerChunk.Cursor()
    while let entry = cursor.next(chunk, record.attributes) {
      guard nodes.count < limits.nodes, !names.isFull else {
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
      if parent == 0, firstLiveChild(of: 0) != nil {
        warn("opaque-root", "the layer hides all that is below it; Docker's overlay shows it still", 0, pass.layer)
      }
      clear(parent, &pass)
      return
    }
    if entry.name.isEmpty {
      setRoot(entry, &pass)
      return
    }
    let name = chunk.name(of: entry)
    let hash = table.hash(parent: parent, name: name.span)
    let place = NamePlace(parent: parent, name: name, hash: hash, node: child(of: parent, name: name.span, hash: hash))
    switch entry.kind {
    case .whiteout:
      guard let existing = place.node else { return }
      if touched(existing) >= pass.layer {
        warn("whiteout-conflict", "a deletion mark and an entry for the same path", existing, pass.layer)
      }
      if kind(existing) == .directory { pass.removedDirectories.insert(hash) }
      hide(existing, &pass)
    case .directory: putDirectory(entry, place, &pass)
    case .hardLink: putHardLink(entry, chunk.link(of: entry), place, &pass)
    default: putFile(entry, chunk.link(of: entry), place, record, &pass)
    }
  }

  private mutating func setRoot(_ entry: LayerEntry, _ pass: inout LayerPass) {
    guard entry.kind == .directory else { return }
    nodes[0].attributes = pass.number(of: entry, &attributes)
    nodes[0].touched = pass.layer
  }

  private mutating func putDirectory(_ entry: LayerEntry, _ place: NamePlace, _ pass: inout LayerPass) {
    let number = pass.number(of: entry, &attributes)
    if let existing = place.node, kind(existing) == .directory {
      nodes[Int(existing)].attributes = number
      touch(existing, pass.layer)
      return
    }
    let node = put(number, place, &pass)
    nodes[Int(node)].becomeDirectory(touched: pass.layer)
    if !pass.removedDirectories.isEmpty, pass.removedDirectories.contains(place.hash) {
      warn(
        "directory-remade",
        "a directory removed and made again without an opaque mark; Docker's overlay shows what was in it",
        node, pass.layer)
    }
  }

  private mutating func putFile(
    _ entry: LayerEntry, _ link: ArraySlice<UInt8>, _ place: NamePlace, _ record: LayerRecord,
    _ pass: inout LayerPass
  ) {
    if let existing = place.node, attributes[nodes[Int(existing)].attributes].layer == pass.layer {
      warn("duplicate-entry", "two entries for the same path; the last one counts", existing, pass.layer)
    }
    let node = put(pass.number(of: entry, &attributes), place, &pass)
    if entry.kind == .symlink {
      nodes[Int(node)].target = names.append(target: link)
      return
    }
    let fits = nodes[Int(node)].hold(sizeBytes: entry.sizeBytes, dataOffset: entry.dataOffset)
    let capability = record.capabilities.isEmpty ? nil : record.capabilities[entry.dataOffset]
    let isSetid = entry.mode & 0o6000 != 0
    guard entry.kind == .file, capability != nil || isSetid || !fits else {
      if !fits { share(node, sizeBytes: entry.sizeBytes, dataOffset: entry.dataOffset) }
      return
    }
    let file = share(node, sizeBytes: entry.sizeBytes, dataOffset: entry.dataOffset)
    if let capability { capabilities[file] = capability }
    if isSetid { setidSeen.append((Int(pass.layer), path(of: NodeID(node)), file)) }
  }

  private mutating func putHardLink(
    _ entry: LayerEntry, _ target: ArraySlice<UInt8>, _ place: NamePlace, _ pass: inout LayerPass
  ) {
    guard !target.isEmpty, let found = walk(target, make: nil, followLast: false, pass.layer), kind(found) != .directory
    else {
      problems.warning(
        "hardlink-missing",
        "hard link \"\(text(ofName: place.name))\" names \"\(text(ofName: target))\", which is not there; "
          + "no runtime unpacks it",
        layer: Int(pass.layer))
      return
    }
    let file = shared(found)
    var traits = attributes[files[Int(file)].attributes]
    if traits.kind == .file, traits.mode != entry.mode || traits.uid != entry.uid || traits.gid != entry.gid {
      warn(
        "hardlink-differs", "a hard link's mode or owner differs from its file's; applied to all its names", found,
        pass.layer)
      (traits.mode, traits.uid, traits.gid) = (entry.mode, entry.uid, entry.gid)
      files[Int(file)].attributes = attributes.number(of: traits)
    }
    let name = NodeAttributes(kind: traits.kind, mode: 0, uid: 0, gid: 0, layer: pass.layer, isShared: true)
    let node = put(attributes.number(of: name), place, &pass)
    nodes[Int(node)].file = file
    if traits.kind == .file, traits.mode & 0o6000 != 0 {
      setidSeen.append((Int(pass.layer), path(of: NodeID(node)), file))
    }
  }

  /// Gives a directory's name a new file, whatever stood there. The caller says what the node holds.
  private mutating func put(_ attributes: UInt32, _ place: NamePlace, _ pass: inout LayerPass) -> Int32 {
    if let existing = place.node {
      let kind = kind(existing)
      if kind != .directory {
        if kind == .symlink { pass.epoch += 1 }
        nodes[Int(existing)].attributes = attributes
        touch(place.parent, pass.layer)
        return existing
      }
      remove(existing, hash: place.hash, &pass)
    }
    return add(attributes, place.name, place.parent, hash: place.hash, pass.layer)
  }

  /// Adds a name that is not there yet.
  mutating func add(
    _ attributes: UInt32, _ name: ArraySlice<UInt8>, _ parent: Int32, hash: UInt64, _ layer: UInt16
  ) -> Int32 {
    let node = Int32(nodes.count)
    var entry = Node(parent: parent, name: names.append(name), attributes: attributes)
    entry.next = nodes[Int(parent)].firstChild
    nodes[Int(parent)].firstChild = node
    nodes.append(entry)
    if table.needsRoom { rebuildTable() } else { table.insert(node, hash: hash) }
    touch(parent, layer)
    return node
  }

  private mutating func rebuildTable() {
    table.clear(roomFor: nodes.count * 3 / 2)
    for index in nodes.indices.dropFirst() where !nodes[index].isGone {
      let hash = storedHash(nodes[index])
      table.insert(Int32(index), hash: hash)
    }
  }

  private func storedHash(_ node: Node) -> UInt64 {
    table.hash(parent: node.parent, name: names.bytes.span.extracting(names.range(at: node.name)))
  }

  /// Takes a name, and with it all names below, out of the tree. Its number is never used again; it stays in its directory's
  /// list until that is walked the next time.
  private mutating func remove(_ node: Int32, hash: UInt64? = nil, _ pass: inout LayerPass) {
    let entry = nodes[Int(node)]
    let known = hash ?? storedHash(entry)
    table.remove(node, hash: known)
    if entry.parent >= 0, nodes[Int(entry.parent)].firstChild == node {
      nodes[Int(entry.parent)].firstChild = entry.next
    }
    nodes[Int(node)].parent = Node.gone
    let kind = kind(node)
    if kind == .directory || kind == .symlink { pass.epoch += 1 }
  }

  /// Notes in a directory, and in those above it, that a layer wrote below it.
  mutating func touch(_ directory: Int32, _ layer: UInt16) {
    var at = directory
    while at >= 0, nodes[Int(at)].touched < layer {
      nodes[Int(at)].touched = layer
      at = nodes[Int(at)].parent
    }
  }

  /// Removes a name as far as lower layers made it; what this layer wrote below it stays.
  private mutating func hide(_ node: Int32, _ pass: inout LayerPass) {
    var pending = [node]
    while let at = pending.popLast() {
      if kind(at) == .directory, nodes[Int(at)].touched >= pass.layer {
        guard nodes[Int(at)].cleared != pass.layer + 1 else { continue }
        nodes[Int(at)].cleared = pass.layer + 1
        pending += liveChildren(of: at)
      } else if attributes[nodes[Int(at)].attributes].layer < pass.layer {
        remove(at, &pass)
      }
    }
  }

  /// Removes all that lower layers put into a directory.
  private mutating func clear(_ directory: Int32, _ pass: inout LayerPass) {
    guard nodes[Int(directory)].cleared != pass.layer + 1 else { return }
    nodes[Int(directory)].cleared = pass.layer + 1
    for child in liveChildren(of: directory) { hide(child, &pass) }
  }

  /// A directory's names; those that are gone are taken out of its list.
  private mutating func liveChildren(of directory: Int32) -> [Int32] {
    var out: [Int32] = []
    var last: Int32?
    var child = nodes[Int(directory)].firstChild
    while child >= 0 {
      let next = nodes[Int(child)].next
      if nodes[Int(child)].isGone {
        if let last { nodes[Int(last)].next = next } else { nodes[Int(directory)].firstChild = next }
      } else {
        out.append(child)
        last = child
      }
      child = next
    }
    return out
  }

  /// The newest layer that wrote a name or one below it.
  private func touched(_ node: Int32) -> UInt16 {
    let traits = attributes[nodes[Int(node)].attributes]
    return traits.kind == .directory ? nodes[Int(node)].touched : traits.layer
  }

  mutating func warn(_ code: String, _ what: String, _ node: Int32, _ layer: UInt16) {
    let place = problems.hasRoom(for: code) ? path(of: NodeID(node)).description : ""
    problems.warning(code, "\(what): \(place)", layer: Int(layer))
  }
}

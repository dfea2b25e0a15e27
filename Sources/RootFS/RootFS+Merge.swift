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
  }

  private mutating func apply(_ chunk: LayerChunk, of record: LayerRecord, _ pass: inout LayerPass) {
    var cursor = LayerChunk.Cursor()
    while let entry = cursor.next(chunk, record.attributes) {
      guard nodes.count < limits.nodes, !names.isFull, !attributes.isFull else {
        problems.incident(
          "too-many-entries",
          "the image holds more than \(min(nodes.count, limits.nodes)) names; the rest was not looked at (--max-entries)",
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
      if !isMark { reportUnreachable(entry, chunk, record, pass.layer) }
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
    let name = chunk.bytes.span.extracting(entry.name)
    let hash = hasher.hash(name)
    let place = NamePlace(
      parent: parent, name: entry.name, hash: hash, node: child(of: parent, name: name, hash: hash))
    switch entry.kind {
    case .whiteout: applyWhiteout(place, &pass)
    case .directory: putDirectory(entry, place, chunk, &pass)
    case .hardLink: putHardLink(entry, place, chunk, &pass)
    default: putFile(entry, place, chunk, record, &pass)
    }
  }

  private mutating func reportUnreachable(
    _ entry: LayerEntry, _ chunk: LayerChunk, _ record: LayerRecord, _ layer: UInt16
  ) {
    problems.incident(
      "entry-unreachable",
      "entry \"\(text(ofName: record.directories[Int(entry.directory)]))/\(text(ofName: chunk.name(of: entry)))\" "
        + "cannot be placed: its directory is a circle of links or too long; it was not judged",
      layer: Int(layer))
  }

  private mutating func applyWhiteout(_ place: NamePlace, _ pass: inout LayerPass) {
    guard let existing = place.node else { return }
    if touched(existing) >= pass.layer {
      warn("whiteout-conflict", "a deletion mark and an entry for the same path", existing, pass.layer)
    }
    if kind(existing) == .directory {
      pass.removedDirectories.insert(NameHasher.combine(place.hash, place.parent))
    }
    hide(existing, &pass)
  }

  private mutating func setRoot(_ entry: LayerEntry, _ pass: inout LayerPass) {
    guard entry.kind == .directory else { return }
    nodes[0].attributes = pass.number(of: entry, &attributes)
    nodes[0].touched = pass.layer
  }

  private mutating func putDirectory(
    _ entry: LayerEntry, _ place: NamePlace, _ chunk: LayerChunk, _ pass: inout LayerPass
  ) {
    let number = pass.number(of: entry, &attributes)
    if let existing = place.node, kind(existing) == .directory {
      nodes[Int(existing)].attributes = number
      touch(existing, pass.layer)
      return
    }
    let node = put(number, place, chunk, &pass)
    nodes[Int(node)].becomeDirectory(touched: pass.layer)
    if !pass.removedDirectories.isEmpty,
      pass.removedDirectories.contains(NameHasher.combine(place.hash, place.parent))
    {
      warn(
        "directory-remade",
        "a directory removed and made again without an opaque mark; Docker's overlay shows what was in it",
        node, pass.layer)
    }
  }

  private mutating func putFile(
    _ entry: LayerEntry, _ place: NamePlace, _ chunk: LayerChunk, _ record: LayerRecord, _ pass: inout LayerPass
  ) {
    if let existing = place.node, attributes[nodes[Int(existing)].attributes].layer == pass.layer {
      warn("duplicate-entry", "two entries for the same path; the last one counts", existing, pass.layer)
    }
    let node = put(pass.number(of: entry, &attributes), place, chunk, &pass)
    if entry.kind == .symlink {
      nodes[Int(node)].target = names.append(target: chunk.bytes.span.extracting(entry.link))
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
    _ entry: LayerEntry, _ place: NamePlace, _ chunk: LayerChunk, _ pass: inout LayerPass
  ) {
    let target = chunk.link(of: entry)
    guard !target.isEmpty, let found = walk(target, make: nil, followLast: false, pass.layer), kind(found) != .directory
    else {
      problems.warning(
        "hardlink-missing",
        "hard link \"\(text(ofName: chunk.name(of: entry)))\" names \"\(text(ofName: target))\", which is not there; "
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
    let node = put(attributes.number(of: name), place, chunk, &pass)
    nodes[Int(node)].file = file
    if traits.kind == .file, traits.mode & 0o6000 != 0 {
      setidSeen.append((Int(pass.layer), path(of: NodeID(node)), file))
    }
  }

  /// Gives a directory's name a new file, whatever stood there. The caller says what the node holds.
  private mutating func put(
    _ attributes: UInt32, _ place: NamePlace, _ chunk: LayerChunk, _ pass: inout LayerPass
  ) -> Int32 {
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
    let name = chunk.bytes.span.extracting(place.name)
    return add(attributes, name, place.parent, hash: place.hash, pass.layer)
  }

  /// Adds a name that is not there yet.
  mutating func add(
    _ attributes: UInt32, _ name: Span<UInt8>, _ parent: Int32, hash: UInt64, _ layer: UInt16
  ) -> Int32 {
    let node = Int32(nodes.count)
    let place = nodes[Int(parent)].adopt(node)
    var entry = Node(parent: parent, name: names.append(name), hash: hash, attributes: attributes)
    entry.next = place.next
    nodes.append(entry)
    if place.wasInTable {
      table.insert(node, hash: NameHasher.combine(hash, parent))
    } else if place.isInTable {
      enterChildren(of: parent)
    }
    touch(parent, layer)
    return node
  }

  /// Puts the names of a directory that has become large into the table.
  private mutating func enterChildren(of directory: Int32) {
    var child = nodes[Int(directory)].firstChild
    while child >= 0 {
      if !nodes[Int(child)].isGone { table.insert(child, hash: slotHash(of: child)) }
      child = nodes[Int(child)].next
    }
  }

  /// The hash by which a name is in the table.
  private func slotHash(of node: Int32) -> UInt64 {
    let entry = nodes[Int(node)]
    let name = names.bytes.span.extracting(names.range(at: entry.name))
    return NameHasher.combine(hasher.hash(name), entry.parent)
  }

  /// Takes a name, and with it all names below, out of the tree. Its number is never used again; it stays in its directory's
  /// list until that is walked the next time.
  private mutating func remove(_ node: Int32, hash: UInt64? = nil, _ pass: inout LayerPass) {
    let entry = nodes[Int(node)]
    if entry.parent >= 0 {
      let parent = nodes[Int(entry.parent)]
      if parent.isInTable {
        table.remove(node, hash: hash.map { NameHasher.combine($0, entry.parent) } ?? slotHash(of: node))
      }
      if parent.firstChild == node {
        nodes[Int(entry.parent)].firstChild = entry.next
        if !parent.isInTable { nodes[Int(entry.parent)].childCount -= 1 }
      }
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
        guard pass.cleared.insert(at).inserted else { continue }
        pending += liveChildren(of: at)
      } else if attributes[nodes[Int(at)].attributes].layer < pass.layer {
        remove(at, &pass)
      }
    }
  }

  /// Removes all that lower layers put into a directory.
  private mutating func clear(_ directory: Int32, _ pass: inout LayerPass) {
    guard pass.cleared.insert(directory).inserted else { return }
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
    if !nodes[Int(directory)].isInTable { nodes[Int(directory)].childCount = UInt16(out.count) }
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

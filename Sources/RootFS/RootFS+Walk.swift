import Core
import ImageArchive

/// Finding, and where needed making, the directories of a layer's entries.
extension RootFS {
  /// The directory an entry lives in, made when it is missing; nil when it cannot be reached.
  mutating func directory(
    _ index: Int, _ record: LayerRecord, _ pass: inout LayerPass, make: Bool
  ) -> Int32? {
    let cached = pass.directories[index]
    if cached.epoch == pass.epoch { return cached.node }
    if let node = straightWalk(index, record, &pass, make: make) {
      pass.directories[index] = (node, pass.epoch)
      return node
    }
    guard let node = walk(record.directories[index], make: make ? pass.layer : nil, followLast: true, pass.layer)
    else { return nil }
    if kind(node) != .directory {
      guard make else { return nil }
      becomeDirectory(node, pass.layer)
    }
    pass.directories[index] = (node, pass.epoch)
    return node
  }

  /// The usual way to a directory: on from where its path leaves that of the directory found before, with nothing on the
  /// way but directories.
  ///
  /// - Returns: nil when the way is another one, or there is none.
  private mutating func straightWalk(
    _ index: Int, _ record: LayerRecord, _ pass: inout LayerPass, make: Bool
  ) -> Int32? {
    let all = record.directories.bytes.span
    let path = all.extracting(record.directories.range(of: index))
    if pass.trailEpoch == pass.epoch {
      let before = all.extracting(record.directories.range(of: pass.trailDirectory))
      let common = commonPrefix(path, before)
      while let last = pass.trail.last, last.end > common || (last.end < path.count && path[last.end] != 47) {
        pass.trail.removeLast()
      }
    } else {
      pass.trail.removeAll(keepingCapacity: true)
    }
    (pass.trailDirectory, pass.trailEpoch) = (index, pass.epoch)
    var at = pass.trail.last?.node ?? 0
    var start = pass.trail.last.map { $0.end + 1 } ?? 0
    while start < path.count {
      var end = start
      while end < path.count, path[end] != 47 { end += 1 }
      let component = path.extracting(start..<end)
      steps += 1
      guard steps <= limits.steps, let next = step(component, from: at, pass.layer, make: make) else { return nil }
      at = next
      pass.trail.append((end, at))
      start = end + 1
    }
    return at
  }

  /// The directory of that name in a directory, made when it is missing.
  private mutating func step(_ name: Span<UInt8>, from directory: Int32, _ layer: UInt16, make: Bool) -> Int32? {
    if name.isEmpty || (name[0] == 46 && (name.count == 1 || name.count == 2 && name[1] == 46)) { return nil }
    let hash = hasher.hash(name)
    if let child = child(of: directory, name: name, hash: hash) { return kind(child) == .directory ? child : nil }
    guard make, nodes.count < limits.nodes else { return nil }
    return addDirectory(name, directory, hash: hash, layer)
  }

  /// Adds a directory that an entry's path names and no entry has brought.
  private mutating func addDirectory(_ name: Span<UInt8>, _ parent: Int32, hash: UInt64, _ layer: UInt16) -> Int32 {
    let node = add(implicitDirectory(layer), name, parent, hash: hash, layer)
    nodes[Int(node)].becomeDirectory(touched: layer)
    return node
  }

  /// A file that is used as a directory becomes one, as unpacking over it would make it.
  private mutating func becomeDirectory(_ node: Int32, _ layer: UInt16) {
    warn("file-as-directory", "file used as a directory", node, layer)
    nodes[Int(node)].attributes = implicitDirectory(layer)
    nodes[Int(node)].becomeDirectory(touched: layer)
    touch(nodes[Int(node)].parent, layer)
  }

  private mutating func implicitDirectory(_ layer: UInt16) -> UInt32 {
    if let implicit, implicit.layer == layer { return implicit.number }
    let number = attributes.number(of: NodeAttributes(kind: .directory, mode: 0o755, uid: 0, gid: 0, layer: layer))
    implicit = (layer, number)
    return number
  }

  /// Walks a path from the root, following symbolic links inside it.
  ///
  /// - Parameter make: the layer in whose name missing directories are made; nil makes none.
  mutating func walk(_ bytes: ArraySlice<UInt8>, make: UInt16?, followLast: Bool, _ layer: UInt16) -> Int32? {
    if bytes.isEmpty { return 0 }
    var pending = PendingPath(Array(bytes))
    var at: Int32 = 0
    var followed = 0
    while let component = pending.next() {
      steps += 1
      if steps > limits.steps { return nil }
      if component.count == 2, component.elementsEqual([46, 46]) {
        at = max(0, nodes[Int(at)].parent)
        continue
      }
      if kind(at) != .directory {
        guard let make else { return nil }
        becomeDirectory(at, make)
      }
      let hash = hasher.hash(component.span)
      guard let child = child(of: at, name: component.span, hash: hash) else {
        guard let make, nodes.count < limits.nodes else { return nil }
        at = addDirectory(component.span, at, hash: hash, make)
        continue
      }
      if kind(child) == .symlink, followLast || !pending.isEmpty {
        followed += 1
        if followed > limits.symlinks { return nil }
        if make != nil, attributes[nodes[Int(child)].attributes].layer < layer {
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
}

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
    guard let node = walk(record.directories[index], make: make ? pass.layer : nil, followLast: true, pass.layer)
    else { return nil }
    if kind(node) != .directory {
      guard make else { return nil }
      becomeDirectory(node, pass.layer)
    }
    pass.directories[index] = (node, pass.epoch)
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
    attributes.number(of: NodeAttributes(kind: .directory, mode: 0o755, uid: 0, gid: 0, layer: layer))
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
      let hash = table.hash(parent: at, name: component.span)
      guard let child = child(of: at, name: component.span, hash: hash) else {
        guard let make, nodes.count < limits.nodes else { return nil }
        at = add(implicitDirectory(make), component, at, hash: hash, make)
        nodes[Int(at)].becomeDirectory(touched: make)
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

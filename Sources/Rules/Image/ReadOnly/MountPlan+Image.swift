import Core
import ImageArchive
import RootFS

extension MountPlan {
  /// The plan for an image's own start command and user.
  public init(of image: ImageModel) { self.init(of: image, service: StartedService(in: image)) }

  init(of image: ImageModel, service: StartedService) {
    var builder = Builder(image: image, service: service, cover: WritableCover(of: image))
    builder.addDeclared()
    builder.addPaths()
    builder.addLogs()
    self.init(
      service: service.writer?.name, evidence: service.evidence, entries: builder.finished(), unknown: service.unknown)
  }
}

/// Collects the entries of one plan.
private struct Builder {
  let image: ImageModel
  let service: StartedService
  let cover: WritableCover
  var byPath: [RootPath: MountPlan.Entry] = [:]

  mutating func addDeclared() {
    for path in cover.volumes {
      add(path, kind: .volume, confidence: .certain, source: .volume, why: "VOLUME in the image config")
    }
    for path in cover.labelled {
      add(path, kind: .tmpfs, confidence: .certain, source: .label, why: "label imgscan.writable")
    }
  }

  mutating func addPaths() {
    guard let writer = service.writer else { return }
    let config = ServiceConfig(of: service, in: image)
    for path in writer.paths where applies(path) {
      for target in targets(path, config) {
        let resolved = image.resolvedPath(target.path)
        if cover.contains(RootPath(target.path)) || cover.contains(resolved) { continue }
        let optional = path.isOptional || (config.isElsewhere && !path.directives.isEmpty)
        add(
          resolved, kind: path.kind, confidence: optional ? .possible : target.confidence, source: .service,
          why: target.why, needsExec: path.needsExec)
      }
    }
  }

  mutating func addLogs() {
    for log in ServiceLog.all(of: service, in: image) {
      guard let directory = log.directory(in: image) else { continue }
      let path = image.root.path(of: directory)
      if cover.contains(path) || cover.contains(RootPath(log.log.path)) { continue }
      add(
        path, kind: .tmpfs, confidence: log.namedAt == nil ? .possible : .certain, source: .log,
        why: log.namedAt ?? "log \(log.log.path)")
    }
  }

  /// Sorted by path; what another entry already makes writable is left out.
  func finished() -> [MountPlan.Entry] {
    let all = byPath.values.sorted { $0.path < $1.path }
    return all.filter { entry in
      !all.contains { other in
        guard other.path != entry.path, entry.path.isAtOrBelow(other.path), entry.source != .volume else {
          return false
        }
        return other.confidence >= entry.confidence && (other.kind == .volume || entry.uid == nil)
      }
    }
  }

  private func applies(_ path: WritePath) -> Bool {
    if !path.onlyIf.isEmpty, image.root.lookup(path.onlyIf) == nil { return false }
    if service.value(of: path.unless) != nil { return false }
    return !path.switchedOffBy.contains { key, value in
      guard let given = image.config.environment(key) else { return false }
      return value.isEmpty || given == value
    }
  }

  private func targets(
    _ path: WritePath, _ config: ServiceConfig
  ) -> [(path: String, confidence: MountPlan.Confidence, why: String)] {
    if !path.directives.isEmpty {
      let given = path.directives.compactMap { config.first($0) }
      if given.count == path.directives.count {
        return given.filter { $0.value.hasPrefix("/") }.map {
          (nearestDirectory($0.value, isFile: $0.name == "pid"), .certain, "\($0.place) \($0.name) \($0.value)")
        }
      }
    }
    if let value = service.value(of: path.movedBy) {
      return value.hasPrefix("/") ? [(value, .known, path.why)] : []
    }
    for variable in path.variables {
      guard let value = image.config.environment(variable), !value.isEmpty else { continue }
      let full = value + path.below
      guard full.hasPrefix("/"), path.below.isEmpty || image.directory(full) != nil else { return [] }
      return [(full, .known, path.why)]
    }
    return path.choices.first { image.directory($0 + path.below) != nil }.map { [($0 + path.below, .known, path.why)] }
      ?? []
  }

  /// The lowest directory on the way to a path that the image has, the root aside.
  private func nearestDirectory(_ path: String, isFile: Bool) -> String {
    var parts = path.split(separator: "/").prefix(256)
    if isFile, !parts.isEmpty { parts.removeLast() }
    let whole = "/" + parts.joined(separator: "/")
    while !parts.isEmpty {
      let candidate = "/" + parts.joined(separator: "/")
      if image.directory(candidate) != nil { return candidate }
      parts.removeLast()
    }
    return whole
  }

  private mutating func add(
    _ path: RootPath, kind: MountPlan.Kind, confidence: MountPlan.Confidence, source: MountPlan.Source, why: String,
    needsExec: Bool = false
  ) {
    guard path.bytes != [UInt8(ascii: "/")] else { return }
    if var old = byPath[path] {
      if old.confidence < confidence { (old.confidence, old.source, old.kind) = (confidence, source, kind) }
      if !old.why.contains(why) { old.why += "; " + why }
      old.needsExec = old.needsExec || needsExec
      byPath[path] = old
      return
    }
    var entry = MountPlan.Entry(path: path, kind: kind, confidence: confidence, source: source, why: why)
    entry.needsExec = needsExec
    if let node = image.root.lookup(path), image.root.info(node).kind == .directory {
      let info = image.root.info(node)
      (entry.uid, entry.gid, entry.mode) = (Int(info.uid), Int(info.gid), info.mode)
      entry.hidesContent = kind == .tmpfs && !image.root.children(of: node).isEmpty
      if kind == .tmpfs, source != .label, image.runUser.outcome == .resolved, !image.runUserCanWrite(node) {
        (entry.uid, entry.gid) = (image.runUser.uid, image.runUser.gid)
      }
    }
    byPath[path] = entry
  }
}

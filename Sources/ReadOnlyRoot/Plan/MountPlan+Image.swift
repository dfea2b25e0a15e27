import Core
import ImageArchive
import RootFS

extension MountPlan {
  /// The plan for an image's own start command and user.
  ///
  /// - Parameter observed: what a running container was seen to write.
  public init(of image: ImageModel, observed: [WriteClaim] = []) {
    guard observed.isEmpty else {
      self.init(deriving: image, observed: observed)
      return
    }
    self = image.analyses.value { MountPlan(deriving: image, observed: []) }
  }

  private init(deriving image: ImageModel, observed: [WriteClaim]) {
    let service = StartedService(in: image)
    let cover = WritableCover(of: image)
    let config = ServiceConfig(of: service, in: image)
    let scripts = ImageScripts(of: image)
    let derived =
      ServiceClaims(service: service, image: image).all(config) + ConfigClaims.all(config, in: image)
      + LogClaims.all(of: service, in: image, config) + ScriptClaims.all(of: scripts, in: image)
      + EnvironmentClaims.all(of: service, in: image) + PermissionClaims.all(of: service, in: image)
    var merger = ClaimMerger(image: image)
    for claim in DeclaredClaims.all(cover) { merger.add(claim) }
    // The strongest first: what is too much is the weakest.
    let order = derived.enumerated().sorted {
      ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset)
    }
    for claim in observed + order.map(\.element) { merger.add(claim, declared: cover) }
    self.init(
      service: service.writer?.name, evidence: service.evidence, entries: merger.finished(), unknown: service.unknown)
    remarks += MountPlan.remarks(on: config, of: service) + MountPlan.remarks(on: scripts)
    isPartial = merger.unclear + merger.excess > 0
    if merger.unclear > 0 { remarks.append("\(merger.unclear) written paths lead nowhere that could be told") }
    if merger.excess > 0 { remarks.append("\(merger.excess) more writes were not looked at") }
  }

  /// What of the service's configuration could not be told.
  private static func remarks(on config: ServiceConfig, of service: StartedService) -> [String] {
    guard let name = service.writer?.name else { return [] }
    var out: [String] = []
    if config.isUnread {
      out.append("the configuration that \(name) is given was not read")
    } else if !config.isComplete {
      out.append("not all of the configuration of \(name) was read")
    }
    if let first = config.unresolved.first {
      let more = config.unresolved.count > 1 ? " and \(config.unresolved.count - 1) more" : ""
      out.append("a path in the configuration could not be told: \(first)\(more)")
    }
    return out
  }

  /// What of the scripts could not be told.
  private static func remarks(on scripts: ImageScripts) -> [String] {
    var out: [String] = []
    let places = scripts.files.flatMap { file in
      file.unresolved.map { file.node == nil ? file.name : "\(file.name):\($0)" }
    }
    if let first = places.first {
      let more = places.count > 1 ? " and \(places.count - 1) more" : ""
      out.append("where scripts write could not be told: \(first)\(more)")
    }
    for file in scripts.files {
      if let problem = file.problem { out.append("not all of \(file.name) was understood: \(problem)") }
    }
    if let first = scripts.unread.first {
      let more = scripts.unread.count > 1 ? " and \(scripts.unread.count - 1) more" : ""
      out.append("not read, though it runs: \(first)\(more)")
    }
    return out
  }
}

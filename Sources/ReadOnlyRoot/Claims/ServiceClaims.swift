import Core
import ImageArchive
import RootFS

/// What the started service is known to write, by the table of known writers.
struct ServiceClaims {
  let service: StartedService
  let image: ImageModel

  /// Without what `config` says is kept elsewhere; services that the started one starts included.
  func all(_ config: ServiceConfig) -> [WriteClaim] {
    own(config)
      + config.programs.flatMap { program in
        ServiceClaims(service: program.service, image: image).own(program.config).map { claim in
          var out = claim
          out.confidence = min(claim.confidence, .likely)
          out.why = "\(program.service.writer?.name ?? ""), \(claim.why) (\(program.statement))"
          return out
        }
      }
  }

  private func own(_ config: ServiceConfig) -> [WriteClaim] {
    guard let writer = service.writer else { return [] }
    var out: [WriteClaim] = []
    for path in writer.paths where applies(path) {
      if !path.directives.isEmpty, path.directives.allSatisfy({ config.settled.contains($0) }) { continue }
      guard let target = target(path) else { continue }
      let isUncertain = path.isOptional || (config.isUnread && !path.directives.isEmpty)
      out.append(
        WriteClaim(
          target, kind: path.kind, confidence: isUncertain ? .possible : .known,
          source: writer.isRuntime ? .runtime : .service, why: path.why, needsExec: path.needsExec))
    }
    return out
  }

  private func applies(_ path: WritePath) -> Bool {
    if !path.onlyIf.isEmpty, image.root.lookup(path.onlyIf) == nil { return false }
    if service.value(of: path.unless) != nil { return false }
    return !path.switchedOffBy.contains { key, value in
      guard let given = image.config.environment(key) else { return false }
      return value.isEmpty || given == value
    }
  }

  private func target(_ path: WritePath) -> String? {
    if let value = service.value(of: path.movedBy) { return value.hasPrefix("/") ? value : nil }
    for variable in path.variables {
      guard let value = image.config.environment(variable), !value.isEmpty else { continue }
      let full = value + path.below
      guard full.hasPrefix("/"), path.below.isEmpty || image.directory(full) != nil else { return nil }
      return full
    }
    let bases = path.isBelowWorkingDirectory ? [image.config.workingDirectory ?? "/"] : path.choices
    return bases.first { image.directory($0 + path.below) != nil }.map { $0 + path.below }
  }
}

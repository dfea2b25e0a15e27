import BuildModel
import Core
import Dockerfile
import ImageArchive

/// What is known of the Dockerfile that an image was built from: the user's file, matched with the image's history, or
/// the lines that BuildKit noted beside the image.
struct DockerfileJoin: Sendable {
  /// The Dockerfile, with the stage that matches the image as its target; nil when only provenance is known.
  let build: BuildModel?
  /// Lines by layer, for own layers.
  private let lines: [SourceLines?]
  /// How many layers at the bottom are the base's, and how that was told; nil when it cannot be.
  let base: (count: Int, decision: String)?
  /// What is odd about the match; nil when nothing is.
  let warning: String?

  /// Stages that are tried when the last one is not the image's.
  private static let mostStages = 50

  /// nil when nothing is known.
  init?(_ image: ArchivedImage, dockerfile: BuildModel?, provenance: Provenance?) {
    guard let dockerfile else {
      guard let provenance, let known = DockerfileJoin.lines(image, provenance) else { return nil }
      (build, warning) = (nil, nil)
      (lines, base) = known
      return
    }
    let (build, match) = DockerfileJoin.bestStage(dockerfile, image)
    // A file that is not this image's must not be pointed at.
    self.build = match.expected > 0 && match.found == 0 ? nil : build
    lines = match.nodeByLayer.map { node in node.map { DockerfileJoin.lines(ofNode: $0, build) } }
    base = match.baseLayers.map { ($0, "the steps of \(build.file) match the layers above") }
    let name = build.file
    if match.expected > 0, match.found == 0 {
      warning = "\(name) does not look like this image's: none of its \(match.expected) steps is in the history"
    } else if match.found < match.expected {
      warning = "\(name) is not quite this image's: \(match.found) of its \(match.expected) steps are in the history"
    } else if build.target != dockerfile.target, let stage = build.targetStage {
      warning = "the image is stage \(stage.title) of \(name), not its last one"
    } else {
      warning = nil
    }
  }

  /// The stage whose steps the history holds: the target, unless another fits and it does not.
  private static func bestStage(_ build: BuildModel, _ image: ArchivedImage) -> (BuildModel, HistoryMatch) {
    let first = HistoryMatch(image.config, layerCount: image.layers.count, build: build)
    guard first.found < first.expected || first.expected == 0 else { return (build, first) }
    var best = (build, first)
    for stage in build.stages.indices.suffix(mostStages).reversed() where stage != build.target {
      let other = build.targeting(stage)
      let match = HistoryMatch(image.config, layerCount: image.layers.count, build: other)
      if match.expected > 0, match.found == match.expected, match.found > best.1.found { best = (other, match) }
    }
    return best
  }

  private static func lines(
    _ image: ArchivedImage, _ provenance: Provenance
  ) -> ([SourceLines?], (count: Int, decision: String)?)? {
    let digests = image.layers.map { layer in
      // A docker-archive names its layers by path: blobs/sha256/….
      layer.digest ?? layer.name.split(separator: "/").suffix(2).joined(separator: ":")
    }
    let lines = digests.map { digest in
      provenance.linesByLayer[digest].map { SourceLines(file: $0.file, first: $0.first, last: $0.last) }
    }
    guard let first = lines.firstIndex(where: { $0 != nil }) else { return nil }
    let isWhole = digests.allSatisfy(provenance.knownLayers.contains) && lines[first...].allSatisfy { $0 != nil }
    return (lines, isWhole ? (first, "BuildKit's provenance in the archive") : nil)
  }

  private static func lines(ofNode node: Int, _ build: BuildModel) -> SourceLines {
    let lines = build.syntax.nodes[node].lines
    return SourceLines(file: build.file, first: lines.lowerBound, last: lines.upperBound)
  }

  /// The instruction that wrote a layer; FROM for the base's.
  func source(ofLayer index: Int, _ baseCount: Int?) -> SourceLines? {
    if let baseCount, index < baseCount {
      guard let build, let root = build.rootStage, base != nil else { return nil }
      return DockerfileJoin.lines(ofNode: root.node, build)
    }
    return lines.indices.contains(index) ? lines[index] : nil
  }

  /// The instruction that a value of the image config comes from; FROM of the target when the file does not set it.
  func source(ofConfig pointer: String) -> (lines: SourceLines, isSetHere: Bool)? {
    guard let build, let target = build.targetStage else { return nil }
    let keywords: [String: Keyword] = [
      "User": .user, "Entrypoint": .entrypoint, "Cmd": .cmd, "Env": .env, "WorkingDir": .workdir,
      "ExposedPorts": .expose, "Volumes": .volume, "Healthcheck": .healthcheck, "Labels": .label,
      "StopSignal": .stopsignal, "Shell": .shell,
    ]
    let parts = pointer.split(separator: "/").map(String.init)
    guard parts.count > 1, parts[0] == "config", let keyword = keywords[parts[1]] else { return nil }
    let step = build.lastShipped(keyword)
    return (DockerfileJoin.lines(ofNode: step?.node ?? target.node, build), step != nil)
  }

  /// Where a line belongs that must be the last root step, or USER: before the instructions that end the target stage.
  func insertion() -> DockerfileChange? {
    guard let build, let target = build.targetStage else { return nil }
    let writers: Set<Keyword> = [.run, .copy, .add, .workdir]
    let last = target.steps.lastIndex { writers.contains($0.instruction.keyword) } ?? -1
    let closers: Set<Keyword> = [.entrypoint, .cmd, .user, .healthcheck]
    if let next = target.steps[(last + 1)...].first(where: { closers.contains($0.instruction.keyword) }) {
      return DockerfileChange(kind: .addBefore, lines: DockerfileJoin.lines(ofNode: next.node, build))
    }
    let node = target.steps.last?.node ?? target.node
    return DockerfileChange(kind: .addAfter, lines: DockerfileJoin.lines(ofNode: node, build))
  }
}

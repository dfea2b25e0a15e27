import Core
import ImageArchive
import RootFS

/// Matches history with layers and tells base layers from own ones.
enum LayerOrigins {
  /// How the base was told where only the history tells it.
  static let guess = "history: the base image ends with its own CMD or ENTRYPOINT (a guess)"

  /// - Parameter given: which layers are the base's, when the user says; with a mismatch nothing is decided.
  /// - Parameter join: what the Dockerfile or the archive's provenance tells.
  static func decide(
    _ config: ImageConfig, layerCount: Int, given: BaseLayers.Answer?, join: DockerfileJoin? = nil
  ) -> (layers: [LayerRef], decision: String?) {
    let steps = config.history
    let written = steps.filter { !$0.isEmptyLayer }
    let matches = written.count == layerCount && layerCount > 0
    let (baseCount, decision): (Int?, String?) =
      switch given {
      case .layers(let count, let decision): (count, decision)
      case .mismatch: (nil, nil)
      case nil: join?.base ?? baseLayers(config, layerCount: layerCount, matches: matches)
      }
    let layers = (0..<layerCount).map { index in
      LayerRef(
        index: index, diffID: config.diffIDs.indices.contains(index) ? config.diffIDs[index] : nil,
        createdBy: matches ? written[index].createdBy : nil,
        origin: baseCount.map { index < $0 ? .base : .own } ?? .unknown, source: join?.source(ofLayer: index, baseCount)
      )
    }
    return (layers, decision)
  }

  /// How many layers at the bottom are the base image's, and how that was told; nil when it cannot be.
  ///
  /// A base image ends with its own CMD or ENTRYPOINT: the last such step before the image's own last layer is where it
  /// ended.
  private static func baseLayers(
    _ config: ImageConfig, layerCount: Int, matches: Bool
  ) -> (Int?, String?) {
    guard matches else { return (nil, nil) }
    var index = config.history.count - 1
    while index >= 0, config.history[index].isEmptyLayer { index -= 1 }
    while index >= 0 {
      let step = config.history[index]
      if step.isEmptyLayer, endsBase(step.createdBy ?? "") {
        let count = config.history[..<index].count { !$0.isEmptyLayer }
        if count > 0 { return (count, guess) }
      }
      index -= 1
    }
    return (nil, nil)
  }

  private static func endsBase(_ step: String) -> Bool {
    var text = Substring(step)
    if let mark = text.range(of: "#(nop)") {
      text = text[mark.upperBound...].drop { $0 == " " }
    }
    return text.hasPrefix("CMD") || text.hasPrefix("ENTRYPOINT")
  }
}

extension Target {
  /// Whether it is only likely which layers are the base image's.
  public var isBaseGuessed: Bool { baseDecision == LayerOrigins.guess }
}

extension Substring {
  /// The first occurrence of a text.
  fileprivate func range(of text: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
      at = index(after: at)
    }
    return nil
  }
}

import BuildModel
import Core
import Dockerfile
import ImageArchive

/// Which item of an image's history comes from which instruction of a Dockerfile.
struct HistoryMatch {
  /// Node of the instruction that wrote each layer; nil for layers of the base and unknown ones.
  private(set) var nodeByLayer: [Int?]
  /// How many layers at the bottom are the base's; nil when the match is not complete enough to tell.
  private(set) var baseLayers: Int?
  /// Instructions that leave a layer, and how many of them were found.
  private(set) var expected = 0
  private(set) var found = 0

  /// History items and instructions that are compared at most; each pair is looked at.
  private static let mostItems = 1_000

  /// - Parameter build: the Dockerfile, with the stage as its target that is taken to be the image's.
  init(_ config: ImageConfig, layerCount: Int, build: BuildModel) {
    nodeByLayer = Array(repeating: nil, count: layerCount)
    let written = config.history.count { !$0.isEmptyLayer }
    guard written == layerCount else { return }
    let items = config.history.suffix(HistoryMatch.mostItems).map { HistoryStep($0) }
    let firstItem = config.history.count - items.count
    let traces = build.shippedSteps.suffix(HistoryMatch.mostItems).map { InstructionTrace($0, in: build) }
    let pairs = HistoryMatch.align(items, traces)
    note(pairs, items, traces, firstItem: firstItem, config)
    if build.base == .scratch, found == expected { baseLayers = 0 }
  }

  private mutating func note(
    _ pairs: [(item: Int, trace: Int)], _ items: [HistoryStep?], _ traces: [InstructionTrace], firstItem: Int,
    _ config: ImageConfig
  ) {
    var layerOfItem: [Int] = []
    var layer = 0
    for entry in config.history {
      layerOfItem.append(layer)
      if !entry.isEmptyLayer { layer += 1 }
    }
    for pair in pairs where items[pair.item]?.hasLayer == true {
      nodeByLayer[layerOfItem[firstItem + pair.item]] = traces[pair.trace].step.node
    }
    let writers: Set<Keyword> = [.run, .copy, .add]
    expected = traces.count { writers.contains($0.step.instruction.keyword) }
    found = pairs.count { writers.contains(traces[$0.trace].step.instruction.keyword) }
    guard found == expected, let first = pairs.first(where: { items[$0.item]?.hasLayer == true }) ?? pairs.first,
      traces.count == pairs.count || found > 0
    else { return }
    let start = layerOfItem[firstItem + first.item]
    // Every layer above must be one of the Dockerfile's, or something else was built on top.
    if nodeByLayer[start...].allSatisfy({ $0 != nil }) { baseLayers = start }
  }

  /// The pairs of the best alignment that keeps both orders; of equal ones that with the latest history items.
  private static func align(
    _ items: [HistoryStep?], _ traces: [InstructionTrace]
  ) -> [(item: Int, trace: Int)] {
    let width = traces.count + 1
    var best = [Int32](repeating: 0, count: (items.count + 1) * width)
    for row in items.indices.reversed() {
      for column in traces.indices.reversed() {
        let value = items[row].map { traces[column].likeness(to: $0).rawValue } ?? 0
        let skip = max(best[(row + 1) * width + column], best[row * width + column + 1])
        let take = value > 0 ? best[(row + 1) * width + column + 1] + Int32(value) : 0
        best[row * width + column] = max(skip, take)
      }
    }
    var pairs: [(item: Int, trace: Int)] = []
    var (row, column) = (0, 0)
    while row < items.count, column < traces.count {
      let value = best[row * width + column]
      if value == best[(row + 1) * width + column] {
        row += 1
      } else if value == best[row * width + column + 1] {
        column += 1
      } else {
        pairs.append((row, column))
        (row, column) = (row + 1, column + 1)
      }
    }
    return pairs
  }
}

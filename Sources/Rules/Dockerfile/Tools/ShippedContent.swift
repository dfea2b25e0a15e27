import BuildModel
import Dockerfile

/// The steps whose files ship: those of the chain, and those of a stage whose whole root directory is copied.
struct ShippedContent: Sendable {
  var step: BuildStep
  /// The same for all steps whose files end up in one layer.
  var layer: Int

  /// In order; no stage is taken twice.
  ///
  /// - Complexity: O(steps).
  static func steps(of build: BuildModel) -> [ShippedContent] {
    var out: [ShippedContent] = []
    var layer = 0
    var taken = Set(build.chain)
    var byName: [String: [Int]] = [:]
    for stage in build.stages { if let name = stage.name { byName[name, default: []].append(stage.index) } }
    for step in build.shippedSteps {
      layer += 1
      for inner in copiedSteps(step, build, byName, &taken) { out.append(ShippedContent(step: inner, layer: layer)) }
      out.append(ShippedContent(step: step, layer: layer))
    }
    return out
  }

  /// The steps behind `COPY --from=stage / /`, also of the stages that one copies so.
  private static func copiedSteps(
    _ step: BuildStep, _ build: BuildModel, _ byName: [String: [Int]], _ taken: inout Set<Int>
  ) -> [BuildStep] {
    var groups: [[BuildStep]] = []
    var waiting = [step]
    while let next = waiting.popLast() {
      var stage = rootSource(of: next, build, byName)
      var found: [Int] = []
      while let index = stage, taken.insert(index).inserted {
        found.append(index)
        if case .stage(let parent) = build.stages[index].base { stage = parent } else { stage = nil }
      }
      let steps = found.reversed().flatMap { build.stages[$0].steps }
      groups.append(steps)
      waiting += steps.filter { $0.instruction.keyword == .copy }
    }
    return Array(groups.reversed().joined())
  }

  private static func rootSource(of step: BuildStep, _ build: BuildModel, _ byName: [String: [Int]]) -> Int? {
    guard case .copy(let transfer) = step.instruction.kind, transfer.destination.text == "/",
      transfer.sources.contains(where: { ["/", "/.", "/*", "/./"].contains($0.text) }),
      let name = step.instruction.flags.first(where: { $0.name == "from" })?.value
    else { return nil }
    if let number = Int(name), number >= 0, number < step.stage { return number }
    // The last stage of that name before this one.
    let named = byName[name.lowercased()] ?? []
    var (low, high) = (0, named.count)
    while low < high {
      let middle = (low + high) / 2
      if named[middle] < step.stage { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : named[low - 1]
  }
}

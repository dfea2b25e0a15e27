import Core
import Dockerfile

/// What holds in a stage, beginning with what held at the end of the stage that it is made of.
///
/// Source: hadolint 2.15.1, measured: a stage goes by its name or else by that of its image, so that two stages of one
/// image without names are one.
struct InheritedState<Value: Sendable> {
  private let initial: Value
  private var values: [String: Value] = [:]
  private var stage: String?
  /// What holds now.
  private(set) var value: Value

  /// - Parameter initial: what holds before the first FROM and in a stage of an image.
  init(_ initial: Value) { (self.initial, value) = (initial, initial) }

  /// Begins a stage by its FROM.
  mutating func begin(_ from: LintInstruction) {
    guard let image = from.image else { return }
    value = values[image.name] ?? initial
    stage = from.alias ?? image.name
    if let stage { values[stage] = value }
  }

  /// Makes something hold from here on.
  mutating func set(_ value: Value) {
    self.value = value
    if let stage { values[stage] = value }
  }
}

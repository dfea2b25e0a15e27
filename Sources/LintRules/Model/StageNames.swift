/// The names that FROM has given to stages so far.
///
/// Docker takes names that differ in case alone for the same; hadolint does not, so an exact judgement does not either.
struct StageNames {
  let isExact: Bool
  private var names: Set<String> = []

  init(_ flow: LintFlow) { isExact = flow.isExact }

  /// The name in the form that is compared.
  func key(_ name: String) -> String { isExact ? name : name.lowercased() }

  /// Adds a name; whether it is new.
  @discardableResult
  mutating func add(_ name: String) -> Bool { names.insert(key(name)).inserted }

  /// What a FROM would call an earlier stage, in the form that is compared; nil for other instructions.
  ///
  /// hadolint leaves registry, tag and digest out, so that to it an image of the same name is the stage.
  func base(of instruction: LintInstruction) -> String? {
    instruction.image.map { key(isExact ? $0.name : $0.text) }
  }

  func contains(_ name: String) -> Bool { names.contains(key(name)) }
}

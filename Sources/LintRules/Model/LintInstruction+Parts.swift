import Dockerfile

extension LintInstruction {
  /// The flag of that name; nil without it.
  public func flag(_ name: String) -> Flag? { instruction.flags.first { $0.name == name } }

  /// Where from and to COPY copies; nil for other instructions.
  public var copy: Transfer? { if case .copy(let transfer) = kind { transfer } else { nil } }
}

import Core
import Dockerfile

/// An instruction with its place and, for RUN, its commands.
public final class LintInstruction: Sendable {
  public let instruction: Instruction
  /// Position in its flow.
  public let index: Int
  /// 1-based, where its first word is; for what ONBUILD triggers that of ONBUILD.
  public let line: Int
  /// Number of FROMs up to and with this instruction, less one; -1 before the first and for what ONBUILD triggers.
  public let stage: Int
  /// The text of RUN; nil for other instructions.
  public let script: LintScript?

  init(_ instruction: Instruction, index: Int, line: Int, stage: Int, script: LintScript?) {
    (self.instruction, self.index, self.line) = (instruction, index, line)
    (self.stage, self.script) = (stage, script)
  }

  public var kind: Instruction.Kind { instruction.kind }
  public var keyword: Keyword { instruction.keyword }
  public var node: Int { instruction.node }

  /// The commands of RUN; none for other instructions and for a text that could not be read.
  public var commands: [LintCommand] { script?.commands ?? [] }

  /// The mounts of RUN; none for other instructions.
  public var mounts: [Mount] { if case .run(let run) = kind { run.mounts } else { [] } }

  /// Whether RUN has a cache or tmpfs mount whose target contains a path.
  public func mounts(over path: String) -> Bool {
    mounts.contains { mount in
      guard mount.type == "cache" || mount.type == "tmpfs" else { return false }
      return mount.value("target", "dst", "destination")?.holds(path) ?? false
    }
  }

  /// The image of FROM; nil for other instructions.
  public var image: LintImage? { if case .from(let from) = kind { LintImage(from.base.text) } else { nil } }

  /// The name that FROM gives its stage, as written; nil for other instructions and without one.
  public var alias: String? { if case .from(let from) = kind { from.name?.text } else { nil } }
}

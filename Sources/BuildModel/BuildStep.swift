import Core
import Dockerfile
import ShellSyntax

/// An instruction of a stage, with what holds when it is carried out.
///
/// A class, so that lists of steps and commands cost no copies.
public final class BuildStep: Sendable {
  public let instruction: Instruction
  /// Index of its stage.
  public let stage: Int
  /// Position in its stage, 0 for the first instruction after FROM.
  public let index: Int
  /// Who runs it.
  public let user: BuildUser
  /// The directory it runs in; nil when WORKDIR was not given in this file.
  public let workdir: ExpandedText?
  /// What reads the shell form.
  public let dialect: ShellDialect
  /// The shell text or command of RUN, CMD, ENTRYPOINT and HEALTHCHECK; nil for others.
  public let script: StepScript?

  init(
    instruction: Instruction, stage: Int, index: Int, user: BuildUser, workdir: ExpandedText?, dialect: ShellDialect,
    script: StepScript?
  ) {
    (self.instruction, self.stage, self.index, self.user) = (instruction, stage, index, user)
    (self.workdir, self.dialect, self.script) = (workdir, dialect, script)
  }

  /// The index of its node in the file's syntax.
  public var node: Int { instruction.node }
}

/// The user of a step or of the finished image.
public enum BuildUser: Sendable, Equatable {
  /// No USER so far: whoever the base image names.
  case inherited
  /// By USER; `step` is the node of that instruction.
  case named(ExpandedText, node: Int)

  /// Whether it surely is root: uid 0 by name or number. The base image's user is not known here.
  public var isRoot: Bool {
    guard case .named(let user, _) = self, let text = user.known else { return false }
    return BuildUser.isRoot(text)
  }

  /// Whether a USER value means uid 0: `root`, any spelling of 0, or nothing before the colon.
  ///
  /// Source: the OCI image specification, config `User`; numbers as Docker reads them, leading zeros included.
  public static func isRoot(_ text: String) -> Bool {
    let name = text.prefix { $0 != ":" }
    return name.isEmpty || name == "root" || name.utf8.allSatisfy { $0 == UInt8(ascii: "0") }
  }
}

/// What a shell, or the system directly, runs for an instruction.
public final class StepScript: Sendable {
  public let script: ShellScript
  /// The text that ranges of `script` are about, with its places in the file.
  public let text: LogicalLine
  public let dialect: ShellDialect
  /// Whether it is run without a shell, as a list of words.
  public let isExec: Bool
  /// The program behind wrappers such as sudo and env, of each command of `script`.
  public let resolved: [ResolvedCommand]

  init(script: ShellScript, text: LogicalLine, dialect: ShellDialect, isExec: Bool) {
    (self.script, self.text, self.dialect, self.isExec) = (script, text, dialect, isExec)
    resolved = script.commands.map(script.resolved)
  }

  /// A part of the text.
  public func string(_ range: Range<Int>) -> String {
    GoUTF8.string(text.bytes[range.clamped(to: 0..<text.bytes.count)])
  }
}

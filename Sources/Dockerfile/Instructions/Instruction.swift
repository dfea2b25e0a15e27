/// An instruction with its arguments understood.
public struct Instruction: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case from(From)
    case arg([ArgumentDeclaration])
    case env([Pair])
    case label([Pair])
    case run(Run)
    case cmd(CommandForm)
    case entrypoint(CommandForm)
    case healthcheck(Healthcheck)
    case shell([Argument])
    case copy(Transfer)
    case add(Transfer)
    case expose([Argument])
    case volume([Argument])
    case user(Argument)
    case workdir(Argument)
    case stopSignal(Argument)
    case maintainer(Argument)
    /// What a build `FROM` this image will run; it does nothing to this image.
    case onbuild
  }

  public var kind: Kind
  public var keyword: Keyword
  /// Index in `DockerfileSyntax.nodes`.
  public var node: Int
  public var flags: [Flag]
}

/// `--name=value` of an instruction.
public struct Flag: Sendable, Equatable {
  /// Without the dashes.
  public var name: String
  /// nil when there is no `=`.
  public var value: String?
  /// In the logical line.
  public var range: Range<Int>
}

/// `FROM base [AS name]`
public struct From: Sendable, Equatable {
  /// As written, variables unexpanded.
  public var base: Argument
  public var name: Argument?
  /// Value of `--platform`, as written.
  public var platform: String?
}

/// One declaration of ARG.
public struct ArgumentDeclaration: Sendable, Equatable {
  public var name: String
  /// As written, with quotes; nil when there is no `=`.
  public var value: Argument?
  public var range: Range<Int>
}

/// A name and value of ENV or LABEL, as written, with quotes.
public struct Pair: Sendable, Equatable {
  public var key: Argument
  public var value: Argument
}

/// The command of RUN, CMD or ENTRYPOINT.
public struct CommandForm: Sendable, Equatable {
  /// Whether it is a JSON list, run without a shell.
  public var isExec: Bool
  /// The list's items; in shell form the whole text as one, or none.
  public var arguments: [Argument]

  /// Whether it is a shell text that begins with `exec`, by which the shell gives way to the program.
  public var givesWay: Bool {
    guard !isExec, let text = arguments.first?.bytes.drop(while: { $0 == 0x20 || $0 == 0x09 }) else { return false }
    return text.starts(with: "exec".utf8) && text.dropFirst(4).first.map { $0 == 0x20 || $0 == 0x09 } == true
  }
}

/// `RUN`
public struct Run: Sendable, Equatable {
  public var command: CommandForm
  public var mounts: [Mount]
}

/// `--mount=key=value,…` of RUN.
public struct Mount: Sendable, Equatable {
  /// Keys in lower case, in order; nil where a key stands without a value.
  public var fields: [Field]
  public struct Field: Sendable, Equatable {
    public var key: String
    public var value: String?
  }

  /// The value of the first field with one of these names.
  public func value(_ names: String...) -> String? { fields.first { names.contains($0.key) }?.value }

  /// `bind` unless it says otherwise.
  public var type: String { value("type") ?? "bind" }
}

/// `COPY` or `ADD`
public struct Transfer: Sendable, Equatable {
  /// As written. Here-documents are named by their words, such as `<<EOF`.
  public var sources: [Argument]
  public var destination: Argument
}

/// `HEALTHCHECK`
public enum Healthcheck: Sendable, Equatable {
  case none
  case command(CommandForm)
}

import Glibc

/// Standard input, of which the first bytes can be looked at before something reads it.
public final class StandardInput {
  let stream = StreamSource(.standardInput)
  let source: PeekableSource

  public init() { source = PeekableSource(stream) }

  /// Whether a person would have to type it.
  public var isTerminal: Bool { isatty(0) == 1 }

  /// The first bytes: `count`, or all there are. They stay readable.
  public func head(_ count: Int) throws(ArchiveError) -> [UInt8] { try source.peek(count) }
}

import Core
import Dockerfile

/// A stage of a build: FROM and what follows it.
public struct BuildStage: Sendable {
  public enum Base: Sendable, Equatable {
    case scratch
    /// An earlier stage of the same file.
    case stage(Int)
    case image(ImageReference)
    /// A name with a variable that has no known value; as far as it is known.
    case unknown(String)
  }

  public var index: Int
  /// In lower case; nil when it has none.
  public var name: String?
  public var from: From
  /// Node of FROM.
  public var node: Int
  public var base: Base
  public var steps: [BuildStep]
  /// Who the stage's image starts as.
  public var user: BuildUser
  /// Whether it is built for Windows: by base name, platform, or shell.
  public var isWindows: Bool
  var variables = Variables()

  /// The stage by name, or by number.
  public var title: String { name ?? "stage \(index)" }
}

/// Something of a subject that could not be read, or that is odd.
///
/// As an *incident* it means that the verdict is incomplete: exit status 2. As a *warning* it hides nothing and leaves the
/// exit status alone.
public struct Incident: Hashable, Sendable {
  /// Stable machine-readable word, such as `layer-truncated`.
  public var code: String
  /// What it is, what was expected, and the way out. Lower case, no full stop. May hold untrusted names.
  public var message: String
  /// 0-based layer it happened in; nil when it is not about one layer.
  public var layer: Int?
  /// Where it is; nil when it is about the subject as a whole or one layer. The message need not repeat it.
  public var place: Place?

  public init(code: String, message: String, layer: Int? = nil, place: Place? = nil) {
    (self.code, self.message, self.layer, self.place) = (code, message, layer, place)
  }
}

/// The incidents and the warnings of one read, without repeating itself for ever.
public struct Problems: Sendable, Equatable {
  public private(set) var incidents: [Incident] = []
  public private(set) var warnings: [Incident] = []
  /// How many of a kind are kept; a hostile archive could make a million of them.
  public static let keptPerCode = 20
  private var counts: [String: Int] = [:]

  public init() {}

  public var isEmpty: Bool { incidents.isEmpty && warnings.isEmpty }

  /// Whether one more of this kind would be kept; if not, its words need not be made.
  public func hasRoom(for code: String) -> Bool { counts[code, default: 0] < Problems.keptPerCode }

  public mutating func incident(
    _ code: String, _ message: @autoclosure () -> String, layer: Int? = nil, place: Place? = nil
  ) {
    guard admit(code) else { return }
    incidents.append(Incident(code: code, message: message(), layer: layer, place: place))
  }

  public mutating func warning(
    _ code: String, _ message: @autoclosure () -> String, layer: Int? = nil, place: Place? = nil
  ) {
    guard admit(code) else { return }
    warnings.append(Incident(code: code, message: message(), layer: layer, place: place))
  }

  /// Takes over another read's problems; `layer` is filled in where they do not name one.
  public mutating func absorb(_ other: Problems, layer: Int? = nil) {
    for one in other.incidents {
      incident(one.code, one.message, layer: one.layer ?? layer, place: one.place)
    }
    for one in other.warnings {
      warning(one.code, one.message, layer: one.layer ?? layer, place: one.place)
    }
    for (code, count) in other.counts where count > Problems.keptPerCode {
      counts[code, default: 0] += count - Problems.keptPerCode
    }
  }

  /// Codes of which more were seen than kept, with how many were not kept.
  public var dropped: [(code: String, count: Int)] {
    counts.filter { $0.value > Problems.keptPerCode }.map { ($0.key, $0.value - Problems.keptPerCode) }
      .sorted { $0.0 < $1.0 }
  }

  private mutating func admit(_ code: String) -> Bool {
    counts[code, default: 0] += 1
    return (counts[code] ?? 0) <= Problems.keptPerCode
  }
}

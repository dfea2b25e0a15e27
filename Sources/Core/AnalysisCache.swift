import Synchronization

/// What was worked out about a model, a build or an image, once and is asked for by several rules.
///
/// A value depends on nothing but the model, so it does not matter who asks first.
public final class AnalysisCache: Sendable {
  // A dozen at most: a dictionary would take longer to make than they to be passed by.
  private let values = Mutex<[(key: ObjectIdentifier, value: any Sendable)]>([])

  public init() {}

  /// The value kept for a type; made when it is asked for the first time.
  public func value<Value: Sendable>(_ type: Value.Type = Value.self, _ make: () -> Value) -> Value {
    let key = ObjectIdentifier(type)
    // Made outside of the lock, because making one may ask for another.
    if let known = values.withLock({ $0.first { $0.key == key }?.value }) as? Value { return known }
    let made = make()
    values.withLock { values in
      values.removeAll { $0.key == key }
      values.append((key, made))
    }
    return made
  }

  /// Forgets all values. They may hold the model, and with it this cache: without it the memory would never be given back.
  public func clear() { values.withLock { $0.removeAll() } }
}

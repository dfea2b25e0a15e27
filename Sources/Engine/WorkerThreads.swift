import ImageArchive
import Synchronization

/// Work in parts, on threads of our own.
enum WorkerThreads {
  /// Calls `body` for 0..<count on up to `jobs` threads and returns the results by index.
  ///
  /// - Parameter order: the order in which work is begun; the results do not depend on it.
  static func map<Result: Sendable>(
    count: Int, jobs: Int, order: [Int], _ body: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let shared = SharedWork(order: order, body)
    let threads = (1..<max(1, min(jobs, count))).compactMap { _ in HelperThread(shared) }
    shared.work()
    for thread in threads { thread.join() }
    return shared.results(count)
  }
}

private final class SharedWork<Result: Sendable>: ThreadWork, Sendable {
  private let order: [Int]
  private let body: @Sendable (Int) -> Result
  private let state = Mutex<(next: Int, done: [Int: Result])>((0, [:]))

  init(order: [Int], _ body: @escaping @Sendable (Int) -> Result) {
    (self.order, self.body) = (order, body)
  }

  func work() {
    while let index = take() {
      let result = body(index)
      state.withLock { $0.done[index] = result }
    }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < order.count else { return nil }
      defer { state.next += 1 }
      return order[state.next]
    }
  }

  func results(_ count: Int) -> [Result] {
    state.withLock { state in (0..<count).compactMap { state.done.removeValue(forKey: $0) } }
  }
}

import Glibc
import Synchronization

/// Threads of our own for work that blocks in C.
///
/// Swift's cooperative pool has one thread a core; a decompressor on it would stop every task of the program (measured: a
/// 20 ms sleep woke after 5 s).
enum WorkerThreads {
  /// Calls `body` for 0..<count on up to `jobs` threads and returns the results by index.
  ///
  /// - Parameter order: the order in which work is begun; the results do not depend on it.
  static func map<Result: Sendable>(
    count: Int, jobs: Int, order: [Int], _ body: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let work = SharedWork(order: order, body)
    let job = Job { work.run() }
    var threads: [pthread_t] = []
    for _ in 1..<max(1, min(jobs, count)) {
      var thread = pthread_t()
      let context = Unmanaged.passRetained(job).toOpaque()
      let status = pthread_create(
        &thread, nil,
        { context in
          guard let context else { return nil }
          Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run()
          return nil
        }, context)
      if status == 0 { threads.append(thread) } else { Unmanaged<Job>.fromOpaque(context).release() }
    }
    work.run()
    for thread in threads { pthread_join(thread, nil) }
    return work.results(count)
  }
}

/// What a thread can be given without knowing what the work makes.
private final class Job: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private final class SharedWork<Result: Sendable>: Sendable {
  private let order: [Int]
  private let body: @Sendable (Int) -> Result
  private let state = Mutex<(next: Int, done: [Int: Result])>((0, [:]))

  init(order: [Int], _ body: @escaping @Sendable (Int) -> Result) {
    (self.order, self.body) = (order, body)
  }

  func run() {
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

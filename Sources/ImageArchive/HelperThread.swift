import Glibc

/// What a helper thread does.
public protocol ThreadWork: AnyObject {
  /// Runs on the thread, once.
  func work()
}

/// A thread of our own, for work that blocks in C.
///
/// Swift's cooperative pool has one thread a core; a decompressor on it would stop every task of the program (measured: a
/// 20 ms sleep woke after 5 s).
public final class HelperThread {
  private var thread = pthread_t()
  private var isJoined = false

  /// Starts the work. The thread keeps the work alive until it is done.
  ///
  /// - Returns: nil when the system has no thread to give; the caller then does the work itself.
  public init?(_ work: any ThreadWork) {
    let context = Unmanaged.passRetained(ThreadStart(work)).toOpaque()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue().work.work()
        return nil
      }, context)
    guard status == 0 else {
      Unmanaged<ThreadStart>.fromOpaque(context).release()
      return nil
    }
  }

  /// Waits until the work is done.
  public func join() {
    if !isJoined { pthread_join(thread, nil) }
    isJoined = true
  }
}

private final class ThreadStart {
  let work: any ThreadWork
  init(_ work: any ThreadWork) { self.work = work }
}

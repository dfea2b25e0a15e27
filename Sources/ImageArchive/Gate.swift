import Glibc

/// A lock, and a way to wait until what it guards has changed. Nobody spins.
final class Gate {
  // C wants them at addresses that never change.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    mutex.initialize(to: pthread_mutex_t())
    change.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(change, nil)
  }

  deinit {
    pthread_cond_destroy(change)
    pthread_mutex_destroy(mutex)
    change.deallocate()
    mutex.deallocate()
  }

  /// Calls `body` while no other thread is inside.
  @inline(__always)
  func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Waits, inside `locked`, until a condition holds; others may enter meanwhile.
  @inline(__always)
  func wait(until holds: () -> Bool) {
    while !holds() { pthread_cond_wait(change, mutex) }
  }

  /// Wakes all that wait.
  func wake() { pthread_cond_broadcast(change) }
}

/// Lets ShellCheck judge scripts: many in one process, several processes at once.
///
/// The calling thread waits; a process that hangs, crashes or talks nonsense costs its scripts, no more.
public struct ShellCheckRunner: Sendable {
  public let program: ShellCheckProgram
  /// How many processes run at once.
  public let jobs: Int
  public let limits: ShellCheckLimits

  public init(program: ShellCheckProgram, jobs: Int, limits: ShellCheckLimits = ShellCheckLimits()) {
    (self.program, self.jobs, self.limits) = (program, max(1, jobs), limits)
  }

  /// What ShellCheck says about each script, in their order; equal scripts are judged once.
  ///
  /// The result does not depend on which process ends first.
  public func run(_ scripts: [ShellCheckScript]) -> [Result<[ShellCheckFinding], ShellCheckError>] {
    run(scripts.map(\.bytes))
  }

  /// The same for plain scripts.
  func run(_ scripts: [[UInt8]]) -> [Result<[ShellCheckFinding], ShellCheckError>] {
    var indexByScript: [[UInt8]: Int] = [:]
    var distinct: [[UInt8]] = []
    let places = scripts.map { script in
      if let known = indexByScript[script] { return known }
      indexByScript[script] = distinct.count
      distinct.append(script)
      return distinct.count - 1
    }
    var schedule = ShellCheckSchedule(distinct, limits)
    var active: [ShellCheckProcess] = []
    while true {
      while active.count < jobs, let batch = schedule.next() {
        do {
          active.append(try ShellCheckProcess(batch, of: distinct, program, limits))
        } catch {
          schedule.giveUp(batch, error)
        }
      }
      guard !active.isEmpty else { break }
      // Short, since a program whose pipes a child of it holds open does not tell when it ends.
      ChildProcess.wait(for: active.lazy.map(\.child), milliseconds: 5)
      for index in active.indices.reversed() {
        guard let result = active[index].result() else { continue }
        let batch = active.remove(at: index).batch
        switch result {
        case .success(let findings): schedule.take(batch, findings)
        case .failure(let error): schedule.fail(batch, error)
        }
      }
    }
    return places.map { schedule.results[$0] ?? .failure(ShellCheckError(.givenUp, "it was not judged")) }
  }
}

/// Which scripts are still to be judged, and what is known of the others.
struct ShellCheckSchedule {
  private let limits: ShellCheckLimits
  /// The next one last.
  private var waiting: [[Int]] = []
  private var failures = 0
  private var successes = 0
  private var reason: ShellCheckError?
  private(set) var results: [Int: Result<[ShellCheckFinding], ShellCheckError>] = [:]

  init(_ scripts: [[UInt8]], _ limits: ShellCheckLimits) {
    self.limits = limits
    var batches: [[Int]] = []
    var bytes = Int.max
    for (index, script) in scripts.enumerated() {
      guard script.count <= limits.scriptBytes else {
        results[index] = .failure(
          ShellCheckError(
            .tooLong, "the script has \(script.count) bytes, more than the limit of \(limits.scriptBytes)"))
        continue
      }
      let isFull =
        bytes > limits.bytesPerProcess - script.count || (batches.last?.count ?? 0) >= limits.scriptsPerProcess
      if isFull {
        batches.append([])
        bytes = 0
      }
      bytes += script.count
      batches[batches.count - 1].append(index)
    }
    waiting = batches.reversed()
  }

  /// Scripts for one process; nil when there are none for now or the rest is given up.
  mutating func next() -> [Int]? {
    if let reason {
      for index in waiting.joined() { results[index] = .failure(reason) }
      waiting = []
    }
    return waiting.popLast()
  }

  mutating func take(_ batch: [Int], _ findings: [[ShellCheckFinding]]) {
    successes += 1
    for (index, findings) in zip(batch, findings) { results[index] = .success(findings) }
  }

  /// One that failed with many is tried with each alone, so that one script does not cost the others theirs.
  mutating func fail(_ batch: [Int], _ error: ShellCheckError) {
    failures += 1
    if batch.count > 1 {
      waiting += batch.reversed().map { [$0] }
    } else {
      for index in batch { results[index] = .failure(error) }
    }
    if failures >= (successes == 0 ? limits.failuresAtStart : limits.failures) {
      reason = ShellCheckError(.givenUp, "it failed \(failures) times, at last because \(error.message)")
    }
  }

  /// A program that cannot be started will not start for the next scripts either.
  mutating func giveUp(_ batch: [Int], _ error: ShellCheckError) {
    for index in batch { results[index] = .failure(error) }
    reason = error
  }
}

/// What the services of a file say of ECS Exec, by the task definition that they run.
struct ServiceExec {
  private var flags: [String: (isOn: Bool, isUnknown: Bool)] = [:]

  /// - Parameter flag: absent means off.
  mutating func add(_ task: String, _ flag: Setting<Bool>) {
    var seen = flags[task] ?? (false, false)
    if flag.value == true { seen.isOn = true }
    if flag.isUnknown { seen.isUnknown = true }
    flags[task] = seen
  }

  /// Whether a service that runs the task switches it on; nil when none runs it, or it cannot be told.
  subscript(task: String) -> Bool? {
    guard let seen = flags[task] else { return nil }
    return seen.isOn ? true : seen.isUnknown ? nil : false
  }
}

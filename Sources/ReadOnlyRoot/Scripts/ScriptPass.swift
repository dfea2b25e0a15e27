import ShellSyntax

/// What is kept while a script is gone through once.
struct ScriptPass {
  /// A condition of `if` or `elif`.
  struct Condition {
    var part: Int
    var outcome: ShellTest.Outcome
  }

  /// Where a list of commands is.
  struct List {
    var pipeline = -1
    var join: ShellJoin = .always
    var reach: Reach = .never
    /// Of the list so far.
    var status: ShellTest.Outcome = .unknown
    /// The status before the current member.
    var before: ShellTest.Outcome = .unknown
    /// The pipelines since the last `;`.
    var members: [Int] = []
  }

  /// Of what is in each scope.
  var reach: [Reach]
  /// Of the compound that each scope is a part of.
  var compounds: [Reach]
  /// What is left of the reach behind an `exit`, for each frame.
  var limits: [Reach]
  var lists: [List]
  var conditions: [Int: [Condition]] = [:]
  var cases: [Int: ShellTest.Outcome] = [:]
  /// Pipelines that end the script with an error.
  var fatal: Set<Int> = []
  /// For a pipeline whose failure leads to another one: that one.
  private var rescues: [Int: Int] = [:]

  init(scopes: Int) {
    reach = Array(repeating: .never, count: scopes)
    compounds = reach
    limits = Array(repeating: .sure, count: scopes)
    lists = Array(repeating: List(), count: scopes)
  }

  /// Whether a failure of a pipeline is caught and does not end the script.
  func tolerates(_ pipeline: Int) -> Bool { rescues[pipeline].map { !fatal.contains($0) } ?? false }

  /// The reach of a member of a list.
  mutating func enter(_ scope: Int, pipeline: Int, join: ShellJoin, base: Reach) -> Reach {
    if lists[scope].pipeline == pipeline { return min(base, lists[scope].reach) }
    let status = lists[scope].status
    var reach = base
    switch join {
    case .always: lists[scope].members.removeAll(keepingCapacity: true)
    case .and:
      if status == .no { reach = .never }
      if status == .unknown { reach = min(base, .guarded) }
    case .or:
      if status == .yes { reach = .never }
      if status != .no { reach = min(reach, .guarded) }
      for member in lists[scope].members { rescues[member] = pipeline }
      lists[scope].members.removeAll(keepingCapacity: true)
    }
    lists[scope].members.append(pipeline)
    (lists[scope].pipeline, lists[scope].join, lists[scope].reach) = (pipeline, join, reach)
    lists[scope].before = status
    switch (join, status) {
    case (.and, .no), (.or, .yes): break
    default: lists[scope].status = .unknown
    }
    return reach
  }

  /// Takes the outcome of the member that was entered last.
  mutating func finish(_ scope: Int, _ outcome: ShellTest.Outcome) {
    let before = lists[scope].before
    switch (lists[scope].join, before) {
    case (.always, _): lists[scope].status = outcome
    case (.and, .no), (.or, .yes): lists[scope].status = before
    case (.and, .unknown): lists[scope].status = outcome == .no ? .no : .unknown
    case (.and, .expected): lists[scope].status = outcome == .yes ? .expected : outcome
    case (.and, .yes): lists[scope].status = outcome
    case (.or, .no): lists[scope].status = outcome
    case (.or, .expected): lists[scope].status = .expected
    case (.or, .unknown): lists[scope].status = outcome == .yes ? .yes : .unknown
    }
  }

  /// The reach of a branch, by the conditions before it: the last one true and the others false, or all false for `else`.
  func branch(_ id: Int, takesElse: Bool) -> Reach {
    let conditions = conditions[id] ?? []
    guard let last = conditions.last else { return .guarded }
    var reach: Reach = .sure
    for condition in conditions.dropLast() { reach = min(reach, Self.reach(of: condition.outcome, wants: false)) }
    return min(reach, Self.reach(of: last.outcome, wants: !takesElse))
  }

  private static func reach(of outcome: ShellTest.Outcome, wants: Bool) -> Reach {
    switch outcome {
    case .yes: wants ? .sure : .never
    case .no: wants ? .never : .sure
    case .unknown, .expected: .guarded
    }
  }
}

/// What a search takes a file for by its name; letter case is set aside.
///
/// - Dockerfiles: see `DockerfileName`.
/// - Compose files: `compose.yaml`, `docker-compose.yml`, also with words between, such as `compose.prod.yaml` and
///   `docker-compose-test.yml`.
/// - ECS task definitions: `.json`, `.yaml` and `.yml` with `task-def`, `taskdef`, `task_def` or the same of
///   `container-def` in the name; Terraform's `.tf` files that hold one.
/// - Kubernetes manifests have no such name: they are judged when they are named.
enum SubjectName {
  enum Verdict: Equatable {
    case no
    case yes(SubjectKind)
    case ifItBeginsLikeDockerfile
    case ifItHoldsTaskDefinition
  }

  private static let data = [".json", ".yaml", ".yml"].map { Array($0.utf8) }
  private static let terraform = Array(".tf".utf8)
  private static let resource = Array("aws_ecs_task_definition".utf8)
  private static let compose = ["compose", "docker-compose"].map { Array($0.utf8) }
  private static let definitions = [
    "task-def", "taskdef", "task_def", "container-def", "containerdef", "container_def",
  ]
  .map { Array($0.utf8) }

  static func verdict(_ name: [UInt8]) -> Verdict {
    switch DockerfileName.verdict(name) {
    case .yes: return .yes(.dockerfile)
    case .ifItBeginsLikeOne: return .ifItBeginsLikeDockerfile
    case .no: break
    }
    guard name.count > 3, name.first != UInt8(ascii: "."), let last = name.last, last | 32 >= 97 else { return .no }
    let lowered = name.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }
    if lowered.ends(with: terraform) { return .ifItHoldsTaskDefinition }
    guard let ending = data.first(where: { lowered.ends(with: $0) }) else { return .no }
    let stem = lowered.dropLast(ending.count)
    if ending.last == UInt8(ascii: "l"), let word = compose.first(where: { stem.starts(with: $0) }) {
      let next = stem.dropFirst(word.count).first
      if next == nil || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(next) {
        return .yes(.compose)
      }
    }
    return definitions.contains(where: { holds(stem, $0) }) ? .yes(.ecs) : .no
  }

  /// Whether a Terraform text has a task definition.
  static func holdsTaskDefinition(_ text: [UInt8]) -> Bool { holds(text[...], resource) }

  private static func holds(_ text: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard text.count >= word.count, let first = word.first else { return false }
    var at = text.startIndex
    while at <= text.endIndex - word.count {
      if text[at] == first, text[at...].starts(with: word) { return true }
      at += 1
    }
    return false
  }
}

extension [UInt8] {
  fileprivate func ends(with ending: [UInt8]) -> Bool {
    count > ending.count && suffix(ending.count).elementsEqual(ending)
  }
}

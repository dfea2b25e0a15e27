import Core
import Deployment

/// A volume that opens the host to the container, or that is not protected on its way.
///
/// Source: Security Hub ECS.18; CIS Docker Benchmark (sensitive host directories, the Docker socket); ECS API, Volume.
struct ECSVolume: TaskRule {
  static let info = RuleInfo(
    id: "ECS-VOLUME", title: "volume opens the host or is not encrypted", severity: .high,
    strictBelow: [.low: .medium], subject: .deployment,
    what:
      "host.sourcePath is no path that rules the host: /, /etc, /proc, /sys, the Docker socket and more. EFS volumes are "
      + "encrypted on their way and use IAM. Mount points name volumes of the task; Fargate has no host or Docker volumes.",
    why:
      "Who can write to the host's directories or talk to the Docker socket is root on the host. EFS without TLS can be "
      + "read on the network, and without IAM by all who reach it.",
    fix: "a volume of its own without host.sourcePath; \"transitEncryption\": \"ENABLED\"",
    controls: [.securityHub("ECS.18"), .checkov("CKV_AWS_97"), .trivy("AWS-0035"), .nist("4.4.3")],
    examples: [
      .bad(
        "the Docker socket",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}],"volumes":[{"name":"d","host":{"sourcePath":"/var/run/docker.sock"}}]}"#
      ),
      .bad(
        "EFS without TLS",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1"}],"volumes":[{"name":"d","efsVolumeConfiguration":{"fileSystemId":"fs-1"}}]}"#
      ),
      .good(
        "an empty volume",
        deployment:
          #"{"family":"a","containerDefinitions":[{"name":"web","image":"web:1","mountPoints":[{"sourceVolume":"d","containerPath":"/data"}]}],"volumes":[{"name":"d"}]}"#
      ),
    ])

  func findings(in task: TaskDefinition, of context: DeploymentContext) -> [Finding] {
    let readers = readOnlyNames(task)
    let found = (task.volumes.value ?? []).flatMap { volume in
      [host(volume, readers, task, context), efs(volume, task, context), docker(volume, task, context)].compactMap {
        $0
      }
    }
    return found + mountPoints(task, context)
  }

  private func title(_ volume: DocumentValue) -> String {
    "volume \"\(UserText.clipped(volume.text("name").value ?? ""))\""
  }

  private func host(
    _ volume: DocumentValue, _ readers: Set<String>, _ task: TaskDefinition, _ context: DeploymentContext
  ) -> Finding? {
    guard case .known(let path, let place)? = volume["host"]?.text("sourcePath"), !path.isEmpty else { return nil }
    let shown = UserText.clipped(path)
    let name = volume.text("name").value ?? ""
    let notes = task.isFargate ? [Note("Fargate has no host volumes: the task is refused")] : []
    if let danger = HostPath.danger(of: path, isReadOnly: readers.contains(name)) {
      let readOnly = danger.isSocket && readers.contains(name)
      return finding(
        "\(title(volume)) mounts \(shown) of the host, which \(danger.why)", about: task, at: place, in: context,
        fact: name, severity: danger.severity,
        notes: notes + (readOnly ? [Note("mounted read-only, a socket can be used all the same")] : []),
        fix: "remove the volume and its mount points")
    }
    guard task.isFargate else { return nil }
    return finding(
      "\(title(volume)) mounts \(shown) of the host, and Fargate has none: the task is refused", about: task, at: place,
      in: context, fact: name, severity: .medium, fix: "remove \(task.containerKey("host"))")
  }

  /// The volumes that all containers which mount them may only read.
  private func readOnlyNames(_ task: TaskDefinition) -> Set<String> {
    guard !task.hasUnknownContainers else { return [] }
    var (read, written): (Set<String>, Set<String>) = ([], [])
    for point in task.containers.flatMap({ $0.mountPoints.value ?? [] }) {
      guard let name = point.text("sourceVolume").value else { return [] }
      if point.flag("readOnly").value == true { read.insert(name) } else { written.insert(name) }
    }
    return read.subtracting(written)
  }

  private func efs(_ volume: DocumentValue, _ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    guard let efs = volume["efsVolumeConfiguration"], !efs.isNull, efs.unknown == nil else { return nil }
    let encryption = efs.text("transitEncryption")
    let name = volume.text("name").value ?? ""
    guard !encryption.isUnknown else { return nil }
    if encryption.value?.uppercased() != "ENABLED" {
      return finding(
        "\(title(volume)) is EFS without encryption on its way", about: task, at: encryption.place ?? efs, in: context,
        fact: name, severity: .medium,
        fix: "in \(key("efsVolumeConfiguration", task)): " + member("transitEncryption", task))
    }
    let authorization = efs["authorizationConfig"]
    let iam = authorization?.text("iam") ?? .absent
    guard !iam.isUnknown, authorization?.unknown == nil, iam.value?.uppercased() != "ENABLED" else { return nil }
    let inner = Snippet.object([(task.form == .cloudFormation ? "IAM" : "iam", .text("ENABLED"))])
    return finding(
      "\(title(volume)) is EFS without IAM: all who reach it may use it", about: task,
      at: iam.place ?? authorization ?? efs, in: context, fact: name, severity: .low,
      fix: authorization.map { $0.isNull } ?? true
        ? "in \(key("efsVolumeConfiguration", task)): " + task.taskMember("authorizationConfig", inner)
        : "in \(key("authorizationConfig", task)): " + member("iam", task))
  }

  private func key(_ name: String, _ task: TaskDefinition) -> String {
    if task.form == .cloudFormation, name.utf8.starts(with: "efs".utf8) { return "EFS" + name.dropFirst(3) }
    return task.taskKey(name)
  }

  /// CloudFormation writes abbreviations in capitals.
  private func member(_ name: String, _ task: TaskDefinition) -> String {
    if task.form == .cloudFormation, name == "iam" {
      return Snippet.member("IAM", .text("ENABLED"), task.syntax, .camel)
    }
    return task.taskMember(name, .text("ENABLED"))
  }

  private func docker(_ volume: DocumentValue, _ task: TaskDefinition, _ context: DeploymentContext) -> Finding? {
    guard task.isFargate, let docker = volume["dockerVolumeConfiguration"], !docker.isNull else { return nil }
    return finding(
      "\(title(volume)) is a Docker volume, which Fargate does not take", about: task, at: docker, in: context,
      fact: volume.text("name").value ?? "", severity: .medium,
      fix: "remove \(task.taskKey("dockerVolumeConfiguration"))")
  }

  /// Mount points of volumes that the task does not have.
  private func mountPoints(_ task: TaskDefinition, _ context: DeploymentContext) -> [Finding] {
    guard !task.isPartial, !task.volumes.isUnknown else { return [] }
    let volumes = task.volumes.value ?? []
    let names = Set(volumes.compactMap { $0.text("name").value })
    guard volumes.allSatisfy({ $0.text("name").value != nil }) else { return [] }
    return task.containers.flatMap { container in
      (container.mountPoints.value ?? []).compactMap { point -> Finding? in
        guard case .known(let name, let place) = point.text("sourceVolume"), !names.contains(name) else { return nil }
        return finding(
          "\(container.title) mounts volume \"\(UserText.clipped(name))\", which the task does not have",
          about: container, of: task, at: place, in: context, fact: name, severity: .medium,
          fix: task.volumeAddition([name]))
      }
    }
  }
}

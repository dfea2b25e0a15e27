import Core

/// What a JSON or YAML file that is no deployment file looks like, in words.
public enum FileLikeness {
  /// A kind of file, told by keys at its top.
  private struct Kind {
    var words: String
    /// One of these sets must be there completely.
    var keys: [Set<String>]
  }

  /// The first that fits is said, so what has more telling keys comes first.
  private static let kinds: [Kind] = [
    Kind(words: "an IAM policy", keys: [["Statement"]]),
    Kind(words: "a part of an image, such as a manifest", keys: [["schemaVersion"], ["rootfs", "architecture"]]),
    Kind(words: "a configuration of the docker client", keys: [["auths"], ["credHelpers"], ["credsStore"]]),
    Kind(words: "a configuration of the docker daemon", keys: [["insecure-registries"], ["log-driver"]]),
    Kind(words: "a seccomp profile", keys: [["defaultAction", "syscalls"]]),
    Kind(words: "a package-lock.json", keys: [["lockfileVersion"]]),
    Kind(words: "a package.json", keys: [["name", "version", "scripts"], ["dependencies"], ["devDependencies"]]),
    Kind(words: "a configuration of TypeScript", keys: [["compilerOptions"]]),
    Kind(words: "an OpenAPI description", keys: [["openapi"], ["swagger"]]),
    Kind(words: "a GitHub workflow", keys: [["on", "jobs"]]),
    Kind(words: "a GitHub action", keys: [["runs", "name"]]),
    Kind(words: "an Azure pipeline", keys: [["trigger", "steps"], ["trigger", "stages"], ["trigger", "jobs"]]),
    Kind(words: "a GitLab pipeline", keys: [["stages"]]),
    Kind(words: "a Chart.yaml of Helm", keys: [["apiVersion", "name", "version"]]),
    Kind(words: "values of a Helm chart", keys: [["replicaCount"], ["image", "service"], ["image", "ingress"]]),
    Kind(
      words: "a Kustomization",
      keys: [["resources", "images"], ["resources", "patches"], ["resources", "namespace"]]),
    Kind(words: "a buildspec of CodeBuild", keys: [["version", "phases"]]),
    Kind(words: "an appspec of CodeDeploy", keys: [["version", "Resources"]]),
    Kind(words: "an ecs-params.yml of the ECS CLI", keys: [["task_definition"]]),
    Kind(
      words: "an ECS service, not its task definition",
      keys: [
        ["serviceName"], ["taskDefinition", "cluster"], ["taskDefinition", "desiredCount"], ["services", "failures"],
      ]
    ),
    Kind(words: "a state file of Terraform: terraform show -json reads it", keys: [["lineage", "serial"]]),
    Kind(words: "a Terraform configuration without an aws_ecs_task_definition", keys: [["resource"], ["variable"]]),
    Kind(words: "a plan of Terraform without an aws_ecs_task_definition", keys: [["planned_values"]]),
    Kind(words: "a CloudFormation template", keys: [["AWSTemplateFormatVersion"], ["Resources"]]),
    Kind(words: "image definitions of CodePipeline", keys: [["imageUri", "name"]]),
    Kind(words: "an Ansible playbook", keys: [["hosts", "tasks"], ["hosts", "roles"]]),
    Kind(words: "a JSON schema", keys: [["$schema", "properties"]]),
  ]

  /// What it looks like by the keys at its top; nil when they say nothing.
  public static func words(keys: some Sequence<String>) -> String? {
    let keys = Set(keys)
    return kinds.first { $0.keys.contains { $0.isSubset(of: keys) } }?.words
  }

  /// What a document is, such as `top-level keys: Version, Statement — an IAM policy?`.
  static func words(_ root: DocumentValue) -> String {
    switch root.kind {
    case .object(let members):
      guard !members.isEmpty else { return "an empty object" }
      let keys = members.map(\.key)
      return "top-level keys: " + DocumentWords.list(keys) + (guess(root, keys).map { " — \($0)?" } ?? "")
    case .list(let items):
      guard let keys = items.first?.members?.map(\.key), !keys.isEmpty else {
        return items.first.map { "a list that begins with \($0.kindName)" } ?? "an empty list"
      }
      return "a list of objects with keys: " + DocumentWords.list(keys) + (words(keys: keys).map { " — \($0)?" } ?? "")
    case .null, .bool, .number, .text, .unknown: return root.kindName
    }
  }

  private static func guess(_ root: DocumentValue, _ keys: [String]) -> String? {
    if let types = CloudFormationReader.resourceTypes(root) {
      return "a CloudFormation template without an AWS::ECS::TaskDefinition"
        + (types.isEmpty ? "" : ", with " + DocumentWords.list(types, most: 3))
    }
    if let words = words(keys: keys) { return words }
    let isOldCompose = (root.members ?? []).allSatisfy { $0.value["image"] != nil || $0.value["build"] != nil }
    return isOldCompose ? "a compose file of version 1, without `services`" : nil
  }
}

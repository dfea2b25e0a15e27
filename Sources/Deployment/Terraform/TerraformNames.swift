/// The ECS API's names of what Terraform calls otherwise.
///
/// Source: the schema of `aws_ecs_task_definition` of Terraform's AWS provider against RegisterTaskDefinition.
enum TerraformNames {
  static let taskType = "aws_ecs_task_definition"
  static let serviceType = "aws_ecs_service"

  /// Names that are not the API's in snake case.
  private static let exceptions = [
    "volume": "volumes", "size_in_gib": "sizeInGiB", "inference_accelerator": "inferenceAccelerators",
    "configure_at_launch": "configuredAtLaunch",
  ]

  /// Blocks that the API has as a single object.
  static let singleBlocks: Set<String> = [
    "runtime_platform", "ephemeral_storage", "proxy_configuration", "docker_volume_configuration",
    "efs_volume_configuration", "fsx_windows_file_server_volume_configuration", "authorization_config",
  ]

  /// Members whose own members are named by the user.
  static let freeForm: Set<String> = ["driver_opts", "labels", "tags", "tags_all", "properties"]

  static func name(_ key: String) -> String {
    if let name = exceptions[key] { return name }
    var out: [UInt8] = []
    var isStart = false
    for byte in key.utf8 {
      if byte == UInt8(ascii: "_"), !out.isEmpty {
        isStart = true
      } else {
        out.append(isStart && (97...122).contains(byte) ? byte - 32 : byte)
        isStart = false
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}

import Core
import Testing

@testable import Deployment

@Suite struct TerraformPlanTests {
  private static let plan = #"""
    {"format_version": "1.2", "terraform_version": "1.9.0",
     "planned_values": {"root_module": {
       "resources": [{"address": "aws_s3_bucket.b", "type": "aws_s3_bucket", "values": {}}],
       "child_modules": [{"resources": [
         {"address": "module.a.aws_ecs_task_definition.app", "mode": "managed", "type": "aws_ecs_task_definition",
          "name": "app", "values": {
            "family": "web", "cpu": "256", "network_mode": "awsvpc", "pid_mode": null,
            "requires_compatibilities": ["FARGATE"], "ephemeral_storage": [], "proxy_configuration": [], "ipc_mode": null,
            "runtime_platform": [{"cpu_architecture": "ARM64", "operating_system_family": "LINUX"}],
            "volume": [{"name": "v", "host_path": "", "docker_volume_configuration": [],
              "efs_volume_configuration": [{"transit_encryption": "DISABLED", "authorization_config": []}]}],
            "container_definitions": "[{\"name\":\"w\\u00e9b\",\"command\":[\"echo ${HOME}\"],\n\"user\":\"0\"}]"
          }}]}]}},
     "resource_changes": [{"address": "module.a.aws_ecs_task_definition.app", "change": {"after_unknown": {
       "execution_role_arn": true, "ipc_mode": true, "id": false, "volume": [{"efs_volume_configuration": [{"file_system_id": true}]}]}}}]}
    """#

  @Test func `a plan's modules are read, and what is known only later is unknown`() throws {
    let task = try #require(try DeploymentReading.read(Self.plan).tasks.first)
    #expect(task.form == .terraformPlan && task.name == "web" && task.syntax == .json)
    #expect(task.isFargate && task.architecture.value == "ARM64")
    #expect(task.executionRole.place?.unknown == "known after apply")
    #expect(task.ipcMode.isUnknown && task.value["id"] == nil)
    #expect(task.pidMode.isAbsent && task.taskRole.isAbsent)
    #expect(task.value["ephemeralStorage"] == nil)
    let volume = try #require(task.volume("v"))
    #expect(volume["host"] == nil && volume["dockerVolumeConfiguration"] == nil)
    #expect(volume["efsVolumeConfiguration"]?.text("transitEncryption").value == "DISABLED")
    #expect(volume["efsVolumeConfiguration"]?.text("fileSystemId").isUnknown == true)
    #expect(volume["efsVolumeConfiguration"]?["authorizationConfig"] == nil)
    let web = try #require(task.containers.first)
    #expect(web.name.value == "wéb")
    #expect(web.command.value == ["echo ${HOME}"])
    let start = "/planned_values/root_module/child_modules/0/resources/0/values"
    let lines = DeploymentReading.lines(task.value)
    let text = SourceText(Array(Self.plan.utf8))
    let known = (task.value.members ?? []).map(\.value).filter { $0.unknown == nil }
    #expect(
      known.flatMap { DeploymentReading.misplaced($0, in: text) } == [
        "key of /planned_values/root_module/child_modules/0/resources/0/values/volume/0/efs_volume_configuration/0/"
          + "file_system_id"
      ])
    #expect(lines.contains("\(start)/network_mode 7:56 'awsvpc'"))
    #expect(lines.contains("\(start)/container_definitions/0/name 12:46 'wéb'"), "\(lines)")
    #expect(lines.contains("\(start)/container_definitions/0/user 12:102 '0'"), "\(lines)")
  }

  @Test func `a state is read`() throws {
    let text = Self.plan.replacing("planned_values", with: "values")
    #expect(try DeploymentReading.read(text).tasks.count == 1)
  }

  @Test func `a data source is no resource`() {
    let text = Self.plan.replacing("managed", with: "data")
    #expect(
      DeploymentReading.words(DeploymentReading.failure(text))
        == "task.json is a plan of Terraform without an `aws_ecs_task_definition`; found aws_s3_bucket, "
        + "aws_ecs_task_definition")
  }

  @Test func `a configuration in JSON is read`() throws {
    let text = #"""
      {"resource": {"aws_ecs_task_definition": {"app": {"network_mode": "${var.mode}", "volume": {"name": "v",
        "host_path": "/"}, "runtime_platform": {"cpu_architecture": "ARM64"},
        "container_definitions": "[{\"name\": \"a\", \"image\": \"${var.image}\"}]"},
        "other": [{"container_definitions": "${jsonencode(local.x)}"}]}}}
      """#
    let tasks = try DeploymentReading.read(text, "main.tf.json").tasks
    #expect(tasks.map(\.name) == ["app", "other"])
    #expect(tasks[0].networkMode.place?.unknown == "${var.mode}")
    #expect(tasks[0].volume("v")?["host"]?.text("sourcePath").value == "/")
    #expect(tasks[0].architecture.value == "ARM64")
    #expect(tasks[0].containers.first?.name.value == "a")
    #expect(tasks[0].containers.first?.image.isUnknown == true)
    #expect(tasks[1].hasUnknownContainers)
  }

  @Test func `JSON inside JSON that is broken is told with its place`() {
    let text = Self.plan.replacing(#"\"user\":\"0\""#, with: #"\"user\":,"#)
    #expect(DeploymentReading.words(DeploymentReading.failure(text)) == "12:102: not JSON: expected a value")
  }
}

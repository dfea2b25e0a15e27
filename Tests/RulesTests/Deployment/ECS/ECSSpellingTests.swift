import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSSpellingTests {
  static let template = """
    Resources:
      Task:
        Type: AWS::ECS::TaskDefinition
        Properties:
          Family: app
          RequiresCompatibilities: [FARGATE]
          ContainerDefinitions:
            - Name: web
              Image: !Ref Image
              User: !If [IsTest, "0", "1000"]
              ReadonlyRootFilesystem: !Ref ReadOnly
              Environment:
                - Name: DB_PASSWORD
                  Value: Tr0ub4dor-and-3
                - Name: API_TOKEN
                  Value: !Sub "${Token}"
            - Name: proxy
              Image: proxy:1
              LinuxParameters:
                InitProcessEnabled: true
          Volumes:
            - Name: files
              EFSVolumeConfiguration:
                FilesystemId: fs-1
                TransitEncryption: ENABLED
    """

  private func fixes(_ rule: any DeploymentRule.Type, _ text: String, _ name: String) throws -> [String] {
    try ECSScan.findings(rule, text, name: name).map { "\($0.severity.rawValue) \(ECSScan.line($0)) \($0.fix)" }
  }

  @Test func `CloudFormation has its own names, places and fixes`() throws {
    let name = "template.yaml"
    #expect(
      try fixes(ECSReadOnlyRoot.self, Self.template, name) == [
        "info 11 ReadonlyRootFilesystem: true", "high 17 ReadonlyRootFilesystem: true",
      ])
    #expect(try fixes(ECSUser.self, Self.template, name) == ["info 10 ", #"high 17 User: "1000:1000""#])
    #expect(
      try fixes(ECSSecretEnvironment.self, Self.template, name) == [
        #"high 14 remove DB_PASSWORD from Environment and add: Secrets: [{Name: "DB_PASSWORD", ValueFrom: "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME"}]"#
      ])
    #expect(
      try fixes(ECSCapabilityDrop.self, Self.template, name) == [
        #"low 8 LinuxParameters: {Capabilities: {Drop: ["ALL"]}}"#,
        #"low 17 in LinuxParameters: Capabilities: {Drop: ["ALL"]}"#,
      ])
    #expect(
      try fixes(ECSVolume.self, Self.template, name) == [
        #"low 24 in EFSVolumeConfiguration: AuthorizationConfig: {IAM: "ENABLED"}"#
      ])
    #expect(try fixes(ECSNetworkMode.self, Self.template, name) == [#"medium 5 NetworkMode: "awsvpc""#])
    let pointers = try ECSScan.findings(ECSReadOnlyRoot.self, Self.template, name: name).map(\.pointer)
    #expect(
      pointers == [
        "/Resources/Task/Properties/ContainerDefinitions/0/ReadonlyRootFilesystem",
        "/Resources/Task/Properties/ContainerDefinitions/1/Name",
      ])
  }

  @Test func `what is not known is said for root file system and user alone`() throws {
    let found = try ECSScan.findings(ECSReadOnlyRoot.self, Self.template, name: "template.yaml")
    #expect(
      found.first?.message == "whether the root file system of container \"web\" is read-only could not be told: Ref")
    let user = try ECSScan.findings(ECSUser.self, Self.template, name: "template.yaml")
    #expect(user.first?.message == "the user of container \"web\" could not be told: Fn::If")
    let images = try ECSScan.findings(ECSImage.self, Self.template, name: "template.yaml")
    #expect(images.map(ECSScan.line) == [18])
  }

  static let terraform = """
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 256
      container_definitions = jsonencode([
        {
          name  = "web"
          image = var.image
          user  = "0:0"
          mountPoints = [{ sourceVolume = "data", containerPath = "/data" }]
        }
      ])
      runtime_platform {
        cpu_architecture = "ARM64"
      }
    }
    """

  @Test func `Terraform has its own names, places and fixes`() throws {
    let name = "main.tf"
    #expect(try fixes(ECSReadOnlyRoot.self, Self.terraform, name) == ["high 8 readonlyRootFilesystem = true"])
    #expect(try fixes(ECSUser.self, Self.terraform, name) == [#"high 10 user = "1000:1000""#])
    #expect(try fixes(ECSLimits.self, Self.terraform, name) == [#"medium 2 memory = "512""#])
    #expect(try fixes(ECSVolume.self, Self.terraform, name) == [#"medium 11 in the task: volume { name = "data" }"#])
    #expect(
      try fixes(ECSRole.self, Self.terraform, name) == [#"info 2 task_role_arn = "arn:aws:iam::ACCOUNT:role/NAME""#])
    let found = try ECSScan.findings(
      ECSRuntime.self, Self.terraform, name: name,
      images: [ECSScan.Image(config: #"{"Cmd":["/a"]}"#, layers: [[.program("/a")]], platform: "linux/amd64")])
    #expect(found.map(\.severity) == [.high] && found.map(ECSScan.line) == [15])
    #expect(
      found.first?.fix
        == #"in the task: runtime_platform { cpu_architecture = "X86_64"; operating_system_family = "LINUX" }"#)
  }

  @Test func `names and values of the file cannot break a message`() throws {
    let text = ECSScan.task(#""user": "\u001b[2J:x", "logConfiguration": {"logDriver": "\u0007"}"#)
    for finding in try ECSScan.all(text) {
      #expect(
        finding.message.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
          || Sanitized(finding.message).description != finding.message)
      #expect(finding.fix.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
  }

  @Test(.timeLimit(.minutes(5))) func `a long definition with everything wrong is judged soon`() throws {
    let container =
      #"{"name": "c", "image": "i", "mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}], "secrets": [{"name": "A", "valueFrom": "/a"}], "environment": [{"name": "A", "value": "b"}], "readonlyRootFilesystem": true, "logConfiguration": {"logDriver": "awsfirelens"}}"#
    let count = 10_000
    let containers = Array(repeating: container, count: count).joined(separator: ",")
    let volumes = (0..<count).map { #"{"name": "v\#($0)", "host": {"sourcePath": "/etc"}}"# }.joined(separator: ",")
    let file = try ECSScan.file(
      #"{"family": "a", "containerDefinitions": [\#(containers)], "volumes": [\#(volumes)]}"#)
    let model = ECSScan.Image(config: #"{"Cmd":["/a"]}"#, layers: [[.program("/a")]]).model()
    let context = DeploymentContext(file: file, images: [model])
    #expect(!ECSScan.rules.flatMap { $0.init().findings(in: context) }.isEmpty)
  }
}

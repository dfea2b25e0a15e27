import Core
import Testing

@testable import Deployment

@Suite struct CloudFormationTests {
  private static let yaml = """
    AWSTemplateFormatVersion: "2010-09-09"
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
      Task:
        Type: AWS::ECS::TaskDefinition
        Properties:
          Family: !Ref Name
          PidMode: !If [Host, host, !Ref AWS::NoValue]
          IpcMode: !Ref AWS::NoValue
          TaskRoleArn: !GetAtt Role.Arn
          NetworkMode: awsvpc
          Volumes:
            - Name: data
              EFSVolumeConfiguration:
                FilesystemId: fs-1
                TransitEncryption: ENABLED
                AuthorizationConfig: {IAM: ENABLED}
            - Name: host
              Host: {SourcePath: /var/run/docker.sock}
          ContainerDefinitions:
            - Name: web
              Image: !Sub "${AWS::AccountId}.dkr/app:1"
              ReadonlyRootFilesystem: "true"
              User: !Sub "1000"
              DockerLabels: {Com.Example: x}
              LogConfiguration:
                LogDriver: awslogs
                Options: {awslogs-group: g, Mode: y}
              LinuxParameters: {Tmpfs: [{ContainerPath: /tmp, Size: 64}]}
              Environment:
                - {Name: A, Value: !Ref B}
            - !If [Sidecar, {Name: log}, !Ref AWS::NoValue]
      Service:
        Type: AWS::ECS::Service
        Properties: {TaskDefinition: !Ref Task, EnableExecuteCommand: true}
    """

  @Test func `a template's names become the API's, and functions unknown`() throws {
    let task = try #require(try DeploymentReading.read(Self.yaml).tasks.first)
    #expect(task.form == .cloudFormation && task.style == .pascal && task.syntax == .yaml)
    #expect(task.name == "Task")
    #expect(task.pidMode.isUnknown && task.taskRole.isUnknown && task.ipcMode.isAbsent)
    #expect(task.pidMode.place?.unknown == "Fn::If")
    #expect(task.networkMode.value == "awsvpc")
    #expect(task.enablesExec == true)
    #expect(task.hasUnknownContainers && task.containers.count == 1)
    let web = try #require(task.containers.first)
    #expect(web.image.place?.written == "${AWS::AccountId}.dkr/app:1")
    #expect(web.readonlyRootFilesystem.value == true)
    #expect(web.user.value == "1000")
    #expect(web.environment.map { $0.value.isUnknown } == [true])
    let efs = task.volume("data")?["efsVolumeConfiguration"]
    #expect(efs?.text("fileSystemId").value == "fs-1")
    #expect(efs?["authorizationConfig"]?.text("iam").value == "ENABLED")
    #expect(task.volume("host")?["host"]?.text("sourcePath").value == "/var/run/docker.sock")
  }

  @Test func `places and pointers are the file's own, and names of users stay`() throws {
    let task = try #require(try DeploymentReading.read(Self.yaml).tasks.first)
    let lines = DeploymentReading.lines(task.value)
    #expect(
      DeploymentReading.misplaced(task.value, in: SourceText(Array(Self.yaml.utf8))) == [
        "/Resources/Task/Properties/ContainerDefinitions/0/User"
      ])
    let start = "/Resources/Task/Properties/ContainerDefinitions/0"
    #expect(lines.contains("\(start)/ReadonlyRootFilesystem 24:35 'true'"))
    #expect(lines.contains("\(start)/LogConfiguration/Options/Mode 29:47 'y'"))
    #expect(lines.contains("\(start)/LinuxParameters/Tmpfs/0/Size 30:65 64"))
    #expect(task.containers.first?.logConfiguration?["options"]?["Mode"]?.text == "y")
    #expect(task.containers.first?.value["dockerLabels"]?["Com.Example"]?.text == "x")
    #expect(task.containers.first?.value.member("readonlyRootFilesystem")?.key == "ReadonlyRootFilesystem")
  }

  @Test func `functions are known in JSON too`() throws {
    let text = """
      {"Resources": {"T": {"Type": "AWS::ECS::DaemonTaskDefinition", "Properties": {
        "Family": {"Fn::Sub": "plain"}, "PidMode": {"Ref": "AWS::NoValue"}, "Cpu": {"Fn::If": ["A", 1, 2]},
        "ContainerDefinitions": [{"Name": "a", "Image": {"Fn::Join": ["", ["a", {"Ref": "B"}]]},
          "Privileged": {"Fn::FindInMap": ["a", "b", "c"]}, "User": "0"}, {"Ref": "AWS::NoValue"}]}},
        "S": {"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": {"Ref": "T"}}}}}
      """
    let task = try #require(try DeploymentReading.read(text).tasks.first)
    #expect(task.name == "plain" && task.syntax == .json)
    #expect(task.pidMode.isAbsent && task.number("cpu").isUnknown)
    #expect(task.containers.count == 1 && !task.hasUnknownContainers)
    #expect(task.containers.first?.privileged.isUnknown == true)
    #expect(task.containers.first?.image.place?.unknown == "Fn::Join")
    #expect(task.containers.first?.user.value == "0")
    #expect(task.enablesExec == false)
  }

  @Test(arguments: [
    ("ContainerDefinitions: [{Name: a, Image: b}]\n", 1, false),
    (
      "resources:\n  Resources:\n    T:\n      Type: AWS::ECS::TaskDefinition\n      Properties: {ContainerDefinitions: []}\n",
      0, false
    ),
    (
      "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties: {ContainerDefinitions: !If [A, [], []]}\n",
      0, true
    ),
    ("Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n", 0, true),
    (
      "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties: {'Fn::Transform': {Name: x}, Family: y}\n",
      0, true
    ),
  ])
  func `templates of other shapes are read`(_ text: String, _ count: Int, _ hasUnknown: Bool) throws {
    let task = try #require(try DeploymentReading.read(text).tasks.first)
    #expect(task.containers.count == count)
    #expect(task.hasUnknownContainers == hasUnknown)
    if hasUnknown, text.contains("Fn::Transform") { #expect(task.networkMode.isUnknown) }
  }

  @Test(
    arguments: [
      ("EnableExecuteCommand: true", "EnableExecuteCommand: false", true),
      ("A: b", "EnableExecuteCommand: !Ref X", nil),
      ("A: b", "EnableExecuteCommand: 'false'", false),
      ("EnableExecuteCommand: !Ref X", "EnableExecuteCommand: true", true),
    ] as [(String, String, Bool?)])
  func `one service that enables ECS Exec is enough`(_ one: String, _ two: String, _ enables: Bool?) throws {
    let text =
      "Resources:\n"
      + [one, two].enumerated().map { index, line in
        "  S\(index):\n    Type: AWS::ECS::Service\n    Properties: {TaskDefinition: !Ref T, \(line)}\n"
      }.joined() + "  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties: {ContainerDefinitions: []}\n"
    #expect(try DeploymentReading.read(text).tasks.first?.enablesExec == enables)
  }
}

import Core
import RootFS
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSTaskTests {
  static let fargate = #""requiresCompatibilities": ["FARGATE"]"#
  static let ec2 = #""requiresCompatibilities": ["EC2"]"#
  static let own = #""taskRoleArn": "arn:aws:iam::1:role/a""#
  static let execution = #""executionRoleArn": "arn:aws:iam::1:role/exec""#

  @Test(arguments: [
    ECSCase("none", ["info //family"]), ECSCase("two", task: own + "," + execution),
    ECSCase(
      "one and the same", task: own + #", "executionRoleArn": "arn:aws:iam::1:role/a""#, ["medium //taskRoleArn"]),
    ECSCase("unknown ones", task: #""taskRoleArn": "${A}", "executionRoleArn": "${A}""#),
    ECSCase(
      "awslogs on Fargate", #""logConfiguration": {"logDriver": "awslogs"}"#, task: own + "," + fargate,
      ["medium //family"]),
    ECSCase("awslogs on EC2", #""logConfiguration": {"logDriver": "awslogs"}"#, task: own + "," + ec2),
    ECSCase(
      "ECR on Fargate",
      text:
        #"{"family": "a", "requiresCompatibilities": ["FARGATE"], "taskRoleArn": "r", "containerDefinitions": [{"name": "a", "image": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1"}]}"#,
      ["medium //family"]),
    ECSCase("a list alone", text: #"[{"name": "a", "image": "b"}]"#),
  ]) func `roles`(example: ECSCase) throws {
    #expect(try example.found(ECSRole.self) == example.expected)
  }

  static func image(_ text: String, _ expected: [String], _ more: String = "") -> ECSCase {
    ECSCase(
      text, text: #"{"family": "a", "containerDefinitions": [{"name": "a", "image": "\#(text)"\#(more)}]}"#, expected)
  }
  static let digest = "@sha256:" + String(repeating: "0123456789abcdef", count: 4)
  static let ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app"
  @Test(arguments: [
    image("nginx", ["medium /image"]), image("nginx:latest", ["medium /image"]),
    image(ecr + ":latest", ["medium /image"]), image(ecr, ["medium /image"]), image(ecr + ":1.2", ["low /image"]),
    image(ecr + ":1.2" + digest, []), image(ecr + digest, []), image("public.ecr.aws/x/y:1" + digest, []),
    image("nginx:1.27" + digest, ["low /image"]), image("localhost:5000/a:1" + digest, ["low /image"]),
    image("https://example.com/a:1", ["medium /image"]), image("${IMAGE}", []), image(ecr + ":${TAG}", []),
    image("<IMAGE1_NAME>", []), image("dkr.ecr.example.com/a:1" + digest, ["low /image"]),
  ]) func `images`(example: ECSCase) throws {
    #expect(try example.found(ECSImage.self) == example.expected)
  }

  @Test(arguments: [
    ECSCase("nothing", ["medium /name"]), ECSCase("a container's limits", #""memory": 512, "cpu": 10"#),
    ECSCase("a soft limit", #""memoryReservation": 512, "cpu": 10"#, ["medium /name"]),
    ECSCase("no CPU", #""memory": 512"#, ["low /name"]),
    ECSCase("0 is none", #""memory": 512, "cpu": 0"#, ["low /name"]),
    ECSCase("the task's", task: #""memory": "512", "cpu": "256""#),
    ECSCase("unknown ones", task: #""memory": "${M}", "cpu": "${C}""#),
    ECSCase("a list alone", text: #"[{"name": "a", "image": "b"}]"#),
    ECSCase(
      "a soft limit above the hard one", #""memory": 512, "memoryReservation": 600, "cpu": 10"#,
      ["medium /memoryReservation"]),
    ECSCase("Fargate without", task: fargate, ["medium //family"]),
    ECSCase("Fargate", task: fargate + #", "cpu": "256", "memory": "512""#),
    ECSCase("Fargate in units", task: fargate + #", "cpu": "1 vCPU", "memory": "2GB""#),
    ECSCase("Fargate in parts", task: fargate + #", "cpu": ".5 vcpu", "memory": "4 GB""#),
    ECSCase("Fargate in numbers", task: fargate + #", "cpu": 4096, "memory": 30720"#),
    ECSCase("too much", task: fargate + #", "cpu": "256", "memory": "4096""#, ["medium //memory"]),
    ECSCase("too little", task: fargate + #", "cpu": "1024", "memory": "1GB""#, ["medium //memory"]),
    ECSCase("not in steps", task: fargate + #", "cpu": "8192", "memory": "17408""#, ["medium //memory"]),
    ECSCase("no such CPU", task: fargate + #", "cpu": "300", "memory": "512""#, ["medium //cpu"]),
    ECSCase("no number", task: fargate + #", "cpu": "256", "memory": "much""#, ["medium //memory"]),
    ECSCase("unknown on Fargate", task: fargate + #", "cpu": "${CPU}", "memory": "4096""#),
    ECSCase(
      "containers with more than the task", #""memory": 1024"#, task: fargate + #", "cpu": "256", "memory": "512""#,
      ["medium //memory"]),
    ECSCase(
      "little storage",
      task: fargate + #", "cpu": "256", "memory": "512", "ephemeralStorage": {"sizeInGiB": 20}"#,
      ["medium //ephemeralStorage/sizeInGiB"]),
    ECSCase(
      "much storage", task: fargate + #", "cpu": "256", "memory": "512", "ephemeralStorage": {"sizeInGiB": 200}"#),
  ]) func `limits`(example: ECSCase) throws {
    #expect(try example.found(ECSLimits.self) == example.expected)
  }

  static func volume(_ text: String) -> String { #""volumes": [{"name": "v", \#(text)}]"# }
  static let mount = #""mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}]"#
  static let mountReadOnly = #""mountPoints": [{"sourceVolume": "v", "containerPath": "/v", "readOnly": true}]"#
  @Test(arguments: [
    ECSCase("empty", mount, task: #""volumes": [{"name": "v"}]"#),
    ECSCase(
      "the Docker socket", task: volume(#""host": {"sourcePath": "/var/run/docker.sock"}"#),
      ["high //volumes/0/host/sourcePath"]),
    ECSCase(
      "the Docker socket, read-only", mountReadOnly, task: volume(#""host": {"sourcePath": "/var/run/docker.sock"}"#),
      ["high //volumes/0/host/sourcePath"]),
    ECSCase("the root", mount, task: volume(#""host": {"sourcePath": "/"}"#), ["high //volumes/0/host/sourcePath"]),
    ECSCase("etc", mount, task: volume(#""host": {"sourcePath": "/etc/"}"#), ["high //volumes/0/host/sourcePath"]),
    ECSCase(
      "proc to read", mountReadOnly, task: volume(#""host": {"sourcePath": "/proc"}"#),
      ["medium //volumes/0/host/sourcePath"]),
    ECSCase("one's own", mount, task: volume(#""host": {"sourcePath": "/srv/app"}"#)),
    ECSCase("unknown", mount, task: volume(#""host": {"sourcePath": "${DIR}"}"#)),
    ECSCase(
      "one's own on Fargate", mount, task: fargate + "," + volume(#""host": {"sourcePath": "/srv/app"}"#),
      ["medium //volumes/0/host/sourcePath"]),
    ECSCase(
      "a Docker volume on Fargate", task: fargate + "," + volume(#""dockerVolumeConfiguration": {"scope": "task"}"#),
      ["medium //volumes/0/dockerVolumeConfiguration"]),
    ECSCase(
      "EFS without TLS", task: volume(#""efsVolumeConfiguration": {"fileSystemId": "fs-1"}"#),
      ["medium //volumes/0/efsVolumeConfiguration"]),
    ECSCase(
      "EFS with TLS off",
      task: volume(#""efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "DISABLED"}"#),
      ["medium //volumes/0/efsVolumeConfiguration/transitEncryption"]),
    ECSCase(
      "EFS without IAM",
      task: volume(#""efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "ENABLED"}"#),
      ["low //volumes/0/efsVolumeConfiguration"]),
    ECSCase(
      "EFS",
      task: volume(
        #""efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "ENABLED", "authorizationConfig": {"iam": "ENABLED"}}"#
      )),
    ECSCase(
      "EFS unknown", task: volume(#""efsVolumeConfiguration": {"fileSystemId": "fs-1", "transitEncryption": "${TLS}"}"#)
    ),
    ECSCase("a volume that is not there", mount, ["medium /mountPoints/0/sourceVolume"]),
    ECSCase("unknown volumes", mount, task: #""volumes": "${VOLUMES}""#),
    ECSCase(
      "a list alone",
      text: #"[{"name": "a", "image": "b", "mountPoints": [{"sourceVolume": "v", "containerPath": "/v"}]}]"#),
  ]) func `volumes`(example: ECSCase) throws {
    #expect(try example.found(ECSVolume.self) == example.expected)
  }

  @Test func `a socket is not protected by mounting it read-only, and the note says so`() throws {
    let text = ECSScan.task(Self.mountReadOnly, Self.volume(#""host": {"sourcePath": "/run/docker.sock"}"#))
    #expect(
      try ECSScan.findings(ECSVolume.self, text).first?.notes.map(\.message)
        == ["mounted read-only, a socket can be used all the same"])
  }

  static func port(_ text: String) -> String { #""portMappings": [{\#(text)}]"# }
  static let exposing = ECSScan.Image(
    config: #"{"Cmd":["/a"],"ExposedPorts":{"8080/tcp":{}}}"#, layers: [[.program("/a")]])
  @Test(arguments: [
    ECSCase("SSH", port(#""containerPort": 22"#), ["low /portMappings/0/containerPort"]),
    ECSCase("SSH by UDP is none", port(#""containerPort": 22, "protocol": "udp""#)),
    ECSCase("a web server", port(#""containerPort": 8080"#)),
    ECSCase(
      "a port of the host", port(#""containerPort": 8080, "hostPort": 80"#), task: #""networkMode": "bridge""#,
      ["low /portMappings/0/hostPort"]),
    ECSCase("any port of the host", port(#""containerPort": 80, "hostPort": 0"#), task: #""networkMode": "bridge""#),
    ECSCase("awsvpc", port(#""containerPort": 80, "hostPort": 80"#), task: #""networkMode": "awsvpc""#),
    ECSCase(
      "awsvpc with another", port(#""containerPort": 80, "hostPort": 8080"#), task: #""networkMode": "awsvpc""#,
      ["medium /portMappings/0/hostPort"]),
    ECSCase("not exposed", port(#""containerPort": 9090"#), ["info /portMappings/0/containerPort"]).with(exposing),
    ECSCase("exposed", port(#""containerPort": 8080"#)).with(exposing),
  ]) func `ports`(example: ECSCase) throws {
    #expect(try example.found(ECSPort.self) == example.expected)
  }

  static func builtFor(_ name: String) -> ECSScan.Image {
    ECSScan.Image(config: #"{"Cmd":["/a"]}"#, layers: [[.program("/a")]], platform: name)
  }
  static func architecture(_ name: String) -> String {
    fargate + #", "runtimePlatform": {"cpuArchitecture": "\#(name)"}"#
  }
  @Test(arguments: [
    ECSCase("the same", task: architecture("ARM64")).with(builtFor("linux/arm64/v8")),
    ECSCase("another", task: architecture("ARM64"), ["high //runtimePlatform/cpuArchitecture"]).with(
      builtFor("linux/amd64")),
    ECSCase("X86_64 by default", task: fargate).with(builtFor("linux/amd64")),
    ECSCase("not X86_64 on Fargate", task: fargate, ["high //family"]).with(builtFor("linux/arm64")),
    ECSCase("on EC2 the instance decides", task: ec2, ["info //requiresCompatibilities"]).with(builtFor("linux/arm64")),
    ECSCase("not said where", ["low //family", "info //family"]).with(builtFor("linux/arm64")),
    ECSCase("unknown", task: architecture("${ARCH}")).with(builtFor("linux/arm64")),
    ECSCase("Windows", task: fargate, ["high /name"]).with(builtFor("windows/amd64")),
    ECSCase("not for Fargate", task: ec2, ["info //requiresCompatibilities"]),
    ECSCase("for both", task: #""requiresCompatibilities": ["EC2", "FARGATE"]"#),
  ]) func `platform`(example: ECSCase) throws {
    #expect(try example.found(ECSRuntime.self) == example.expected)
  }

  @Test(arguments: [
    ECSCase("not said"), ECSCase("essential", #""essential": true"#),
    ECSCase("not", #""essential": false"#, ["high /essential"]), ECSCase("unknown", #""essential": "${E}""#),
    ECSCase("one of two", text: #"[{"name": "a", "image": "b", "essential": false}, {"name": "c", "image": "d"}]"#),
  ]) func `essential`(example: ECSCase) throws {
    #expect(try example.found(ECSEssential.self) == example.expected)
  }

  static func check(_ command: String) -> String { #""healthCheck": {"command": [\#(command)]}"# }
  static let bare = ECSScan.Image(config: #"{"Cmd":["/app"]}"#, layers: [[.program("/app")]])
  static let shell = ECSScan.Image(
    config: #"{"Cmd":["/app"]}"#, layers: [[.program("/app"), .program("/bin/sh"), .program("/usr/bin/wget")]])
  @Test(arguments: [
    ECSCase("none", ["low /name"]), ECSCase("none, not essential", #""essential": false"#),
    ECSCase("a command", check(#""CMD", "/app""#)), ECSCase("off", check(#""NONE""#), ["low /healthCheck/command"]),
    ECSCase("no kind", check(#""curl", "http://localhost/""#), ["medium /healthCheck/command"]),
    ECSCase("no shell", check(#""CMD-SHELL", "/app health""#), ["high /healthCheck/command"]).with(bare),
    ECSCase("a shell", check(#""CMD-SHELL", "/app health || exit 1""#)).with(shell),
    ECSCase("no curl", check(#""CMD-SHELL", "curl -f http://localhost/ || exit 1""#), ["high /healthCheck/command"])
      .with(shell),
    ECSCase("wget", check(#""CMD-SHELL", "wget -q http://localhost/ || exit 1""#)).with(shell),
    ECSCase("a built-in", check(#""CMD-SHELL", "test -f /tmp/alive""#)).with(shell),
    ECSCase("no program", check(#""CMD", "curl", "http://localhost/""#), ["high /healthCheck/command"]).with(bare),
    ECSCase("a program", check(#""CMD", "/app", "health""#)).with(bare),
    ECSCase("a variable", check(#""CMD-SHELL", "$PROGRAM""#)).with(shell),
    ECSCase(
      "on a volume",
      check(#""CMD", "/tools/probe""#) + #", "mountPoints": [{"sourceVolume": "t", "containerPath": "/tools"}]"#
    ).with(bare),
    ECSCase("without the image nothing is known", check(#""CMD-SHELL", "curl x""#)),
  ]) func `health check`(example: ECSCase) throws {
    #expect(try example.found(ECSHealthCheck.self) == example.expected)
  }

  @Test(
    arguments: [
      ("256", 256), ("1 vCPU", 1024), (".25vcpu", 256), ("0.5 vCPU", 512), ("16 vCPU", 16_384), ("vcpu", nil),
      ("1.2.3 vcpu", nil), (". vcpu", nil), ("x", nil), ("99999999999999999 vcpu", nil), ("0.0001 vcpu", nil),
    ] as [(String, Int?)]) func `CPU units`(text: String, units: Int?)
  {
    #expect(FargateSize.cpuUnits(text) == units)
  }
}

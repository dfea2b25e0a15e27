import Core
import RootFS
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSReadOnlyRootTests {
  static let nginx = ECSScan.Image(
    config: #"{"Cmd":["nginx","-g","daemon off;"]}"#,
    layers: [
      [
        .program("/usr/sbin/nginx"), .directory("/var/cache/nginx", uid: 101, gid: 101), .directory("/run"),
        ExampleFile("/etc/passwd", content: "root:x:0:0::/root:/bin/sh\nnginx:x:101:101::/:/bin/false\n"),
      ]
    ])
  static let readOnly = #""readonlyRootFilesystem": true"#

  @Test(arguments: [
    ECSCase("absent fails, as Security Hub has it", ["high /name"]),
    ECSCase("false fails", #""readonlyRootFilesystem": false"#, ["high /readonlyRootFilesystem"]),
    ECSCase("null is absent", #""readonlyRootFilesystem": null"#, ["high /name"]),
    ECSCase("true passes", readOnly),
    ECSCase("true in quotes passes", #""readonlyRootFilesystem": "true""#),
    ECSCase(
      "no switch is not told", #""readonlyRootFilesystem": "${READONLY}""#, ["info /readonlyRootFilesystem"]),
    ECSCase(
      "not applicable to Windows",
      task: #""runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2019_CORE"}"#),
    ECSCase("applicable to Linux", task: #""runtimePlatform": {"operatingSystemFamily": "LINUX"}"#, ["high /name"]),
    ECSCase(
      "not told for a system that is not known", task: #""runtimePlatform": {"operatingSystemFamily": "${OS}"}"#,
      ["info /name"]),
    ECSCase("a list alone is taken for Linux", text: #"[{"name": "a", "image": "b"}]"#, ["high //0/name"]),
    ECSCase(
      "each container", text: #"[{"name": "a", "image": "b"}, {"name": "c", "image": "d"}]"#,
      ["high //0/name", "high //1/name"]),
  ]) func `root file system`(example: ECSCase) throws {
    #expect(try example.found(ECSReadOnlyRoot.self) == example.expected)
  }

  @Test(arguments: [
    ("a.json", #"{"family": "a", "containerDefinitions": "${LIST}"}"#, ["low /containerDefinitions"]),
    ("a.json", #"["${FIRST}", {"name": "b", "image": "b", \#(readOnly)}]"#, ["info /0"]),
    ("a.json", #"{"family": "a", "containerDefinitions": []}"#, []),
    (
      "a.yaml",
      "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions: !Ref List\n",
      ["low /Resources/T/Properties/ContainerDefinitions"]
    ),
    (
      "a.tf",
      "resource \"aws_ecs_task_definition\" \"a\" {\n  family = \"a\"\n"
        + "  container_definitions = templatefile(\"a.json\", {})\n}\n",
      ["low /resource/aws_ecs_task_definition/a/container_definitions"]
    ),
  ]) func `containers that nothing is known of are told of`(name: String, text: String, expected: [String]) throws {
    let found = try ECSScan.all(text, name: name).filter { $0.rule == "ECS-RO" }
    #expect(found.map(ECSScan.short) == expected)
    #expect(found.allSatisfy { $0.message.holds("could not be told") && $0.fix.hasPrefix("judge ") })
  }

  @Test func `with the image the fix has the mounts, and not those that are there`() throws {
    let text = ECSScan.task(#""linuxParameters": {"tmpfs": [{"containerPath": "/var/run", "size": 10}]}"#)
    let image = ECSScan.Image(
      config: Self.nginx.config, layers: Self.nginx.layers + [[.symlink("/var/run", to: "/run")]])
    let found = try #require(try ECSScan.findings(ECSReadOnlyRoot.self, text, images: [image]).first)
    #expect(found.fix.hasPrefix(#""readonlyRootFilesystem": true, in linuxParameters.tmpfs: {"containerPath": "#))
    #expect(found.fix.holds("/var/cache/nginx") && !found.fix.holds("\"/run\""))
    #expect(found.fix.holds(#""uid=101", "gid=101""#))
    #expect(found.evidence.contains { $0.holds("/var/cache/nginx") })
  }

  @Test(arguments: [("noexec", 1), ("exec", 0)])
  func `a tmpfs from which programs are run is not noexec`(option: String, count: Int) throws {
    let java = ECSScan.Image(
      config: #"{"Cmd":["java","-jar","/a.jar"]}"#,
      layers: [[.program("/usr/bin/java"), .directory("/tmp", mode: 0o1777)]])
    let text = ECSScan.task(
      Self.readOnly
        + #", "linuxParameters": {"tmpfs": [{"containerPath": "/tmp", "size": 64, "mountOptions": ["\#(option)"]}]}"#)
    let found = try ECSScan.findings(ECSReadOnlyMounts.self, text, images: [java])
    #expect(found.map(\.severity) == Array(repeating: .low, count: count))
    #expect(found.allSatisfy { $0.message.holds("noexec") && $0.pointer?.hasSuffix("/tmpfs/0") == true })
  }

  @Test(arguments: [
    (#""command": ["/usr/sbin/nginx", "-c", "/x"]"#, 1), (#""command": ["nginx"]"#, 1), (#""command": []"#, 1),
    (#""entryPoint": ["sh", "-c", "nginx"]"#, 0), (#""command": "${COMMAND}""#, 0), (#""entryPoint": ["${E}"]"#, 0),
  ]) func `the needs are those of what the task starts`(members: String, count: Int) throws {
    let text = ECSScan.task(Self.readOnly + ", " + members)
    #expect(try ECSScan.findings(ECSReadOnlyMounts.self, text, images: [Self.nginx]).count == count)
  }

  @Test func `what one container sets is not taken for another of the same image`() throws {
    let image = ECSScan.Image(
      config: #"{"Cmd":["postgres"],"Env":["PGDATA=/a"]}"#,
      layers: [[.program("/usr/bin/postgres"), .directory("/a"), .directory("/b")]], reference: "db:1")
    func paths(_ first: String) throws -> [String] {
      let text =
        #"[{"name":"x","image":"db:1","readonlyRootFilesystem":true\#(first)},{"name":"y","image":"db:1","readonlyRootFilesystem":true}]"#
      return try ECSScan.findings(ECSReadOnlyMounts.self, text, images: [image]).map(\.message)
    }
    let plain = try paths("")
    #expect(plain.count == 2 && plain.allSatisfy { $0.holds("/a") && !$0.holds("/b") })
    let moved = try paths(#","environment":[{"name":"PGDATA","value":"/b"}]"#)
    #expect(moved.count == 2 && moved.first?.holds("/b") == true && moved.first?.holds("/a,") == false)
    #expect(moved.last == plain.last)
  }

  @Test func `where the task starts something else, its needs are not told`() throws {
    let text = ECSScan.task(#""command": ["/other"]"#)
    let found = try #require(try ECSScan.findings(ECSReadOnlyRoot.self, text, images: [Self.nginx]).first)
    #expect(found.fix == #""readonlyRootFilesystem": true"#)
    #expect(found.notes.first?.message == "what must stay writable could not be told: command is the task's own")
  }

  @Test(arguments: [
    ECSCase("without an image nothing", readOnly),
    ECSCase("missing mounts", readOnly, ["medium /readonlyRootFilesystem"]).with(nginx),
    ECSCase("nothing while the root is writable").with(nginx),
    ECSCase(
      "tmpfs at the paths",
      readOnly
        + #", "linuxParameters": {"tmpfs": [{"containerPath": "/run", "size": 1}, {"containerPath": "/var/cache/nginx", "size": 1}]}"#
    ).with(nginx),
    ECSCase(
      "parents cover children",
      readOnly
        + #", "mountPoints": [{"sourceVolume": "v", "containerPath": "/run/"}, {"sourceVolume": "c", "containerPath": "/var/cache"}]"#,
      task: #""volumes": [{"name": "v"}, {"name": "c"}]"#
    ).with(nginx),
    ECSCase(
      "a read-only mount point does not cover",
      readOnly
        + #", "mountPoints": [{"sourceVolume": "v", "containerPath": "/run", "readOnly": true}, {"sourceVolume": "c", "containerPath": "/var/cache"}]"#,
      task: #""volumes": [{"name": "v"}, {"name": "c"}]"#, ["medium /mountPoints/0"]
    ).with(nginx),
    ECSCase(
      "volumes of another container may cover", readOnly + #", "volumesFrom": [{"sourceContainer": "x"}]"#
    ).with(nginx),
    ECSCase("unknown mount points may cover", readOnly + #", "mountPoints": "${MOUNTS}""#).with(nginx),
    ECSCase(
      "a tmpfs of root for another user",
      readOnly
        + #", "user": "101:101", "linuxParameters": {"tmpfs": [{"containerPath": "/run", "size": 1, "mountOptions": ["mode=0755"]}, {"containerPath": "/var/cache/nginx", "size": 1}]}"#,
      ["medium /linuxParameters/tmpfs/0"]
    ).with(nginx),
    ECSCase(
      "a tmpfs of the user",
      readOnly
        + #", "user": "101:101", "linuxParameters": {"tmpfs": [{"containerPath": "/run", "size": 1, "mountOptions": ["mode=0755", "uid=101"]}, {"containerPath": "/var/cache/nginx", "size": 1}]}"#
    ).with(nginx),
  ]) func `mounts`(example: ECSCase) throws {
    #expect(try example.found(ECSReadOnlyMounts.self) == example.expected)
  }

  static let app = ECSScan.Image(config: #"{"User":"1000:1000","Cmd":["/app"]}"#, layers: [[.program("/app")]])
  static let volumeAtData =
    #""mountPoints": [{"sourceVolume": "d", "containerPath": "/data"}]"#
  static func appWith(_ directory: ExampleFile, volume: String = "") -> ECSScan.Image {
    ECSScan.Image(
      config: #"{"User":"1000:1000","Cmd":["/app"]\#(volume)}"#, layers: [[.program("/app"), directory]])
  }

  @Test(arguments: [
    ECSCase("an empty volume is root's", volumeAtData, task: #""volumes": [{"name": "d"}]"#, ["low /mountPoints/0"])
      .with(app),
    ECSCase(
      "on EC2 too", volumeAtData, task: #""volumes": [{"name": "d", "host": {}}]"#, ["low /mountPoints/0"]
    ).with(app),
    ECSCase(
      "the image's directory without VOLUME does not help", volumeAtData, task: #""volumes": [{"name": "d"}]"#,
      ["low /mountPoints/0"]
    ).with(appWith(.directory("/data", uid: 1000, gid: 1000))),
    ECSCase("VOLUME with the user's directory does", volumeAtData, task: #""volumes": [{"name": "d"}]"#)
      .with(appWith(.directory("/data", uid: 1000, gid: 1000), volume: #","Volumes":{"/data":{}}"#)),
    ECSCase(
      "VOLUME with root's directory does not", volumeAtData, task: #""volumes": [{"name": "d"}]"#,
      ["medium /mountPoints/0"]
    ).with(appWith(.directory("/data"), volume: #","Volumes":{"/data":{}}"#)),
    ECSCase("root may write", #""user": "0", "# + volumeAtData, task: #""volumes": [{"name": "d"}]"#).with(app),
    ECSCase(
      "the host's owner is not known", volumeAtData,
      task: #""volumes": [{"name": "d", "host": {"sourcePath": "/srv"}}]"#
    )
    .with(app),
    ECSCase(
      "EFS has its own", volumeAtData,
      task: #""volumes": [{"name": "d", "efsVolumeConfiguration": {"fileSystemId": "f"}}]"#
    )
    .with(app),
    ECSCase("an unknown user", #""user": "${UID}", "# + volumeAtData, task: #""volumes": [{"name": "d"}]"#).with(app),
  ]) func `who owns a volume`(example: ECSCase) throws {
    #expect(try example.found(ECSReadOnlyMounts.self) == example.expected)
  }

  @Test func `the fix of a volume that cannot be written names both ways, spelled for the file`() throws {
    let text = ECSScan.task(Self.volumeAtData, #""volumes": [{"name": "d"}]"#)
    let found = try #require(try ECSScan.findings(ECSReadOnlyMounts.self, text, images: [Self.app]).first)
    #expect(
      found.message
        == "container \"web\": volume \"d\" at /data starts as root:root with mode 0755, so 1000:1000 cannot write to it: the image has no VOLUME /data"
    )
    #expect(
      found.fix
        == #"Dockerfile: RUN install -d -o 1000 -g 1000 /data and VOLUME ["/data"]; or in place of the volume: "linuxParameters": {"tmpfs": [{"containerPath": "/data", "size": 64, "mountOptions": ["rw", "noexec", "nosuid", "nodev", "uid=1000", "gid=1000", "mode=0755"]}]}"#
    )
  }

  @Test func `a volume the image declares and the task does not mount is remarked`() throws {
    let image = Self.appWith(.directory("/data", uid: 1000, gid: 1000), volume: #","Volumes":{"/data":{}}"#)
    let found = try ECSScan.findings(ECSReadOnlyMounts.self, ECSScan.task(Self.readOnly), images: [image])
    #expect(found.map(\.severity) == [.low])
    #expect(
      found.first?.fix
        == #""mountPoints": [{"sourceVolume": "data", "containerPath": "/data", "readOnly": false}], in the task: "volumes": [{"name": "data"}]"#
    )
  }

  static let agent =
    #""mountPoints": [{"sourceVolume": "a", "containerPath": "/managed-agents"}, {"sourceVolume": "b", "containerPath": "/var/lib/amazon/ssm"}, {"sourceVolume": "c", "containerPath": "/var/log/amazon"}]"#
  @Test(arguments: [
    ECSCase("writable root", []),
    ECSCase("nothing mounted", readOnly, ["info /readonlyRootFilesystem"]),
    ECSCase("all mounted", readOnly + ", " + agent),
  ]) func `ECS Exec`(example: ECSCase) throws {
    #expect(try example.found(ECSExecReadOnly.self) == example.expected)
  }
}

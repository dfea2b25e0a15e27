import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSPrivilegeTests {
  static let fargate = #""requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc""#
  static let ec2 = #""requiresCompatibilities": ["EC2"]"#

  @Test(arguments: [
    ECSCase("true", #""privileged": true"#, ["critical /privileged"]),
    ECSCase("false", #""privileged": false"#), ECSCase("absent"),
    ECSCase("unknown", #""privileged": "${PRIVILEGED}""#),
    ECSCase("the misspelling that a tool looks for", #""privilege": true"#),
  ]) func `privileged`(example: ECSCase) throws {
    #expect(try example.found(ECSPrivileged.self) == example.expected)
  }

  @Test(arguments: [
    ECSCase("none"), ECSCase("host", task: #""pidMode": "host""#, ["high //pidMode"]),
    ECSCase("both", task: #""pidMode": "host", "ipcMode": "host""#, ["high //pidMode", "high //ipcMode"]),
    ECSCase("of the task", task: #""pidMode": "task""#, ["info //pidMode"]),
    ECSCase("nobody's", task: #""ipcMode": "none""#), ECSCase("unknown", task: #""pidMode": "${MODE}""#),
    ECSCase("in a container it means nothing", #""pidMode": "host""#),
  ]) func `processes`(example: ECSCase) throws {
    #expect(try example.found(ECSSharedProcesses.self) == example.expected)
  }

  @Test(arguments: [
    ECSCase("host", task: #""networkMode": "host""#, ["medium //networkMode"]),
    ECSCase("awsvpc", task: #""networkMode": "awsvpc""#), ECSCase("none", task: #""networkMode": "none""#),
    ECSCase("bridge", task: #""networkMode": "bridge""#, ["low //networkMode"]),
    ECSCase("absent", ["low //family"]),
    ECSCase("absent on Fargate", task: #""requiresCompatibilities": ["FARGATE"]"#, ["medium //family"]),
    ECSCase(
      "bridge on Fargate", task: #""requiresCompatibilities": ["FARGATE"], "networkMode": "bridge""#,
      ["medium //networkMode"]),
    ECSCase(
      "bridge on servers of one's own, which have no awsvpc",
      task: #""requiresCompatibilities": ["EXTERNAL"], "networkMode": "bridge""#),
    ECSCase("not said on servers of one's own", task: #""requiresCompatibilities": ["EXTERNAL"]"#),
    ECSCase(
      "host on servers of one's own", task: #""requiresCompatibilities": ["EXTERNAL"], "networkMode": "host""#,
      ["medium //networkMode"]),
    ECSCase(
      "bridge on EC2 too", task: #""requiresCompatibilities": ["EC2", "EXTERNAL"], "networkMode": "bridge""#,
      ["low //networkMode"]),
    ECSCase("unknown", task: #""networkMode": "${NET}""#),
    ECSCase("a list alone", text: #"[{"name": "a", "image": "b", "links": ["c"]}]"#),
    ECSCase("links on Fargate", #""links": ["b"]"#, task: fargate, ["medium /links"]),
    ECSCase("links with awsvpc", #""links": ["b"]"#, task: #""networkMode": "awsvpc""#, ["medium /links"]),
    ECSCase("links with bridge", #""links": ["b"]"#, task: #""networkMode": "bridge""#, ["low //networkMode"]),
  ]) func `network`(example: ECSCase) throws {
    #expect(try example.found(ECSNetworkMode.self) == example.expected)
  }

  static func adding(_ names: String) -> String { #""linuxParameters": {"capabilities": {"add": [\#(names)]}}"# }
  static let add = "/linuxParameters/capabilities/add"
  @Test(arguments: [
    ECSCase("SYS_ADMIN", adding(#""SYS_ADMIN""#), ["critical \(add)"]),
    ECSCase("with prefix and small letters", adding(#""cap_net_admin""#), ["critical \(add)"]),
    ECSCase("ALL", adding(#""ALL""#), ["critical \(add)"]),
    ECSCase("the worst counts, once", adding(#""SYS_PTRACE", "SYS_MODULE""#), ["critical \(add)"]),
    ECSCase("SYS_PTRACE", adding(#""SYS_PTRACE""#), ["high \(add)"]),
    ECSCase("a default", adding(#""NET_BIND_SERVICE", "CHOWN""#)),
    ECSCase("a default on Fargate is refused", adding(#""CHOWN""#), task: fargate, ["medium \(add)"]),
    ECSCase("SYS_PTRACE on Fargate", adding(#""SYS_PTRACE""#), task: fargate, ["high \(add)"]),
    ECSCase("nothing", adding("")), ECSCase("unknown", #""linuxParameters": "${PARAMETERS}""#),
  ]) func `capabilities added`(example: ECSCase) throws {
    #expect(try example.found(ECSCapabilityAdd.self) == example.expected)
  }

  @Test(arguments: [
    ECSCase("none", ["low /name"]),
    ECSCase("ALL", #""linuxParameters": {"capabilities": {"drop": ["ALL"]}}"#),
    ECSCase("small letters", #""linuxParameters": {"capabilities": {"drop": ["all"]}}"#),
    ECSCase(
      "some", #""linuxParameters": {"capabilities": {"drop": ["NET_RAW"]}}"#,
      ["low /linuxParameters/capabilities/drop"]),
    ECSCase("unknown", #""linuxParameters": {"capabilities": "${CAPABILITIES}"}"#),
    ECSCase("privileged has all anyway", #""privileged": true"#),
    ECSCase("Windows", task: #""runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}"#),
  ]) func `capabilities dropped`(example: ECSCase) throws {
    #expect(try example.found(ECSCapabilityDrop.self) == example.expected)
  }

  static let initial = #""initProcessEnabled": true"#
  @Test(arguments: [
    ECSCase("no init process", ["info /name"]),
    ECSCase("an init process", #""linuxParameters": {\#(initial)}"#),
    ECSCase("an init process of the image's", #""entryPoint": ["/usr/bin/tini", "--", "/app"]"#),
    ECSCase(
      "devices", #""linuxParameters": {\#(initial), "devices": [{"hostPath": "/dev/kvm"}]}"#,
      ["medium /linuxParameters/devices"]),
    ECSCase("swap", #""linuxParameters": {\#(initial), "maxSwap": 512}"#, ["low /linuxParameters/maxSwap"]),
    ECSCase("no swap", #""linuxParameters": {\#(initial), "maxSwap": 0}"#),
    ECSCase("shared memory on EC2", #""linuxParameters": {\#(initial), "sharedMemorySize": 64}"#),
    ECSCase(
      "shared memory on Fargate", #""linuxParameters": {\#(initial), "sharedMemorySize": 64}"#, task: fargate,
      ["medium /linuxParameters/sharedMemorySize"]),
    ECSCase(
      "tmpfs on Fargate is no fault",
      #""linuxParameters": {\#(initial), "tmpfs": [{"containerPath": "/tmp", "size": 64}]}"#, task: fargate),
  ]) func `devices`(example: ECSCase) throws {
    #expect(try example.found(ECSDevices.self) == example.expected)
  }

  @Test(arguments: [
    ECSCase("EC2 without", task: ec2, ["low /name"]),
    ECSCase("EC2 with", #""dockerSecurityOptions": ["no-new-privileges"]"#, task: ec2),
    ECSCase("EC2 with a value", #""dockerSecurityOptions": ["no-new-privileges:true"]"#, task: ec2),
    ECSCase(
      "EC2 with something else", #""dockerSecurityOptions": ["label:type:x"]"#, task: ec2,
      ["low /dockerSecurityOptions"]),
    ECSCase("not said, and bridge", task: #""networkMode": "bridge""#, ["low /name"]),
    ECSCase("not said, and perhaps Fargate", task: #""networkMode": "awsvpc""#),
    ECSCase("Managed Instances", task: #""requiresCompatibilities": ["MANAGED_INSTANCES"]"#),
    ECSCase("Fargate", task: fargate),
    ECSCase(
      "options on Fargate", #""dockerSecurityOptions": ["no-new-privileges"]"#, task: fargate,
      ["medium /dockerSecurityOptions"]),
    ECSCase(
      "no seccomp", #""dockerSecurityOptions": ["no-new-privileges", "seccomp:unconfined", "label=disable"]"#,
      task: ec2,
      ["high /dockerSecurityOptions/1", "high /dockerSecurityOptions/2"]),
    ECSCase("unknown", #""dockerSecurityOptions": ["${OPTION}"]"#, task: ec2),
  ]) func `security options`(example: ECSCase) throws {
    #expect(try example.found(ECSSecurityOptions.self) == example.expected)
  }
}

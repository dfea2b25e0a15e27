import Core
import Deployment
import Foundation
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSMutationTests {
  static let definition = """
    {"family": "app", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "0.5GB",
     "taskRoleArn": "arn:aws:iam::1:role/a", "runtimePlatform": {"cpuArchitecture": "ARM64"},
     "volumes": [{"name": "d", "host": {"sourcePath": "/etc"}}, {"name": "e", "efsVolumeConfiguration": {"fileSystemId": "f"}}],
     "containerDefinitions": [{"name": "web", "image": "nginx:1.27", "user": "101:101", "readonlyRootFilesystem": true,
      "environment": [{"name": "DB_PASSWORD", "value": "Tr0ub4dor-and-3"}],
      "secrets": [{"name": "A", "valueFrom": "arn:aws:ssm:r:1:parameter/a"}],
      "linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"], "drop": ["NET_RAW"]}, "maxSwap": 10,
       "tmpfs": [{"containerPath": "/run", "size": 64, "mountOptions": ["uid=0", "mode=0700"]}]},
      "mountPoints": [{"sourceVolume": "d", "containerPath": "/var/cache/nginx", "readOnly": false}],
      "portMappings": [{"containerPort": 22, "hostPort": 22}], "healthCheck": {"command": ["CMD-SHELL", "curl x || exit 1"]},
      "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g", "mode": "blocking"}}}]}
    """

  @Test func `mutated definitions never stop the rules`() throws {
    let bytes = Array(Self.definition.utf8)
    let model = ECSReadOnlyRootTests.nginx.model()
    var (state, judged): (UInt64, Int) = (0x9E37_79B9_7F4A_7C15, 0)
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces = [
      "", "\"", "-", "99999999999999999999", "null", "[]", "{}", "${A}", ":", "/", ".", "0", "\\u0000", "é",
    ]
    for _ in 0..<1_500 {
      var text = bytes
      for _ in 0...next(2) {
        let at = next(text.count)
        text.replaceSubrange(at..<min(text.count, at + next(4)), with: Array(pieces[next(pieces.count)].utf8))
      }
      guard let file = try? DeploymentReader.read(text, name: "task.json") else { continue }
      judged += 1
      for rule in ECSScan.rules { _ = rule.init().findings(in: DeploymentContext(file: file, images: [model])) }
    }
    #expect(judged > 200)
  }

  @Test func `what is to be added is JSON`() throws {
    var texts = [Self.definition, ECSScan.task(), ECSRunbookTests.blog]
    texts.append(ECSScan.task(#""linuxParameters": {}, "logConfiguration": {}, "mountPoints": []"#))
    var count = 0
    for finding in try texts.flatMap({ try ECSScan.all($0, images: [ECSReadOnlyRootTests.nginx]) }) {
      guard finding.fix.hasPrefix("\""), !finding.fix.contains(", in "), !finding.fix.contains(" before ") else {
        continue
      }
      count += 1
      let member = try? JSONSerialization.jsonObject(with: Data("{\(finding.fix)}".utf8))
      #expect(member != nil, "\(finding.rule): \(finding.fix)")
    }
    #expect(count > 20)
  }
}

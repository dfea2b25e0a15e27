import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSLogTests {
  static let fargate = #""requiresCompatibilities": ["FARGATE"]"#
  static let ec2 = #""requiresCompatibilities": ["EC2"]"#
  static let buffer = #""mode": "non-blocking", "max-buffer-size": "25m""#
  static let options = "/logConfiguration/options"
  static let place = "/logConfiguration/logDriver"
  static func awslogs(_ options: String) -> String {
    #""logConfiguration": {"logDriver": "awslogs", "options": {\#(options)}}"#
  }
  static func driver(_ name: String) -> String { #""logConfiguration": {"logDriver": "\#(name)"}"# }
  static let group = #""awslogs-group": "/ecs/a""#
  static let region = #""awslogs-region": "eu-west-1""#
  static let prefix = #""awslogs-stream-prefix": "web""#

  @Test(arguments: [
    ECSCase("missing", ["high /name"]),
    ECSCase("null", #""logConfiguration": null"#, ["high /name"]),
    ECSCase("no driver", #""logConfiguration": {"options": {}}"#, ["high /logConfiguration"]),
    ECSCase("a null driver", #""logConfiguration": {"logDriver": null}"#, ["high /logConfiguration"]),
    ECSCase("an unknown driver", #""logConfiguration": {"logDriver": "${DRIVER}"}"#),
    ECSCase("the router itself", #""firelensConfiguration": {"type": "fluentbit"}"#),
    ECSCase("complete", awslogs([group, region, prefix, buffer].joined(separator: ","))),
    ECSCase(
      "no options", #""logConfiguration": {"logDriver": "awslogs"}"#,
      ["medium /logConfiguration", "low /logConfiguration"]),
    ECSCase("no group", awslogs([region, prefix, buffer].joined(separator: ",")), ["medium \(options)"]),
    ECSCase(
      "no region and no prefix is one finding", awslogs([group, buffer].joined(separator: ",")), ["medium \(options)"]),
    ECSCase(
      "no prefix on Fargate", awslogs([group, region, buffer].joined(separator: ",")), task: fargate,
      ["medium \(options)"]),
    ECSCase(
      "no prefix on EC2", awslogs([group, region, buffer].joined(separator: ",")), task: ec2, ["low \(options)"]),
    ECSCase(
      "an unknown group is there",
      awslogs([#""awslogs-group": "${GROUP}""#, region, prefix, buffer].joined(separator: ","))),
    ECSCase("unknown options", #""logConfiguration": {"logDriver": "awslogs", "options": "${OPTIONS}"}"#),
    ECSCase("no mode", awslogs([group, region, prefix].joined(separator: ",")), ["low \(options)"]),
    ECSCase(
      "blocking", awslogs([group, region, prefix, #""mode": "blocking""#].joined(separator: ",")),
      ["low \(options)/mode"]),
    ECSCase(
      "non-blocking without a buffer",
      awslogs([group, region, prefix, #""mode": "non-blocking""#].joined(separator: ",")),
      ["low \(options)/mode"]),
    ECSCase(
      "creates its group",
      awslogs([group, region, prefix, buffer, #""awslogs-create-group": "true""#].joined(separator: ",")),
      ["info \(options)/awslogs-create-group"]),
    ECSCase("none", driver("none"), ["high \(place)"]),
    ECSCase("json-file stays on the instance", driver("json-file"), task: ec2, ["medium \(place)"]),
    ECSCase("json-file on Fargate", driver("json-file"), task: fargate, ["medium \(place)"]),
    ECSCase("syslog", driver("syslog"), task: ec2, ["low \(place)"]),
    ECSCase("splunk on Fargate", driver("splunk"), task: fargate, ["low \(place)"]),
    ECSCase("a misspelling", driver("awslog"), ["medium \(place)"]),
    ECSCase("awsfirelens without a router", driver("awsfirelens"), ["medium \(place)"]),
    ECSCase(
      "awsfirelens with a router",
      text:
        #"[{"name": "a", "image": "b", "logConfiguration": {"logDriver": "awsfirelens"}}, {"name": "r", "image": "s", "firelensConfiguration": {"type": "fluentd"}}]"#
    ),
    ECSCase(
      "awsfirelens with a container that is not known",
      text:
        #"{"Resources": {"T": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [{"Name": "a", "Image": "b", "LogConfiguration": {"LogDriver": "awsfirelens"}}, {"Ref": "Router"}]}}}}"#
    ),
  ]) func `logging`(example: ECSCase) throws {
    #expect(try example.found(ECSLog.self) == example.expected)
  }

  @Test func `the fix is the exact member`() throws {
    let found = try ECSScan.findings(ECSLog.self, ECSScan.task())
    #expect(
      found.map(\.fix) == [
        #""logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/app", "awslogs-region": "REGION", "awslogs-stream-prefix": "web", "mode": "non-blocking", "max-buffer-size": "25m"}}"#
      ])
    let fixed = try ECSScan.findings(ECSLog.self, ECSScan.task(found[0].fix))
    #expect(fixed.isEmpty)
  }

  @Test func `group and region are those of the other containers`() throws {
    let text =
      #"{"family": "a", "containerDefinitions": [{"name": "a", "image": "b", "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/g", "awslogs-region": "eu-north-1", "awslogs-stream-prefix": "p", "mode": "non-blocking", "max-buffer-size": "4m"}}}, {"name": "c", "image": "d", "logConfiguration": {"logDriver": "awslogs", "options": {"mode": "non-blocking", "max-buffer-size": "4m"}}}]}"#
    let found = try ECSScan.findings(ECSLog.self, text)
    #expect(
      found.map(\.fix) == [
        #"in options: "awslogs-group": "/g", "awslogs-region": "eu-north-1", "awslogs-stream-prefix": "p""#
      ])
  }

  @Test func `the names of options are not capitalised for CloudFormation`() throws {
    let text = """
      Resources:
        T:
          Type: AWS::ECS::TaskDefinition
          Properties:
            ContainerDefinitions:
              - Name: web
                Image: web:1
                LogConfiguration:
                  LogDriver: awslogs
                  Options:
                    awslogs-group: g
                    awslogs-region: !Ref AWS::Region
                    awslogs-stream-prefix: web
      """
    let found = try ECSScan.findings(ECSLog.self, text, name: "template.yaml")
    #expect(found.map(\.fix) == [#"in Options: mode: "non-blocking", max-buffer-size: "25m""#])
    #expect(found.map(ECSScan.line) == [11])
  }
}

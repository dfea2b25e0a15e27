import Foundation
import JSONText
import TestSupport
import Testing

/// Deployment files on the command line, alone and together with images.
@Suite struct DeploymentCommandTests {
  static let task = """
    {
      "family": "web",
      "containerDefinitions": [
        {
          "name": "app",
          "image": "example:1",
          "user": "0",
          "environment": [{"name": "API_TOKEN", "value": "kJ83hsPq2mZ"}]
        }
      ]
    }

    """

  private func findings(_ result: ExternalProgram.Result) throws -> [JSONValue] {
    try JSONParser.parse(Array(result.outputText.utf8))["findings"]?.array ?? []
  }

  @Test func `a task definition is told by its content, and findings have line and pointer`() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("anything.txt", Array(Self.task.utf8))
    let result = try Imgscan.run(["-f", "json", file])
    #expect(result.status == 1)
    let found = try findings(result)
    let user = try #require(found.first { $0["rule"]?.string == "ECS-USER" })
    #expect(user["location"]?["pointer"]?.string == "/containerDefinitions/0/user")
    #expect(user["location"]?["startLine"]?.integer == 7)
    let missing = try #require(found.first { $0["rule"]?.string == "ECS-RO" })
    #expect(missing["fixes"]?.array?.first?["description"]?.string == #""readonlyRootFilesystem": true"#)
    #expect(!result.outputText.contains("kJ83hsPq2mZ"))
  }

  @Test(arguments: [[], ["-f", "sarif"], ["-f", "html"], ["-f", "markdown"], ["-f", "github"], ["-v", "--all"]])
  func `a secret is in no report`(format: [String]) throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("task-definition.json", Array(Self.task.utf8))
    let result = try Imgscan.run(format + [file])
    #expect(result.status == 1)
    #expect(result.outputText.contains("ECS-SECRET-ENV"))
    #expect(!result.outputText.contains("kJ83hsPq2mZ"))
  }

  @Test func `a search takes compose files and task definitions, and what only has such a name is passed over`() throws
  {
    let directory = try TemporaryDirectory()
    _ = try directory.write("a/compose.yaml", Array("services:\n  web:\n    image: a\n    privileged: true\n".utf8))
    _ = try directory.write("b/task-definition.json", Array(Self.task.utf8))
    _ = try directory.write("c/task-definition.schema.json", Array(#"{"$schema": "x", "type": "object"}"#.utf8))
    _ = try directory.write("d/Dockerfile", Array("FROM scratch\nUSER 1000:1000\n".utf8))
    _ = try directory.write(
      "e/main.tf", Array("resource \"aws_ecs_task_definition\" \"a\" {\n  family = var.name\n}\n".utf8))
    _ = try directory.write("e/other.tf", Array("resource \"aws_s3_bucket\" \"a\" {\n}\n".utf8))
    let result = try Imgscan.run(["-f", "json", directory.path])
    let targets = try JSONParser.parse(Array(result.outputText.utf8))["targets"]?.array ?? []
    #expect(targets.compactMap { $0["kind"]?.string } == ["compose", "ecs", "dockerfile", "ecs"])
    #expect(result.status == 1)
  }

  @Test(arguments: [
    ("{\"containerDefinitions\": [{\"name\": \"a\",}]}", "1:40"), ("{\"containerDefinitions\": [", "1:27"),
    ("services:\n  a: {image: b\n", "3:1"), ("services:\n  a: &a [*a]\n", "2:"),
    (#"{"family": "a", "family": "b", "containerDefinitions": []}"#, "1:17"),
    ("apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.name }}}\n", ""),
  ])
  func `what cannot be read is an error with its place and status 2`(text: String, place: String) throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("f", Array(text.utf8))
    let result = try Imgscan.run([file])
    #expect(result.status == 2)
    #expect((result.outputText + result.errorText).contains("f:\(place)"), "\(result.outputText)\(result.errorText)")
  }

  @Test func `what is no deployment file is told what it looks like`() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("f.json", Array(#"{"Version": "2012-10-17", "Statement": []}"#.utf8))
    for arguments in [[file], ["--as", "ecs", file]] {
      let result = try Imgscan.run(arguments)
      #expect(result.status == 2)
      #expect((result.outputText + result.errorText).contains("IAM policy"), "\(result.outputText)\(result.errorText)")
    }
  }

  @Test func `fifty megabytes are refused`() throws {
    let directory = try TemporaryDirectory()
    let start = Array(#"{"containerDefinitions": [{"name": "a", "image": ""#.utf8)
    let file = try directory.write(
      "big.json", start + [UInt8](repeating: UInt8(ascii: "a"), count: 50 << 20) + Array(#""}]}"#.utf8))
    let result = try Imgscan.run([file])
    #expect(result.status == 2)
    #expect((result.outputText + result.errorText).contains("over the limit"))
  }

  @Test func `a Kubernetes manifest without pods is clean`() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("s.yaml", Array("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n".utf8))
    #expect(try Imgscan.run([file]).status == 0)
  }

  @Test func `a deployment file comes from standard input`() throws {
    let directory = try TemporaryDirectory()
    let file = try directory.write("anything", Array(Self.task.utf8))
    let result = try Imgscan.run(["-f", "json", "--stdin-filename", "t.json", "-"], input: file)
    #expect(result.status == 1)
    #expect(try findings(result).contains { $0["location"]?["file"]?.string == "t.json" })
  }

  @Test func `an ignore with a path silences a rule of a deployment file`() throws {
    let directory = try TemporaryDirectory()
    _ = try directory.write("old/task-definition.json", Array(Self.task.utf8))
    _ = try directory.write(
      ".imgscan.yaml",
      Array("ignore:\n  - {rule: ECS-USER, path: old/**, reason: goes away}\n  - {rule: ECS-RO, path: new/**}\n".utf8))
    let result = try Imgscan.run(in: directory.path, ["-f", "json", "."])
    let rules = try findings(result).filter { $0["suppressed"]?.isNull == true }.compactMap { $0["rule"]?.string }
    #expect(!rules.contains("ECS-USER"))
    #expect(rules.contains("ECS-RO"))
  }
}

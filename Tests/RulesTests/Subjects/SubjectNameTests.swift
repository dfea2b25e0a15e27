import Testing

@testable import Engine

@Suite struct SubjectNameTests {
  @Test(arguments: [
    ("compose.yaml", SubjectName.Verdict.yes(.compose)), ("docker-compose.yml", .yes(.compose)),
    ("Docker-Compose.YML", .yes(.compose)), ("compose.prod.yaml", .yes(.compose)),
    ("docker-compose-test.yml", .yes(.compose)), ("docker-compose.json", .no), ("composer.yaml", .no),
    ("composer.json", .no), ("compose", .no), ("task-definition.json", .yes(.ecs)), ("web-taskdef.yaml", .yes(.ecs)),
    ("task_definition.prod.json", .yes(.ecs)), ("container-definitions.json", .yes(.ecs)),
    ("task-definition.md", .no), ("task-def", .no), ("main.tf", .ifItHoldsTaskDefinition), (".tf", .no),
    ("main.tf.json", .no), (".compose.yaml", .no), ("Dockerfile", .yes(.dockerfile)),
    ("Dockerfile.tf", .ifItBeginsLikeDockerfile), ("package.json", .no), ("deployment.yaml", .no), ("x", .no),
  ])
  func `a name says what a search takes a file for`(name: String, verdict: SubjectName.Verdict) {
    #expect(SubjectName.verdict(Array(name.utf8)) == verdict)
  }

  @Test(arguments: [
    (#"resource "aws_ecs_task_definition" "a" {}"#, true), ("aws_ecs_task_definition", true),
    ("aws_ecs_task_definitio", false), ("", false),
  ])
  func `a Terraform text with a task definition is told`(text: String, holds: Bool) {
    #expect(SubjectName.holdsTaskDefinition(Array(text.utf8)) == holds)
  }
}

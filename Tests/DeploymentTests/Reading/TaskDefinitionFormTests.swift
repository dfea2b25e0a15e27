import Core
import Testing

@testable import Deployment

@Suite struct TaskDefinitionFormTests {
  private static let web = #"{"name": "web", "image": "app:${TAG}", "command": ["a", "<%= b %>"]}"#

  /// A file, the form it is read as, and where its first container stands.
  @Test(arguments: [
    (
      "{\"family\": \"app\",\n\"containerDefinitions\": [\(web)]}", TaskDefinition.Form.registerInput,
      "/containerDefinitions/0 2:26"
    ),
    (
      "{\"taskDefinition\": {\"family\": \"app\",\n\"containerDefinitions\": [\(web)]}, \"tags\": []}", .described,
      "/taskDefinition/containerDefinitions/0 2:26"
    ),
    ("[\(web)]", .containers, "/0 1:2"),
    ("[{\"family\": \"app\", \"containerDefinitions\": [\(web)]}]", .registerInput, "/0/containerDefinitions/0 1:45"),
    (
      "family: app\ncontainerDefinitions:\n- name: web\n  image: app:${TAG}\n  command: [a, '<%= b %>']",
      .registerInput, "/containerDefinitions/0 3:3"
    ),
    ("- name: web\n  image: app:${TAG}\n  command: [a, '<%= b %>']", .containers, "/0 1:3"),
  ])
  func `each form is read`(_ text: String, _ form: TaskDefinition.Form, _ place: String) throws {
    let file = try DeploymentReading.read(text)
    #expect(file.kind == .ecs)
    let task = try #require(file.tasks.first)
    #expect(task.form == form)
    #expect(task.name == (form == .containers ? nil : "app"))
    #expect(task.syntax == (text.hasPrefix("{") || text.hasPrefix("[") ? .json : .yaml))
    let container = try #require(task.containers.first)
    let start = container.value.range.start
    #expect("\(container.value.path.pointer) \(start.line):\(start.column)" == place)
    #expect(container.name.value == "web")
    #expect(container.image.isUnknown)
    #expect(container.image.place?.written == "app:${TAG}")
    #expect(container.image.place?.unknown == "${TAG}")
    #expect(container.value["command"]?.list?.map(\.unknown) == [nil, "<%= b %>"])
    #expect(container.command.isUnknown)
    #expect(!task.hasUnknownContainers)
  }

  @Test func `what ECS has registered has no placeholders`() throws {
    let text =
      #"{"taskDefinition": {"taskDefinitionArn": "arn:aws:ecs:x:1:task-definition/a:1", "containerDefinitions": ["#
      + Self.web + "]}}"
    let task = try #require(try DeploymentReading.read(text).tasks.first)
    #expect(task.containers.first?.image.value == "app:${TAG}")
  }

  @Test func `containers that stand for others are said to be unknown`() throws {
    let text = #"{"containerDefinitions": ["${MORE}", {"name": "a", "image": "b"}]}"#
    let task = try #require(try DeploymentReading.read(text).tasks.first)
    #expect(task.hasUnknownContainers)
    #expect(task.containers.map(\.index) == [1])
    let whole = try #require(try DeploymentReading.read(#"{"containerDefinitions": "${ALL}"}"#).tasks.first)
    #expect(whole.hasUnknownContainers && whole.containers.isEmpty)
  }

  @Test(arguments: [
    (#"{"containerDefinitions": {}}"#, "1:26: `containerDefinitions` is an object, expected a list"),
    ("containerDefinitions:\n- 1\n", "2:3: container 0 is a number, expected an object"),
    (
      #"{"family": "x", "networkMode": "host"}"#,
      "1:1: an ECS task definition without `containerDefinitions`; add the list of its containers"
    ),
    (
      #"{"Version": "1", "Statement": []}"#,
      "task.json: neither an ECS task definition nor container definitions (top-level keys: Version, Statement — an IAM "
        + "policy?)"
    ),
    ("{}", "task.json: neither an ECS task definition nor container definitions (an empty object)"),
    ("[1]", "task.json: neither an ECS task definition nor container definitions (a list that begins with a number)"),
    (
      "on: push\njobs: {}\n",
      "task.json: neither an ECS task definition nor a compose file nor a Kubernetes manifest (top-level keys: on, jobs "
        + "— a GitHub workflow?)"
    ),
    (
      "web:\n  image: x\ndb:\n  build: .\n",
      "task.json: neither an ECS task definition nor a compose file nor a Kubernetes manifest (top-level keys: web, db — "
        + "a compose file of version 1, without `services`?)"
    ),
    (
      "Resources:\n  A:\n    Type: AWS::S3::Bucket\n",
      "task.json: neither an ECS task definition nor a compose file nor a Kubernetes manifest (top-level keys: Resources "
        + "— a CloudFormation template without an AWS::ECS::TaskDefinition, with AWS::S3::Bucket?)"
    ),
    ("", "task.json: neither an ECS task definition nor a compose file nor a Kubernetes manifest (nothing in it)"),
  ])
  func `what is no deployment file is told by what it looks like`(_ text: String, _ words: String) {
    #expect(DeploymentReading.words(DeploymentReading.failure(text)) == words)
  }

  @Test(arguments: [
    (["auths"], "a configuration of the docker client"), (["name", "version", "dependencies"], "a package.json"),
    (["compilerOptions"], "a configuration of TypeScript"), (["openapi", "paths"], "an OpenAPI description"),
    (["schemaVersion", "config"], "a part of an image, such as a manifest"),
    (["replicaCount", "image"], "values of a Helm chart"), (["resources", "images"], "a Kustomization"),
    (["version", "phases"], "a buildspec of CodeBuild"), (["version", "Resources"], "an appspec of CodeDeploy"),
    (["version", "task_definition"], "an ecs-params.yml of the ECS CLI"),
    (["cluster", "taskDefinition"], "an ECS service, not its task definition"), (["a"], nil), ([], nil),
  ])
  func `other files are known by their keys`(_ keys: [String], _ words: String?) {
    #expect(FileLikeness.words(keys: keys) == words)
  }

  @Test func `a kind that is forced is the only one looked for`() throws {
    let compose = "services:\n  web:\n    image: x\n"
    #expect(try DeploymentReading.read(compose, "x.yaml").compose?.services.map(\.name) == ["web"])
    #expect(
      DeploymentReading.failure(compose, "x.yaml", as: .ecs)?.message
        == "x.yaml: neither an ECS task definition nor container definitions (top-level keys: services)")
    #expect(
      DeploymentReading.failure("{\"containerDefinitions\": []}", as: .compose)?.message.hasPrefix(
        "task.json: not a compose file, which has a mapping `services`") == true)
    #expect(DeploymentReading.failure(compose, as: .kubernetes)?.message.contains("not a Kubernetes manifest") == true)
    let both = "services: {}\ncontainerDefinitions: []\n"
    #expect(try DeploymentReading.read(both).kind == .ecs)
    #expect(try DeploymentReading.read(both, as: .compose).kind == .compose)
  }

  @Test func `Kubernetes objects are found among several documents`() throws {
    let text = """
      # c
      ---
      apiVersion: v1
      kind: Service
      ---
      apiVersion: apps/v1
      kind: Deployment
      spec: {template: {spec: {containers: [{name: a, image: "b:${TAG}"}]}}}
      """
    let file = try DeploymentReading.read(text)
    #expect(file.kind == .kubernetes)
    #expect(file.workloads.map(\.kind) == ["Deployment"])
    let image = file.workloads.first?.pod["containers"]?.list?.first?["image"]
    #expect(image?.unknown == "${TAG}")
    #expect(image?.range.start == SourcePosition(line: 8, column: 56))
  }
}

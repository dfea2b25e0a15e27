import Core
import Testing

@testable import Deployment

@Suite struct HostileDeploymentTests {
  private static func many(_ start: String, _ unit: String, _ count: Int, _ end: String = "") -> [UInt8] {
    Array(start.utf8) + Array(repeatElement(Array(unit.utf8), count: count).joined()) + Array(end.utf8)
  }

  private static let resource = "resource \"aws_ecs_task_definition\" \"a\" {\n"

  /// A text, its name, and the code of the error that it ends with; nil when it is read.
  static let texts: [(String, [UInt8], String, String?)] = [
    ("many bytes", many("{\"a\": \"", "x", 50_000_000, "\"}"), "a.json", "too-large"),
    ("deep lists in JSON", many("", "[", 100_000), "a.json", "too-large"),
    ("deep objects in JSON", many("", "{\"a\":", 100_000), "a.json", "too-large"),
    ("deep lists in YAML", many("a: ", "[", 100_000), "a.yaml", "too-large"),
    ("deep blocks in YAML", many("", "- ", 100_000), "a.yaml", "too-large"),
    ("deep lists in Terraform", many(resource + "a = ", "[", 100_000), "a.tf", "too-large"),
    ("deep objects in Terraform", many(resource + "a = ", "{ a = ", 100_000), "a.tf", "too-large"),
    ("deep parentheses in Terraform", many(resource + "a = ", "(", 100_000), "a.tf", "too-large"),
    ("deep calls in Terraform", many(resource + "a = ", "jsonencode(", 100_000), "a.tf", "too-large"),
    ("deep blocks in Terraform", many(resource, "a {\n", 100_000), "a.tf", "too-large"),
    ("deep templates in Terraform", many(resource + "a = ", "\"${", 100_000), "a.tf", "invalid-hcl"),
    ("deep brackets of no interest", many("locals ", "{", 100_000, ""), "a.tf", "invalid-hcl"),
    (
      "many keys twice in JSON", many("{", "\"a\": 1,", 100_000, "\"b\": 2}"), "a.json", "duplicate-key"
    ),
    ("many keys twice in YAML", many("", "a: 1\n", 100_000), "a.yaml", "duplicate-key"),
    ("many keys twice in Terraform", many(resource, "a = 1\n", 100_000, "}"), "a.tf", "duplicate-key"),
    ("a long text in JSON", many("[{\"name\": \"a\", \"image\": \"", "\\n", 500_000, "\"}]"), "a.json", nil),
    ("a long text in YAML", many("- name: a\n  image: \"", "x{{", 400_000, "\""), "a.yaml", nil),
    (
      "a long text in Terraform",
      many(resource + "container_definitions = \"[{\\\"a\\\": \\\"", "\\n\\\\n", 500_000, "\\\"}]\"\n}"), "a.tf",
      "invalid-json"
    ),
    (
      "a long heredoc",
      many(resource + "container_definitions = <<-E\n  [\n", "  \"a${b}\",\n", 100_000, "  1]\n E\n}"),
      "a.tf", "wrong-type"
    ),
    ("many values in JSON", many("[", "0,", 500_000, "0]"), "a.json", "too-large"),
    ("many values in YAML", many("[", "0,", 500_000, "0]"), "a.yml", "too-large"),
    ("many values in Terraform", many(resource + "a = [", "0,", 500_000, "]}"), "a.tf", "too-large"),
    ("many marks of a heredoc", many(resource, "a = <<A", 200_000), "a.tf", "invalid-hcl"),
    ("many heredocs", many("", "locals { a = <<A\nA\n}\n", 50_000), "a.tf", "not-a-deployment"),
    ("many comments that end nowhere", many("", "/*", 500_000), "a.tf", "invalid-hcl"),
    ("many blocks of a kind", many(resource, "volume { name = \"a\" }\n", 50_000, "}"), "a.tf", nil),
    (
      "many task definitions and services",
      many(
        "",
        "resource \"aws_ecs_task_definition\" \"a\" {}\nresource \"aws_ecs_service\" \"a\" {\n"
          + "task_definition = aws_ecs_task_definition.a.arn\n}\n", 20_000), "a.tf", nil
    ),
    (
      "many resources of a template",
      many(
        "Resources:\n",
        "", 0,
        (0..<20_000).map { index in
          "  T\(index): {Type: \"AWS::ECS::TaskDefinition\", Properties: {ContainerDefinitions: []}}\n"
            + "  S\(index): {Type: \"AWS::ECS::Service\", Properties: {TaskDefinition: !Ref T\(index)}}\n"
        }.joined()), "a.yaml", nil
    ),
    ("zeros", [UInt8](repeating: 0, count: 1_000_000), "a.json", "not-text"),
    (
      "bytes that are no UTF-8 in JSON",
      Array("[{\"name\": \"a\", \"image\": \"".utf8) + [0xFF, 0xC3] + Array("\"}]".utf8), "a.json", nil
    ),
    (
      "bytes that are no UTF-8 in Terraform", Array((resource + "a = \"").utf8) + [0xFF] + Array("\" }".utf8), "a.tf",
      nil
    ),
    (
      "names in a chain of merges",
      many("a0: &a0 {k: v}\n", "", 0, (1..<300).map { "a\($0): &a\($0) {<<: *a\($0 - 1), k\($0): v}\n" }.joined()),
      "a.yaml", "too-large"
    ),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: texts.indices)
  func `a hostile text ends soon, in words`(_ index: Int) {
    let (title, bytes, name, code) = Self.texts[index]
    let error = DeploymentReading.failure(bytes, name)
    #expect(error?.code == code, "\(title): \(DeploymentReading.words(error).prefix(300))")
    #expect((error?.message.utf8.count ?? 0) < 400)
  }

  @Test func `aliases of aliases do not fill the memory`() {
    let lists = (1..<12).map { level in
      "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    let bomb = "l0: &l0 x\n" + lists.joined()
    let error = DeploymentReading.failure(bomb, "a.yaml")
    #expect(error?.code == "too-large")
    #expect(error?.message == "more than 500000 values")
    let deep = "a0: &a0 [x]\n" + (1..<100).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
    #expect(DeploymentReading.failure(deep, "a.yaml")?.message == "nested deeper than 64 levels")
  }

  @Test func `merges of merges do not fill the memory`() {
    let levels = (1..<14).map { level in
      "l\(level): &l\(level) {<<: [" + Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
        + "], k\(level): v}\n"
    }
    #expect(DeploymentReading.failure("l0: &l0 {k: v}\n" + levels.joined(), "a.yaml")?.code == "too-large")
  }

  private static let small: [(String, String)] = [
    (
      #"{"family": "a", "containerDefinitions": [{"name": "b\u00e9", "image": "c:${D}", "cpu": 1.5e3, "user": null}]}"#,
      "a.json"
    ),
    (
      "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      Family: &f !Sub 'x'\n"
        + "      ContainerDefinitions: [{Name: *f, Image: !Ref I, <<: {User: \"0\"}}]\n", "a.yaml"
    ),
    (
      "resource \"aws_ecs_task_definition\" \"a\" {\n  container_definitions = jsonencode([{ name = \"b\", image = "
        + "\"c:${var.d}\" }]) # e\n  volume {\n    name = \"v\"\n  }\n}\n", "a.tf"
    ),
    (
      "resource \"aws_ecs_task_definition\" \"a\" {\n  container_definitions = <<-E\n    [{\"name\": \"b\", \"cpu\": "
        + "${var.d}}]\n  E\n  x = \"[{\\\"a\\\": 1}]\" /* y */\n}\n", "a.tf"
    ),
    (
      #"{"planned_values": {"root_module": {"resources": [{"type": "aws_ecs_task_definition", "address": "a", "values": "#
        + #"{"volume": [{"host_path": "/x"}], "container_definitions": "[{\"name\":\"\\u00e9\\n\"}]"}}]}}}"#, "a.json"
    ),
  ]

  /// Bytes that mean something in one of the languages.
  private static let marks = Array("{}[]\",:\\$%<>-#/*&!|'= \n\t\0\u{FF}eE0nu()".utf8)

  @Test(arguments: small.indices)
  func `mutated files are read or refused`(_ index: Int) {
    let (text, name) = Self.small[index]
    let bytes = Array(text.utf8)
    var random = SplitMix(state: UInt64(index) + 1)
    var (read, refused) = (0, 0)
    for _ in 0..<4_000 {
      var mutated = bytes
      for _ in 0..<(1 + random.below(4)) {
        let at = random.below(mutated.count + 1)
        switch random.below(5) {
        case 0 where at < mutated.count: mutated.remove(at: at)
        case 1: mutated.insert(Self.marks[random.below(Self.marks.count)], at: at)
        case 2 where at < mutated.count: mutated[at] = Self.marks[random.below(Self.marks.count)]
        case 3: mutated.removeSubrange(at..<min(mutated.count, at + random.below(20)))
        default: mutated.insert(contentsOf: mutated[at..<min(mutated.count, at + random.below(20))], at: at)
        }
        if mutated.isEmpty { mutated = bytes }
      }
      if let error = DeploymentReading.failure(mutated, name) {
        refused += 1
        let isSafe = [error.message, error.found ?? "", error.help ?? ""].joined().utf8.allSatisfy { $0 >= 32 }
        #expect(isSafe, "\(String(decoding: mutated, as: UTF8.self))")
        #expect(!error.message.isEmpty)
      } else {
        read += 1
      }
    }
    #expect(read > 100 && refused > 100, "\(read) read, \(refused) refused")
  }

  /// Numbers that are the same in each run. Source: splitmix64 by S. Vigna.
  private struct SplitMix {
    var state: UInt64

    mutating func below(_ count: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((value ^ (value >> 31)) % UInt64(max(1, count)))
    }
  }
}

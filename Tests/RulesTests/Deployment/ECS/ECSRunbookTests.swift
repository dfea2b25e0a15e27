import Core
import Foundation
import TestSupport
import Testing

@testable import Rules

/// The examples of the runbook and of the logging SOP: our own of the same kind, and the originals where they are.
@Suite struct ECSRunbookTests {
  static let blog = """
    {
      "family": "blog",
      "containerDefinitions": [
        {
          "name": "front",
          "links": ["db"],
          "image": "front",
          "portMappings": [{"containerPort": 80, "hostPort": 80}],
          "logConfiguration": {
            "logDriver": "awslogs",
            "options": {"awslogs-group": "front", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "blog"}
          },
          "memory": 500,
          "cpu": 10
        },
        {
          "environment": [
            {
              "name": "MYSQL_ROOT_PASSWORD",
              "value": "password"
            }
          ],
          "name": "db",
          "image": "mysql"
        }
      ]
    }
    """

  @Test func `a blog with its database's password in plain text`() throws {
    let found = try ECSScan.all(Self.blog).filter { $0.severity >= .low }
    let lines = found.map { "\($0.rule) \($0.severity.rawValue) \(ECSScan.line($0)) \($0.pointer ?? "")" }.sorted()
    #expect(
      lines == [
        "ECS-CAPDROP low 23 /containerDefinitions/1/name", "ECS-CAPDROP low 5 /containerDefinitions/0/name",
        "ECS-HEALTH low 23 /containerDefinitions/1/name", "ECS-HEALTH low 5 /containerDefinitions/0/name",
        "ECS-IMAGE medium 24 /containerDefinitions/1/image", "ECS-IMAGE medium 7 /containerDefinitions/0/image",
        "ECS-LIMITS medium 23 /containerDefinitions/1/name", "ECS-LOG high 23 /containerDefinitions/1/name",
        "ECS-LOG low 11 /containerDefinitions/0/logConfiguration/options", "ECS-NET low 2 /family",
        "ECS-PORT low 8 /containerDefinitions/0/portMappings/0/hostPort",
        "ECS-RO high 23 /containerDefinitions/1/name", "ECS-RO high 5 /containerDefinitions/0/name",
        "ECS-SECOPT low 23 /containerDefinitions/1/name", "ECS-SECOPT low 5 /containerDefinitions/0/name",
        "ECS-SECRET-ENV high 20 /containerDefinitions/1/environment/0/value",
        "ECS-USER high 23 /containerDefinitions/1/name", "ECS-USER high 5 /containerDefinitions/0/name",
      ])
    let secret = try #require(found.first { $0.rule == "ECS-SECRET-ENV" })
    #expect(
      secret.message == "container \"db\": environment MYSQL_ROOT_PASSWORD has a default password that everybody knows")
  }

  /// A file of the folder beside the shared cases; nil when it is not there.
  private func original(_ name: String) -> [String]? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let cases = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root.path + "/../shared/cases"
    let path = cases + "/../runbook/" + name
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      print("not tested: \(name) is not beside the shared cases at \(cases) (IMGSCAN_CASES names another place)")
      return nil
    }
    return text.components(separatedBy: "\n").map { $0.replacingOccurrences(of: "\r", with: "") }
  }

  /// The lines between two marks, with empty lines before them so that line numbers are those of the whole.
  private func block(_ lines: [String], around mark: String, from start: String, to end: String) throws -> String {
    let middle = try #require(lines.firstIndex { $0.contains(mark) })
    let first = try #require(lines[..<middle].lastIndex { $0.hasPrefix(start) })
    let last = try #require(lines[middle...].firstIndex { $0.trimmingCharacters(in: .whitespaces).hasPrefix(end) })
    return String(repeating: "\n", count: first + 1) + lines[(first + 1)..<last].joined(separator: "\n")
  }

  @Test func `the runbook's own example is found with its lines`() throws {
    guard let lines = original("ecs-security-runbook.md") else { return }
    let body = try #require(lines.firstIndex { $0.contains("\"MYSQL_ROOT_PASSWORD\"") })
    let definition = try block(lines, around: "\"MYSQL_ROOT_PASSWORD\"", from: "```", to: "```")
    let found = try ECSScan.all(definition)
    let secrets = found.filter { $0.rule == "ECS-SECRET-ENV" }
    #expect(secrets.map(\.severity) == [.high])
    #expect(secrets.map(ECSScan.line) == [body + 2])
    #expect(secrets.map(\.pointer) == ["/containerDefinitions/1/environment/0/value"])
    for rule: RuleID in ["ECS-RO", "ECS-USER"] {
      #expect(found.filter { $0.rule == rule }.map(\.severity) == [.high, .high])
    }
    // Both containers are logged; only the mode is not said.
    #expect(found.filter { $0.rule == "ECS-LOG" }.map(\.severity) == [.low, .low])
  }

  @Test func `the logging SOP's own examples are found with their lines`() throws {
    guard let lines = original("ecs-logging-sop.txt") else { return }
    let start = try #require(lines.firstIndex { $0.contains("--container-definitions '[{") })
    let end = try #require(lines[start...].firstIndex { $0.contains("}]'") })
    let definition =
      String(repeating: "\n", count: start) + "[{\n"
      + lines[(start + 1)..<end].joined(separator: "\n") + "\n}]"
    let found = try ECSScan.all(definition)
    // With a driver, a group, a region and a prefix nothing but the mode is left to say.
    #expect(found.filter { $0.rule == "ECS-LOG" }.map(\.severity) == [.low])
    let name = try #require(lines.firstIndex { $0.contains("\"name\": \"my-container\"") })
    #expect(found.filter { $0.rule == "ECS-RO" }.map(ECSScan.line) == [name + 1])
    #expect(found.filter { $0.rule == "ECS-USER" }.map(\.pointer) == ["/0/name"])
    let image = try #require(lines.firstIndex { $0.contains("\"image\": \"my-image\"") })
    #expect(found.filter { $0.rule == "ECS-IMAGE" }.map(ECSScan.line) == [image + 1])
  }
}

import BuildChecks
import Core
import Dockerfile
import Testing

@Suite struct BuildCheckTableTests {
  @Test func `the table holds the 22 checks of BuildKit in order, each once`() {
    let names = BuildCheckTable.all.map { $0.info.id }
    #expect(names.count == 22)
    #expect(names == Set(names).sorted())
    for check in BuildCheckTable.all { #expect(String(describing: check) == check.info.id.description) }
  }

  @Test func `style is info, the rest is low`() {
    let style: Set<RuleID> = [
      "ConsistentInstructionCasing", "FromAsCasing", "InvalidDefinitionDescription", "LegacyKeyValueFormat",
      "NoEmptyContinuation", "RedundantTargetPlatform", "StageNameCasing",
    ]
    for check in BuildCheckTable.all {
      #expect(check.info.severity == (style.contains(check.info.id) ? .info : .low), "\(check.info.id)")
      #expect(check.info.subject == .dockerfile)
    }
  }

  @Test func `one check is experimental`() {
    #expect(BuildCheckTable.all.filter { $0.isExperimental }.map { $0.info.id } == ["InvalidDefinitionDescription"])
  }

  @Test(arguments: BuildCheckTable.all.map { $0.info.id })
  func `the examples of a check show what they say`(id: RuleID) throws {
    let info = try #require(BuildCheckTable.all.first { $0.info.id == id }).info
    // Nothing is pulled, so that this one has nothing bad to show.
    #expect(info.examples.contains { $0.isBad } == (id != "InvalidBaseImagePlatform"))
    #expect(info.examples.contains { !$0.isBad })
    for example in info.examples {
      let text = try #require(example.dockerfile)
      let run = BuildCheckRun(
        DockerfileSyntax(Array(text.utf8)), file: "Dockerfile", options: BuildCheckTable.exampleOptions)
      #expect(run.findings.contains { $0.rule == id } == example.isBad, "\(example.title)")
    }
  }

  @Test func `what is written for people is one sentence without control characters`() {
    for check in BuildCheckTable.all {
      let info = check.info
      for text in [info.title, info.what, info.why, info.fix] {
        #expect(!text.isEmpty)
        #expect(text.utf8.allSatisfy { $0 >= 0x20 }, "\(info.id): \(text)")
      }
      #expect(
        info.title.first?.isUppercase == false || info.title.hasPrefix("FROM") || info.title.hasPrefix("EXPOSE")
          || info.title.hasPrefix("ENV") || info.title.hasPrefix("ARG") || info.title.hasPrefix("WORKDIR")
          || info.title.hasPrefix("MAINTAINER"))
    }
  }
}

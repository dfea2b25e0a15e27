import BuildModel
import Core
import Deployment
import Dockerfile
import ImageArchive
import Testing
import TestSupport

@testable import Engine
@testable import Rules

@Suite struct RuleTableTests {
  @Test func `rules are sorted by id and each id is there once`() {
    let ids = RuleTable.infos.map(\.id)
    #expect(ids == Array(Set(ids)).sorted())
  }

  @Test func `every rule says what, why and how to fix it, and what it answers`() {
    for info in RuleTable.infos {
      #expect(!info.title.isEmpty && !info.what.isEmpty && !info.why.isEmpty && !info.fix.isEmpty, "\(info.id)")
      // No norm asks that the start command exists; a container without it does not start.
      #expect(!info.controls.isEmpty || info.id == "IMG-META-MISSINGBIN", "\(info.id)")
      // Words of the Dockerfile and the shell keep their capitals: USER, HOME.
      let word = info.title.prefix { $0 != " " }
      #expect(info.title.first?.isUppercase == false || word == word.uppercased(), "\(info.id): \(info.title)")
      #expect(info.title.last != ".", "\(info.id): \(info.title)")
    }
  }

  @Test func `every rule has a bad and a good example`() {
    for info in RuleTable.infos {
      // BuildKit's check of the base image's platform never fires without the image.
      #expect(info.examples.contains { $0.isBad } || info.id == "InvalidBaseImagePlatform", "\(info.id)")
      #expect(info.examples.contains { !$0.isBad }, "\(info.id)")
    }
  }

  @Test(arguments: RuleTable.image.map { $0.info.id.description })
  func `bad examples are found and good ones are not`(id: String) throws {
    let rule = try #require(RuleTable.image.first { $0.info.id.description == id })
    for example in rule.info.examples {
      let model = try InMemoryImage.model(of: example, needs: rule.info.needs)
      let found = rule.init().findings(in: model)
      #expect(found.isEmpty != example.isBad, "\(id): \(example.title)")
      #expect(found.allSatisfy { $0.rule.description == id }, "\(id): \(example.title)")
    }
  }

  @Test(arguments: RuleTable.dockerfile.map { $0.info.id.description })
  func `bad Dockerfiles are found and good ones are not`(id: String) throws {
    let rule = try #require(RuleTable.dockerfile.first { $0.info.id.description == id })
    for example in rule.info.examples {
      let text = example.dockerfile ?? ""
      let model = TestDockerfile(text).model()
      #expect(model.syntax.errors.isEmpty, "\(id): \(example.title)")
      let found = rule.init().findings(in: model)
      #expect(found.isEmpty != example.isBad, "\(id): \(example.title)")
      #expect(found.allSatisfy { $0.rule.description == id }, "\(id): \(example.title)")
    }
  }

  @Test(arguments: RuleTable.deployment.map { $0.info.id.description })
  func `bad deployment files are found and good ones are not`(id: String) throws {
    let rule = try #require(RuleTable.deployment.first { $0.info.id.description == id })
    for example in rule.info.examples {
      let file = try DeploymentReader.read(Array((example.deployment ?? "").utf8), name: "example")
      let hasImage = example.config != "{}" || !example.layers.isEmpty
      let images = hasImage ? [try InMemoryImage.model(of: example, needs: RuleTable.imageNeeds)] : []
      let found = rule.init().findings(in: DeploymentContext(file: file, images: images))
      #expect(found.isEmpty != example.isBad, "\(id): \(example.title)")
      for finding in found {
        #expect(finding.rule.description == id, "\(id): \(example.title)")
        #expect(finding.pointer != nil && finding.identity != nil, "\(id): \(example.title)")
      }
    }
  }

  @Test(arguments: RuleTable.image.map { $0.info.id.description })
  func `a rule needs no more than it declares to judge its examples among all needs`(id: String) throws {
    let rule = try #require(RuleTable.image.first { $0.info.id.description == id })
    for example in rule.info.examples {
      let narrow = try InMemoryImage.model(of: example, needs: rule.info.needs)
      let wide = try InMemoryImage.model(of: example, needs: RuleTable.imageNeeds)
      #expect(rule.init().findings(in: narrow) == rule.init().findings(in: wide), "\(id): \(example.title)")
    }
  }
}

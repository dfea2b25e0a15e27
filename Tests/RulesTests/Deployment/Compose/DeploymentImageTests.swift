import Core
import Deployment
import RootFS
import Testing
import TestSupport

@testable import Rules

@Suite struct DeploymentImageTests {
  struct Case: Sendable {
    var reference: String?
    var isFound: Bool
    var isOnly = false
  }

  @Test(arguments: [
    Case(reference: "example:1", isFound: true),
    Case(reference: "docker.io/library/example:1", isFound: true),
    Case(reference: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/example:1", isFound: true),
    Case(reference: "example@sha256:00", isFound: true),
    Case(reference: "example:1@sha256:00", isFound: true),
    Case(reference: "example:2", isFound: false),
    Case(reference: "example", isFound: false),
    Case(reference: "shop/example:1", isFound: false),
    Case(reference: nil, isFound: false),
    Case(reference: nil, isFound: true, isOnly: true),
    Case(reference: "shop/web:7", isFound: true, isOnly: true),
    Case(reference: "", isFound: false),
  ])
  func `the image of a container is found by its name`(_ test: Case) throws {
    let file = try DeploymentReader.read(Array("services: {a: {image: b}}\n".utf8), name: "compose.yaml")
    let context = DeploymentContext(file: file, images: [TestImage.model()])
    #expect((context.image(for: test.reference, isOnly: test.isOnly) != nil) == test.isFound, "\(test)")
  }

  @Test func `of two images with the same name none is taken`() throws {
    let file = try DeploymentReader.read(Array("services: {a: {image: b}}\n".utf8), name: "compose.yaml")
    let context = DeploymentContext(file: file, images: [TestImage.model(), TestImage.model()])
    #expect(context.image(for: "example:1", isOnly: true) == nil)
  }
}

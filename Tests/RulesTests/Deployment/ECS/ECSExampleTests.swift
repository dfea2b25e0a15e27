import Core
import Deployment
import RootFS
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSExampleTests {
  @Test(arguments: ECSScan.rules.indices) func `a rule's examples show it`(index: Int) throws {
    let rule = ECSScan.rules[index]
    #expect(rule.info.examples.contains { $0.isBad } && rule.info.examples.contains { !$0.isBad })
    for example in rule.info.examples {
      let hasImage = example.config != "{}" || !example.layers.isEmpty
      let images = hasImage ? [ECSScan.Image(config: example.config, layers: example.layers)] : []
      let found = try ECSScan.findings(rule, example.deployment ?? "", images: images)
      #expect(found.isEmpty != example.isBad, "\(rule.info.id): \(example.title)")
      for finding in found {
        #expect(finding.rule == rule.info.id)
        #expect(finding.pointer != nil && finding.identity != nil && !finding.fix.isEmpty)
        #expect(finding.message.utf8.last != UInt8(ascii: "."))
      }
    }
  }

  @Test func `ids are different and sorted ones are all there`() {
    let ids = ECSScan.rules.map { $0.info.id.description }.sorted()
    #expect(
      ids == [
        "ECS-CAPADD", "ECS-CAPDROP", "ECS-DEVICES", "ECS-ESSENTIAL", "ECS-EXEC-RO", "ECS-HEALTH", "ECS-IMAGE",
        "ECS-LIMITS", "ECS-LOG", "ECS-NET", "ECS-PIDIPC", "ECS-PORT", "ECS-PRIV", "ECS-RO", "ECS-RO-MOUNTS",
        "ECS-ROLE", "ECS-RUNTIME", "ECS-SECOPT", "ECS-SECRET-ENV", "ECS-SECRET-REF", "ECS-USER", "ECS-USER-HOSTNET",
        "ECS-VOLUME",
      ])
  }
}

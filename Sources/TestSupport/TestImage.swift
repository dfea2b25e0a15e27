import Core
import Engine
import ImageArchive
import RootFS
import Rules

/// Images for tests, made from lists of files.
public enum TestImage {
  /// The model of an image, with what the given needs ask for looked at.
  public static func model(
    config: String = "{}", layers: [[ExampleFile]] = [], baseLayers: Int = 0, needs: ImageNeeds = RuleTable.imageNeeds
  ) -> ImageModel {
    let example = Example.bad("", config: config, layers: layers, baseLayers: baseLayers)
    do throws(ArchiveError) {
      return try InMemoryImage.model(of: example, needs: needs)
    } catch {
      preconditionFailure("the test's config is no config: \(error.message)")
    }
  }

  /// What one rule finds in an image.
  public static func findings(
    _ rule: any ImageRule.Type, config: String = "{}", layers: [[ExampleFile]] = [], baseLayers: Int = 0
  ) -> [Finding] {
    rule.init().findings(in: model(config: config, layers: layers, baseLayers: baseLayers, needs: rule.info.needs))
  }
}

import Core
import Engine

extension Samples {
  /// One finding that stands for so many files.
  static func grouped(_ count: Int) -> Outcome {
    let paths = (0..<count).map { RootPath("/usr/bin/tool\($0)") }
    return outcome([
      Finding(
        rule: "IMG-TOOL-SHELL", severity: .low, message: "\(count) shells are present", place: .image,
        evidence: paths.prefix(100).map { "\($0) (layer 1/3)" } + ["and more"],
        group: FileGroup(paths.map { GroupedFile(path: $0, layer: layers[0]) }))
    ])
  }
}

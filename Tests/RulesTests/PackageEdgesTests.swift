import Foundation
import Testing

/// The package's targets depend on each other in one direction only (docs/architecture.md).
@Suite struct PackageEdgesTests {
  /// Each target with the targets its sources may import.
  private static let allowed: [String: Set<String>] = [
    "Digest": ["CCrypto"],
    "JSONText": ["Core"],
    "Core": [],
    "ShellSyntax": [],
    "Dockerfile": ["Core", "JSONText"],
    "BuildModel": ["Core", "Dockerfile", "ShellSyntax"],
    "LintRules": ["BuildModel", "Core", "Dockerfile", "ShellSyntax"],
    "BuildChecks": ["Core", "Dockerfile"],
    "ShellCheck": ["BuildModel", "Core", "Dockerfile", "JSONText", "LintRules", "ShellSyntax"],
    "ImageArchive": ["CArchive", "CISAL", "CZlib", "CZstd", "Core", "Digest", "JSONText"],
    "RootFS": ["Core", "ImageArchive"],
    "ReadOnlyRoot": ["Core", "ImageArchive", "JSONText", "RootFS", "ShellSyntax"],
    "Deployment": ["Core", "JSONText", "YAMLText"],
    "Rules": [
      "BuildChecks", "BuildModel", "Core", "Deployment", "Dockerfile", "ImageArchive", "LintRules", "ReadOnlyRoot",
      "RootFS", "ShellSyntax",
    ],
    "Engine": [
      "BuildChecks", "BuildModel", "Core", "Deployment", "Digest", "Dockerfile", "ImageArchive", "JSONText",
      "LintRules", "RootFS", "Rules", "ShellCheck",
    ],
    "Reports": [
      "BuildModel", "Core", "Dockerfile", "Engine", "ImageArchive", "JSONText", "ReadOnlyRoot", "RootFS", "Rules",
    ],
    "YAMLText": ["CYAML", "Core"],
    "Config": ["BuildChecks", "Core", "Engine", "JSONText", "LintRules", "Reports", "Rules", "YAMLText"],
    "CLI": [
      "ArgumentParser", "BuildChecks", "BuildModel", "Config", "Core", "Deployment", "Dockerfile", "Engine",
      "ImageArchive", "JSONText", "LintRules", "ReadOnlyRoot", "Reports", "RootFS", "Rules", "ShellCheck",
    ],
    "imgscan": ["CLI"],
  ]
  private static let system: Set<String> = ["Glibc", "Synchronization"]

  @Test(arguments: allowed.keys.sorted())
  func `a target imports only what stands before it`(target: String) throws {
    let sources = URL(filePath: #filePath).appending(path: "../../../Sources/\(target)").standardized
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.count == 2, words[0] == "import" else { continue }
        let name = String(words[1])
        #expect(
          Self.allowed[target]?.contains(name) == true || Self.system.contains(name),
          "\(file.lastPathComponent) imports \(name)")
      }
    }
  }
}

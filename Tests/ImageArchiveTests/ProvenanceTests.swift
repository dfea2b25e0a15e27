import Foundation
import JSONText
import Testing

@testable import ImageArchive

/// BuildKit's notes on which lines made which layer.
@Suite struct ProvenanceTests {
  private static let metadata = """
    {"source": {"locations": {"step0": {}, "step1": {"locations": [{"ranges": [{"start": {"line": 2}, "end": {"line": 3}}]}]},
      "step2": {"locations": [{"sourceIndex": 0, "ranges": [{"start": {"line": 5}}]}]}},
      "infos": [{"filename": "Dockerfile.app"}]},
     "layers": {"step1:0": [[{"digest": "sha256:base"}, {"digest": "sha256:one"}]],
      "step2:0": [[{"digest": "sha256:base"}, {"digest": "sha256:one"}, {"digest": "sha256:two"}]]}}
    """

  private func provenance(_ text: String) throws -> Provenance? { Provenance(try JSONParser.parse(Array(text.utf8))) }

  @Test(arguments: [
    #"{"predicateType":"https://slsa.dev/provenance/v1","predicate":{"runDetails":{"metadata":{"buildkit_metadata":METADATA}}}}"#,
    #"{"predicateType":"https://slsa.dev/provenance/v0.2","predicate":{"metadata":{"https://mobyproject.org/buildkit@v1#metadata":METADATA}}}"#,
  ])
  func `the last layer of a step's list is the step's own`(form: String) throws {
    let found = try #require(try provenance(form.replacingOccurrences(of: "METADATA", with: Self.metadata)))
    #expect(
      found.linesByLayer == [
        "sha256:one": .init(file: "Dockerfile.app", first: 2, last: 3),
        "sha256:two": .init(file: "Dockerfile.app", first: 5, last: 5),
      ])
    #expect(found.knownLayers == ["sha256:base", "sha256:one", "sha256:two"])
  }

  @Test(arguments: [
    "{}", "[]", #"{"predicateType":"https://slsa.dev/provenance/v1"}"#,
    #"{"predicateType":"https://spdx.dev/Document","predicate":{}}"#,
    #"{"predicateType":"https://slsa.dev/provenance/v1","predicate":{"runDetails":{"metadata":{"buildkit_metadata":{}}}}}"#,
    #"{"predicateType":"https://slsa.dev/provenance/v1","predicate":{"runDetails":{"metadata":{"buildkit_metadata":{"layers":{"step1:0":[[{"digest":"a"}]]},"source":{"locations":{"step1":{"locations":[{"ranges":[{"start":{"line":-4}}]}]}}}}}}}}"#,
  ])
  func `a statement without a map says nothing`(text: String) throws { #expect(try provenance(text) == nil) }

  /// A shared archive that BuildKit made with an attestation; nil when it is not there.
  private static let archive: String? = {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    let cases = ProcessInfo.processInfo.environment["IMGSCAN_CASES"] ?? root.path + "/../shared/cases"
    let path = cases + "/images/archives/bk-bb-oci-prov.tar"
    if FileManager.default.fileExists(atPath: path) { return path }
    print("not tested: the shared archive with provenance is not at \(path) (IMGSCAN_CASES names another place)")
    return nil
  }()

  @Test func `an archive of BuildKit's has it for every layer`() throws {
    guard let path = Self.archive else { return }
    let archive = try ImageArchive.open(path, plan: ScanPlan(), selection: ImageSelection(), verifies: false)
    let lines = archive.images.first?.layers.map { $0.digest.flatMap { archive.provenance?.linesByLayer[$0]?.first } }
    #expect(lines == [2, 3, 4, 5, 6])
  }
}

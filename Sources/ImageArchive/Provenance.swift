import JSONText

/// What BuildKit wrote about the build beside an image: which lines of the Dockerfile made which layer.
///
/// Source: the BuildKit documentation, "SLSA definitions", `buildkit_metadata` of `mode=max`.
public struct Provenance: Sendable, Equatable {
  /// Lines of a Dockerfile.
  public struct Lines: Sendable, Equatable {
    public var file: String
    /// 1-based.
    public var first: Int
    public var last: Int
  }

  /// By digest of the stored layer.
  public private(set) var linesByLayer: [String: Lines] = [:]
  /// Digests of layers that some step lists, its base's included.
  public private(set) var knownLayers: Set<String> = []

  /// Steps that are looked at.
  private static let mostSteps = 10_000

  /// nil when the statement has no map from layers to lines.
  init?(_ statement: JSONValue) {
    guard statement["predicateType"]?.string?.hasPrefix("https://slsa.dev/provenance/") == true,
      let predicate = statement["predicate"]
    else { return nil }
    // Version 1 has it below runDetails, version 0.2 directly.
    let metadata =
      predicate["runDetails"]?["metadata"]?["buildkit_metadata"]
      ?? predicate["metadata"]?["https://mobyproject.org/buildkit@v1#metadata"]
    guard let metadata, let layers = metadata["layers"]?.members else { return nil }
    let source = metadata["source"]
    let files = (source?["infos"]?.array ?? []).map { $0["filename"]?.string ?? "Dockerfile" }
    for member in layers.prefix(Provenance.mostSteps) {
      let step = String(member.key.prefix { $0 != ":" })
      let place = Provenance.lines(source?["locations"]?[step], files)
      for chain in member.value.array ?? [] {
        let digests = (chain.array ?? []).compactMap { $0["digest"]?.string }
        knownLayers.formUnion(digests)
        if let last = digests.last, let place { linesByLayer[last] = place }
      }
    }
    if linesByLayer.isEmpty { return nil }
  }

  private static func lines(_ location: JSONValue?, _ files: [String]) -> Lines? {
    guard let first = location?["locations"]?.array?.first, let range = first["ranges"]?.array?.first,
      let start = range["start"]?["line"]?.integer, start > 0, start < 1 << 31
    else { return nil }
    let end = range["end"]?["line"]?.integer ?? start
    let index = Int(first["sourceIndex"]?.integer ?? 0)
    let file = files.indices.contains(index) ? files[index] : "Dockerfile"
    return Lines(file: file, first: Int(start), last: Int(min(max(start, end), 1 << 31)))
  }

  /// Takes over what another statement of the same archive says.
  mutating func merge(_ other: Provenance) {
    linesByLayer.merge(other.linesByLayer) { first, _ in first }
    knownLayers.formUnion(other.knownLayers)
  }
}

extension LayoutReader {
  /// Attestations that are looked at; a multi-platform image has one for each platform.
  private static let mostAttestations = 100

  /// What the archive's attestations say; nil when it has none that maps layers.
  ///
  /// What cannot be read of them changes no verdict and is passed over.
  mutating func provenance() -> Provenance? {
    guard index.members["index.json"] != nil, let top = quietDocument("index.json") else { return nil }
    var pending = top.field("manifests")?.array ?? []
    var visited = 0
    var found: Provenance?
    while let descriptor = pending.popLast(), visited < LayoutReader.mostAttestations {
      visited += 1
      guard let value = blob(descriptor) else { continue }
      if isAttestation(descriptor) {
        for layer in value.field("layers")?.array ?? [] where isProvenance(layer) {
          guard let one = blob(layer).flatMap(Provenance.init) else { continue }
          if found == nil { found = one } else { found?.merge(one) }
        }
      } else {
        pending += value.field("manifests")?.array ?? []
      }
    }
    return found
  }

  private func isProvenance(_ layer: JSONValue) -> Bool {
    layer["annotations"]?["in-toto.io/predicate-type"]?.string?.hasPrefix("https://slsa.dev/provenance/") ?? false
  }

  private mutating func blob(_ descriptor: JSONValue) -> JSONValue? {
    guard let digest = try? Digested(descriptor["digest"]?.string) else { return nil }
    return quietDocument("blobs/\(digest.algorithm)/\(digest.hex)")
  }

  /// A document, without a word when it cannot be read.
  private mutating func quietDocument(_ name: String) -> JSONValue? {
    let before = problems
    defer { problems = before }
    return try? document(name).value
  }
}

import Core
import JSONText

/// `<id>/json` and `<id>/layer.tar`: what `docker save` wrote before Docker 1.10.
extension LayoutReader {
  mutating func legacyImages() throws(ArchiveError) -> [ArchivedImage] {
    var tips: [(reference: String?, id: String)] = []
    if let (repositories, _) = try? document("repositories") {
      for repository in repositories.members ?? [] {
        for tag in repository.value.members ?? [] {
          if let id = tag.value.string { tips.append(("\(repository.key):\(tag.key)", id)) }
        }
      }
    }
    if tips.isEmpty { tips = untaggedTips().map { (nil, $0) } }
    var images: [ArchivedImage] = []
    for (reference, id) in tips.prefix(limits.images + 1) { images.append(legacyImage(reference, id)) }
    return images
  }

  /// Layers that no other layer names as its parent.
  private mutating func untaggedTips() -> [String] {
    var parents: Set<String> = []
    var ids: [String] = []
    for name in index.names.sorted() where name.hasSuffix("/json") && name.utf8.count(where: { $0 == 47 }) == 1 {
      guard let (value, _) = try? document(name) else { continue }
      ids.append(String(name.dropLast(5)))
      if let parent = value["parent"]?.string { parents.insert(parent) }
    }
    return ids.filter { !parents.contains($0) }
  }

  private mutating func legacyImage(_ reference: String?, _ tip: String) -> ArchivedImage {
    var image = ArchivedImage(reference: reference, tags: reference.map { [$0] } ?? [])
    image.family = "\(reference ?? "") \(tip)"
    var seen: Set<String> = []
    var chain: [String] = []
    var next: String? = tip
    while let id = next, !id.isEmpty {
      guard seen.insert(id).inserted, chain.count < limits.layers else {
        image.problems.incident(
          "layer-missing",
          "layer \(id) and those below were not read: the parents go round in a circle, or are over the limit of "
            + "\(limits.layers)")
        break
      }
      do throws(ArchiveError) {
        let (value, _) = try document("\(id)/json")
        if chain.isEmpty {
          var parser = ConfigParser()
          image.config = parser.parse(value)
          image.problems.absorb(parser.problems)
          image.hasConfig = parser.problems.incidents.isEmpty
        }
        chain.append(id)
        next = value["parent"]?.string
      } catch {
        image.problems.incident("layer-missing", "layer \(id) has no description: \(error.message)")
        if chain.isEmpty { image.hasConfig = false }
        next = nil
      }
    }
    image.layers = chain.reversed().map { layer("\($0)/layer.tar") }
    if let os = image.config.os, let architecture = image.config.architecture, !os.isEmpty {
      image.platform = Platform(os: os, architecture: architecture)
    }
    return image
  }
}

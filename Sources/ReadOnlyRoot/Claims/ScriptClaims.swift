import Core
import ImageArchive
import RootFS

/// What the scripts that start the service write.
enum ScriptClaims {
  /// Most places of one image.
  private static let most = 200

  static func all(of service: StartedService, in image: ImageModel) -> [WriteClaim] {
    all(of: ImageScripts(of: image), in: image)
  }

  /// One claim for each place, by the surest write.
  static func all(of scripts: ImageScripts, in image: ImageModel) -> [WriteClaim] {
    var out: [WriteClaim] = []
    var known: [String: Int] = [:]
    for file in scripts.files {
      for write in file.writes {
        let place = file.node == nil ? file.name : "\(file.name):\(write.line)"
        let claim = WriteClaim(
          write.path, isFile: write.isFile, confidence: write.confidence, source: .script,
          why: "\(place) \(write.text)", file: file.node.map { image.root.path(of: $0) },
          line: file.node == nil ? nil : write.line)
        let key = write.path + (write.isFile ? "" : "/")
        if let old = known[key] {
          if out[old].confidence < claim.confidence { out[old] = claim }
        } else if out.count < most {
          known[key] = out.count
          out.append(claim)
        }
      }
    }
    return out
  }
}

import Core
import RootFS

/// What the image itself declares as writable: volumes and the label `imgscan.writable`.
enum DeclaredClaims {
  static func all(_ cover: WritableCover) -> [WriteClaim] {
    cover.volumes.map { path in
      WriteClaim(
        path.description, kind: .volume, confidence: .certain, source: .volume, why: "VOLUME in the image config")
    }
      + cover.labelled.map { path in
        WriteClaim(path.description, confidence: .certain, source: .label, why: "label imgscan.writable")
      }
  }
}
